#include "engine/infer/classes.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/generate.h"
#include "tests/support/sketch.h"

namespace rebisect {
namespace {

using testing::random_history;
using testing::sketch;
using testing::Sketch;

std::string classes_as_text(const Sketch& history, const Classes& classes) {
  std::string text;
  for (std::size_t c = 0; c < classes.count(); ++c) {
    std::vector<CommitIndex> members;
    for (std::size_t i = 0; i < classes.candidates.size(); ++i) {
      if (classes.class_of[i] == c) members.push_back(classes.candidates[i]);
    }
    text += (text.empty() ? "" : " | ") + history.names(members);
  }
  return text;
}

TEST(Classes, OfALineAreTheStretchesBetweenTests) {
  const Sketch history = sketch("a; b: a; c: b; d: c; e: d; f: e; g: f");
  const Universe universe = universe_of(history.graph, history.at("g"), history.all("a"));
  const Classes classes = partition(history.graph, universe, history.all("a g d f"));
  EXPECT_EQ(classes_as_text(history, classes), "b c d | e f | g");
  EXPECT_EQ(classes.sizes, (std::vector<std::uint64_t>{3, 2, 1}));
  EXPECT_EQ(classes.positions, (std::vector<std::uint64_t>{0, 6, 3, 5}));
}

TEST(Classes, TellTheArmsOfADiamondApart) {
  const Sketch history = sketch("a; b: a; c: b; d: b; e: d; f: c e; g: f");
  const Universe universe = universe_of(history.graph, history.at("g"), history.all("a"));
  EXPECT_EQ(classes_as_text(history, partition(history.graph, universe, history.all("c e"))),
            "b | c | d e | f g");
  EXPECT_EQ(classes_as_text(history, partition(history.graph, universe, history.all("f"))), "b c d e f | g");
  EXPECT_EQ(classes_as_text(history, partition(history.graph, universe, {})), "b c d e f g");
}

// Two candidates are of one class exactly if the same tests reach them.
TEST(Classes, AreWhatTheTestsCannotTellApart) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    const CommitGraph graph = *CommitGraph::build(random_history(rng, {.commits = 50, .merge_rate = 0.4}));
    const auto any = [&] { return CommitIndex(static_cast<std::uint32_t>(rng.below(graph.size()))); };
    const CommitIndex bad = CommitIndex(static_cast<std::uint32_t>(graph.size() - 1));
    const std::vector<CommitIndex> goods{any()};
    const Universe universe = universe_of(graph, bad, goods);
    std::vector<CommitIndex> tests;
    for (int i = 0; i < 12; ++i) tests.push_back(any());
    const Classes classes = partition(graph, universe, tests);
    ASSERT_EQ(classes.candidates, universe.candidates.members());
    std::map<std::string, std::uint32_t> by_signature;
    std::vector<std::uint64_t> positions(tests.size());
    for (std::size_t i = 0; i < classes.candidates.size(); ++i) {
      std::string signature;
      for (std::size_t test = 0; test < tests.size(); ++test) {
        const bool reached = is_ancestor(graph, classes.candidates[i], tests[test]);
        EXPECT_EQ(classes.reach.at(classes.class_of[i], test), reached);
        positions[test] += reached ? 1 : 0;
        signature += reached ? '1' : '0';
      }
      EXPECT_EQ(by_signature.emplace(signature, classes.class_of[i]).first->second, classes.class_of[i]);
    }
    EXPECT_EQ(by_signature.size(), classes.count());
    EXPECT_EQ(classes.positions, positions);
  }
}

TEST(Classes, RefinedByACandidateAreThoseOfOneMoreTest) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed, 1);
    const CommitGraph graph = *CommitGraph::build(random_history(rng, {.commits = 40, .merge_rate = 0.4}));
    const CommitIndex bad = CommitIndex(static_cast<std::uint32_t>(graph.size() - 1));
    const std::vector<CommitIndex> goods{CommitIndex(static_cast<std::uint32_t>(rng.below(10)))};
    const Universe universe = universe_of(graph, bad, goods);
    const std::vector<CommitIndex> candidates = universe.candidates.members();
    std::vector<CommitIndex> tests{bad, goods.front()};
    for (int i = 0; i < 4; ++i) tests.push_back(candidates[rng.below(candidates.size())]);
    const Classes before = partition(graph, universe, std::span(tests).first(5));
    EXPECT_EQ(refine(graph, before, tests.back()), partition(graph, universe, tests));
  }
}

TEST(Classes, OfManyTestsAreFound) {
  CommitList line;
  Rng rng(7);
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const std::vector<std::uint32_t> parents = i == 0 ? std::vector<std::uint32_t>{} : std::vector{i - 1};
    line.add(testing::sketch_id(std::to_string(i)), 1000 + i, parents);
  }
  const CommitGraph graph = *CommitGraph::build(line);
  std::vector<CommitIndex> tests;
  for (std::uint32_t i = 0; i < 677; ++i) {
    tests.push_back(CommitIndex(static_cast<std::uint32_t>(rng.below(1000))));
  }
  const Universe universe = universe_of(graph, CommitIndex(999), std::vector{CommitIndex(0)});
  std::vector<CommitIndex> distinct = tests;
  std::ranges::sort(distinct);
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  const Classes classes = partition(graph, universe, tests);
  // One below each, and one above the last.
  EXPECT_EQ(classes.count(), distinct.size() + (distinct.back() == CommitIndex(999) ? 0 : 1) -
                                 (distinct.front() == CommitIndex(0) ? 1 : 0));
}

}  // namespace
}  // namespace rebisect
