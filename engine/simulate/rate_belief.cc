#include "engine/simulate/rate_belief.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/base/ensure.h"
#include "engine/base/logspace.h"

namespace rebisect {
namespace {

// The least probable candidates are forgotten as long as they are together less probable than this. A
// bisection of 100 runs so loses its culprit once in 10,000 times at most.
constexpr double kForgotten = 1e-6;
// Tests are chosen among candidates that are together at least so probable; the others would hardly move the
// sums, but cost the same.
constexpr double kWeighed = 0.999;
// Where nothing can be tested: a commit that is so many places away is avoided half as much. Times the number
// of such places so far, so that a broken stretch of any length is left in a few steps.
constexpr double kAvoided = 8;

double coin_bits(double p) {
  return p <= 0 || p >= 1 ? 0 : -(p * std::log2(p) + (1 - p) * std::log2(1 - p));
}

// The same to some 0.00001 bits, which is enough to compare tests: straight lines between 1,025 points, but
// for the ends, where it is curved.
double about_coin_bits(double p) {
  constexpr double kCurved = 1.0 / 32;
  if (p < kCurved || p > 1 - kCurved) return coin_bits(p);
  constexpr std::size_t kParts = 1024;
  static const std::array<double, kParts + 1> kPoints = [] {
    std::array<double, kParts + 1> points{};
    for (std::size_t i = 0; i <= kParts; ++i) points[i] = coin_bits(static_cast<double>(i) / kParts);
    return points;
  }();
  const double part = p * kParts;
  const auto at = static_cast<std::size_t>(part);
  return kPoints[at] + (part - static_cast<double>(at)) * (kPoints[at + 1] - kPoints[at]);
}

double some_of(double p, std::uint32_t runs) {
  return runs == 1 ? p : 1 - std::pow(1 - p, runs);
}

// Around places that cannot be tested, a piece is looked at in so many places.
constexpr std::uint32_t kParts = 5;

// The best so far.
struct Favourite {
  const std::vector<std::uint32_t>& untestable;
  RunChoice choice;
  double value;

