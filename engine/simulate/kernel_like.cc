#include "engine/simulate/kernel_like.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/base/ensure.h"
#include "engine/base/rng.h"

namespace rebisect {
namespace {

// Sizes and waiting times are log-normal: the median, and the standard deviation of the logarithm.
struct LogNormal {
  double median;
  double deviation;
};

constexpr double kDay = 86400;
constexpr double kBegin = 631152000;  // 1990-01-01 UTC
constexpr double kFirstLines = 50;
constexpr double kLastLines = 255;  // from the commit kGrown on
constexpr double kGrown = 260'000;
constexpr LogNormal kCommitsADay{70, 0.97};
constexpr double kReleaseEvery = 9 * kDay;                // release candidates count
constexpr std::size_t kTagsToARelease = 7;                // six candidates before each
constexpr double kMainShare = 0.088;                      // of the series: those applied on the main line
constexpr LogNormal kSeries{2.0, 1.35};                   // patches
constexpr double kSeriesMean = 3.9;                       // of what comes of it, merges and all
constexpr std::array<double, 2> kSameSecond{0.15, 0.88};  // of a slow series and a fast one
constexpr LogNormal kPull{6.3, 1.6};          // commits that a line brings together before it is pulled
constexpr LogNormal kInnerPull{2.6, 1.2};     // the same where another line pulls it
constexpr double kInnerShare = 0.4;           // of the lines: those that another line pulls
constexpr LogNormal kWait{0.28 * kDay, 1.9};  // from a line's last commit to the pull
constexpr double kLongestWait = 200 * kDay;
constexpr double kLeftAlone = 55 * kDay;  // a line that nobody works on for so long is pulled as it is
constexpr double kSessionEvery = 0.6 * kDay;
constexpr double kBackMerge = 0.03;     // chance before a series that the line first merges the main line
constexpr double kOctopus = 0.0213;     // of the merges
constexpr double kWrongClock = 0.0024;  // of the commits: dated before their parent
constexpr LogNormal kClockBehind{800 * 60, 2.9};
constexpr double kFarthestBehind = 90 * kDay;
constexpr double kFromRelease = 0.35;  // where a line begins anew; else it goes on from where it stood
constexpr double kFromTip = 0.4;
constexpr double kBetweenPulls = 600;  // seconds

using Position = std::uint32_t;

// What one maintainer gathers until somebody pulls it.
struct Line {
  Position tip = 0;
  double wanted = 0;
  bool inner = false;  // pulled by another line
  double brought = 0;
  std::optional<double> due = {};  // when it can be pulled
};

class Growth {
 public:
  explicit Growth(std::uint64_t seed) : rng_(seed), ids_(seed, 1) { main_ = release_ = add(kBegin, {}); }

  // The history once it has so many commits; the last one reaches all of them.
  void grow(std::uint32_t commits) {
    // Room is kept for the merges of all lines, and for a release and a merge of the main line on the way.
    const auto room = [&] {
      const std::size_t taken = list_.size() + lines_.size() + 3;
      return taken < commits ? static_cast<double>(commits - taken) : 0;
    };
    while (room() > 0) {
      pass_time();
      pull_what_is_due();
      if (room() == 0) break;
      const double length = std::min(room(), std::max(1.0, std::round(some(kSeries))));
      const bool main = rng_.chance(kMainShare);
      if (main) {
        main_ = apply_series(main_, length);
      } else {
        work_on(some_line(), length);
      }
    }
    finish(commits);
  }

  const CommitList& list() const { return list_; }
  const std::vector<Position>& releases() const { return releases_; }

 private:
  // Pulls every line that has something, and goes on on the main line.
  void finish(std::uint32_t commits) {
    std::erase_if(lines_, [](const Line& line) { return line.brought == 0; });
    while (list_.size() < commits) {
      now_ += kBetweenPulls;
      std::vector<Position> parents{main_};
      if (!lines_.empty()) {
        parents.push_back(lines_.back().tip);
        lines_.pop_back();
      }
      main_ = add(now_, parents);
    }
    ENSURE(lines_.empty());
  }

