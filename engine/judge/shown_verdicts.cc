#include <algorithm>
#include <iterator>

#include "engine/judge/bot_days.h"
#include "engine/judge/policy.h"

namespace rebisect {
namespace {

constexpr VerdictSet only(Verdict verdict) {
  return {verdict == Verdict::good, verdict == Verdict::bad, verdict == Verdict::skip, false};
}

// Reads a log's course: what came after a test tells what was concluded from it.
class Course {
 public:
  explicit Course(const BisectionLog& log) : log_(log) {
    for (std::size_t i = 0; i < log.steps.size(); ++i) {
      if (is_test(log.steps[i])) last_ = i;
    }
  }

  std::optional<VerdictSet> shown(std::size_t index) const {
    const Step& step = log_.steps[index];
    if (!is_test(step) || log_.format == LogFormat::git) return std::nullopt;
    if (index == last_ && ended_in_error()) return at_error(step);
    switch (step.role) {
      case StepRole::config:
        return std::nullopt;  // which configuration went on is not told
      case StepRole::start:
        return at_start(index);
      case StepRole::release:
        return at_release(step, index);
      case StepRole::head:
        return at_head(step);
      case StepRole::merge_base:
      case StepRole::bisect:
      case StepRole::parent:
        break;
    }
    return as_told(step);
  }

 private:
  static bool is_test(const Step& step) { return step.role != StepRole::parent && !step.own; }

  static std::optional<VerdictSet> as_told(const Step& step) {
    return step.logged ? std::optional(only(*step.logged)) : std::nullopt;
  }

  bool ended_in_error() const { return log_.claim && log_.claim->kind == Claim::Kind::error; }

  // The words git gets for "the bug shows" and for "it does not".
  VerdictSet present() const { return only(log_.aim == Aim::cause ? Verdict::bad : Verdict::good); }
  VerdictSet not_absent() const {
    VerdictSet set = present();
    set.skip = true;
    return set;
  }

  // A test whose verdict was told is judged by that. Of the last one before an error only the errors tell
  // that are about it.
  std::optional<VerdictSet> at_error(const Step& step) const {
    if (step.logged && step.role != StepRole::start && step.role != StepRole::config) return as_told(step);
    const std::string& error = log_.claim->text;
    const auto says = [&](std::string_view words) { return error.find(words) != std::string::npos; };
    if (says("infra error") || says("repro testing failure")) return VerdictSet{false, false, false, true};
    if (step.role == StepRole::start && says("the crash wasn't reproduced on the original commit")) {
      VerdictSet set{true, true, true, false};
      (log_.aim == Aim::cause ? set.bad : set.good) = false;
      return set;
    }
    if (step.role == StepRole::release && says("had kernel build, boot or test errors")) {
      return only(Verdict::skip);
    }
    const bool other_reason = says("aborting") || says("kernel clean failed");
    if (step.build_failed && !other_reason) return VerdictSet{false, false, false, true};
    return std::nullopt;
  }

  std::optional<VerdictSet> at_start(std::size_t index) const {
    const bool searched = !log_.commands.empty();
    const bool went_on =
        std::any_of(log_.steps.begin() + static_cast<std::ptrdiff_t>(index) + 1, log_.steps.end(),
                    [](const Step& later) { return is_test(later) && later.role != StepRole::config; });
    return searched || went_on ? std::optional(present()) : std::nullopt;
  }

  std::optional<VerdictSet> at_release(const Step& step, std::size_t index) const {
    if (log_.aim == Aim::fix) return as_told(step);
    const bool walked_on =
        std::any_of(log_.steps.begin() + static_cast<std::ptrdiff_t>(index) + 1, log_.steps.end(),
                    [](const Step& later) { return later.role == StepRole::release; });
    if (walked_on) return not_absent();
    if (!log_.commands.empty()) return only(Verdict::good);
    const bool nothing_found = log_.claim && log_.claim->kind == Claim::Kind::none;
    return nothing_found ? std::optional(not_absent()) : std::nullopt;
  }

  std::optional<VerdictSet> at_head(const Step& step) const {
    if (step.logged) return as_told(step);
    const bool nothing_found = log_.claim && log_.claim->kind == Claim::Kind::none;
    return nothing_found ? std::optional(not_absent()) : std::nullopt;
  }

  const BisectionLog& log_;
  std::optional<std::size_t> last_;
};

bool is_mixed(const Step& step) {
  return std::ranges::any_of(step.runs,
                             [&](const RunOutcome& run) { return run.kind != step.runs.front().kind; });
}

}  // namespace

std::vector<std::optional<VerdictSet>> shown_verdicts(const BisectionLog& log) {
  const Course course(log);
  std::vector<std::optional<VerdictSet>> shown;
  for (std::size_t i = 0; i < log.steps.size(); ++i) shown.push_back(course.shown(i));
  return shown;
}

bool fits(const Judgement& judgement, const VerdictSet& shown) {
  if (judgement.aborts) return shown.abort;
  if (!judgement.verdict) return false;
  switch (*judgement.verdict) {
    case Verdict::good:
      return shown.good;
    case Verdict::bad:
      return shown.bad;
    case Verdict::skip:
      break;
  }
  return shown.skip;
}

Reproduced reproduced_by(const BisectionLog& log, const std::vector<Judgement>& judgements) {
  const std::vector<std::optional<VerdictSet>> shown = shown_verdicts(log);
  Reproduced reproduced;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (!shown[i] || judgements[i].why == JudgedBy::nothing) continue;
    const std::size_t equal = fits(judgements[i], *shown[i]) ? 1 : 0;
    ++reproduced.compared;
    reproduced.equal += equal;
    if (!is_mixed(log.steps[i])) continue;
    ++reproduced.mixed_compared;
    reproduced.mixed_equal += equal;
  }
  return reproduced;
}

}  // namespace rebisect
