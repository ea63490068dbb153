#include "engine/review/report.h"

#include <algorithm>
#include <array>

namespace rebisect {

std::string_view to_text(Conclusion conclusion) {
  constexpr std::array<std::string_view, 4> kTexts = {"holds", "doubtful", "refuted", "undecided"};
  return kTexts[static_cast<std::size_t>(conclusion)];
}

std::string_view to_text(Match match) {
  constexpr std::array<std::string_view, 5> kTexts = {"not compared", "same", "other-rules", "different",
                                                      "unknown"};
  return kTexts[static_cast<std::size_t>(match)];
}

std::string_view to_text(Deduction::Kind kind) {
  constexpr std::array<std::string_view, 5> kTexts = {"first-bad", "any-of", "before-range", "contradiction",
                                                      "unfinished"};
  return kTexts[static_cast<std::size_t>(kind)];
}

std::vector<Oid> commits_to_describe(const Report& report) {
  std::vector<Oid> wanted;
  const auto want = [&](const std::string& digits) {
    const auto id = Oid::from_hex(digits);
    if (id && std::ranges::find(wanted, *id) == wanted.end()) wanted.push_back(*id);
  };
  for (const std::string& claimed : report.deduction.claimed) want(claimed);
  for (const std::string& candidate : report.deduction.candidates) want(candidate);
  if (report.next) want(report.next->hex());
  if (!report.outline) return wanted;
  // A page names more of them.
  for (const OutlineStretch& stretch : report.outline->stretches) want(stretch.newest);
  for (const FlipPart& flip : report.flips) {
    for (const std::string& commit : flip.kept.commits) want(commit);
    if (!flip.anew) continue;
    for (const std::string& commit : flip.anew->commits) want(commit);
  }
  if (report.belief) {
    for (const SuspectPart& suspect : report.belief->suspects) want(suspect.commit);
  }
  return wanted;
}

}  // namespace rebisect
