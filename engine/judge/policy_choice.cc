#include <algorithm>
#include <array>

#include "engine/judge/bot_days.h"
#include "engine/judge/policy.h"

namespace rebisect {
namespace {

struct Applicant {
  const Policy* policy = nullptr;
  int days = 0;           // in force on so many of the log's
  std::size_t equal = 0;  // verdicts reproduced
};

std::vector<Applicant> applicants(const Days& days) {
  std::vector<Applicant> found;
  for (const Policy& policy : all_policies()) {
    const int common = days_in_common({policy.since, policy.until - std::chrono::days(1)}, days);
    if (common > 0) found.push_back({&policy, common, 0});
  }
  return found;
}

}  // namespace

std::string_view to_text(PolicyChoice::Basis basis) {
  constexpr std::array<std::string_view, 5> kTexts = {"day", "verdicts", "longest", "named", "no-runs"};
  return kTexts[static_cast<std::size_t>(basis)];
}

PolicyChoice choose_policy(const BisectionLog& log) {
  if (log.format == LogFormat::git) return {&policy_of_today(), {}, PolicyChoice::Basis::no_runs};
  std::vector<Applicant> found = applicants(days_of(log));
  if (found.empty()) return {&policy_of_today(), {}, PolicyChoice::Basis::longest};
  if (found.size() == 1) return {found.front().policy, {}, PolicyChoice::Basis::day};
  for (Applicant& applicant : found) {
    applicant.equal = reproduced_by(log, judge_all(log, *applicant.policy)).equal;
  }
  std::ranges::stable_sort(found, std::ranges::greater(), [](const Applicant& applicant) {
    return std::pair(applicant.equal, applicant.days);
  });
  PolicyChoice choice{found.front().policy, {}, PolicyChoice::Basis::verdicts};
  for (const Applicant& other : found) {
    if (&other != &found.front() && other.equal == found.front().equal) choice.also.push_back(other.policy);
  }
  if (!choice.also.empty()) choice.basis = PolicyChoice::Basis::longest;
  return choice;
}

const Policy& policy_in_force(const BisectionLog& log) {
  return *choose_policy(log).policy;
}

}  // namespace rebisect
