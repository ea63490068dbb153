// Graphs as text: sketch("a; b: a; c: a; d: b c") is a diamond. A commit is `name[@time][: parents]`; parents
// must stand before. Without a time, commit number k (from 0) has the date 1000000000 + 60 k.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/commit_graph.h"

namespace rebisect::testing {

struct Sketch {
  CommitGraph graph;
  std::map<std::string, CommitIndex, std::less<>> commits;

  // The commit of that name. The name must be in the sketch.
  CommitIndex at(std::string_view name) const;
  std::vector<CommitIndex> all(std::string_view names) const;  // "b c d"
  std::string name(CommitIndex commit) const;
  // "b c d": the names in alphabetical order.
  std::string names(const std::vector<CommitIndex>& members) const;
  std::string names(const CommitSet& members) const { return names(members.members()); }
};

// Stops the test program where the text is not a sketch.
Sketch sketch(std::string_view text);

// The id that a sketch gives to the n-th commit's name: stable, and different for different names.
Oid sketch_id(std::string_view name);

}  // namespace rebisect::testing
