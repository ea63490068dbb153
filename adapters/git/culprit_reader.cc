#include "adapters/git/culprit_reader.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "adapters/git/commit_mentions.h"
#include "adapters/git/later_commits.h"
#include "adapters/git/line_age.h"
#include "adapters/git/tree_changes.h"
#include "adapters/git/tree_source.h"
#include "engine/judge/crash_area.h"
#include "engine/judge/source_text.h"

namespace rebisect {
namespace {

// Folders of the top of every linux tree; another project has not all of them.
constexpr std::array<const char*, 6> kLinuxFolders = {"arch", "drivers", "fs", "include", "kernel", "mm"};

// A text that is longer is no source.
constexpr std::size_t kLongestSource = std::size_t{1} << 23U;

Result<std::vector<git_oid>> trees_of(const TreeSource& trees, std::span<const Oid> commits) {
  std::vector<git_oid> ids;
  for (const Oid& commit : commits) {
    REBISECT_TRY(const git_oid tree, trees.tree_of(commit));
    ids.push_back(tree);
  }
  return ids;
}

bool is_linux(const TreeHandle& top) {
  return std::ranges::all_of(kLinuxFolders, [&](const char* name) {
    const git_tree_entry* const entry = git_tree_entry_byname(top.get(), name);
    return entry != nullptr && is_folder(entry);
  });
}

class Reading {
 public:
  Reading(const CulpritRequest& request, const CommitSources& sources)
      : request_(request), sources_(sources), trees_(sources.repositories()) {}

  Result<CulpritFacts> run() {
    facts_.crash_lines = request_.crash;
    facts_.bug_id = request_.bug_id;
    for (const TestedStep& step : request_.tested) facts_.tested.push_back(step.step);
    if (auto done = read_claims(); !done) return tl::unexpected(done.error());
    if (request_.later_commits) {
      if (auto done = read_later(); !done) return tl::unexpected(done.error());
    }
    read_ages();
    return std::move(facts_);
  }

 private:
  Result<void> read_claims() {
    REBISECT_TRY(const auto releases, all_releases());
    for (const Oid& id : request_.claims) {
      REBISECT_TRY(const std::optional<SeenCommit> seen, sources_.find(id));
      if (!seen) continue;
      ClaimedCommit claim;
      claim.id = id;
      claim.parents = seen->parents.size();
      for (const auto& [name, commit] : releases) {
        const bool known = std::ranges::find(claim.releases, name) != claim.releases.end();
        if (commit == id && !known) claim.releases.push_back(name);
      }
      if (auto done = read_message(claim); !done) return done;
      read_changes(*seen, claim);
      if (!oldest_claim_ || seen->time < *oldest_claim_) oldest_claim_ = seen->time;
      if (facts_.claims.empty() && !seen->parents.empty()) first_parent_ = seen->parents.front();
      facts_.claims.push_back(std::move(claim));
    }
    return {};
  }

  Result<std::vector<std::pair<std::string, Oid>>> all_releases() const {
    std::vector<std::pair<std::string, Oid>> all;
    for (const Repository& repository : sources_.repositories()) {
      REBISECT_TRY(const auto releases, repository.releases());
      all.insert(all.end(), releases.begin(), releases.end());
    }
    return all;
  }

  Result<void> read_message(ClaimedCommit& claim) const {
    for (const Repository& repository : sources_.repositories()) {
      REBISECT_TRY(const std::optional<std::string> text, repository.text(claim.id));
      if (!text) continue;
      claim.copy_of = parse_mentions(*text).copy_of;
      claim.names_bug = !request_.bug_id.empty() && names_bug(*text, request_.bug_id);
      break;
    }
    return {};
  }

  void read_changes(const SeenCommit& seen, ClaimedCommit& claim) {
    if (seen.parents_known != ParentsKnown::all) {
      note("what the reported commit changes is not known: ", "the repository is shallow there");
      return;
    }
    if (const Result<void> read = compare(seen, claim); !read) {
      note("what the reported commit changes is not known: ", read.error().message);
    }
  }

  // Leaves the changes absent where the commit's tree is empty.
  Result<void> compare(const SeenCommit& seen, ClaimedCommit& claim) {
    REBISECT_TRY(const git_oid own, trees_.tree_of(claim.id));
    REBISECT_TRY(const TreeHandle top, trees_.tree(own));
    // A history without any content tells nothing; some are made for their shape alone.
    if (git_tree_entrycount(top.get()) == 0) return {};
    if (!facts_.linux_tree) facts_.linux_tree = is_linux(top);
    REBISECT_TRY(const std::vector<git_oid> parents, trees_of(trees_, seen.parents));
    REBISECT_TRY(const std::vector<TreeChange> changes, changes_against_all(trees_, own, parents));
    claim.changes.emplace();
    for (const TreeChange& change : changes) claim.changes->push_back({change.path, {}});
    if (changes.size() <= request_.most_contents) compare_contents(changes, *claim.changes);
    return {};
  }

