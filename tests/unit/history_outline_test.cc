#include "engine/review/history_outline.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/reliability_file.h"
#include "config/settings.h"
#include "engine/review/review.h"
#include "tests/support/generate.h"
#include "tests/support/log_findings.h"
#include "tests/support/sketch.h"
#include "tests/support/told.h"

namespace rebisect {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::random_history;
using testing::sketch;
using testing::Sketch;

std::vector<OutlinedTest> tests_at(const std::vector<CommitIndex>& commits) {
  std::vector<OutlinedTest> tests;
  for (const CommitIndex commit : commits) tests.push_back({tests.size(), commit});
  return tests;
}

HistoryOutline outline_of(const CommitGraph& graph, const Universe& universe,
                          const std::vector<CommitIndex>& tested) {
  const Classes classes = partition(graph, universe, tested);
  const double share = classes.candidates.empty() ? 0 : 1 / static_cast<double>(classes.candidates.size());
  const std::vector<double> p(classes.candidates.size(), share);
  return outline_history(graph, classes, tests_at(tested), p);
}

// "g 0 | f 3 < g": each stretch by its newest commit, its size and what is directly below.
std::string as_text(const Sketch& history, const HistoryOutline& outline) {
  const auto name = [&](std::size_t at) {
    return history.name(*history.graph.find(*Oid::from_hex(outline.stretches[at].newest)));
  };
  std::string text;
  for (std::size_t at = 0; at < outline.stretches.size(); ++at) {
    const OutlineStretch& stretch = outline.stretches[at];
    text += (text.empty() ? "" : " | ") + name(at) + (stretch.steps.empty() ? "*" : "") + " " +
            std::to_string(stretch.commits);
    for (const std::size_t older : stretch.older) text += " < " + name(older);
  }
  return text;
}

struct Case {
  const char* why;
  const char* graph;
  const char* bad;
  const char* good;
  const char* tested;
  const char* outline;
};

TEST(HistoryOutline, CollapsesToWhatWasTested) {
  const Case cases[] = {
      {"a line", "a; b: a; c: b; d: c; e: d; f: e", "f", "a", "a f d", "a 0 | d 3 < a | f 2 < d"},
      {"a branch without a test is part of what it was merged into", "a; b: a; c: a; d: b c; e: d", "e", "a",
       "a b e", "a 0 | b 1 < a | e 3 < b"},
      {"two tested arms, joined by a merge", "a; b: a; c: a; d: b c; e: d", "e", "a", "a b c e",
       "a 0 | b 1 < a | c 1 < a | e 2 < b < c"},
      {"where two tested arms part", "a; b: a; c: b; d: b; e: c d", "e", "a", "a c d e",
       "a 0 | b* 1 < a | c 1 < b | d 1 < b | e 1 < c < d"},
      {"a shorter way beside a longer one is no line of its own", "a; b: a; c: b; d: c b", "d", "a",
       "a b c d", "a 0 | b 1 < a | c 1 < b | d 1 < c"},
      {"a branch from below the good end", "a; b: a; c: a; d: b c; e: d", "e", "b", "b e c",
       "b 0 | c 1 | e 2 < b < c"},
      {"tested beside the range", "a; b: a; c: b; d: b; e: c", "e", "a", "a e d",
       "a 0 | b* 1 < a | d 0 < b | e 2 < b"},
  };
  for (const Case& row : cases) {
    const Sketch history = sketch(row.graph);
    const Universe universe = universe_of(history.graph, history.at(row.bad), history.all(row.good));
    EXPECT_EQ(as_text(history, outline_of(history.graph, universe, history.all(row.tested))), row.outline)
        << row.why;
  }
}

// What the drawing means, written down: X is below Y exactly if a way over parents leads from a commit of Y
// to one of X, through as many stretches as it takes.
class ByDefinition {
 public:
  ByDefinition(const CommitGraph& graph, const Universe& universe, const std::vector<CommitIndex>& tested)
      : graph_(graph) {
    for (std::uint32_t i = 0; i < graph.size(); ++i) {
      const auto commit = CommitIndex(i);
      const bool is_tested = std::ranges::find(tested, commit) != tested.end();
      if (!universe.candidates.contains(commit)) {
        if (is_tested) stretches_[graph.id(commit).hex()] = {commit};
        continue;
      }
      std::string reached_by;
      for (const CommitIndex test : tested) reached_by += is_ancestor(graph, commit, test) ? '1' : '0';
      stretches_[reached_by].insert(commit);
    }
  }

