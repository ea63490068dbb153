#include "engine/replay/bisect_session.h"

#include <algorithm>
#include <utility>

#include "engine/replay/candidates.h"
#include "engine/replay/git_choice.h"
#include "engine/replay/merge_base.h"
#include "engine/replay/walk.h"
#include "engine/replay/weights.h"

namespace rebisect {
namespace {

bool contains(const std::vector<CommitIndex>& commits, CommitIndex commit) {
  return std::ranges::find(commits, commit) != commits.end();
}

void insert_by_id(const CommitGraph& graph, std::vector<CommitIndex>& commits, CommitIndex commit) {
  const auto id_of = [&](CommitIndex c) -> const Oid& { return graph.id(c); };
  const auto at = std::ranges::lower_bound(commits, graph.id(commit), {}, id_of);
  if (at == commits.end() || *at != commit) commits.insert(at, commit);
}

void drop_excluded(const ProcessMemory& memory, std::vector<CommitIndex>& walked) {
  std::erase_if(walked, [&](CommitIndex commit) { return memory.is(ProcessMemory::excluded, commit); });
}

}  // namespace

BisectSession::BisectSession(const CommitGraph& graph, const GitRules& rules, BisectOptions options)
    : graph_(&graph), rules_(rules), options_(options), memory_(graph), places_(graph.size()) {}

void BisectSession::begin_process() {
  memory_.forget_all();
  used_ = {};
}

// Their order decides which of equal dates leaves the queue first.
std::vector<Tip> BisectSession::tips(TipSide bad_side) {
  const auto as_old_as_bad = [&](CommitIndex good) {
    return graph_->time(good) == graph_->time(*state_.bad);
  };
  used_.add_where(std::ranges::any_of(state_.goods, as_old_as_bad), RuleField::goods_named_first);
  const TipSide good_side = bad_side == TipSide::wanted ? TipSide::excluded : TipSide::wanted;
  std::vector<Tip> tips;
  for (const CommitIndex good : state_.goods) tips.push_back({good, good_side});
  tips.insert(rules_.goods_named_first ? tips.end() : tips.begin(), Tip{*state_.bad, bad_side});
  return tips;
}

BisectAnswer BisectSession::start(std::optional<CommitIndex> bad, std::span<const CommitIndex> goods) {
  state_ = {};
  begin_process();
  if (bad) record(Verdict::bad, *bad);
  for (const CommitIndex good : goods) record(Verdict::good, good);
  return next_in_this_process();
}

BisectAnswer BisectSession::mark(Verdict verdict, std::span<const CommitIndex> commits) {
  begin_process();
  return mark_in_this_process(verdict, commits);
}

// As bisect_skip() of git's builtin/bisect--helper.c (2.31.0 on) and `git rev-list` in a process of its own
// before: first all ranges are expanded, then all commits are marked.
BisectAnswer BisectSession::skip_ranges(std::span<const SkipRange> ranges,
                                        std::span<const CommitIndex> commits) {
  begin_process();
  std::vector<CommitIndex> skipped;
  for (const SkipRange& range : ranges) {
    const std::vector<CommitIndex> members = expand(range);
    if (memory_.unread()) return {HistoryTooShort{*memory_.unread()}, {}};
    skipped.insert(skipped.end(), members.begin(), members.end());
  }
  skipped.insert(skipped.end(), commits.begin(), commits.end());
  return mark_in_this_process(Verdict::skip, skipped);
}

// What is excluded stays so for the ranges behind it, and for the choice: a commit that an earlier range
// excluded is in no later one.
std::vector<CommitIndex> BisectSession::expand(const SkipRange& range) {
  const Tip tips[] = {{range.low, TipSide::excluded}, {range.high, TipSide::wanted}};
  std::vector<CommitIndex> members = walk_by_date(memory_, tips, rules_, {}, used_);
  if (memory_.unread()) return {};
  drop_excluded(memory_, members);
  used_.add(RuleField::skip_range_leak);
  if (rules_.skip_range_leak) {
    memory_.leave_only_excluded();
  } else {
    memory_.forget_all();
  }
  return members;
}

BisectAnswer BisectSession::next() {
  begin_process();
  return next_in_this_process();
}

void BisectSession::record(Verdict verdict, CommitIndex commit) {
  memory_.mark(ProcessMemory::loaded, commit);
  switch (verdict) {
    case Verdict::bad:
      state_.bad = commit;
      break;
    case Verdict::good:
      insert_by_id(*graph_, state_.goods, commit);
      break;
    case Verdict::skip:
      insert_by_id(*graph_, state_.skips, commit);
      break;
  }
}

BisectAnswer BisectSession::mark_in_this_process(Verdict verdict, std::span<const CommitIndex> commits) {
  std::vector<CommitIndex> marked(commits.begin(), commits.end());
  if (marked.empty() && state_.under_test) marked.push_back(*state_.under_test);
  for (const CommitIndex commit : marked) record(verdict, commit);

  const bool all_expected = std::ranges::all_of(marked, [&](CommitIndex c) { return c == state_.expected; });
  used_.add_where(!all_expected && !state_.expected && state_.ancestors_ok,
                  RuleField::unexpected_without_record);
  if (!all_expected && (state_.expected || rules_.unexpected_without_record)) {
    state_.ancestors_ok = false;
    state_.expected.reset();
  }
  return next_in_this_process();
}

BisectAnswer BisectSession::next_in_this_process() {
  BisectAnswer answer{WaitingForEnds{}, {}};
  if (!state_.bad || state_.goods.empty()) return answer;
  std::optional<BisectOutcome> outcome;
  used_.add_where(!state_.ancestors_ok, RuleField::tests_merge_bases);
  if (!state_.ancestors_ok && rules_.tests_merge_bases) outcome = check_ancestors(answer.skipped_merge_bases);
  if (!outcome) outcome = choose();
  if (memory_.unread()) outcome = HistoryTooShort{*memory_.unread()};

  std::optional<CommitIndex> proposed;
  if (const auto* test = std::get_if<TestCommit>(&*outcome)) proposed = test->commit;
  if (const auto* test = std::get_if<TestMergeBase>(&*outcome)) proposed = test->commit;
  if (proposed) state_.expected = state_.under_test = proposed;
  answer.outcome = *std::move(outcome);
  return answer;
}

std::optional<BisectOutcome> BisectSession::check_ancestors(std::vector<CommitIndex>& skipped_merge_bases) {
  const std::vector<Tip> ends = tips(TipSide::excluded);
  const bool goods_beside_bad = !walk_by_date(memory_, ends, rules_, {}, used_).empty();
  std::vector<CommitIndex> marked{*state_.bad};
  marked.insert(marked.end(), state_.goods.begin(), state_.goods.end());
  memory_.clear_marks(marked);
  if (goods_beside_bad) {
    used_.add_where(options_.commit_graph, RuleField::corrected_dates);
    const bool by_corrected_dates = options_.commit_graph && rules_.corrected_dates;
    if (by_corrected_dates && corrected_dates_.empty()) corrected_dates_ = corrected_commit_dates(*graph_);
    for (const CommitIndex base :
         merge_bases(*graph_, memory_, *state_.bad, state_.goods, corrected_dates_)) {
      if (memory_.unread()) break;
      if (auto outcome = check_merge_base(base, skipped_merge_bases)) return outcome;
    }
  }
  if (!memory_.unread()) state_.ancestors_ok = true;
  return std::nullopt;
}

std::optional<BisectOutcome> BisectSession::check_merge_base(CommitIndex merge_base,
                                                             std::vector<CommitIndex>& skipped_merge_bases) {
  if (merge_base == *state_.bad) {
    if (state_.expected == state_.bad) return MergeBaseIsBad{merge_base};
    return GoodsNotAncestors{};
  }
  if (contains(state_.goods, merge_base)) return std::nullopt;
  if (contains(state_.skips, merge_base)) {
    skipped_merge_bases.push_back(merge_base);
    return std::nullopt;
  }
  return TestMergeBase{merge_base};
}

BisectOutcome BisectSession::choose() {
  const ParentsFollowed followed = options_.first_parent ? ParentsFollowed::first : ParentsFollowed::all;
  used_.add_where(options_.paths != nullptr, RuleField::paths);
  const std::vector<Tip> ends = tips(TipSide::wanted);
  std::vector<CommitIndex> commits = walk_by_date(memory_, ends, rules_, {followed, options_.paths}, used_);
  if (memory_.unread()) return HistoryTooShort{*memory_.unread()};
  drop_excluded(memory_, commits);
  std::ranges::reverse(commits);

  const CandidateList list = options_.paths == nullptr
                                 ? list_candidates(*graph_, std::move(commits), followed, places_)
                                 : list_simplified(memory_, std::move(commits), followed, places_);
  const std::vector<std::uint32_t> reached = weights(list);
  const WeighedCandidates candidates{graph_, &list, reached, list.counted()};
  return outcome_of(state_.skips.empty()
                        ? choose_halfway(candidates, rules_, used_)
                        : choose_around_skips(candidates, *state_.bad, state_.skips, rules_, used_),
                    candidates.all);
}

BisectOutcome BisectSession::outcome_of(GitChoice choice, std::uint32_t counted) const {
  const bool some_passed_over = !choice.passed_over.empty();
  if (!choice.pick && some_passed_over) return OnlySkippedLeft{std::move(choice.passed_over)};
  if (!choice.pick) return BothGoodAndBad{};
  if (counted == 0 && rules_.ends_where_none_counts) return NoTestableCommit{};
  if (choice.pick == state_.bad && some_passed_over) {
    choice.passed_over.push_back(*state_.bad);
    return OnlySkippedLeft{std::move(choice.passed_over)};
  }
  if (choice.pick == state_.bad) return FoundFirstBad{*state_.bad};
  return TestCommit{*choice.pick, revisions_left(counted, choice.reached, rules_.left), rounds_left(counted),
                    counted, choice.reached};
}

CommitIndex printed_merge_base(const BisectSession& session, CommitIndex merge_base,
                               MergeBaseMessage message) {
  if (!session.rules().wrong_merge_base_named) return merge_base;
  // Ids are formatted into 4 buffers in turn; the good commits' follow the merge base's (or, in the warning,
  // the bad commit's and the merge base's) and the last one in its buffer stays.
  constexpr std::size_t kBuffers = 4;
  const std::size_t buffer = message == MergeBaseMessage::is_bad ? 3 : 2;
  const std::vector<CommitIndex>& goods = session.state().goods;
  if (goods.size() <= buffer) return merge_base;
  return goods[buffer + (goods.size() - 1 - buffer) / kBuffers * kBuffers];
}

std::optional<CommitIndex> commit_to_test(const BisectAnswer& answer) {
  if (const auto* test = std::get_if<TestCommit>(&answer.outcome)) return test->commit;
  if (const auto* test = std::get_if<TestMergeBase>(&answer.outcome)) return test->commit;
  return std::nullopt;
}

}  // namespace rebisect
