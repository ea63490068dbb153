#include "engine/judge/parent_image.h"

#include <algorithm>

#include "engine/replay/log_arithmetic.h"

namespace rebisect {

std::optional<std::size_t> step_of_claim(const BisectionLog& log) {
  if (!log.claim || log.claim->kind != Claim::Kind::commit || log.claim->commits.empty()) return std::nullopt;
  const Revision& claimed = log.claim->commits.front();
  for (std::size_t i = log.steps.size(); i > 0; --i) {
    const Step& step = log.steps[i - 1];
    const bool tested = step.role != StepRole::parent && !step.own;
    if (tested && same_revision(log, step.commit, claimed)) return i - 1;
  }
  return std::nullopt;
}

const Step* parent_step(const BisectionLog& log, const Step& claimed) {
  const auto built = std::ranges::find(log.steps, StepRole::parent, &Step::role);
  if (built != log.steps.end()) return &*built;
  if (log.parent_signature.empty()) return nullptr;
  const auto tested = std::ranges::find_if(log.steps, [&](const Step& step) {
    return step.signature == log.parent_signature && step.commit.text != claimed.commit.text;
  });
  return tested == log.steps.end() ? nullptr : &*tested;
}

ParentImage parent_image(const BisectionLog& log) {
  if (log.culprit_signature.empty() || log.culprit_signature != log.parent_signature) {
    return ParentImage::different;
  }
  const auto claimed = step_of_claim(log);
  const Step* const parent = claimed ? parent_step(log, log.steps[*claimed]) : nullptr;
  if (parent == nullptr || parent->compiler.empty() || log.steps[*claimed].compiler.empty()) {
    return ParentImage::same;
  }
  return parent->compiler == log.steps[*claimed].compiler ? ParentImage::same_compiler
                                                          : ParentImage::another_compiler;
}

}  // namespace rebisect
