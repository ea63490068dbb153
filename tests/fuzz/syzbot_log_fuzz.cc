// Any text, read as a syzbot log. "$a" stands for an id, so that short inputs reach far.
#include <cstddef>
#include <cstdint>
#include <string>

#include "adapters/logs/line_reader.h"
#include "adapters/logs/syzbot.h"
#include "adapters/logs/syzbot_dialect.h"
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
  const BisectionLog log = read_syzbot_log(lines, count);
  fuzz::check_log(log, count);
  // The same again; of a part of the inputs, as it takes as long as all the rest.
  if (size % 8 == 0) ENSURE(log == read_syzbot_log(lines, count));
  ENSURE(counted_tests(log) <= log.steps.size());
  for (const LineKind kind : log.line_kinds) {
    ENSURE(kind != LineKind::command && kind != LineKind::comment && kind != LineKind::remark);
  }
  return 0;
}
