#include "engine/judge/policy.h"

#include <algorithm>
#include <iterator>

namespace rebisect {
namespace {

constexpr Policy row(std::string_view id, Day since, Day until) {
  Policy policy;
  policy.id = id;
  policy.since = since;
  policy.until = until;
  return policy;
}

constexpr Policy with(Policy policy, Policy::Infra infra, Policy::Good good) {
  policy.infra = infra;
  policy.good = good;
  return policy;
}

constexpr Day kV2 = day_of(2019, 3, 22);  // syzkaller commit 028c09511
constexpr Day kV3 = day_of(2023, 5, 9);   // 4c9f39d2f
constexpr Day kV4 = day_of(2023, 6, 15);  // 4c2028c3d
constexpr Day kV5 = day_of(2023, 6, 29);  // 01fe85726
constexpr Day kV6 = day_of(2024, 7, 15);  // e8709b21d

constexpr Policy make_v2() {
  Policy policy = row("V2", kV2, kV3);
  policy.third_with_results = true;
  return policy;
}

constexpr Policy make_v5() {
  Policy policy = with(row("V5", kV5, kV6), Policy::Infra::aborts_if_more, Policy::Good::share);
  policy.half_with_results = true;
  policy.ignores_test_programs = true;
  return policy;
}

constexpr Policy make_v6() {
  Policy policy = make_v5();
  policy.id = "V6";
  policy.since = kV6;
  policy.until = kNoEnd;
  policy.least_crashes = 2;
  policy.crash_share = 6;
  policy.ignores_lost_machines = true;
  return policy;
}

constexpr Policy kPolicies[] = {
    row("V1", day_of(2018, 5, 17), kV2),
    make_v2(),
    with(row("V3", kV3, kV4), Policy::Infra::aborts_if_most, Policy::Good::one),
    with(row("V4", kV4, kV5), Policy::Infra::aborts_if_most, Policy::Good::most),
    make_v5(),
    make_v6(),
};

// A test without a crash.
Decision decide_without_crash(const Policy& policy, const Counts& counts, bool flaky, std::uint32_t total) {
  if (policy.third_with_results && total - std::min(total, counts.good) > total / 3 * 2) {
    return {Verdict::skip, JudgedBy::too_few_good, total - total / 3 * 2};
  }
  std::uint32_t wanted = 1;
  if (policy.good == Policy::Good::most) wanted = total / 2 + 1;
  if (policy.good == Policy::Good::share) wanted = flaky ? total * 3 / 4 : total / 2;
  if (counts.good >= wanted) return {Verdict::good, JudgedBy::no_crash, wanted};
  return {Verdict::skip, JudgedBy::too_few_good, wanted};
}

Decision decide_with_crash(const Policy& policy, const Counts& counts, std::uint32_t total) {
  std::uint32_t wanted = policy.least_crashes;
  if (policy.crash_share > 0) wanted = std::max(wanted, (total - counts.infra) / policy.crash_share);
  if (counts.bad < wanted) return {Verdict::skip, JudgedBy::too_few_crashes, wanted};
  if (policy.half_with_results && counts.good + counts.bad < total / 2) {
    return {Verdict::skip, JudgedBy::too_few_results, total / 2};
  }
  return {Verdict::bad, JudgedBy::crashes, wanted};
}

}  // namespace

std::span<const Policy> all_policies() {
  return kPolicies;
}

const Policy* find_policy(std::string_view id) {
  const auto* const found = std::ranges::find(kPolicies, id, &Policy::id);
  return found == std::end(kPolicies) ? nullptr : found;
}

const Policy& policy_of_today() {
  return *std::prev(std::end(kPolicies));
}

Decision decide(const Policy& policy, const Counts& counts, bool flaky,
                std::optional<std::uint32_t> planned) {
  if (counts.total() == 0) return {};
  // Where a list is longer than planned, all of it counts.
  const std::uint32_t total = std::max(counts.total(), planned.value_or(0));
  const Decision abort{std::nullopt, JudgedBy::infra, total / 2};
  if (policy.infra == Policy::Infra::aborts_if_most && counts.infra > total / 2) return abort;
  const Decision decision = counts.bad > 0 ? decide_with_crash(policy, counts, total)
                                           : decide_without_crash(policy, counts, flaky, total);
  const bool more_infra = policy.infra == Policy::Infra::aborts_if_more && counts.infra > counts.other;
  return decision.verdict == Verdict::skip && more_infra ? abort : decision;
}

}  // namespace rebisect
