#include "tests/support/path_text.h"

#include <map>
#include <sstream>

#include "engine/base/ensure.h"

namespace rebisect::testing {

PathChanges changes_between(const CommitGraph& graph, const std::vector<std::string>& contents) {
  PathChanges changes(graph);
  for (std::uint32_t i = 0; i < graph.size(); ++i) {
    const auto commit = CommitIndex(i);
    for (std::size_t parent = 0; parent < changes.count(commit); ++parent) {
      const auto parents = graph.parents(commit);
      const std::string& before = parents.empty() ? std::string() : contents[place(parents[parent])];
      const bool same = before == contents[i];
      changes.set(commit, parent, same ? PathChanges::Change::none : PathChanges::Change::some);
    }
  }
  return changes;
}

PathChanges changes_of(const Sketch& sketch, std::string_view contents) {
  std::map<CommitIndex, std::string> written;
  std::istringstream in{std::string(contents)};
  for (std::string word; in >> word;) {
    const std::size_t equals = word.find('=');
    ENSURE(equals != std::string::npos);
    written[sketch.at(word.substr(0, equals))] = word.substr(equals + 1);
  }
  std::vector<std::string> held(sketch.graph.size());
  for (std::uint32_t i = 0; i < sketch.graph.size(); ++i) {
    const auto parents = sketch.graph.parents(CommitIndex(i));
    if (!parents.empty()) held[i] = held[place(parents[0])];
    if (const auto own = written.find(CommitIndex(i)); own != written.end()) held[i] = own->second;
  }
  return changes_between(sketch.graph, held);
}

}  // namespace rebisect::testing
