#include "tests/support/golden.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>

#include "tests/support/log_text.h"

namespace rebisect::testing {
namespace {

// The line that the place is in, without its end.
std::string_view line_at(std::string_view text, std::size_t place) {
  const std::size_t end_before = place == 0 ? std::string_view::npos : text.rfind('\n', place - 1);
  const std::size_t begin = end_before == std::string_view::npos ? 0 : end_before + 1;
  return text.substr(begin, text.find('\n', begin) - begin);
}

}  // namespace

::testing::AssertionResult matches_golden(std::string_view name, std::string_view text) {
  const std::string path = REBISECT_SOURCE_DIR "/tests/golden/" + std::string(name);
  if (const char* update = std::getenv("UPDATE_GOLDEN"); update != nullptr && *update != '\0') {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text << std::flush;
    if (!out) return ::testing::AssertionFailure() << path << " cannot be written";
    return ::testing::AssertionSuccess() << path << " written";
  }
  const std::optional<std::string> golden = read_file(path);
  if (!golden) return ::testing::AssertionFailure() << "no " << path << "; UPDATE_GOLDEN=1 writes it";
  if (*golden == text) return ::testing::AssertionSuccess();
  const auto differing = std::mismatch(golden->begin(), golden->end(), text.begin(), text.end());
  const auto place = static_cast<std::size_t>(differing.first - golden->begin());
  const auto line = 1 + std::count(golden->begin(), differing.first, '\n');
  return ::testing::AssertionFailure()
         << path << ":" << line
         << " differs; UPDATE_GOLDEN=1 accepts the new text\n  was: " << line_at(*golden, place)
         << "\n  is:  " << line_at(text, place) << "\nthe whole text:\n"
         << text;
}

}  // namespace rebisect::testing
