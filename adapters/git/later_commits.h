// Commits that came later and speak of a commit, or of a bug: they fix it, or revert it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "adapters/git/commit_mentions.h"
#include "adapters/git/commit_sources.h"
#include "engine/base/result.h"
#include "engine/model/oid.h"

namespace rebisect {

struct LaterQuestion {
  std::vector<Oid> named;   // commits that a message may fix or revert
  std::string bug_id;       // a syzbot id; empty: none
  std::uint64_t since = 0;  // committer date; older commits are not read, nor what lies behind them
  std::size_t most_commits = 0;
};

struct Mentioning {
  Oid id;
  std::string subject;
  CommitMentions mentions;
  bool names_bug = false;
};

struct LaterAnswer {
  std::vector<Mentioning> commits;  // those that fix or revert a named commit, or name the bug; newest first
  std::size_t read = 0;
  bool cut = false;  // there are more than most_commits
};

// Reads the messages of all commits that a ref or HEAD of the repositories reaches, newest first. A commit is
// never dated before what it speaks of, give or take a day for clocks that go wrong. Fails where a source is
// corrupt. O(commits read); some 100,000 a second.
Result<LaterAnswer> find_later_commits(const CommitSources& sources, const LaterQuestion& question);

// For each of the targets: which of the tested commits have it among their ancestors, or are it; places in
// `tested`. Looks at no commit that is dated more than 30 days before the oldest target. O(targets + commits
// younger than that).
Result<std::vector<std::vector<std::size_t>>> containing(const CommitSources& sources,
                                                         const std::vector<Oid>& targets,
                                                         const std::vector<Oid>& tested);

}  // namespace rebisect
