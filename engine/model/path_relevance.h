// PathRelevance: how near each commit's changes are to a crash. Weights for a prior may be made of it.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/model/commit_graph.h"

namespace rebisect {

// The nearest that a commit comes to the files of a crash's stack.
enum class Nearness : std::uint8_t {
  unread,     // not compared
  none,       // neither
  directory,  // changes another file in the directory of one of them
  file,       // changes one of them
};

// By CommitIndex.
struct PathRelevance {
  std::vector<Nearness> nearness;
  // The commit changes something that surely is no part of the tested kernel, and nothing else; or nothing.
  std::vector<bool> cannot_affect;

  PathRelevance() = default;
  // Nothing is read yet.
  explicit PathRelevance(const CommitGraph& graph) : nearness(graph.size()), cannot_affect(graph.size()) {}

  friend bool operator==(const PathRelevance&, const PathRelevance&) = default;
};

}  // namespace rebisect
