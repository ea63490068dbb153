// Any text as a history: it is refused, or its parents stand before their children and every id is found
// again.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "adapters/graph_text/graph_text.h"
#include "engine/base/ensure.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rebisect;
  const auto graph = parse_graph_text({reinterpret_cast<const char*>(data), size});
  if (!graph) {
    ENSURE(!graph.error().message.empty());
    return 0;
  }
  for (std::uint32_t i = 0; i < graph->size(); ++i) {
    const CommitIndex commit{i};
    ENSURE(graph->find(graph->id(commit)) == commit);
    for (const CommitIndex parent : graph->parents(commit)) ENSURE(place(parent) < i);
  }
  return 0;
}
