// Sketches: histories as a line of text, for scenarios and tests. "a; b: a; c: a; d: b c" is a diamond.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/commit_graph.h"

namespace rebisect {

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

// Commits `NAME[@TIME][: PARENTS]` with `;` between, parents before their children. TIME is the committer
// date in seconds since 1970; without one, commit number k (from 0) has 1000000000 + 60 k. Fails (malformed)
// for any other text, and where there is no commit at all.
Result<Sketch> parse_sketch(std::string_view text);

// The id that a sketch gives to the commit of this name: stable, and different for different names.
Oid sketch_id(std::string_view name);

}  // namespace rebisect