  void compare_contents(const std::vector<TreeChange>& changes, std::vector<ChangedFile>& into) {
    for (std::size_t i = 0; i < changes.size(); ++i) {
      const TreeChange& change = changes[i];
      if (!change.before || !change.after || !is_c_source(change.path)) continue;
      const auto same = same_code(*change.before, *change.after);
      if (same) {
        into[i].comments_only = *same;
      } else {
        note("whether only comments change is not known: ", same.error().message);
        return;
      }
    }
  }

  Result<bool> same_code(const git_oid& before, const git_oid& after) const {
    REBISECT_TRY(const BlobHandle older, trees_.blob(before));
    REBISECT_TRY(const BlobHandle newer, trees_.blob(after));
    const auto text = [](const BlobHandle& blob) {
      return std::string_view(static_cast<const char*>(git_blob_rawcontent(blob.get())),
                              static_cast<std::size_t>(git_blob_rawsize(blob.get())));
    };
    if (text(older).size() > kLongestSource || text(newer).size() > kLongestSource) return false;
    return same_but_for_comments(text(older), text(newer));
  }

  Result<void> read_later() {
    LaterQuestion question;
    question.bug_id = request_.bug_id;
    question.most_commits = request_.most_messages;
    for (const ClaimedCommit& claim : facts_.claims) {
      question.named.push_back(claim.id);
      question.named.insert(question.named.end(), claim.copy_of.begin(), claim.copy_of.end());
    }
    if (!oldest_claim_) return {};
    question.since = *oldest_claim_;
    REBISECT_TRY(const LaterAnswer answer, find_later_commits(sources_, question));
    facts_.messages_read = true;
    facts_.messages_cut = answer.cut;
    if (answer.cut) {
      note("of the commits that came later ",
           fmt::format("only {} were looked at for what they say of the reported one",
                       request_.most_messages));
    }
    for (const Mentioning& mentioning : answer.commits) {
      // A commit says nothing of itself.
      if (std::ranges::find(request_.claims, mentioning.id) != request_.claims.end()) continue;
      REBISECT_TRY(LaterCommit commit, later_commit(mentioning));
      facts_.later.push_back(std::move(commit));
    }
    return find_targets();
  }

  Result<std::optional<Oid>> only_commit(const OidPrefix& prefix) const {
    REBISECT_TRY(const std::vector<Oid> commits, sources_.commits_of(prefix));
    return commits.size() == 1 ? std::optional(commits.front()) : std::nullopt;
  }

  Result<LaterCommit> later_commit(const Mentioning& mentioning) const {
    LaterCommit commit;
    commit.id = mentioning.id;
    commit.subject = mentioning.subject;
    commit.names_bug = mentioning.names_bug;
    for (const OidPrefix& prefix : mentioning.mentions.fixes) {
      REBISECT_TRY(const std::optional<Oid> target, only_commit(prefix));
      commit.fixes.push_back({prefix.text(), target, {}});
    }
    for (const OidPrefix& prefix : mentioning.mentions.reverts) {
      REBISECT_TRY(const std::optional<Oid> target, only_commit(prefix));
      if (target) commit.reverts.push_back(*target);
    }
    return commit;
  }

  // Which tested commits contain what the bug's fixes name.
  Result<void> find_targets() {
    std::vector<FixTarget*> targets;
    for (LaterCommit& commit : facts_.later) {
      for (FixTarget& target : commit.fixes) {
        if (commit.names_bug && target.commit) targets.push_back(&target);
      }
    }
    std::vector<Oid> ids;
    ids.reserve(targets.size());
    for (const FixTarget* target : targets) ids.push_back(*target->commit);
    std::vector<Oid> tested;
    tested.reserve(request_.tested.size());
    for (const TestedStep& step : request_.tested) tested.push_back(step.id);
    REBISECT_TRY(const auto containers, containing(sources_, ids, tested));
    for (std::size_t i = 0; i < targets.size(); ++i) {
      for (const std::size_t place : containers[i]) targets[i]->steps.push_back(request_.tested[place].step);
    }
    return {};
  }

  void read_ages() {
    if (!request_.crash_commit || request_.goods.empty()) return;
    const std::vector<SourceLine> lines = telling_lines(request_.crash, request_.most_crash_files);
    if (lines.empty()) return;
    auto ages = ages_of_lines(trees_, request_, lines, first_parent_);
    if (ages) {
      facts_.ages = *std::move(ages);
    } else {
      note("how old the lines of the crash are is not known: ", ages.error().message);
    }
  }

  // Once for each `what`, whichever object was the first that is not there.
  void note(const std::string& what, const std::string& why) {
    const auto is_known = [&](const std::string& known) { return known.starts_with(what); };
    if (std::ranges::none_of(facts_.notes, is_known)) facts_.notes.push_back(what + why);
  }

  const CulpritRequest& request_;
  const CommitSources& sources_;
  const TreeSource trees_;
  CulpritFacts facts_;
  std::optional<std::uint64_t> oldest_claim_;
  std::optional<Oid> first_parent_;
};

}  // namespace

Result<CulpritFacts> read_culprit_facts(const CommitSources& sources, const CulpritRequest& request) {
  if (sources.repositories().empty() || request.claims.empty()) return CulpritFacts();
  return Reading(request, sources).run();
}

}  // namespace rebisect
