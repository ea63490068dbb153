#include "engine/infer/hard_facts.h"

#include <algorithm>
#include <map>
#include <string>

#include "engine/infer/culprit_nearness.h"
#include "engine/judge/build_reach.h"
#include "engine/judge/crash_area.h"
#include "engine/judge/parent_image.h"

namespace rebisect {

std::string_view to_text(HardFact fact) {
  switch (fact) {
    case HardFact::merge_culprit:
      return "merge-culprit";
    case HardFact::release_culprit:
      return "release-culprit";
    case HardFact::same_binary_as_parent:
      return "same-binary-as-parent";
    case HardFact::same_binary_two_verdicts:
      return "same-binary-different-verdict";
    case HardFact::cannot_affect_build:
      break;
  }
  return "cannot-affect-build";
}

namespace {

// "Linux 5.4-rc1"
bool names_release(std::string_view subject) {
  constexpr std::string_view kStart = "Linux ";
  return subject.size() > kStart.size() && subject.starts_with(kStart) && subject[kStart.size()] >= '0' &&
         subject[kStart.size()] <= '9';
}

// Every path is known whole, and none is read by a build of the tested kernels.
bool is_beside_the_build(const BisectionLog& log, const PrintedCommit& culprit) {
  if (culprit.paths.empty()) return false;
  const std::vector<SourceLine> crash =
      log.crash_report ? crash_lines(*log.crash_report) : std::vector<SourceLine>();
  const TestedArchitecture tested = tested_architecture(log, crash);
  return std::ranges::none_of(culprit.paths, [&](const PrintedPath& printed) {
    const std::string path = printed.path + (printed.directory ? "/" : "");
    return printed.abbreviated || build_reach(path, tested.name).possible;
  });
}

bool has_image_with_two_verdicts(const BisectionLog& log, const VerdictTrail& trail) {
  std::map<std::string_view, bool> seen;
  for (const TrailPoint& point : trail) {
    const std::string_view signature = log.steps[point.step].signature;
    if (signature.empty()) continue;
    const auto [image, is_new] = seen.emplace(signature, point.present);
    if (!is_new && image->second != point.present) return true;
  }
  return false;
}

}  // namespace

std::vector<HardFact> hard_facts(const BisectionLog& log, const VerdictTrail& trail) {
  const PrintedCommit none;
  const PrintedCommit& culprit = log.printed_culprit ? *log.printed_culprit : none;
  const std::string_view subject = claimed_subject(log);
  std::vector<HardFact> facts;
  const auto add = [&](HardFact fact, bool holds) {
    if (holds) facts.push_back(fact);
  };
  add(HardFact::merge_culprit, culprit.parents > 1 || subject.starts_with("Merge "));
  add(HardFact::release_culprit, names_release(subject));
  add(HardFact::same_binary_as_parent, parent_image(log) != ParentImage::different);
  add(HardFact::same_binary_two_verdicts, has_image_with_two_verdicts(log, trail));
  add(HardFact::cannot_affect_build, is_beside_the_build(log, culprit));
  return facts;
}

}  // namespace rebisect
