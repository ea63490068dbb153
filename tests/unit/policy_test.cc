#include "engine/judge/policy.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace rebisect {
namespace {

constexpr std::optional<Verdict> kAbort;

std::string name_of(std::optional<Verdict> verdict) {
  return verdict ? std::string(to_text(*verdict)) : "abort";
}

std::optional<Verdict> verdict_by(std::string_view policy, const Counts& counts, bool flaky) {
  return decide(*find_policy(policy), counts, flaky).verdict;
}

TEST(Policy, FollowsTheTableOfTheDay) {
  struct Row {
    const char* why;
    const char* policy;
    Counts counts;  // good, bad, infra, other
    bool flaky;
    std::optional<Verdict> verdict;
  };
  const Row rows[] = {
      {"one OK is enough", "V1", {1, 0, 0, 9}, false, Verdict::good},
      {"one crash is enough", "V1", {9, 1, 0, 0}, false, Verdict::bad},
      {"no result at all", "V1", {0, 0, 0, 10}, false, Verdict::skip},
      {"one crash, whatever else", "V2", {0, 1, 0, 9}, false, Verdict::bad},
      {"six failed of ten are accepted", "V2", {4, 0, 0, 6}, false, Verdict::good},
      {"seven are not", "V2", {3, 0, 0, 7}, false, Verdict::skip},
      {"twelve failed of twenty are accepted", "V2", {8, 0, 0, 12}, true, Verdict::good},
      {"thirteen are not", "V2", {7, 0, 0, 13}, true, Verdict::skip},
      {"one OK and nine boot failures", "V3", {1, 0, 0, 9}, false, Verdict::good},
      {"half without machines", "V3", {5, 0, 5, 0}, false, Verdict::good},
      {"most without machines, though one crashed", "V3", {3, 1, 6, 0}, false, kAbort},
      {"half OK is not the greater part", "V4", {5, 0, 0, 5}, false, Verdict::skip},
      {"six of ten are", "V4", {6, 0, 0, 4}, false, Verdict::good},
      {"half OK", "V5", {5, 0, 0, 5}, false, Verdict::good},
      {"a flaky one needs three quarters", "V5", {14, 0, 0, 6}, true, Verdict::skip},
      {"three quarters", "V5", {15, 0, 0, 5}, true, Verdict::good},
      {"one crash among many results", "V5", {9, 1, 0, 0}, false, Verdict::bad},
      {"one crash among few", "V5", {3, 1, 0, 6}, false, Verdict::skip},
      {"as little infra as other trouble", "V5", {3, 1, 3, 3}, false, Verdict::skip},
      {"more of it", "V5", {3, 1, 4, 2}, false, kAbort},
      {"nearly all without machines", "V6", {0, 1, 8, 1}, false, kAbort},
      {"half OK today", "V6", {5, 0, 3, 2}, false, Verdict::good},
      {"two crashes of ten", "V6", {4, 2, 2, 2}, false, Verdict::bad},
      {"two crashes, but few results", "V6", {2, 2, 3, 3}, false, Verdict::skip},
      {"flaky, half OK", "V6", {10, 0, 3, 7}, true, Verdict::skip},
      {"flaky, three quarters OK", "V6", {15, 0, 3, 2}, true, Verdict::good},
      {"flaky, one crash", "V6", {6, 1, 0, 13}, true, Verdict::skip},
      {"flaky, three crashes", "V6", {7, 3, 0, 10}, true, Verdict::bad},
      {"one crash no longer counts", "V6", {9, 1, 0, 0}, false, Verdict::skip},
      {"two of twenty do not either", "V6", {18, 2, 0, 0}, true, Verdict::skip},
      {"machines that failed lower what is wanted", "V6", {15, 2, 3, 0}, true, Verdict::bad},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(std::string(row.policy) + ": " + row.why);
    EXPECT_EQ(name_of(verdict_by(row.policy, row.counts, row.flaky)), name_of(row.verdict));
  }
}

// The rules once more, in the order in which the bot's code asks.
std::optional<Verdict> by_the_book(std::string_view policy, const Counts& counts, bool flaky) {
  const std::uint32_t total = counts.total();
  if (policy == "V1" || policy == "V2") {
    if (counts.bad >= 1) return Verdict::bad;
    if (policy == "V2" && total - counts.good - counts.bad > total / 3 * 2) return Verdict::skip;
    return counts.good >= 1 ? Verdict::good : Verdict::skip;
  }
  if (policy == "V3" || policy == "V4") {
    if (counts.infra > total / 2) return kAbort;
    if (counts.bad >= 1) return Verdict::bad;
    if (policy == "V3") return counts.good >= 1 ? Verdict::good : Verdict::skip;
    return 2 * counts.good > total ? Verdict::good : Verdict::skip;
  }
  const std::uint32_t need_good = flaky ? total * 3 / 4 : total / 2;
  const std::uint32_t need_bad = policy == "V6" ? std::max(2U, (total - counts.infra) / 6) : 1;
  if (counts.bad == 0 && counts.good >= need_good) return Verdict::good;
  if (counts.bad >= need_bad && counts.good + counts.bad >= total / 2) return Verdict::bad;
  return counts.infra > counts.other ? kAbort : std::optional(Verdict::skip);
}

TEST(Policy, AgreesWithThePlainRulesOnEveryMixOfUpToTwelveRuns) {
  constexpr std::uint32_t kMost = 12;
  for (const Policy& policy : all_policies()) {
    for (std::uint32_t code = 1; code < (kMost + 1) * (kMost + 1) * (kMost + 1) * (kMost + 1); ++code) {
      const Counts counts{code % 13, code / 13 % 13, code / 169 % 13, code / 2197};
      if (counts.total() > kMost) continue;
      if (policy.infra == Policy::Infra::unknown && counts.infra > 0) continue;
      for (const bool flaky : {false, true}) {
        ASSERT_EQ(name_of(decide(policy, counts, flaky).verdict),
                  name_of(by_the_book(policy.id, counts, flaky)))
            << policy.id << ": " << counts.good << " good, " << counts.bad << " bad, " << counts.infra
            << " infra, " << counts.other << " other" << (flaky ? ", flaky" : "");
      }
    }
  }
}

TEST(Policy, CountsRunsThatWereNeverMadeAsFailedUntil2020) {
  const Counts three_fine{3, 0, 0, 0};
  EXPECT_EQ(decide(*find_policy("V2"), three_fine, false, 10).verdict, Verdict::skip);
  EXPECT_EQ(decide(*find_policy("V2"), three_fine, false).verdict, Verdict::good);
}

TEST(Policy, WasFollowedByTheNextWithoutAGap) {
  const auto policies = all_policies();
  ASSERT_EQ(policies.size(), 6U);
  for (std::size_t i = 1; i < policies.size(); ++i) EXPECT_EQ(policies[i - 1].until, policies[i].since);
  EXPECT_EQ(policies.back().until, kNoEnd);
  EXPECT_EQ(find_policy("V7"), nullptr);
  EXPECT_EQ(policy_of_today().id, "V6");
}

}  // namespace
}  // namespace rebisect
