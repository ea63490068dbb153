// The run that tells most about the culprit for what it costs, one after the other, until a commit is sure
// enough.
#include <algorithm>
#include <limits>
#include <memory>

#include "engine/infer/classes.h"
#include "engine/simulate/rate_belief.h"
#include "engine/simulate/strategy_parts.h"
#include "engine/simulate/workspace.h"

namespace rebisect {
namespace {

// Runs in a row on a new build that are compared with each other.
constexpr std::uint32_t kRunCounts[] = {8, 4, 2, 1};
// So many runs that neither crash nor end well, and none that does, and the commit cannot be tested.
constexpr std::uint32_t kHopeless = 5;

struct BayesSettings {
  double target = 0;
  double cost_of_build = 0;  // in runs
  RatePrior prior;
  std::uint32_t first_crashes = 0;  // to be seen before the search
  double older = 0;                 // that the bug is older than the oldest release

  friend bool operator==(const BayesSettings&, const BayesSettings&) = default;
};

// So many runs in a row of which each would tell less than this, and the search ends: the suspects that are
// left cannot be tested. What a run tells is computed to about 0.001 bits (most_telling() leaves out the most
// improbable).
constexpr double kDullBits = 0.001;
constexpr std::uint32_t kMostDull = 500;

// Without a crash among so many runs of the commit that the bug was seen on it cannot be bisected.
constexpr std::uint32_t kMostToReproduce = 1000;

enum class Seen : std::uint8_t { ok, crash, nothing, no_image };

// The candidates of one task, and where each history of outcomes led: what is tested after it depends on it
// and on nothing else. 24 bytes for each history, at most kMostNodes of them.
class BayesMemory {
 public:
  static constexpr std::uint32_t kMostNodes = 1U << 20U;
  static constexpr std::uint32_t kUnknown = std::numeric_limits<std::uint32_t>::max();
  struct Node {
    std::uint32_t at = kUnknown;
    std::uint32_t next[4] = {kUnknown, kUnknown, kUnknown, kUnknown};
    bool dull = false;  // the run there hardly tells anything
  };

  // Of this task by these settings. Everything is forgotten where they are others than before.
  void prepare(const CommitGraph& graph, const Task& task, const std::vector<CommitIndex>& goods,
               const BayesSettings& settings) {
    const bool same = range_ && bad_ == task.bad && goods_ == goods && fix_ == task.fix &&
                      open_ == task.goods.empty() && settings_ == settings;
    if (!same) {
      bad_ = task.bad;
      goods_ = goods;
      fix_ = task.fix;
      open_ = task.goods.empty();
      settings_ = settings;
      remember(graph);
    }
    if (nodes_.empty() || nodes_.size() > kMostNodes) nodes_.assign(1, {});
    belief_->reset();
  }

  const SegmentedRange& range() const { return *range_; }
  RateBelief& belief() { return *belief_; }
  Node& node(std::uint32_t number) { return nodes_[number]; }
  std::uint32_t after(std::uint32_t number, Seen seen) {
    const auto place = static_cast<std::size_t>(seen);
    if (nodes_[number].next[place] == kUnknown) {
      nodes_[number].next[place] = static_cast<std::uint32_t>(nodes_.size());
      nodes_.emplace_back();
    }
    return nodes_[number].next[place];
  }

 private:
  void remember(const CommitGraph& graph) {
    nodes_.clear();
    Universe universe = universe_of(graph, bad_, goods_);
    RatePrior prior = settings_.prior;
    std::optional<CommitIndex> older;
    if (open_) {
      // The oldest release stands for all that is older; the ancestors that it does not clear do not matter.
      older = goods_.front();
      prior.first_counts =
          static_cast<double>(universe.candidates.count()) * settings_.older / (1 - settings_.older);
      universe.candidates.insert(*older);
    }
    range_ = std::make_unique<SegmentedRange>(graph, universe.candidates, older);
    belief_ = std::make_unique<RateBelief>(*range_, prior, fix_);
  }

  CommitIndex bad_{};
  std::vector<CommitIndex> goods_;
  bool fix_ = false;
  bool open_ = false;
  BayesSettings settings_;
  std::unique_ptr<SegmentedRange> range_;
  std::unique_ptr<RateBelief> belief_;
  std::vector<Node> nodes_;
};

class BayesSearch {
 public:
  BayesSearch(Laboratory& laboratory, const Task& task, const BayesSettings& settings, BayesMemory& memory)
      : laboratory_(laboratory), task_(task), settings_(settings), memory_(memory) {}

  Ending search() {
    if (!learn_rate()) return failure("no crash where the bug was seen");
    for (;;) {
      const RateBelief::Suspect best = memory_.belief().best();
      if (best.probability >= settings_.target) return found(best);
      const std::optional<std::uint32_t> at = choose();
      if (!at) return several();
      const auto outcome = laboratory_.test(memory_.range().commit(*at), 1);
      if (laboratory_.exhausted()) return failure("the budget is used up");
      take(*at, outcome.empty() ? Seen::no_image : seen(tally(outcome, task_.title)));
    }
  }

