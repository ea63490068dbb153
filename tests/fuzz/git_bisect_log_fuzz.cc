// Any text, read as a log of git. "$a" stands for an id, so that short inputs reach far.
#include <cstddef>
#include <cstdint>
#include <string>

#include "adapters/logs/git_bisect.h"
#include "adapters/logs/line_reader.h"
#include "engine/base/ensure.h"
#include "tests/fuzz/log_properties.h"
#include "tests/support/log_text.h"

// The name that libFuzzer calls.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rebisect;
  const std::string text = testing::with_ids({reinterpret_cast<const char*>(data), size});
  const std::vector<LineView> lines = read_lines(text);
  const auto count = static_cast<std::uint32_t>(lines.size());
  const BisectionLog log = read_git_bisect_log(lines, count);
  fuzz::check_log(log, count);
  // The same again; of a part of the inputs, as it takes as long as all the rest.
  if (size % 8 == 0) ENSURE(log == read_git_bisect_log(lines, count));
  // Every step was told to git, once.
  std::size_t told = 0;
  for (const GitCommand& command : log.commands) told += command.steps.size();
  ENSURE(told == log.steps.size());
  return 0;
}
