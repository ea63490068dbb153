// Serves the bisection engine on the history in the file $BISECT_GRAPH (adapters/graph_text), so that any
// driver of the JSON-lines protocol can compare it with git. $BISECT_REPO names a repository with the trees,
// which bisections within paths need.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "adapters/cli/serve.h"
#include "adapters/graph_text/graph_text.h"

int main() {
  const char* path = std::getenv("BISECT_GRAPH");
  if (path == nullptr) {
    std::cerr << "BISECT_GRAPH is not set: it names a file with lines of `git log --format='%H %ct %T %P'`\n";
    return EXIT_FAILURE;
  }
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  const auto graph = rebisect::parse_graph_text(text.str());
  if (!graph) {
    std::cerr << path << ": " << graph.error().message << '\n';
    return EXIT_FAILURE;
  }
  const char* repository = std::getenv("BISECT_REPO");
  std::vector<std::string> repositories;
  if (repository != nullptr && *repository != '\0') repositories.emplace_back(repository);
  const auto sources = rebisect::CommitSources::open(repositories, "");
  if (!sources) {
    std::cerr << sources.error().message << '\n';
    return EXIT_FAILURE;
  }
  rebisect::serve(*graph, *sources, std::cin, std::cout);
  return EXIT_SUCCESS;
}
