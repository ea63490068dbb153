#include "engine/infer/hard_facts.h"

#include <algorithm>
#include <array>
#include <map>

#include "engine/infer/culprit_nearness.h"

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

constexpr std::string_view kFoldersBesideTheBuild[] = {"Documentation", "LICENSES", "samples",
                                                       "scripts",       "tools",    "usr"};
constexpr std::string_view kFilesBesideTheBuild[] = {"CREDITS", "MAINTAINERS"};
constexpr std::string_view kEndingsBesideTheBuild[] = {".rst", ".txt", ".dts", ".dtsi", ".yaml"};
// What an abbreviated path must show to be known.
constexpr std::string_view kPartsBesideTheBuild[] = {"selftests/", "bindings/", "devicetree/"};

bool is_in_folder(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

bool is_beside_the_build(const PrintedPath& printed) {
  const std::string_view path = printed.path;
  const auto ends = [&](std::string_view ending) { return path.ends_with(ending); };
  if (std::ranges::any_of(kEndingsBesideTheBuild, ends)) return true;
  if (printed.abbreviated) {
    return std::ranges::any_of(kPartsBesideTheBuild,
                               [&](std::string_view part) { return path.starts_with(part); });
  }
  if (path.starts_with("arch/") && !is_in_folder(path, "arch/x86")) return true;
  return std::ranges::find(kFilesBesideTheBuild, path) != std::end(kFilesBesideTheBuild) ||
         std::ranges::any_of(kFoldersBesideTheBuild,
                             [&](std::string_view folder) { return is_in_folder(path, folder); });
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
  add(HardFact::same_binary_as_parent,
      !log.culprit_signature.empty() && log.culprit_signature == log.parent_signature);
  add(HardFact::same_binary_two_verdicts, has_image_with_two_verdicts(log, trail));
  add(HardFact::cannot_affect_build,
      !culprit.paths.empty() && std::ranges::all_of(culprit.paths, is_beside_the_build));
  return facts;
}

}  // namespace rebisect