  std::size_t count() const { return stretches_.size(); }

  // The stretch that ends in this commit.
  const std::set<CommitIndex>& members(const std::string& newest) const {
    for (const auto& [key, commits] : stretches_) {
      if (graph_.id(*commits.rbegin()).hex() == newest) return commits;
    }
    return nothing_;
  }

  bool touches(const std::set<CommitIndex>& older, const std::set<CommitIndex>& newer) const {
    for (const CommitIndex above : newer) {
      for (const CommitIndex below : older) {
        if (below != above && is_ancestor(graph_, below, above)) return true;
      }
    }
    return false;
  }

 private:
  const CommitGraph& graph_;
  std::map<std::string, std::set<CommitIndex>> stretches_;
  std::set<CommitIndex> nothing_;
};

// All pairs of an outline, whatever lies between.
std::set<std::pair<std::size_t, std::size_t>> closure(const HistoryOutline& outline) {
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t at = 0; at < outline.stretches.size(); ++at) {
    for (const std::size_t older : outline.stretches[at].older) {
      EXPECT_LT(older, at) << "what is older stands before";
      pairs.insert({older, at});
      for (std::size_t below = 0; below < older; ++below) {
        if (pairs.contains({below, older})) pairs.insert({below, at});
      }
    }
  }
  return pairs;
}

TEST(HistoryOutline, IsTheGraphOfTheStretches) {
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    const CommitGraph graph = *CommitGraph::build(random_history(rng, {.commits = 24, .merge_rate = 0.4}));
    const auto any = [&] { return CommitIndex(static_cast<std::uint32_t>(rng.below(graph.size()))); };
    const auto bad = CommitIndex(static_cast<std::uint32_t>(graph.size() - 1));
    std::vector<CommitIndex> tested{bad, any()};
    const Universe universe = universe_of(graph, bad, std::vector<CommitIndex>{tested[1]});
    for (int i = 0; i < 5; ++i) tested.push_back(any());
    const HistoryOutline outline = outline_of(graph, universe, tested);
    const ByDefinition expected(graph, universe, tested);
    ASSERT_EQ(outline.stretches.size(), expected.count());
    double probability = 0;
    std::size_t commits = 0;
    for (const OutlineStretch& stretch : outline.stretches) {
      const std::set<CommitIndex>& members = expected.members(stretch.newest);
      EXPECT_EQ(stretch.commits, universe.candidates.contains(*members.rbegin()) ? members.size() : 0U);
      for (const std::size_t step : stretch.steps) EXPECT_EQ(graph.id(tested[step]).hex(), stretch.newest);
      probability += stretch.probability;
      commits += stretch.commits;
    }
    EXPECT_EQ(commits, universe.candidates.count());
    EXPECT_NEAR(probability, commits > 0 ? 1 : 0, 1e-9);
    const auto pairs = closure(outline);
    for (std::size_t newer = 0; newer < outline.stretches.size(); ++newer) {
      for (std::size_t older = 0; older < outline.stretches.size(); ++older) {
        const auto& above = expected.members(outline.stretches[newer].newest);
        const auto& below = expected.members(outline.stretches[older].newest);
        const bool touching = older != newer && expected.touches(below, above);
        EXPECT_TRUE(!touching || pairs.contains({older, newer}));
      }
      for (const std::size_t older : outline.stretches[newer].older) {
        const bool longer = std::ranges::any_of(outline.stretches[newer].older, [&](std::size_t other) {
          return pairs.contains({older, other});
        });
        EXPECT_FALSE(longer) << "a line that another way makes needless";
      }
    }
  }
}