  // Marsaglia's polar method.
  double normal() {
    for (;;) {
      const double x = 2 * rng_.unit() - 1;
      const double y = 2 * rng_.unit() - 1;
      const double square = x * x + y * y;
      if (square > 0 && square < 1) return x * std::sqrt(-2 * std::log(square) / square);
    }
  }
  double some(const LogNormal& how) { return how.median * std::exp(how.deviation * normal()); }
  double exponential(double mean) { return -mean * std::log(1 - rng_.unit()); }

  double time_of(Position commit) const { return static_cast<double>(list_.times[commit]); }

  Position add(double time, const std::vector<Position>& parents) {
    std::array<std::uint8_t, Oid::kBytes> bytes{};
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(ids_.below(256));
    list_.add(Oid::from_bytes(bytes), static_cast<std::uint64_t>(time), parents);
    return static_cast<Position>(list_.size() - 1);
  }

  Position commit(double time, const std::vector<Position>& parents) {
    const bool misdated = rng_.chance(kWrongClock);
    if (misdated) {
      const double wanted = some(kClockBehind);
      const double behind = std::min(wanted, kFarthestBehind * rng_.unit());
      time = std::max(kBegin, time_of(parents.front()) - behind);
    }
    return add(time, parents);
  }

  void pass_time() {
    if (now_ >= next_day_) {
      next_day_ += kDay * (1 + std::floor((now_ - next_day_) / kDay));
      series_a_day_ = some(kCommitsADay) / kSeriesMean;
    }
    const double next = now_ + exponential(kDay / series_a_day_);
    now_ = std::min(next, std::max(now_, next_day_) + 1);
    while (static_cast<double>(lines_.size()) < wanted_lines()) lines_.push_back(new_line(main_));
    if (now_ >= next_release_) {
      next_release_ += kReleaseEvery;
      release_ = main_ = apply_series(main_, 1);
      if (++tags_ % kTagsToARelease == 0) releases_.push_back(release_);
      tidy();
    }
  }

  void tidy() {
    for (Line& line : lines_) {
      if (time_of(line.tip) >= now_ - kLeftAlone) continue;
      if (line.brought == 0) {
        line.tip = main_;
      } else if (!line.due) {
        line.due = now_;
      }
    }
  }

  double wanted_lines() const {
    const double grown = std::min(1.0, static_cast<double>(list_.size()) / kGrown);
    return kFirstLines + (kLastLines - kFirstLines) * grown * grown;
  }

  Line new_line(Position tip) {
    const bool inner = rng_.chance(kInnerShare);
    return Line{tip, some(inner ? kInnerPull : kPull), inner};
  }

  // Big plans are worked on more often, or they would never be finished.
  Line& some_line() {
    const bool any_ready = std::ranges::any_of(lines_, [](const Line& line) { return !line.due; });
    double all = 0;
    for (const Line& line : lines_) all += any_ready && line.due ? 0 : line.wanted;
    double left = all * rng_.unit();
    Line* chosen = nullptr;
    for (Line& line : lines_) {
      if (any_ready && line.due) continue;
      chosen = &line;
      left -= line.wanted;
      if (left < 0) break;
    }
    ENSURE(chosen != nullptr);
    return *chosen;
  }

  void work_on(Line& line, double length) {
    const bool merges_back = line.brought > 0 && rng_.chance(kBackMerge);
    if (merges_back) {
      const bool release = rng_.chance(0.5);
      line.tip = merge(now_ - 60, line.tip, release ? release_ : main_);
    }
    line.tip =
        apply_series(line.tip, std::min(length, std::max(1.0, std::round(line.wanted - line.brought))));
    line.brought += length;
    if (line.brought >= line.wanted) line.due = now_ + std::min(some(kWait), kLongestWait);
  }

  Position apply_series(Position tip, double length) {
    double time = std::max(now_, time_of(tip));
    const double same_second = kSameSecond.at(rng_.below(2));
    for (auto left = static_cast<std::uint64_t>(std::ceil(length)); left > 0; --left) {
      tip = commit(time, {tip});
      const bool same = rng_.chance(same_second);
      if (same) continue;
      const bool soon = rng_.chance(0.7);
      time += soon ? 1 + exponential(2) : exponential(900);
    }
    return tip;
  }

