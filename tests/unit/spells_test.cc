#include "engine/simulate/spells.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rebisect {
namespace {

constexpr std::uint64_t kPositions = 7;

// "0110...": which positions are inside.
std::string text_of(const std::vector<Spell>& spells, std::uint64_t positions = kPositions) {
  std::string text(positions, '0');
  for (const Spell& spell : spells) {
    for (std::uint64_t at = spell.first; at <= spell.last; ++at) {
      EXPECT_EQ(text.at(at), '0') << "spells do not overlap";
      text.at(at) = '1';
    }
  }
  return text;
}

// P(path) by definition, up to the known states.
double probability_of(const std::string& path, const Chain& chain) {
  const double stays = std::exp(-1 / chain.length);
  const auto anew = [&](char state) { return state == '1' ? chain.share : 1 - chain.share; };
  double p = anew(path[0]);
  for (std::size_t i = 1; i < path.size(); ++i) {
    p *= (path[i] == path[i - 1] ? stays : 0) + (1 - stays) * anew(path[i]);
  }
  return p;
}

std::vector<std::string> all_paths() {
  std::vector<std::string> paths;
  for (unsigned bits = 0; bits < 1U << kPositions; ++bits) {
    std::string path;
    for (unsigned i = 0; i < kPositions; ++i) path += (bits >> i & 1U) != 0 ? '1' : '0';
    paths.push_back(path);
  }
  return paths;
}

// Draws many times, and compares how often each path comes with its probability given the known states.
void expect_drawn_as_defined(const Chain& chain, const std::vector<KnownState>& known) {
  std::map<std::string, double> expected;
  double all = 0;
  for (const std::string& path : all_paths()) {
    bool fits = true;
    for (const KnownState& state : known) fits = fits && (path[state.position] == '1') == state.inside;
    if (!fits) continue;
    all += expected[path] = probability_of(path, chain);
  }
  std::map<std::string, double> seen;
  constexpr int kDraws = 20000;
  Rng rng(8);
  for (int i = 0; i < kDraws; ++i) {
    seen[text_of(draw_spells(rng, chain, kPositions, known))] += 1.0 / kDraws;
  }
  for (const auto& [path, share] : seen) EXPECT_TRUE(expected.contains(path)) << path;
  for (const auto& [path, weight] : expected) {
    const double p = weight / all;
    // Five standard deviations, and a draw for the rare ones.
    EXPECT_NEAR(seen[path], p, 5 * std::sqrt(p * (1 - p) / kDraws) + 1.0 / kDraws) << path;
  }
}

TEST(Spells, ComeAsOftenAsTheChainGivesThem) {
  expect_drawn_as_defined({0.3, 2}, {});
  expect_drawn_as_defined({0.7, 0.8}, {});
}

TEST(Spells, ComeAsOftenGivenStatesThatAreKnown) {
  expect_drawn_as_defined({0.3, 2}, {{3, true}});
  expect_drawn_as_defined({0.3, 2}, {{0, false}, {6, false}});
  expect_drawn_as_defined({0.2, 3}, {{1, true}, {5, true}});
  expect_drawn_as_defined({0.4, 1.5}, {{0, true}, {1, false}, {4, true}});
  expect_drawn_as_defined({0.4, 1.5}, {{2, true}, {2, true}, {6, false}});
}

TEST(Spells, OfLongHistoriesAreFew) {
  Rng rng(1);
  std::uint64_t inside = 0;
  std::size_t spells = 0;
  for (int i = 0; i < 300; ++i) {
    for (const Spell& spell : draw_spells(rng, {0.05, 8000}, 1'000'000, {})) {
      inside += spell.last - spell.first + 1;
      ++spells;
    }
  }
  // A million positions hold 6.25 spells of 8,000 / (1 - 0.05 ...) commits each on average.
  EXPECT_NEAR(static_cast<double>(inside) / 300 / 1'000'000, 0.05, 0.01);
  EXPECT_NEAR(static_cast<double>(spells) / 300, 6.25, 1);
}

// All paths at the seen positions, by definition.
TEST(Spells, StatesAreDrawnGivenAllThatWasSeen) {
  const Chain chain{0.3, 2};
  const std::vector<SeenState> seen = {{0, {0.9, 0.2}}, {2, {0.1, 0.5}}, {2, {1, 0.6}}, {6, {0.4, 0.3}}};
  std::map<std::string, double> expected;
  double all = 0;
  for (const std::string& path : all_paths()) {
    double p = probability_of(path, chain);
    std::string states;
    for (const SeenState& at : seen) {
      p *= at.probability.at(path[at.position] == '1' ? 1 : 0);
      states += path[at.position];
    }
    expected[states] += p;
    all += p;
  }
  EXPECT_NEAR(log_probability(chain, seen), std::log(all), 1e-12);
  std::map<std::string, double> drawn;
  constexpr int kDraws = 20000;
  Rng rng(4);
  for (int i = 0; i < kDraws; ++i) {
    std::string states;
    for (const bool state : draw_states(rng, chain, seen)) states += state ? '1' : '0';
    drawn[states] += 1.0 / kDraws;
  }
  for (const auto& [states, weight] : expected) {
    const double p = weight / all;
    EXPECT_NEAR(drawn[states], p, 5 * std::sqrt(p * (1 - p) / kDraws)) << states;
  }
  EXPECT_LE(drawn.size(), expected.size());
}

}  // namespace
}  // namespace rebisect
