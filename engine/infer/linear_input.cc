// The tests of a log without a history, on a line. What git prints gives the distances: let `all` be the
// candidates before a test and `left` the printed "N revisions left". After "good" N + 1 are left; after
// "bad" those that the test reaches, all - N - 1. So from the end, where one is left, `all` follows for each
// test that was called bad or follows one called good; for the others it is taken as halved. Behind a skip
// the printed number belongs to the commit that would have been tested, so it is left out.
#include <algorithm>
#include <utility>

#include "engine/infer/belief_input.h"
#include "engine/replay/log_arithmetic.h"

namespace rebisect {
namespace {

// Commits of linux from one release to the next, 2018 to 2023, rounded.
constexpr std::uint64_t kReleaseCommits = 13'000;

// One verdict of the search proper, in git's sense.
struct SearchTest {
  std::size_t step;
  bool bad;
  std::optional<std::uint64_t> left_if_good;  // printed N + 1
  std::uint64_t all = 0;                      // candidates before it
};

std::vector<SearchTest> search_of(const BisectionLog& log) {
  std::vector<SearchTest> search;
  bool bad = false;
  bool good = false;
  for (std::size_t i = 0; i < log.commands.size(); ++i) {
    const GitCommand& command = log.commands[i];
    const bool begun = bad && good;
    if (command.kind == GitCommand::Kind::start) {
      bad = bad || !command.revisions.empty();
      good = good || command.revisions.size() > 1;
      continue;
    }
    bad = bad || command.verdict == Verdict::bad;
    good = good || command.verdict == Verdict::good;
    if (!begun || command.verdict == Verdict::skip || command.steps.empty()) continue;
    SearchTest test{command.steps.front(), command.verdict == Verdict::bad, std::nullopt};
    const GitCommand& before = log.commands[i - 1];
    const bool skip = before.kind == GitCommand::Kind::verdict && before.verdict == Verdict::skip;
    if (!skip && before.output.kind == GitOutput::Kind::test && before.output.left) {
      test.left_if_good = static_cast<std::uint64_t>(std::max<std::int64_t>(*before.output.left, 0)) + 1;
    }
    search.push_back(test);
  }
  return search;
}

// Fills `all` from the last test to the first. Each is larger than the next, whatever git printed.
void measure(std::vector<SearchTest>& search, std::uint64_t left_at_end) {
  std::uint64_t after = left_at_end;
  for (std::size_t i = search.size(); i-- > 0;) {
    SearchTest& test = search[i];
    const bool after_good = i > 0 && !search[i - 1].bad && search[i - 1].left_if_good;
    test.all = 2 * test.left_if_good.value_or(after);
    if (test.bad) test.all = after + test.left_if_good.value_or(after);
    if (!test.bad && after_good) test.all = *search[i - 1].left_if_good;
    test.all = std::max(test.all, after + 1);
    after = test.all;
  }
}

// Where each step stands; nothing for one that is not on the line.
using Places = std::vector<std::optional<std::uint64_t>>;

// Tested before the search proper, by the log itself.
bool is_end(const Step& step) {
  return !step.own && step.role != StepRole::bisect && step.role != StepRole::merge_base;
}

// A person's own tests stand where the log has tested the same commit.
void place_own_tests(const BisectionLog& log, Places& places) {
  for (std::size_t own = 0; own < log.steps.size(); ++own) {
    for (std::size_t i = 0; log.steps[own].own && i < log.steps.size() && !places[own]; ++i) {
      if (same_revision(log, log.steps[own].commit, log.steps[i].commit)) places[own] = places[i];
    }
  }
}

Places places_of(const BisectionLog& log, const std::vector<BeliefTest>& tests) {
  Places places(log.steps.size());
  std::vector<SearchTest> search = search_of(log);
  const std::uint64_t left_at_end = std::max<std::uint64_t>(log_arithmetic(log).left.value_or(1), 1);
  measure(search, left_at_end);
  std::uint64_t low = 0;
  for (std::size_t i = 0; i < search.size(); ++i) {
    const std::uint64_t after = i + 1 < search.size() ? search[i + 1].all : left_at_end;
    const std::uint64_t gone = search[i].all - after;
    places[search[i].step] = low + (search[i].bad ? after : gone);
    if (!search[i].bad) low += gone;
  }
  // The walk comes down to the range: its last bad end is git's, the others are newer.
  std::uint64_t next_bad = search.empty() ? left_at_end : search.front().all;
  for (std::size_t i = tests.size(); i-- > 0;) {
    const std::size_t step = tests[i].step;
    if (places[step] || !is_end(log.steps[step]) || !tests[i].told_present) continue;
    const bool bad = *tests[i].told_present == (log.aim == Aim::cause);
    places[step] = bad ? next_bad : 0;
    if (bad) next_bad += kReleaseCommits;
  }
  place_own_tests(log, places);
  return places;
}

// A class between each place and the next.
Classes classes_on_line(const std::vector<std::uint64_t>& positions) {
  std::vector<std::uint64_t> tops = positions;
  tops.push_back(0);
  std::ranges::sort(tops);
  tops.erase(std::unique(tops.begin(), tops.end()), tops.end());
  Classes classes;
  classes.positions = positions;
  classes.reach = ReachTable(tops.size() - 1, positions.size());
  for (std::size_t i = 1; i < tops.size(); ++i) {
    classes.sizes.push_back(tops[i] - tops[i - 1]);
    for (std::size_t test = 0; test < positions.size(); ++test) {
      if (positions[test] >= tops[i]) classes.reach.set(i - 1, test);
    }
  }
  return classes;
}

}  // namespace

std::optional<BeliefInput> linear_belief_input(const ReadLog& read, const BeliefSettings& settings) {
  BeliefInput input = input_without_tests(read, settings);
  input.linear_assumption = true;
  const std::vector<BeliefTest> tests = tests_of(read.log, read.evidence, settings);
  const Places places = places_of(read.log, tests);
  std::vector<std::uint64_t> positions;
  for (const BeliefTest& test : tests) {
    if (!places[test.step]) continue;
    positions.push_back(*places[test.step]);
    input.tests.push_back(test);
  }
  input.classes = classes_on_line(positions);
  const bool has_good = std::ranges::count(positions, std::uint64_t{0}) > 0;
  if (input.classes.count() == 0 || !has_good) return std::nullopt;
  return input;
}

}  // namespace rebisect
