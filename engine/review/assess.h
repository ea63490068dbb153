// assess(): weighs what the runs show, and puts it into the parts of a report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/review/believe.h"
#include "engine/review/page_parts.h"
#include "engine/review/review_options.h"

namespace rebisect {

struct Assessment {
  bool made = false;  // false where nobody asked for one
  std::optional<BeliefPart> belief;
  std::optional<ReliabilityPart> reliability;
  std::vector<DisputePart> disputes;
  std::optional<std::vector<PlanPart>> plan;
  std::optional<HistoryOutline> outline;
  std::vector<FlipPart> flips;
  std::optional<Score> score;
  bool doubted = false;            // the score is below what the settings ask for
  std::vector<std::string> notes;  // on how it was computed
};

// Fails as replay_on() does, which it asks where a disputed verdict would have led.
Result<Assessment> assess(const Facts& facts, const GitRules& rules, const ReviewOptions& options);
Assessment assess(const LogFacts& facts, const ReviewOptions& options);

}  // namespace rebisect
