#include "adapters/git/later_commits.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <queue>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace rebisect {
namespace {

constexpr std::uint64_t kDay = std::uint64_t{24} * 60 * 60;
constexpr std::uint64_t kAncestrySlack = 30 * kDay;
// As many digits as an abbreviation has at least; see commit_mentions.h.
constexpr std::size_t kNeedleDigits = 7;

struct HashOid {
  std::size_t operator()(const Oid& id) const {
    std::size_t hash = 0;
    std::memcpy(&hash, id.bytes().data(), sizeof hash);
    return hash;
  }
};

std::uint64_t before(std::uint64_t time, std::uint64_t slack) {
  return time - std::min(time, slack);
}

struct Waiting {
  std::uint64_t time;
  Oid id;
  std::vector<Oid> parents;

  // Of equal dates any order does: the set of commits that are read does not depend on it.
  friend bool operator<(const Waiting& a, const Waiting& b) {
    return a.time != b.time ? a.time < b.time : a.id < b.id;
  }
};

class MessageWalk {
 public:
  MessageWalk(const CommitSources& sources, const LaterQuestion& question)
      : sources_(sources), question_(question) {
    for (const Oid& id : question.named) needles_.push_back(id.hex().substr(0, kNeedleDigits));
    if (!question.bug_id.empty()) needles_.push_back(question.bug_id);
    overridden_ = std::ranges::any_of(sources.repositories(),
                                      [](const Repository& r) { return !r.overrides().empty(); });
  }

  Result<LaterAnswer> run() {
    for (const Repository& repository : sources_.repositories()) {
      REBISECT_TRY(const std::vector<Oid> tips, repository.commits_of_refs());
      for (const Oid& tip : tips) {
        if (auto added = add(tip); !added) return tl::unexpected(added.error());
      }
    }
    while (!queue_.empty() && !answer_.cut) {
      const Waiting commit = queue_.top();
      queue_.pop();
      for (const Oid& parent : commit.parents) {
        if (auto added = add(parent); !added) return tl::unexpected(added.error());
      }
    }
    std::ranges::stable_sort(found_, [](const Found& a, const Found& b) {
      return a.time != b.time ? a.time > b.time : a.commit.id < b.commit.id;
    });
    for (Found& found : found_) answer_.commits.push_back(std::move(found.commit));
    return std::move(answer_);
  }

 private:
  struct Found {
    std::uint64_t time;
    Mentioning commit;
  };

  Result<void> add(const Oid& id) {
    if (answer_.cut || !seen_.insert(id).second) return {};
    REBISECT_TRY(const std::optional<std::string> text, text_of(id));
    if (!text) return {};
    REBISECT_TRY(std::optional<Waiting> waiting, place(id, *text));
    if (!waiting || waiting->time < before(question_.since, kDay)) return {};
    if (++answer_.read > question_.most_commits) {
      answer_.cut = true;
      return {};
    }
    look_at(*waiting, *text);
    queue_.push(*std::move(waiting));
    return {};
  }

  Result<std::optional<std::string>> text_of(const Oid& id) const {
    for (const Repository& repository : sources_.repositories()) {
      REBISECT_TRY(std::optional<std::string> text, repository.text(id));
      if (text) return text;
    }
    return std::optional<std::string>();
  }

  // With the parents that git sees. Nothing where it is no commit that can be read.
  Result<std::optional<Waiting>> place(const Oid& id, std::string_view text) const {
    if (overridden_) {
      REBISECT_TRY(std::optional<SeenCommit> seen, sources_.find(id));
      if (!seen) return std::optional<Waiting>();
      return std::optional(Waiting{seen->time, id, std::move(seen->parents)});
    }
    Result<CommitHeader> header = parse_commit_header(text);
    if (!header) return std::optional<Waiting>();
    return std::optional(Waiting{header->time, id, std::move(header->parents)});
  }

