// As the known tools for flaky bisections do it: on the line of first parents, with an unknown rate of
// crashes on either side of the culprit, and the commit next whose run is expected to lower the entropy most.
#include <algorithm>
#include <cmath>
#include <memory>

#include "engine/base/logspace.h"
#include "engine/infer/classes.h"
#include "engine/simulate/strategy_parts.h"
#include "engine/simulate/workspace.h"

namespace rebisect {
namespace {

struct Cell {
  double crashes = 0;
  double ok = 0;
};

// What is known of each commit of the line, oldest first. The culprit is place i: crashes at i and after it
// are Beta(a, b) distributed at one rate, those before it at another one.
class LineBelief {
 public:
  // Both ends are known, as people begin with a run of each: one crash, and of the good end one run without.
  LineBelief(std::size_t size, double a, double b, bool fix)
      : a_(a), b_(b), cells_(size), probability_(size), p_newer_(size), p_older_(size) {
    (fix ? good_end_.crashes : good_end_.ok) = 1;
    (fix ? cells_.back().ok : cells_.back().crashes) = 1;
    update();
  }

  void observe(std::size_t at, bool crashed) {
    (crashed ? cells_[at].crashes : cells_[at].ok) += 1;
    update();
  }

  // The most probable one.
  std::size_t best() const {
    return static_cast<std::size_t>(std::ranges::max_element(probability_) - probability_.begin());
  }
  double probability(std::size_t at) const { return probability_[at]; }

  // The place whose next run tells most; `usable(at)` says where there can be one.
  template <typename Usable>
  std::optional<std::size_t> most_telling(const Usable& usable) const {
    std::optional<std::size_t> best;
    double best_gain = 0;
    TwoRates before;  // of culprits up to the place
    TwoRates behind;
    for (std::size_t i = 0; i < cells_.size(); ++i) behind.add(probability_[i], p_older_[i]);
    for (std::size_t at = 0; at < cells_.size(); ++at) {
      before.add(probability_[at], p_newer_[at]);
      behind.add(-probability_[at], p_older_[at]);
      const double p = std::clamp(before.crash + behind.crash, 0.0, 1.0);
      const double gain = entropy_bits(p) + entropy_bits(1 - p) - before.noise - behind.noise;
      if (gain <= best_gain || !usable(at)) continue;
      best = at;
      best_gain = gain;
    }
    return best;
  }

 private:
  struct TwoRates {
    double crash = 0;
    double noise = 0;
    void add(double weight, double rate) {
      crash += weight * rate;
      noise += weight * (entropy_bits(rate) + entropy_bits(1 - rate));
    }
  };

  double log_beta(const Cell& cell) const {
    return log_gamma(a_ + cell.crashes) + log_gamma(b_ + cell.ok) -
           log_gamma(a_ + b_ + cell.crashes + cell.ok);
  }

  void update() {
    Cell all = good_end_;
    for (const Cell& cell : cells_) {
      all.crashes += cell.crashes;
      all.ok += cell.ok;
    }
    Cell older = good_end_;
    std::vector<double> logs(cells_.size());
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      const Cell newer{all.crashes - older.crashes, all.ok - older.ok};
      const bool changed = i == 0 || cells_[i - 1].crashes + cells_[i - 1].ok > 0;
      logs[i] = changed ? log_beta(newer) + log_beta(older) : logs[i - 1];
      p_newer_[i] = (a_ + newer.crashes) / (a_ + b_ + newer.crashes + newer.ok);
      p_older_[i] = (a_ + older.crashes) / (a_ + b_ + older.crashes + older.ok);
      older.crashes += cells_[i].crashes;
      older.ok += cells_[i].ok;
    }
    const double sum = log_sum(logs);
    for (std::size_t i = 0; i < logs.size(); ++i) probability_[i] = std::exp(logs[i] - sum);
  }

  double a_;
  double b_;
  Cell good_end_;  // behind the line
  std::vector<Cell> cells_;
  std::vector<double> probability_;
  std::vector<double> p_newer_;
  std::vector<double> p_older_;
};

// The first parents of the bad commit that no good commit clears, oldest first.
std::vector<CommitIndex> line_of(const CommitGraph& graph, CommitIndex bad,
                                 const std::vector<CommitIndex>& goods) {
  const Universe universe = universe_of(graph, bad, goods);
  std::vector<CommitIndex> line;
  for (CommitIndex at = bad; universe.candidates.contains(at); at = graph.parents(at).front()) {
    line.push_back(at);
    if (graph.parents(at).empty()) break;
  }
  std::ranges::reverse(line);
  return line;
}

struct LineMemory {
  CommitIndex bad{};
  std::vector<CommitIndex> goods;
  std::vector<CommitIndex> line;
};

}  // namespace

Ending bisect_linear_bayes(Laboratory& laboratory, const Task& task, const Parameters& parameters,
                           Workspace& workspace) {
  const Values values("linear-bayes", parameters);
  const std::vector<CommitIndex> goods = good_ends(task, workspace);
  if (goods.empty()) return failure("no good commit and no release before the bad one");
  auto& memory = workspace.kept<LineMemory>();
  if (memory.line.empty() || memory.bad != task.bad || memory.goods != goods) {
    memory = {task.bad, goods, line_of(workspace.graph(), task.bad, goods)};
  }
  LineBelief belief(memory.line.size(), values["prior_crashes"], values["prior_ok"], task.fix);
  std::vector<bool> useless(memory.line.size());
  const double target = values["target"];
  for (std::size_t best = belief.best(); belief.probability(best) < target; best = belief.best()) {
    const auto at = belief.most_telling([&](std::size_t place) { return !useless[place]; });
    if (!at) return failure("no commit of the line can tell more");
    const auto outcome = laboratory.test(memory.line[*at], 1);
    if (laboratory.exhausted()) return failure("the budget is used up");
    const RunTally seen = tally(outcome, task.title);
    if (seen.crashes + seen.ok == 0) useless[*at] = true;
    if (seen.crashes + seen.ok > 0) belief.observe(*at, seen.crashes > 0);
  }
  const std::size_t best = belief.best();
  return {Ending::Kind::found, {memory.line[best]}, belief.probability(best), {}, {}};
}

}  // namespace rebisect
