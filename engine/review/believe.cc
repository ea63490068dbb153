#include "engine/review/believe.h"

#include <algorithm>

#include "engine/base/parallel.h"
#include "engine/infer/disputes.h"
#include "engine/infer/next_test.h"
#include "engine/replay/log_arithmetic.h"
#include "engine/review/report.h"
#include "engine/simulate/what_if.h"

namespace rebisect {
namespace {

std::optional<Believed> believe(std::optional<BeliefInput> input, const BeliefSettings& settings) {
  if (!input) return std::nullopt;
  Belief belief = infer_belief(*input, settings);
  return Believed{*std::move(input), std::move(belief)};
}

// All but what belongs to single commits.
BeliefPart whole(const Believed& believed) {
  const Belief& belief = believed.belief;
  BeliefPart part;
  part.p_older = belief.p_older;
  part.p_newer = belief.p_newer;
  part.p_mixed = belief.p_mixed;
  part.entropy_bits = belief.entropy_bits;
  part.credible = {belief.credible[0].commits, belief.credible[1].commits, belief.credible[2].commits};
  part.linear_assumption = belief.linear_assumption;
  return part;
}

void add_claim(BeliefPart& part, double probability) {
  part.p_each.push_back(probability);
  part.p_claim = part.p_claim.value_or(0) + probability;
}

void add_rest(BeliefPart& part) {
  double listed = part.p_older + part.p_newer + part.p_mixed;
  for (const SuspectPart& suspect : part.suspects) listed += suspect.probability;
  part.p_rest = std::clamp(1 - listed, 0.0, 1.0);
}

// Without a history a suspect has a name where it was tested.
void add_suspects(const BisectionLog& log, const Believed& believed, const CommitGraph* graph,
                  BeliefPart& part) {
  for (const Suspect& suspect : suspects(believed.belief, believed.input, kMostSuspects)) {
    std::string name;
    if (graph != nullptr && suspect.commit) name = graph->id(*suspect.commit).hex();
    if (name.empty() && suspect.test) {
      name = log.steps[believed.input.tests[*suspect.test].step].commit.text;
    }
    if (name.empty()) continue;
    part.suspects.push_back({std::move(name), suspect.p, static_cast<std::size_t>(suspect.class_size)});
  }
}

// The test of the commit, newest first where it was tested twice.
std::optional<std::size_t> test_of(const BisectionLog& log, const BeliefInput& input,
                                   const Revision& commit) {
  for (std::size_t i = input.tests.size(); i-- > 0;) {
    if (same_revision(log, log.steps[input.tests[i].step].commit, commit)) return i;
  }
  return std::nullopt;
}

// Where the other verdict would have led.
Result<void> add_ending(const Facts& facts, const GitRules& rules, DisputePart& dispute) {
  const Step& step = facts.log.steps[dispute.step];
  if (!step.logged || *step.logged == Verdict::skip) return {};
  const Verdict turned = *step.logged == Verdict::bad ? Verdict::good : Verdict::bad;
  const Result<Alternative> made = what_if(facts.history, facts.log, {{step.commit, turned}}, rules);
  if (!made && made.error().code == ErrorCode::repository) {
    dispute.would_be = Deduction::Kind::before_range;  // no present good (or bad) end is left
    return {};
  }
  REBISECT_TRY(const Alternative& alternative, made);
  const Deduction& deduction = alternative.deduction;
  dispute.would_be = deduction.candidates ? deduction.kind : Deduction::Kind::before_range;
  if (deduction.candidates) {
    dispute.would_leave = deduction.candidates->count();
    if (dispute.would_leave == 0) dispute.would_be = Deduction::Kind::contradiction;
    for (const CommitIndex commit : deduction.candidates->members()) {
      if (dispute.would_end.size() == kMostCandidates) break;
      dispute.would_end.push_back(facts.history.graph.id(commit).hex());
    }
  }
  if (const auto next = commit_to_test(alternative.answer)) dispute.next = facts.history.graph.id(*next);
  dispute.off_path = alternative.off_path;
  return {};
}

}  // namespace

std::optional<Believed> believe(const Facts& facts, const CrashEvidence& evidence,
                                const BeliefSettings& settings) {
  return believe(belief_input(facts.history, {facts.log, evidence}, facts.replay, settings), settings);
}

std::optional<Believed> believe(const BisectionLog& log, const CrashEvidence& evidence,
                                const BeliefSettings& settings) {
  return believe(linear_belief_input({log, evidence}, settings), settings);
}

BeliefPart belief_part(const Facts& facts, const Believed& believed) {
  BeliefPart part = whole(believed);
  add_suspects(facts.log, believed, &facts.history.graph, part);
  add_rest(part);
  if (!facts.log.claim) return part;
  for (const Revision& revision : facts.log.claim->commits) {
    const auto commit = bind(revision, facts.log, facts.history);
    add_claim(part, commit ? probability_of(believed.belief, believed.input, *commit) : 0);
  }
  return part;
}

BeliefPart belief_part(const BisectionLog& log, const Believed& believed) {
  BeliefPart part = whole(believed);
  add_suspects(log, believed, nullptr, part);
  add_rest(part);
  if (!log.claim) return part;
  for (const Revision& revision : log.claim->commits) {
    const auto test = test_of(log, believed.input, revision);
    add_claim(part, test ? probability_at_test(believed.belief, believed.input, *test) : 0);
  }
  return part;
}

std::vector<DisputePart> disputed_verdicts(const BisectionLog& log, const Believed& believed,
                                           const DisputeSettings& settings) {
  std::vector<DisputePart> parts;
  for (const Dispute& dispute : disputes(believed.input, believed.belief, 0)) {
    if (parts.size() == settings.most) break;
    DisputePart part;
    part.step = believed.input.tests[dispute.test].step;
    part.commit = log.steps[part.step].commit.text;
    part.kind = dispute.kind == Dispute::Kind::false_good ? DisputeKind::false_good : DisputeKind::false_bad;
    part.probability = dispute.p;
    parts.push_back(std::move(part));
  }
  return parts;
}

std::vector<PlanPart> planned_tests(const BisectionLog& log, const CommitGraph* graph,
                                    const Believed& believed, const Settings& settings) {
  std::vector<PlanPart> parts;
  for (const PlannedTest& test : plan_tests(graph, believed.input, settings.belief, settings.plan).tests) {
    PlanPart part{"", test.runs, test.gain_bits};
    if (graph != nullptr && test.commit) {
      part.commit = graph->id(*test.commit).hex();
    } else if (test.again) {
      part.commit = log.steps[believed.input.tests[*test.again].step].commit.text;
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

std::vector<DisputePart> disputed_verdicts(const BisectionLog& log, const Reliability& reliability,
                                           const DisputeSettings& settings) {
  std::vector<DisputePart> disputes;
  for (const FirstWrong& suspected : reliability.first_wrong) {
    if (disputes.size() == settings.most) break;
    DisputePart dispute;
    dispute.step = suspected.step;
    dispute.commit = log.steps[suspected.step].commit.text;
    dispute.kind = suspected.present ? DisputeKind::false_bad : DisputeKind::false_good;
    dispute.probability = suspected.probability;
    disputes.push_back(std::move(dispute));
  }
  return disputes;
}

Result<std::vector<DisputePart>> with_endings(const Facts& facts, std::vector<DisputePart> disputes,
                                              const GitRules& rules, double least) {
  std::vector<Result<void>> done(disputes.size());
  parallel_for(disputes.size(), thread_count(), [&](std::size_t i) {
    if (disputes[i].probability >= least) done[i] = add_ending(facts, rules, disputes[i]);
  });
  for (const Result<void>& ending : done) {
    if (!ending) return tl::unexpected(ending.error());
  }
  return disputes;
}

}  // namespace rebisect
