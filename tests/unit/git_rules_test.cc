#include "engine/replay/git_rules.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace rebisect {
namespace {

TEST(GitRules, AReleaseHasTheNewestSetThatIsNotNewer) {
  struct Row {
    const char* why;
    const char* version;
    const char* set;
  };
  const Row rows[] = {
      {"Debian 12", "2.39.5", "2.31.0"},
      {"a tag's name", "v2.30.2", "2.30.0"},
      {"two numbers", "2.30", "2.30.0"},
      {"the last with exact halves", "2.29.3", "2.21.0"},
      {"a fourth number decides", "1.8.2.1", "1.8.1.6"},
      {"a vendor's suffix", "2.31.1.windows.1", "2.31.0"},
      {"numbers are compared as numbers", "2.100.0", "2.55.0"},
      {"Linus's first release", "0.99", "0.99"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const GitRules* rules = find_git_rules(row.version);
    ASSERT_NE(rules, nullptr);
    EXPECT_EQ(rules->version, row.set);
  }
}

TEST(GitRules, WhatIsNoReleaseHasNone) {
  for (const char* text : {"", "v", "auto", "2", "2.", "0.98", "0.5"}) {
    SCOPED_TRACE(text);
    EXPECT_EQ(find_git_rules(text), nullptr);
  }
}

TEST(GitRules, SetsStandOldestFirstAndFindThemselves) {
  for (const GitRules& rules : all_git_rules()) {
    EXPECT_EQ(find_git_rules(rules.version), &rules) << rules.version;
  }
  EXPECT_EQ(&newest_git_rules(), &all_git_rules().back());
}

TEST(GitRules, WithoutPathsSomeSetsAreTheSame) {
  EXPECT_EQ(without_paths(*find_git_rules("2.11.0")).version, "1.8.2.2");
  EXPECT_EQ(without_paths(*find_git_rules("2.29.3")).version, "1.8.2.2");
  EXPECT_EQ(without_paths(*find_git_rules("2.30.0")).version, "2.30.0");
  EXPECT_EQ(without_paths(*find_git_rules("1.8.1")).version, "1.6.4");
}

TEST(GitRules, TheDefaultsAreTheNewestSet) {
  GitRules defaults;
  defaults.version = newest_git_rules().version;
  defaults.commit = newest_git_rules().commit;
  defaults.released = newest_git_rules().released;
  EXPECT_EQ(defaults, newest_git_rules());
}

TEST(GitRules, AreReleasedOneAfterTheOther) {
  EXPECT_TRUE(std::ranges::is_sorted(all_git_rules(), {}, &GitRules::released));
}

TEST(GitRules, EverySetDiffersFromTheOneBefore) {
  for (std::size_t i = 1; i < all_git_rules().size(); ++i) {
    GitRules before = all_git_rules()[i - 1];
    before.version = all_git_rules()[i].version;
    before.commit = all_git_rules()[i].commit;
    before.released = all_git_rules()[i].released;
    before.for_paths_only = all_git_rules()[i].for_paths_only;
    EXPECT_NE(before, all_git_rules()[i]) << before.version;
  }
}

}  // namespace
}  // namespace rebisect