  void look_at(const Waiting& commit, std::string_view text) {
    const bool hit = std::ranges::any_of(
        needles_, [&](const std::string& needle) { return text.find(needle) != std::string_view::npos; });
    if (!hit) return;
    Mentioning mentioning;
    mentioning.id = commit.id;
    mentioning.mentions = parse_mentions(text);
    mentioning.names_bug = !question_.bug_id.empty() && names_bug(text, question_.bug_id);
    if (!mentioning.names_bug && !speaks_of_named(mentioning.mentions)) return;
    mentioning.subject = parse_commit_description(text).subject;
    found_.push_back({commit.time, std::move(mentioning)});
  }

  bool speaks_of_named(const CommitMentions& mentions) const {
    const auto named = [&](const OidPrefix& prefix) {
      return std::ranges::any_of(question_.named, [&](const Oid& id) { return prefix.matches(id); });
    };
    return std::ranges::any_of(mentions.fixes, named) || std::ranges::any_of(mentions.reverts, named);
  }

  const CommitSources& sources_;
  const LaterQuestion& question_;
  std::vector<std::string> needles_;
  bool overridden_ = false;
  std::unordered_set<Oid, HashOid> seen_;
  std::priority_queue<Waiting> queue_;
  std::vector<Found> found_;
  LaterAnswer answer_;
};

// Paints what each of up to 64 commits reaches.
class Painting {
 public:
  explicit Painting(const CommitSources& sources, std::uint64_t since) : sources_(sources), since_(since) {}

  Result<void> run(const std::vector<Oid>& tested, std::size_t first) {
    for (std::size_t i = first; i < tested.size() && i < first + 64; ++i) {
      if (auto painted = paint(tested[i], std::uint64_t{1} << (i - first)); !painted) return painted;
    }
    while (!queue_.empty()) {
      const Waiting commit = queue_.top();
      queue_.pop();
      const std::uint64_t colours = colours_[commit.id].now;
      std::uint64_t& passed_on = colours_[commit.id].passed_on;
      if (passed_on == colours) continue;
      passed_on = colours;
      for (const Oid& parent : commit.parents) {
        if (auto painted = paint(parent, colours); !painted) return painted;
      }
    }
    return {};
  }

  std::uint64_t colours_of(const Oid& id) const {
    const auto found = colours_.find(id);
    return found == colours_.end() ? 0 : found->second.now;
  }

 private:
  struct Colours {
    std::uint64_t now = 0;
    std::uint64_t passed_on = 0;
  };

  Result<void> paint(const Oid& id, std::uint64_t colours) {
    Colours& known = colours_[id];
    if ((known.now | colours) == known.now) return {};
    known.now |= colours;
    REBISECT_TRY(std::optional<SeenCommit> seen, sources_.find(id));
    if (!seen || seen->time < since_) return {};
    queue_.push({seen->time, id, std::move(seen->parents)});
    return {};
  }

  const CommitSources& sources_;
  std::uint64_t since_;
  std::unordered_map<Oid, Colours, HashOid> colours_;
  std::priority_queue<Waiting> queue_;
};

}  // namespace

Result<LaterAnswer> find_later_commits(const CommitSources& sources, const LaterQuestion& question) {
  return MessageWalk(sources, question).run();
}

Result<std::vector<std::vector<std::size_t>>> containing(const CommitSources& sources,
                                                         const std::vector<Oid>& targets,
                                                         const std::vector<Oid>& tested) {
  std::vector<std::vector<std::size_t>> result(targets.size());
  std::optional<std::uint64_t> oldest;
  for (const Oid& target : targets) {
    REBISECT_TRY(const std::optional<SeenCommit> seen, sources.find(target));
    if (seen) oldest = std::min(oldest.value_or(seen->time), seen->time);
  }
  if (!oldest) return result;
  for (std::size_t first = 0; first < tested.size(); first += 64) {
    Painting painting(sources, before(*oldest, kAncestrySlack));
    if (auto painted = painting.run(tested, first); !painted) return tl::unexpected(painted.error());
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const std::uint64_t colours = painting.colours_of(targets[i]);
      for (std::size_t at = first; at < tested.size() && at < first + 64; ++at) {
        if ((colours >> (at - first) & 1U) != 0) result[i].push_back(at);
      }
    }
  }
  return result;
}

}  // namespace rebisect
