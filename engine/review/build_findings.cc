#include "engine/review/build_findings.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "engine/judge/parent_image.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

using Findings = std::vector<Finding>;

// Equal images that were told apart: only the runs can differ there, so one verdict of the two is wrong.
void check_images(const LogFacts& facts, Findings& findings) {
  const std::vector<Step>& steps = facts.log.steps;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::optional<bool> here = present_at(facts, i);
    if (steps[i].signature.empty() || !here) continue;
    for (std::size_t k = i + 1; k < steps.size(); ++k) {
      if (steps[k].signature != steps[i].signature || present_at(facts, k).value_or(*here) == *here) continue;
      findings.push_back(
          {FindingKind::same_binary_different_verdict,
           Severity::error,
           {i, k},
           fmt::format("steps {} and {} ran the same kernel image, and the bug was there in one "
                       "of them alone",
                       i, k)});
      break;
    }
  }
}

void check_parent_image(const LogFacts& facts, Findings& findings) {
  const ParentImage image = parent_image(facts.log);
  if (image == ParentImage::different) return;
  const auto claimed = step_of_claim(facts.log);
  const bool proof = image == ParentImage::same_compiler;
  findings.push_back({FindingKind::same_binary_as_parent, proof ? Severity::error : Severity::warning,
                      claimed ? std::vector{*claimed} : std::vector<std::size_t>(),
                      fmt::format("the reported commit gives the same kernel image as its parent{}",
                                  proof ? ", built alike: it changes nothing that was tested"
                                  : image == ParentImage::another_compiler ? ", though by another compiler"
                                                                           : "")});
}

// Was the step's verdict, or its build, a part of the search?
bool is_of_search(const Step& step) {
  return step.logged || step.role == StepRole::parent;
}

void check_compilers(const LogFacts& facts, Findings& findings) {
  const std::vector<Step>& steps = facts.log.steps;
  const auto claimed = step_of_claim(facts.log);
  const Step* const parent = claimed ? parent_step(facts.log, steps[*claimed]) : nullptr;
  if (parent != nullptr && !parent->compiler.empty() && !steps[*claimed].compiler.empty() &&
      parent->compiler != steps[*claimed].compiler) {
    findings.push_back({FindingKind::compiler_changed,
                        Severity::warning,
                        {*claimed},
                        fmt::format("the reported commit was built by {}, its parent by {}",
                                    steps[*claimed].compiler, parent->compiler)});
    return;
  }
  std::vector<std::size_t> changed;
  const Step* first = nullptr;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (!is_of_search(steps[i]) || steps[i].compiler.empty()) continue;
    if (first == nullptr) first = &steps[i];
    if (steps[i].compiler != first->compiler) changed.push_back(i);
  }
  if (first == nullptr || changed.empty()) return;
  findings.push_back({FindingKind::compiler_changed, Severity::note, changed,
                      fmt::format("not all kernels were built by one compiler: {}, but step {} by {}",
                                  first->compiler, changed.front(), steps[changed.front()].compiler)});
}

}  // namespace

std::vector<Finding> find_build_problems(const LogFacts& facts) {
  Findings findings;
  check_images(facts, findings);
  check_parent_image(facts, findings);
  check_compilers(facts, findings);
  return findings;
}

}  // namespace rebisect
