// JudgedLog: a log with its tests read: the verdict that the runs of each test give, by the policy that the
// log was made by and by today's, and what crashed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/judge/evidence.h"
#include "engine/judge/policy.h"
#include "engine/model/bisection_log.h"
#include "engine/model/settings.h"

namespace rebisect {

// Each list has one entry for each step of the log.
struct JudgedLog {
  PolicyChoice policy;
  std::vector<Judgement> judgements;  // by `policy`
  std::vector<Judgement> today;       // by policy_of_today()
  std::vector<std::optional<VerdictSet>> shown;
  Reproduced reproduced;  // by `policy`
  CrashEvidence evidence;
};

// `named`: the policy to judge by; nullptr: the one that the log was made by. `bug_title` may be empty.
JudgedLog judge_log(const BisectionLog& log, const Policy* named = nullptr, std::string_view bug_title = {});

// Does the policy's judgement differ from today's there, of tests whose verdict the log shows?
bool differs_today(const JudgedLog& judged, std::size_t step);
// Does the log show another verdict there than the judgement?
bool differs_from_log(const JudgedLog& judged, std::size_t step);

// "policy: V2, in force on the log's days; gives 24 of 24 verdicts": how it was judged. Empty for a log of
// git's.
std::string describe_policy(const JudgedLog& judged);

// What findings of runs and titles look at. `judged` is of the log.
struct LogFacts {
  const BisectionLog& log;
  const JudgedLog& judged;
  const FindingSettings& settings;
};

// Was the bug there? By the word told to git, else by the judgement of the runs; nullopt where neither tells.
// A configuration's test is judged by its runs alone.
std::optional<bool> present_at(const LogFacts& facts, std::size_t step);

// The steps where the bug was there, the person's own left out, in order.
std::vector<std::size_t> present_steps(const LogFacts& facts);

}  // namespace rebisect
