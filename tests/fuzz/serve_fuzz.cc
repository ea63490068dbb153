// Any text as requests of `rebisect next --serve` on a small history: every line that is not empty gets one
// answer line.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>

#include "adapters/cli/serve.h"
#include "engine/base/ensure.h"
#include "tests/support/sketch.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rebisect;
  static const testing::Sketch kHistory =
      testing::sketch("a; b: a; c: b; x: b; y: x; m: c y; n: m; p: b; q: p; o: n q; r@1000000000; s: o r o");
  std::string text(reinterpret_cast<const char*>(data), size);
  // "@m" stands for the id of m.
  for (const auto& [name, commit] : kHistory.commits) {
    const std::string mention = "@" + name;
    for (std::size_t at = text.find(mention); at != std::string::npos; at = text.find(mention, at)) {
      text.replace(at, mention.size(), kHistory.graph.id(commit).hex());
    }
  }
  std::istringstream in(text);
  std::ostringstream out;
  serve(kHistory.graph, {}, in, out);

  std::size_t requests = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) requests += line.empty() ? 0U : 1U;
  const std::string answers = out.str();
  ENSURE(static_cast<std::size_t>(std::ranges::count(answers, '\n')) == requests);
  return 0;
}
