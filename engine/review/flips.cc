#include "engine/review/flips.h"

#include <algorithm>

#include "engine/base/parallel.h"
#include "engine/simulate/what_if.h"

namespace rebisect {
namespace {

FlipEnding ending_of(const CommitGraph& graph, const Alternative& alternative) {
  FlipEnding ending;
  const Deduction& deduction = alternative.deduction;
  ending.kind = deduction.candidates ? deduction.kind : Deduction::Kind::before_range;
  if (!deduction.candidates) return ending;
  ending.left = deduction.candidates->count();
  if (ending.left == 0) ending.kind = Deduction::Kind::contradiction;
  for (const CommitIndex commit : deduction.candidates->members()) {
    if (ending.commits.size() == kMostEndings) break;
    ending.commits.push_back(graph.id(commit).hex());
  }
  if (const auto next = commit_to_test(alternative.answer)) ending.next = graph.id(*next);
  return ending;
}

Verdict told_to_git(const Alternative& alternative) {
  return alternative.edits.front().verdict == Verdict::bad ? Verdict::good : Verdict::bad;
}

// The same flip where it was made, with nothing tested since; nullopt where no search is left.
Result<std::optional<FlipEnding>> made_anew(const Facts& facts, const Alternative& flip,
                                            const GitRules& rules) {
  if (!flip.step) return std::nullopt;
  REBISECT_TRY(const BisectionLog until, until_step(facts.log, *flip.step));
  const Result<Alternative> alternative = what_if(facts.history, until, flip.edits, rules);
  if (alternative) return ending_of(facts.history.graph, *alternative);
  if (alternative.error().code == ErrorCode::repository) return std::nullopt;
  return tl::unexpected(alternative.error());
}

// On a line: which stretches fit the tests, of which the one named is turned and those behind it may be
// dropped.
struct LineFlip {
  const BisectionLog& log;
  const Believed& believed;
  std::size_t turned;
  bool only_until;

  bool fits(std::size_t of_class) const {
    const BeliefInput& input = believed.input;
    for (std::size_t test = 0; test < input.tests.size(); ++test) {
      const BeliefTest& made = input.tests[test];
      if (!made.told_present || (only_until && made.step > input.tests[turned].step)) continue;
      if (input.present(of_class, test) != (*made.told_present != (test == turned))) return false;
    }
    return true;
  }

  // The test of the stretch's newest commit.
  std::optional<std::size_t> step_at(std::size_t of_class) const {
    const Classes& classes = believed.input.classes;
    for (std::size_t test = 0; test < believed.input.tests.size(); ++test) {
      const bool last = of_class + 1 == classes.count() || !classes.reach.at(of_class + 1, test);
      if (classes.reach.at(of_class, test) && last) return believed.input.tests[test].step;
    }
    return std::nullopt;
  }

  FlipEnding ending() const {
    const Classes& classes = believed.input.classes;
    FlipEnding ending;
    for (std::size_t i = 0; i < classes.count(); ++i) {
      if (!fits(i)) continue;
      ending.left += classes.sizes[i];
      const auto step = step_at(i);
      if (step && ending.commits.size() < kMostEndings) {
        ending.commits.push_back(log.steps[*step].commit.text);
      }
    }
    if (ending.left == 1) ending.kind = Deduction::Kind::first_bad;
    if (ending.left == 0) {
      const bool at_good_end = classes.positions[turned] == 0;
      ending.kind = at_good_end ? Deduction::Kind::before_range : Deduction::Kind::contradiction;
    }
    return ending;
  }
};

}  // namespace

Result<std::vector<FlipPart>> flipped(const Facts& facts, const GitRules& rules) {
  if (facts.log.commands.empty()) return std::vector<FlipPart>();
  REBISECT_TRY(const std::vector<Alternative> flips, flip_each(facts.history, facts.log, rules));
  std::vector<Result<std::optional<FlipEnding>>> anew(flips.size());
  parallel_for(flips.size(), thread_count(),
               [&](std::size_t i) { anew[i] = made_anew(facts, flips[i], rules); });
  std::vector<FlipPart> parts;
  parts.reserve(flips.size());
  for (std::size_t i = 0; i < flips.size(); ++i) {
    if (!anew[i]) return tl::unexpected(anew[i].error());
    const Revision& commit = flips[i].edits.front().commit;
    const auto bound = bind(commit, facts.log, facts.history);
    FlipPart part;
    part.step = flips[i].step;
    part.commit = bound ? facts.history.graph.id(*bound).hex() : commit.text;
    part.told = told_to_git(flips[i]);
    part.turned = *flips[i].edits.front().verdict;
    part.kept = ending_of(facts.history.graph, flips[i]);
    part.off_path = flips[i].off_path;
    part.anew = *anew[i];
    parts.push_back(std::move(part));
  }
  return parts;
}

std::vector<FlipPart> flipped(const BisectionLog& log, const Believed& believed) {
  std::vector<FlipPart> parts;
  for (std::size_t test = 0; test < believed.input.tests.size(); ++test) {
    const Step& step = log.steps[believed.input.tests[test].step];
    if (!step.logged || *step.logged == Verdict::skip || !believed.input.tests[test].told_present) continue;
    FlipPart part;
    part.step = believed.input.tests[test].step;
    part.commit = step.commit.text;
    part.told = *step.logged;
    part.turned = *step.logged == Verdict::bad ? Verdict::good : Verdict::bad;
    part.kept = LineFlip{log, believed, test, false}.ending();
    if (step.role == StepRole::bisect) part.anew = LineFlip{log, believed, test, true}.ending();
    parts.push_back(std::move(part));
  }
  std::ranges::sort(parts, {}, &FlipPart::step);
  return parts;
}

}  // namespace rebisect
