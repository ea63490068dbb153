// Reading logs: a syzbot log, what `git bisect log` prints, and the same quoted in a mail.
#include <fstream>
#include <iterator>
#include <string>

#include <benchmark/benchmark.h>

#include "adapters/logs/parse_log.h"
#include "engine/base/ensure.h"

namespace rebisect::bench {
namespace {

std::string fixture(const std::string& name) {
  std::ifstream file(std::string(REBISECT_SOURCE_DIR) + "/tests/fixtures/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string quoted(const std::string& text) {
  std::string mail = "> ";
  for (const char c : text) {
    mail += c;
    if (c == '\n') mail += "> ";
  }
  return mail + "\n";
}

void parse(benchmark::State& state, const std::string& text) {
  while (state.KeepRunning()) {
    const Result<BisectionLog> log = parse_log(text);
    ENSURE(log && !log->steps.empty());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

BENCHMARK_CAPTURE(parse, syzbot, fixture("syzbot-2021-05.txt"))->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(parse, git, fixture("git-2010-first.log"))->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(parse, quoted, quoted(fixture("syzbot-2021-05.txt")))->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace rebisect::bench