  Position merge(double time, Position into, Position other) {
    std::vector<Position> parents{into};
    const auto add_parent = [&](Position parent) {
      if (std::ranges::find(parents, parent) == parents.end()) parents.push_back(parent);
    };
    add_parent(other);
    const bool octopus = rng_.chance(kOctopus);
    if (octopus) {
      const double more = std::min(static_cast<double>(lines_.size()), 1 + std::floor(exponential(1.25)));
      for (auto left = static_cast<std::uint64_t>(std::ceil(more)); left > 0; --left) {
        add_parent(lines_[rng_.below(lines_.size())].tip);
      }
    }
    for (const Position parent : parents) time = std::max(time, time_of(parent));
    return commit(time, parents);
  }

  bool is_due(const Line& line, bool inner) const {
    return line.inner == inner && line.due && *line.due <= now_;
  }

  void pull_what_is_due() {
    for (Line& line : lines_) {
      if (!is_due(line, true)) continue;
      Line& by = some_line();
      if (&by == &line) continue;
      by.tip = merge(now_, by.tip, line.tip);
      by.brought += line.brought + 1;
      begin_anew(line);
    }
    if (now_ < next_session_) return;
    next_session_ = now_ + exponential(kSessionEvery);
    for (Line& line : lines_) {
      if (!is_due(line, false)) continue;
      main_ = merge(now_, main_, line.tip);
      begin_anew(line);
      now_ += exponential(kBetweenPulls);
    }
  }

  void begin_anew(Line& line) {
    const double where = rng_.unit();
    const Position tip = where < kFromRelease ? release_ : where < kFromRelease + kFromTip ? main_ : line.tip;
    line = new_line(tip);
  }

  Rng rng_;
  Rng ids_;
  CommitList list_;
  double now_ = kBegin;
  Position main_ = 0;
  Position release_ = 0;
  std::size_t tags_ = 0;
  std::vector<Position> releases_;
  double next_release_ = kBegin + kReleaseEvery;
  double next_session_ = kBegin + kSessionEvery;
  double next_day_ = kBegin;
  double series_a_day_ = 1;
  std::vector<Line> lines_;
};

}  // namespace

KernelLike grow_kernel_like(std::uint32_t commits, std::uint64_t seed) {
  ENSURE(commits > 0);
  Growth growth(seed);
  growth.grow(commits);
  const CommitList& list = growth.list();
  Result<CommitGraph> graph = CommitGraph::build(list);
  ENSURE(graph.has_value());
  KernelLike result{*std::move(graph)};
  const auto place_of = [&](Position position) { return *result.graph.find(list.ids[position]); };
  result.tip = place_of(static_cast<Position>(list.size() - 1));
  for (const Position release : growth.releases()) result.releases.push_back(place_of(release));
  return result;
}

MainLineRange range_of_about(const CommitGraph& graph, CommitIndex tip, std::uint32_t candidates) {
  std::vector<CommitIndex> line{tip};
  while (!graph.parents(line.back()).empty()) line.push_back(graph.parents(line.back()).front());
  // From the oldest on: how many each reaches that those before it do not.
  std::vector<std::uint32_t> brought;
  CommitSet seen(graph.size());
  for (std::size_t i = line.size(); i > 0; --i) {
    std::vector<CommitIndex> open{line[i - 1]};
    std::uint32_t news = 0;
    while (!open.empty()) {
      const CommitIndex commit = open.back();
      open.pop_back();
      if (seen.contains(commit)) continue;
      seen.insert(commit);
      ++news;
      for (const CommitIndex parent : graph.parents(commit)) open.push_back(parent);
    }
    brought.push_back(news);
  }
  const auto distance = [&](std::uint32_t size) {
    return size > candidates ? size - candidates : candidates - size;
  };
  MainLineRange best{tip, 0};
  std::uint32_t behind = 0;
  for (std::size_t i = 1; i < line.size(); ++i) {
    behind += brought[line.size() - i];
    if (distance(behind) < distance(best.candidates)) best = {line[i], behind};
  }
  return best;
}

}  // namespace rebisect
