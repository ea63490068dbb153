// The parts of a report that judge, for a terminal: suspects, disputed verdicts, what to test next.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "adapters/report/text.h"
#include "engine/review/report.h"

namespace rebisect {

// A hypothesis and how probable it is. The text is printable.
struct Share {
  double probability = 0;
  std::string text;
};

// Below this share a hypothesis has no line of its own.
inline constexpr double kLeastShown = 0.005;
// What stands for the commits without a line.
inline constexpr const char* kOtherCommits = "other commits of the range";

// Does the log report the commit? 40 digits where the history has it, else as written.
bool is_claimed(const Report& report, const std::string& commit);
// What explains the log beside the commits of the range: a bug that is older, newer, or not one. Needs a
// belief.
std::vector<Share> other_hypotheses(const Report& report);
// The `most` most probable commits, then what else explains the log; nothing without a belief.
std::vector<Share> suspect_shares(const Report& report, std::size_t most);
// Is the verdict probably enough false that people are told?
bool is_told(const DisputePart& dispute);
// "step 2: f40ddce88593 (v5.11) was called good; without that mistake ...".
std::string dispute_text(const Report& report, const DisputePart& dispute);
// The verdicts that are probably enough false to be told of, each with where it would have gone.
std::vector<Share> dispute_shares(const Report& report);

// "41 %", "<1 %", ">99 %": a probability is never shown as certain.
std::string percent(double probability);
// "90 % of the probability lies on 5 commits; 2.6 bits are left to find out".
std::string credible_sentence(const BeliefPart& belief);

// Each ends with a newline and begins with an empty line and its title; empty where there is nothing to say.
std::string suspects_text(const Report& report, const TextStyle& style);
std::string disputes_text(const Report& report, const TextStyle& style);
std::string plan_text(const Report& report);

// "V4L/DVB: cx23885: Check ... (A. Author, 2010-07-18)"; empty where nobody could describe the commit.
std::string description_of(const Descriptions& descriptions, const std::string& digits);

}  // namespace rebisect
