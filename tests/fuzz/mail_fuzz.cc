// Any text, as parse_log() gets it: mail or not, log or not. "$a" stands for an id.
#include <cstddef>
#include <cstdint>
#include <string>

#include "adapters/logs/line_reader.h"
#include "adapters/logs/mail.h"
#include "adapters/logs/parse_log.h"
#include "engine/base/ensure.h"
#include "tests/fuzz/log_properties.h"
#include "tests/support/log_text.h"

// The name that libFuzzer calls.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rebisect;
  const std::string text = testing::with_ids({reinterpret_cast<const char*>(data), size});
  const MailText mail = undo_mail(text);
  ENSURE(mail.line_count == read_lines(text).size());
  // The lines take up the input's lines, all of them, in order.
  std::uint32_t last = 0;
  for (const LineView& line : mail.lines) {
    ENSURE(line.span.first == last + 1 && line.span.last >= line.span.first);
    ENSURE(line.text.find('\n') == std::string_view::npos || !mail.rewritten.empty());
    last = line.span.last;
  }
  ENSURE(last == mail.line_count);
  const auto log = parse_log(text);
  if (log) {
    const auto decoded = log_in_base64(text);
    fuzz::check_log(*log, decoded ? read_lines(decoded->text).size() : mail.line_count);
  } else {
    ENSURE(!log.error().message.empty());
  }
  return 0;
}