 private:
  struct Built {
    std::uint32_t at;
    std::uint32_t hopeless = 0;  // runs without a result
    bool testable = false;       // there was one with a result
  };

  struct Choice {
    std::uint32_t at;
    double bits_a_run;
  };

  // Runs the commit that the bug was seen on, so that a low rate is not taken for a place without the bug.
  bool learn_rate() {
    const CommitIndex commit = task_.fix ? task_.goods.front() : task_.bad;
    std::uint32_t crashes = 0;
    for (std::uint32_t run = 0; crashes < settings_.first_crashes; ++run) {
      const auto outcome = laboratory_.test(commit, 1);
      if (laboratory_.exhausted() || outcome.empty() || run == kMostToReproduce) return false;
      const Seen one = seen(tally(outcome, task_.title));
      node_ = memory_.after(node_, one);
      if (one == Seen::nothing) continue;
      memory_.belief().observe_bug(one == Seen::crash);
      crashes += one == Seen::crash ? 1 : 0;
    }
    return true;
  }

  static Seen seen(const RunTally& one) {
    if (one.crashes > 0) return Seen::crash;
    return one.ok > 0 ? Seen::ok : Seen::nothing;
  }

  Ending found(const RateBelief::Suspect& best) const {
    const CommitIndex commit = memory_.range().commit(best.at);
    const bool older = task_.goods.empty() && best.at == 0;
    return {older ? Ending::Kind::older : Ending::Kind::found, {commit}, best.probability, {}, {}};
  }

  Ending several() const {
    Ending ending;
    ending.kind = Ending::Kind::several;
    for (const RateBelief::Suspect& suspect : memory_.belief().credible(settings_.target)) {
      ending.reported.push_back(memory_.range().commit(suspect.at));
    }
    return ending;
  }

  // The next commit to run.
  std::optional<std::uint32_t> choose() {
    BayesMemory::Node& node = memory_.node(node_);
    if (node.at == BayesMemory::kUnknown) {
      const std::optional<Choice> choice =
          settings_.cost_of_build <= 0 ? most_telling() : best_for_its_cost();
      if (!choice) return std::nullopt;
      node.at = choice->at;
      node.dull = choice->bits_a_run < kDullBits;
    }
    dull_ = node.dull ? dull_ + 1 : 0;
    if (dull_ > kMostDull) return std::nullopt;
    return node.at;
  }

  std::optional<Choice> most_telling() {
    const auto telling = memory_.belief().most_telling(1, untestable_);
    if (!telling) return std::nullopt;
    return Choice{telling->at, telling->gain_bits};
  }

  std::optional<Choice> best_for_its_cost() {
    std::optional<Choice> best;
    double best_value = 0;
    const auto offer = [&](const RunChoice& telling, double cost) {
      const double value = telling.gain_bits / cost;
      if (value <= best_value) return;
      best = Choice{telling.at, telling.gain_bits / telling.runs};
      best_value = value;
    };
    for (const std::uint32_t runs : kRunCounts) {
      const auto telling = memory_.belief().most_telling(runs, untestable_);
      if (telling) offer(*telling, settings_.cost_of_build + runs);
    }
    // The last ones above were of one run; of these the build is paid for.
    for (const Built& built : built_) {
      if (std::ranges::find(untestable_, built.at) != untestable_.end()) continue;
      offer(memory_.belief().told_by(built.at, 1), 1);
    }
    return best;
  }

  void take(std::uint32_t at, Seen seen) {
    node_ = memory_.after(node_, seen);
    auto built = std::ranges::find(built_, at, &Built::at);
    if (built == built_.end()) built = built_.insert(built_.end(), {at});
    if (seen == Seen::ok || seen == Seen::crash) {
      built->testable = true;
      memory_.belief().observe(at, seen == Seen::crash);
    } else if (seen == Seen::no_image || (++built->hopeless == kHopeless && !built->testable)) {
      untestable_.push_back(at);
    }
  }

  Laboratory& laboratory_;
  const Task& task_;
  const BayesSettings& settings_;
  BayesMemory& memory_;
  std::uint32_t node_ = 0;
  std::uint32_t dull_ = 0;  // dull runs, the last ones
  std::vector<Built> built_;
  std::vector<std::uint32_t> untestable_;
};

}  // namespace

Ending bisect_bayes(Laboratory& laboratory, const Task& task, const Parameters& parameters,
                    Workspace& workspace) {
  const Values values("bayes", parameters);
  BayesSettings settings;
  settings.target = values["target"];
  settings.cost_of_build = values["build"];
  settings.prior = {values["prior_crashes"], values["prior_ok"], values["false_crash"], 1};
  settings.first_crashes = values.count("first_crashes");
  settings.older = values["older"];
  const std::vector<CommitIndex> goods = good_ends(task, workspace);
  if (goods.empty()) return failure("no good commit and no release before the bad one");
  auto& memory = workspace.kept<BayesMemory>();
  memory.prepare(workspace.graph(), task, goods, settings);
  return BayesSearch(laboratory, task, settings, memory).search();
}

}  // namespace rebisect
