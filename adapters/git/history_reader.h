// The history a log is replayed on, read from git repositories and commit-graph files.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "adapters/git/commit_sources.h"
#include "engine/base/result.h"
#include "engine/model/history.h"

namespace rebisect {

struct HistoryRequest {
  enum class Extent {
    range,  // what a replay between the ends needs, and little more
    all,    // every ancestor of every named commit
    whole,  // every commit that a ref or HEAD reaches, and all of the commit-graph file
  };

  std::vector<std::string> ends = {};    // texts of commits that were called good or bad
  std::vector<std::string> others = {};  // texts to resolve too, e.g. skipped commits and the claim
  Extent extent = Extent::range;
  std::size_t most_commits = std::size_t{1}
                             << 31U;  // more are refused (repository), so that memory is bounded
};

// Resolves the texts and reads the history that they span. Texts that name no commit, or several, are not
// errors: see History.
//
// With Extent::range the graph holds all that is not reachable from every one of the ends, their merge bases,
// and somewhat more by date, so that git's walks, which overrun a little, find what they look at. Below that
// commits are ParentsKnown::unread. `others` are in the graph, but nothing is read on their account. That the
// clocks of committers went wrong by much more than the commits seen show, can make the range too short; a
// walk then meets an unread commit, and the history has to be read again with Extent::all.
//
// A repository's own commit-graph file that turns out to be corrupt is ignored from then on.
//
// Fails: repository (one is broken), malformed (the commit-graph file that was asked for is corrupt).
// O(commits read); of linux about 80,000 a second from objects, 370,000 from a commit-graph file.
Result<History> read_history(CommitSources& sources, const HistoryRequest& request);

// The error with what the repositories say about themselves, which may be its cause: a lost pack, an
// alternate that is not there, commits that a partial clone lacks. Errors of other kinds than repository and
// history_too_short stay as they are.
Error with_notes(Error error, const std::vector<std::string>& notes);

}  // namespace rebisect
