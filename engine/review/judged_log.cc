#include "engine/review/judged_log.h"

#include <fmt/format.h>

#include "engine/replay/log_arithmetic.h"
#include "engine/review/wording.h"

namespace rebisect {

JudgedLog judge_log(const BisectionLog& log, const Policy* named, std::string_view bug_title) {
  JudgedLog judged;
  judged.policy = named == nullptr ? choose_policy(log) : PolicyChoice{named, {}, PolicyChoice::Basis::named};
  judged.judgements = judge_all(log, *judged.policy.policy);
  judged.today = judge_all(log, policy_of_today());
  judged.shown = shown_verdicts(log);
  judged.reproduced = reproduced_by(log, judged.judgements);
  judged.evidence = collect_evidence(log, bug_title);
  return judged;
}

bool differs_today(const JudgedLog& judged, std::size_t step) {
  const Judgement& then = judged.judgements[step];
  const Judgement& today = judged.today[step];
  if (!judged.shown[step] || then.why == JudgedBy::nothing) return false;
  return then.verdict != today.verdict || then.aborts != today.aborts;
}

bool differs_from_log(const JudgedLog& judged, std::size_t step) {
  const Judgement& judgement = judged.judgements[step];
  return judged.shown[step] && judgement.why != JudgedBy::nothing && !fits(judgement, *judged.shown[step]);
}

std::string describe_policy(const JudgedLog& judged) {
  const PolicyChoice& choice = judged.policy;
  std::string why;
  switch (choice.basis) {
    case PolicyChoice::Basis::day:
      why = "in force on the log's days";
      break;
    case PolicyChoice::Basis::verdicts:
      why = "which of those in force on the log's days gives its verdicts best";
      break;
    case PolicyChoice::Basis::longest:
      why = "in force on most of the log's days";
      for (const Policy* policy : choice.also) why += fmt::format(" ({} does as well)", policy->id);
      break;
    case PolicyChoice::Basis::named:
      why = "as asked for";
      break;
    case PolicyChoice::Basis::no_runs:
      return "";
  }
  const Reproduced& reproduced = judged.reproduced;
  return fmt::format("policy: {}, {}; gives {} of {}", choice.policy->id, why, reproduced.equal,
                     counted(reproduced.compared, "verdict"));
}

std::optional<bool> present_at(const LogFacts& facts, std::size_t step) {
  const Step& tested = facts.log.steps[step];
  const bool by_word = tested.logged && tested.role != StepRole::config;
  const std::optional<Verdict> verdict = by_word ? tested.logged : facts.judged.judgements[step].verdict;
  return verdict ? bug_present(*verdict, facts.log.aim) : std::nullopt;
}

std::vector<std::size_t> present_steps(const LogFacts& facts) {
  std::vector<std::size_t> steps;
  for (std::size_t i = 0; i < facts.log.steps.size(); ++i) {
    if (!facts.log.steps[i].own && present_at(facts, i) == true) steps.push_back(i);
  }
  return steps;
}

}  // namespace rebisect