  void offer(const RunChoice& other) {
    double other_value = other.gain_bits;
    for (const std::uint32_t place : untestable) {
      const double apart = place < other.at ? other.at - place : place - other.at;
      other_value *= apart / (apart + kAvoided * static_cast<double>(untestable.size()));
    }
    if (other_value <= value) return;
    choice = other;
    value = other_value;
  }
};

}  // namespace

RateBelief::RateBelief(const SegmentedRange& range, const RatePrior& prior, bool fix)
    : range_(&range), prior_(prior), fix_(fix) {
  ENSURE(range.size() > 0);
  reset();
}

void RateBelief::reset() {
  crashes_ = ok_ = 0;
  pieces_.clear();
  for (std::uint32_t s = 0; s < range_->segments(); ++s) {
    pieces_.push_back({range_->begin(s), range_->end(s), s, 0});
  }
  levels_.assign(1, {});
  weigh();
}

double RateBelief::counts(const Piece& piece) const {
  return piece.begin == 0 ? piece.end - 1 + prior_.first_counts : piece.end - piece.begin;
}

void RateBelief::split(std::uint32_t at) {
  auto found = std::ranges::upper_bound(pieces_, at, {}, &Piece::begin);
  if (found == pieces_.begin()) return;
  --found;
  if (found->end <= at + 1) return;
  Piece newer = *found;
  newer.begin = found->end = at + 1;
  pieces_.insert(found + 1, newer);
}

bool RateBelief::has_bug(const Piece& piece, std::uint32_t at, std::uint32_t segment) const {
  const bool reached =
      piece.segment == segment ? piece.begin <= at : range_->stands_on(segment, piece.segment);
  return reached != fix_;
}

std::uint32_t RateBelief::level_of(std::uint32_t crashes, std::uint32_t ok) {
  const auto same = [&](const Level& level) { return level.crashes == crashes && level.ok == ok; };
  const auto found = std::ranges::find_if(next_levels_, same);
  const auto at = static_cast<std::uint32_t>(found - next_levels_.begin());
  if (found == next_levels_.end()) {
    Level level;
    level.crashes = crashes;
    level.ok = ok;
    next_levels_.push_back(level);
  }
  return at;
}

void RateBelief::observe(std::uint32_t at, bool crashed) {
  (crashed ? crashes_ : ok_) += 1;
  split(at);
  const std::uint32_t segment = range_->segment_of(at);
  constexpr std::uint32_t kUnknown = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> to[2] = {std::vector(levels_.size(), kUnknown),
                                      std::vector(levels_.size(), kUnknown)};
  next_levels_.clear();
  for (Piece& piece : pieces_) {
    const bool here = has_bug(piece, at, segment);
    std::uint32_t& next = to[here ? 1 : 0][piece.level];
    if (next == kUnknown) {
      const Level& level = levels_[piece.level];
      next = level_of(level.crashes + (here && crashed ? 1 : 0), level.ok + (here && !crashed ? 1 : 0));
    }
    piece.level = next;
  }
  levels_.swap(next_levels_);
  weigh();
  forget();
}

void RateBelief::observe_bug(bool crashed) {
  (crashed ? crashes_ : ok_) += 1;
  for (Level& level : levels_) (crashed ? level.crashes : level.ok) += 1;
  weigh();
}

// ln of from (from + 1) ... (from + count - 1).
double RateBelief::log_rising(double from, std::vector<double>& logs, std::uint32_t count) const {
  if (logs.empty()) logs.push_back(0);
  while (logs.size() <= count) {
    logs.push_back(logs.back() + std::log(from + static_cast<double>(logs.size() - 1)));
  }
  return logs[count];
}

void RateBelief::weigh() {
  const double log_false = prior_.false_crash > 0 ? std::log(prior_.false_crash) : kImpossible;
  const double log_true = std::log1p(-prior_.false_crash);
  double highest = kImpossible;
  for (Level& level : levels_) {
    level.together = 0;
    level.each = log_rising(prior_.a, log_a_, level.crashes) + log_rising(prior_.b, log_b_, level.ok) -
                 log_rising(prior_.a + prior_.b, log_ab_, level.crashes + level.ok);
    if (crashes_ > level.crashes) level.each += (crashes_ - level.crashes) * log_false;
    level.each += (ok_ - level.ok) * log_true;
    highest = std::max(highest, level.each);
  }
  // All can be impossible: what was seen cannot be. Then the belief stays as it was before any run.
  for (Level& level : levels_) level.each = highest == kImpossible ? 1 : std::exp(level.each - highest);
  for (const Piece& piece : pieces_) levels_[piece.level].together += counts(piece);
  double all = 0;
  for (Level& level : levels_) all += level.together *= level.each;
  for (Level& level : levels_) {
    level.each /= all;
    level.together /= all;
  }
  prepared_runs_ = 0;
}

void RateBelief::forget() {
  std::vector<std::uint32_t> order(levels_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, {}, [&](std::uint32_t level) { return levels_[level].each; });
  std::vector<bool> forgotten(levels_.size());
  double together = 0;
  for (const std::uint32_t level : order) {
    together += levels_[level].together;
    if (together > kForgotten) break;
    forgotten[level] = true;
  }
  std::erase_if(pieces_, [&](const Piece& piece) { return forgotten[piece.level]; });
}

RateBelief::Suspect RateBelief::best() const {
  Suspect best;
  for (const Piece& piece : pieces_) {
    const double each = levels_[piece.level].each * (piece.begin == 0 ? prior_.first_counts : 1);
    if (each > best.probability) best = {piece.begin, each};
  }
  return best;
}

std::vector<RateBelief::Suspect> RateBelief::credible(double together) const {
  std::vector<Suspect> suspects;
  for (const Piece& piece : pieces_) {
    for (std::uint32_t at = piece.begin; at < piece.end; ++at) {
      suspects.push_back({at, levels_[piece.level].each * (at == 0 ? prior_.first_counts : 1)});
    }
  }
  std::ranges::stable_sort(suspects, std::greater(), &Suspect::probability);
  double sum = 0;
  const auto enough = std::ranges::find_if(suspects, [&](const Suspect& suspect) {
    const bool full = sum >= together;
    sum += suspect.probability;
    return full;
  });
  suspects.erase(enough, suspects.end());
  return suspects;
}

void RateBelief::prepare(std::uint32_t runs) {
  const double f = some_of(prior_.false_crash, runs);
  from_false_ = {f, coin_bits(f)};
  prepare_levels(runs);
  sums_.clear(range_->segments());
  of_segments_.assign(range_->segments(), {});
  for (const Piece& piece : pieces_) {
    const Level& level = levels_[piece.level];
    if (!level.tells) continue;
    of_segments_[piece.segment] +=
        {counts(piece) * level.telling.first, counts(piece) * level.telling.second};
  }
  for (const Piece& piece : pieces_) sums_.set(piece.segment, of_segments_[piece.segment]);
  sums_.tabulate();
  all_ = sums_.all();
  prepared_runs_ = runs;
}

void RateBelief::prepare_levels(std::uint32_t runs) {
  std::vector<Level*> order;
  for (Level& level : levels_) order.push_back(&level);
  std::ranges::stable_sort(order, std::greater(), &Level::each);
  double together = 0;
  least_wanted_ = 1;
  most_wanted_ = 0;
  for (Level* const level : order) {
    double no_crash = 1;
    for (std::uint32_t i = 0; i < runs; ++i) {
      const double ok = prior_.b + level->ok + i;
      no_crash *= ok / (ok + prior_.a + level->crashes);
    }
    level->telling = {level->each * (1 - no_crash - from_false_.first),
                      level->each * (coin_bits(no_crash) - from_false_.second)};
    level->tells = together < kWeighed;
    together += level->together;
    if (!level->tells) continue;
    // Where the bug shows less often than other crashes, nothing is known of where to look.
    const bool shows = level->telling.first > 0;
    level->wanted = shows ? 1 / (1 + std::exp2(level->telling.second / level->telling.first)) : 0;
    least_wanted_ = std::min(least_wanted_, level->wanted);
    most_wanted_ = std::max(most_wanted_, shows ? level->wanted : 1);
  }
}

RateBelief::Line RateBelief::line(const Piece& piece, const TwoSums& before) const {
  const TwoSums each = levels_[piece.level].tells ? levels_[piece.level].telling : TwoSums{};
  TwoSums at_begin = before;
  if (piece.begin == 0) {
    at_begin += {(prior_.first_counts - 1) * each.first, (prior_.first_counts - 1) * each.second};
  }
  if (!fix_) return {at_begin, each};
  return {{all_.first - at_begin.first, all_.second - at_begin.second}, {-each.first, -each.second}};
}

RunChoice RateBelief::choice(const Line& line, const Piece& piece, std::uint32_t at) const {
  const double count = at - piece.begin + 1;
  RunChoice choice{at, prepared_runs_, 0, from_false_.first + line.at_begin.first + count * line.each.first};
  choice.gain_bits = about_coin_bits(choice.p_crash) -
                     (from_false_.second + line.at_begin.second + count * line.each.second);
  return choice;
}

// Between two candidates of a piece both sums are straight, and the gain has its only maximum where the
// chance of a crash is 1 / (1 + 2^(second / first)).
std::uint32_t RateBelief::peak(const Line& line, const Piece& piece) const {
  const double count =
      (levels_[piece.level].wanted - from_false_.first - line.at_begin.first) / line.each.first;
  if (!(count > 1)) return piece.begin;  // also where it is no number
  if (count >= piece.end - piece.begin) return piece.end - 1;
  return piece.begin + static_cast<std::uint32_t>(std::lround(count)) - 1;
}

double RateBelief::p_crash_at_end(std::uint32_t segment, const TwoSums& before) const {
  const double reached = before.first + of_segments_[segment].first;
  return from_false_.first + (fix_ ? all_.first - reached : reached);
}

// Towards newer commits the chance of a crash grows (of a fix: falls). As long as it is less than what all
// candidates want, the newer commit tells more than the older one.
bool RateBelief::is_too_old(double p_crash) const {
  return fix_ ? p_crash >= most_wanted_ : p_crash <= least_wanted_;
}

bool RateBelief::is_too_new(double p_crash) const {
  return fix_ ? p_crash <= least_wanted_ : p_crash >= most_wanted_;
}

// What the newest segment of the main line that is too old stands on tells less than that one, whose end it
// gives.
std::optional<std::uint32_t> RateBelief::bracket() {
  too_new_.assign(range_->segments() / 64 + 1, 0);
  too_old_.clear();
  const auto line = range_->main_line();
  const auto oldest = std::ranges::partition_point(line, [&](std::uint32_t segment) {
    return !is_too_old(p_crash_at_end(segment, sums_.below(*range_, segment)));
  });
  if (oldest == line.end()) return std::nullopt;
  const auto row = range_->below(*oldest);
  too_old_.assign(row.begin(), row.end());
  return range_->end(*oldest) - 1;
}

bool RateBelief::is_bracketed(std::uint32_t segment) const {
  const std::uint32_t word = segment / 64;
  if (word < too_old_.size() && (too_old_[word] >> (segment % 64) & 1U) != 0) return false;
  const auto row = range_->below(segment);
  for (std::size_t w = 0; w < row.size(); ++w) {
    if ((row[w] & too_new_[w]) != 0) return false;
  }
  return true;
}

// What a segment stands on, where it is worth a look.
std::optional<TwoSums> RateBelief::look_at(std::uint32_t segment, bool look_at_all) {
  if (!look_at_all && !is_bracketed(segment)) return std::nullopt;
  const TwoSums before = sums_.below(*range_, segment);
  if (is_too_new(p_crash_at_end(segment, before))) {
    too_new_[segment / 64] |= std::uint64_t{1} << (segment % 64);
  }
  return before;
}

std::optional<RunChoice> RateBelief::most_telling(std::uint32_t runs,
                                                  const std::vector<std::uint32_t>& untestable) {
  prepare(runs);
  const std::optional<std::uint32_t> oldest = bracket();
  Favourite favourite{untestable, {}, 0};
  if (oldest) favourite.offer(told_by(*oldest, runs));
  std::optional<TwoSums> before;
  std::uint32_t segment = range_->segments();
  for (const Piece& piece : pieces_) {
    const Level& level = levels_[piece.level];
    if (!level.tells) continue;
    // The best place may be one to avoid: then no other can be left out.
    if (piece.segment != segment) before = look_at(piece.segment, !untestable.empty());
    segment = piece.segment;
    if (!before) continue;
    const Line here = line(piece, *before);
    favourite.offer(choice(here, piece, peak(here, piece)));
    const std::uint32_t parts = untestable.empty() ? 0 : kParts;
    for (std::uint32_t part = 0; part < parts; ++part) {
      favourite.offer(choice(here, piece, piece.begin + (piece.end - piece.begin - 1) * part / (parts - 1)));
    }
    *before += {counts(piece) * level.telling.first, counts(piece) * level.telling.second};
  }
  if (favourite.value <= 0) return std::nullopt;
  return favourite.choice;
}

RunChoice RateBelief::told_by(std::uint32_t at, std::uint32_t runs) const {
  ENSURE(prepared_runs_ == runs);
  const std::uint32_t segment = range_->segment_of(at);
  TwoSums before = sums_.below(*range_, segment);
  const auto first = std::ranges::lower_bound(pieces_, range_->begin(segment), {}, &Piece::begin);
  for (auto piece = first; piece != pieces_.end() && piece->begin <= at; ++piece) {
    const Line here = line(*piece, before);
    if (at < piece->end) return choice(here, *piece, at);
    if (!levels_[piece->level].tells) continue;
    const TwoSums& each = levels_[piece->level].telling;
    before += {counts(*piece) * each.first, counts(*piece) * each.second};
  }
  // Its own candidates are forgotten.
  const Piece none{at, at, segment, 0};
  Line here{before, {}};
  if (fix_) here.at_begin = {all_.first - before.first, all_.second - before.second};
  return choice(here, none, at);
}

}  // namespace rebisect