ReviewOptions for_pages() {
  ReviewOptions options = testing::default_review_options();
  options.weigh_by = Weighing{*default_settings(), *default_reliability_model()};
  options.pages = true;
  return options;
}

constexpr const char* kLine = "a; b: a; c: b; d: c; e: d; f: e; g: f; h: g";

TEST(Pages, HaveAnOutlineWithSkippedCommits) {
  const Sketch history = sketch(kLine);
  const Report report =
      *review(testing::history_of(history), testing::told("start h a; skip d; good c; bad f; bad e; claim e"),
              for_pages());
  ASSERT_TRUE(report.outline);
  EXPECT_EQ(as_text(history, *report.outline), "a 0 | c 2 < a | d 1 < c | e 1 < d | f 1 < e | h 2 < f");
  EXPECT_FALSE(report.outline->linear_assumption);
}

TEST(Pages, HaveALineWithoutAHistory) {
  const Report report =
      review(testing::told("start h a -> 3 2; good d -> 1 1; bad f -> 0 0; good e; claim f"), for_pages());
  ASSERT_TRUE(report.outline);
  EXPECT_TRUE(report.outline->linear_assumption);
  std::vector<std::size_t> sizes;
  for (const OutlineStretch& stretch : report.outline->stretches) sizes.push_back(stretch.commits);
  EXPECT_THAT(sizes, ElementsAre(0U, 4U, 1U, 1U, 2U));
}

TEST(Pages, AreOnlyMadeWhereAskedFor) {
  const Report report =
      review(testing::told("start h a; good d; bad e; claim e"), testing::default_review_options());
  EXPECT_FALSE(report.outline);
  EXPECT_TRUE(report.flips.empty());
}

TEST(Flips, TellWhereEachOtherVerdictLeads) {
  const Sketch history = sketch(kLine);
  const Report report = *review(testing::history_of(history),
                                testing::told("start h a; good d; bad f; good e; claim f"), for_pages());
  ASSERT_EQ(report.flips.size(), 5U);
  const FlipPart& first = report.flips[2];
  EXPECT_EQ(first.step, 2U);
  EXPECT_EQ(first.turned, Verdict::bad);
  EXPECT_EQ(first.kept.kind, Deduction::Kind::contradiction) << "e descends from d, and is good";
  ASSERT_TRUE(first.anew);
  EXPECT_EQ(first.anew->left, 3U) << "b, c and d";
  ASSERT_TRUE(first.anew->next);
  EXPECT_EQ(history.name(*history.graph.find(*first.anew->next)), "c");
  const FlipPart& last = report.flips[4];
  EXPECT_EQ(last.kept.kind, Deduction::Kind::first_bad);
  EXPECT_EQ(last.kept.commits, std::vector<std::string>{history.graph.id(history.at("e")).hex()});
}

TEST(Flips, OnALineAreThoseOfTheHistory) {
  const Sketch history = sketch(kLine);
  const BisectionLog log = testing::told("start h a -> 3 2; good d -> 1 1; bad f -> 0 0; good e; claim f");
  const Report with = *review(testing::history_of(history), log, for_pages());
  const Report without = review(log, for_pages());
  ASSERT_EQ(with.flips.size(), without.flips.size());
  for (std::size_t i = 2; i < with.flips.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_EQ(without.flips[i].step, with.flips[i].step);
    EXPECT_EQ(without.flips[i].turned, with.flips[i].turned);
    EXPECT_EQ(without.flips[i].kept.left, with.flips[i].kept.left);
    // What git printed tells nothing of the half that the first test ruled out: as large as the other.
    EXPECT_EQ(without.flips[i].anew->left, with.flips[i].anew->left + (i == 2 ? 1 : 0));
  }
}

}  // namespace
}  // namespace rebisect
