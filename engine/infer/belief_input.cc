#include "engine/infer/belief_input.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/base/ensure.h"
#include "engine/judge/told_present.h"

namespace rebisect {
namespace {

bool is_walk(StepRole role) {
  return role == StepRole::start || role == StepRole::release || role == StepRole::head ||
         role == StepRole::config;
}

// The commit that the bug was seen on first. A person's log begins with git's ends.
std::optional<CommitIndex> original_commit(const BisectionLog& log, const History& history) {
  if (log.steps.empty() || log.steps.front().role != StepRole::start) return std::nullopt;
  const std::optional<CommitIndex> original = bind(log.steps.front().commit, log, history);
  if (original && history.graph.parents_known(*original) == ParentsKnown::unread) return std::nullopt;
  return original;
}

// Can it be told which candidates the commit reaches? Cleared ones reach none.
bool reach_known(const CommitGraph& graph, const Universe& universe, CommitIndex commit) {
  return universe.cleared.contains(commit) || graph.parents_known(commit) != ParentsKnown::unread;
}

// By candidate: 1 where it changes the paths in a parent. Empty without paths, and where none does.
std::vector<double> weights_within_paths(const History& history, const Replay& replay,
                                         const std::vector<CommitIndex>& candidates) {
  const PathChanges* const paths = scope_of(history, replay).paths;
  if (paths == nullptr) return {};
  std::vector<double> weights;
  bool any = false;
  for (const CommitIndex commit : candidates) {
    bool changes = false;
    for (std::size_t parent = 0; parent < paths->count(commit); ++parent) {
      changes = changes || paths->change(commit, parent) == PathChanges::Change::some;
    }
    weights.push_back(changes ? 1 : 0);
    any = any || changes;
  }
  return any ? weights : std::vector<double>{};
}

// What a commit weighs before any test by how near it comes to the crash.
double weight_of(Nearness nearness, bool cannot_affect, const BeliefSettings& settings) {
  if (cannot_affect) return settings.cannot_affect;
  if (nearness == Nearness::file) return settings.near_file;
  return nearness == Nearness::directory ? settings.near_directory : 1;
}

void weigh_by_crash(const PathRelevance& relevance, const BeliefSettings& settings, BeliefInput& input) {
  const std::vector<CommitIndex>& candidates = input.classes.candidates;
  if (input.weights.empty()) input.weights.assign(candidates.size(), 1);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::size_t at = place(candidates[i]);
    input.weights[i] *= weight_of(relevance.nearness[at], relevance.cannot_affect[at], settings);
  }
  input.weighed_by = fmt::format(
      "before any test a commit that changes a file of the crash's stack weighs {:g}, one beside it {:g}, "
      "one "
      "that cannot change the kernel {:g}, any other 1",
      settings.near_file, settings.near_directory, settings.cannot_affect);
}

}  // namespace

std::optional<SearchEnds> search_ends(const Replay& replay) {
  std::optional<CommitIndex> bad;
  std::vector<CommitIndex> goods;
  std::size_t begun_by = 0;
  for (const Mark& mark : replay.marks) {
    const bool begun = bad && !goods.empty();
    if (begun && mark.command != begun_by) break;
    begun_by = mark.command;
    if (mark.verdict == Verdict::bad) bad = mark.commit;
    if (mark.verdict == Verdict::good) goods.push_back(mark.commit);
  }
  if (!bad || goods.empty()) return std::nullopt;
  return SearchEnds{*bad, std::move(goods)};
}

double prior_of_same(TitleSimilarity similarity, const BeliefSettings& settings) {
  switch (similarity) {
    case TitleSimilarity::equal:
    case TitleSimilarity::same_function_and_kind:
      return settings.same_function_and_kind;
    case TitleSimilarity::same_function:
      return settings.same_function;
    case TitleSimilarity::function_prefix:
      return settings.same_function_prefix;
    case TitleSimilarity::same_kind:
      return settings.same_kind;
    case TitleSimilarity::near_kind:
      return settings.same_near_kind;
    case TitleSimilarity::unrelated:
      break;
  }
  return settings.same_unrelated;
}

std::vector<BeliefTest> tests_of(const BisectionLog& log, const CrashEvidence& evidence,
                                 const BeliefSettings& settings) {
  ENSURE(evidence.steps.size() == log.steps.size());
  std::vector<BeliefTest> tests;
  for (std::size_t i = 0; i < log.steps.size(); ++i) {
    const Step& step = log.steps[i];
    const Tally& tally = evidence.steps[i].tally;
    BeliefTest test;
    test.step = i;
    test.place = is_walk(step.role) ? BeliefTest::Place::release : BeliefTest::Place::in_range;
    test.target = tally.target;
    test.ok = tally.ok;
    test.foreign = evidence.steps[i].foreign;
    test.told_present = told_present(step, tally, log.aim);
    test.count_assumed = evidence.steps[i].count_assumed;
    if (step.runs.empty() && test.told_present) {
      test.count_assumed = true;
      const std::uint64_t runs = *test.told_present ? settings.runs_of_bad : settings.runs_of_good;
      (*test.told_present ? test.target : test.ok) = static_cast<std::uint32_t>(runs);
    }
    if (test.target + test.ok > 0 || !test.foreign.empty()) tests.push_back(std::move(test));
  }
  return tests;
}

BeliefInput input_without_tests(const ReadLog& read, const BeliefSettings& settings) {
  BeliefInput input;
  input.aim = read.log.aim;
  input.by_hand = read.log.format == LogFormat::git;
  for (const TitleGroup& group : read.evidence.foreign) {
    input.group_same.push_back(prior_of_same(group.to_target, settings));
  }
  for (const BeliefTest& test : tests_of(read.log, read.evidence, settings)) {
    const bool release = read.log.steps[test.step].role == StepRole::release;
    if (release && test.told_present == true) ++input.bad_releases;
  }
  return input;
}

std::optional<BeliefInput> belief_input(const History& history, const ReadLog& read, const Replay& replay,
                                        const BeliefSettings& settings) {
  const std::optional<SearchEnds> ends = search_ends(replay);
  if (!ends) return std::nullopt;
  BeliefInput input = input_without_tests(read, settings);
  CommitIndex newest = ends->bad;
  if (!input.by_hand && input.aim == Aim::cause) {
    const std::optional<CommitIndex> original = original_commit(read.log, history);
    newest = original.value_or(ends->bad);
    input.newer_possible = !original;
  }
  const Universe universe = universe_of(history.graph, newest, ends->goods);
  std::vector<CommitIndex> commits;
  for (BeliefTest& test : tests_of(read.log, read.evidence, settings)) {
    test.commit = bind(read.log.steps[test.step].commit, read.log, history);
    if (!test.commit || !reach_known(history.graph, universe, *test.commit)) continue;
    commits.push_back(*test.commit);
    input.tests.push_back(std::move(test));
  }
  input.classes = partition(history.graph, universe, commits);
  if (input.classes.count() == 0) return std::nullopt;
  input.weights = weights_within_paths(history, replay, input.classes.candidates);
  if (history.relevance) weigh_by_crash(*history.relevance, settings, input);
  return input;
}

}  // namespace rebisect
