#include "engine/simulate/release_tags.h"

#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/sketch.h"

namespace rebisect {
namespace {

std::vector<Release> releases(const std::string& tags) {
  std::istringstream words(tags);
  std::vector<Release> result;
  for (std::string tag; words >> tag;) result.push_back({CommitIndex(0), tag});
  return result;
}

std::string tags_of(const std::vector<Release>& releases) {
  std::string tags;
  for (const Release& release : releases) tags += (tags.empty() ? "" : " ") + release.tag;
  return tags;
}

TEST(ReleaseTags, AreTwoOrThreeNumbers) {
  EXPECT_EQ(release_number("v5.10"), (ReleaseNumber{5, 10, std::nullopt}));
  EXPECT_EQ(release_number("v5.10.3"), (ReleaseNumber{5, 10, 3}));
  for (const char* other : {"vv4.1", "v4.1foo", "v1.", "v10.2.foo", "v6.1-rc3", "5.10", "v", "v5.10.", ""}) {
    EXPECT_EQ(release_number(other), std::nullopt) << other;
  }
  EXPECT_GT(release_number("v3.10"), release_number("v3.9"));
  EXPECT_GT(release_number("v5.15.1"), release_number("v5.15"));
}

TEST(ReleaseTags, AreWalkedFromTheNewestThatTheCommitDescendsFrom) {
  const testing::Sketch history = testing::sketch("a; b: a; c: b; side: a; d: c; e: d");
  AncestorCache ancestors(history.graph, {}, 1 << 20);
  const std::vector<Release> all = {{history.at("a"), "v3.9"},      {history.at("b"), "v3.10"},
                                    {history.at("c"), "v3.11-rc1"}, {history.at("side"), "v3.12"},
                                    {history.at("d"), "v4.0"},      {history.at("e"), "v4.1"}};
  EXPECT_EQ(tags_of(releases_before(all, history.at("e"), ancestors)), "v4.0 v3.10 v3.9");
  EXPECT_EQ(tags_of(releases_before(all, history.at("d"), ancestors)), "v3.10 v3.9");
  EXPECT_EQ(tags_of(releases_before(all, history.at("a"), ancestors)), "");
}

TEST(ReleaseTags, ArePickedMoreRarelyTheOlderTheyAre) {
  struct Row {
    const char* why;
    const char* all;
    const char* picked;
  };
  const Row rows[] = {
      {"none", "", ""},
      {"one", "v5.0", "v5.0"},
      {"the first three, and the last", "v5.3 v5.2 v5.1 v5.0", "v5.3 v5.2 v5.1 v5.0"},
      {"each second from the fourth on", "v5.5 v5.4 v5.3 v5.2 v5.1 v5.0", "v5.5 v5.4 v5.3 v5.1 v5.0"},
      {"each third from the twelfth on",
       "v6.5 v6.4 v6.3 v6.2 v6.1 v6.0 v5.19 v5.18 v5.17 v5.16 v5.15 v5.14 v5.13 v5.12 v5.11 v5.10 v5.9 v5.8 "
       "v5.7 "
       "v5.6 v5.5 v5.4",
       "v6.5 v6.4 v6.3 v6.1 v5.19 v5.17 v5.15 v5.13 v5.10 v5.7 v5.4"},
      {"down to the oldest that boots",
       "v6.5 v6.4 v6.3 v6.2 v6.1 v6.0 v5.19 v5.18 v5.17 v5.16 v5.15 v5.14 v5.13 v5.12 v5.11 v5.10 v5.9 v5.8 "
       "v5.7 "
       "v5.6 v5.5 v5.4 v5.3 v5.2 v5.1 v5.0 v4.20 v4.19 v4.18",
       "v6.5 v6.4 v6.3 v6.1 v5.19 v5.17 v5.15 v5.13 v5.10 v5.7 v5.4 v5.1 v4.19 v4.18"},
      {"a stable tree: two of the newest and the one in the middle",
       "v5.15.10 v5.15.9 v5.15.8 v5.15.7 v5.15.6 v5.15.5 v5.15.4 v5.15.3 v5.15.2 v5.15.1 v5.15 v5.14 v5.13 "
       "v5.12 "
       "v5.11 v5.10 v5.9 v5.8 v5.7 v5.6 v5.5 v5.4",
       "v5.15.10 v5.15.9 v5.15.5 v5.15 v5.14 v5.13 v5.11 v5.9 v5.7 v5.5 v5.4"},
      {"five have no middle", "v5.1.5 v5.1.4 v5.1.3 v5.1.2 v5.1.1 v5.1", "v5.1.5 v5.1.4 v5.1"},
      {"older point releases are dropped", "v5.2 v5.1.2 v5.1.1 v5.1", "v5.2 v5.1"},
  };
  for (const Row& row : rows) EXPECT_EQ(tags_of(pick_releases(releases(row.all))), row.picked) << row.why;
}

}  // namespace
}  // namespace rebisect
