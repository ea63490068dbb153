#include "tests/support/log_findings.h"

#include "config/reliability_file.h"
#include "config/settings.h"
#include "engine/base/ensure.h"

namespace rebisect::testing {

ReviewOptions default_review_options() {
  const Result<Settings> settings = default_settings();
  ENSURE(settings.has_value());
  ReviewOptions options;
  options.findings = settings->findings;
  return options;
}

ReviewOptions by_newest_rules() {
  ReviewOptions options = default_review_options();
  options.rules = &newest_git_rules();
  return options;
}

ReviewOptions judging_review_options() {
  ReviewOptions options = default_review_options();
  const Result<ReliabilityModel> reliability = default_reliability_model();
  ENSURE(reliability.has_value());
  options.weigh_by = Weighing{*default_settings(), *reliability};
  options.plan = true;
  return options;
}

std::vector<Finding> problems_of(const BisectionLog& log, FindProblems find, const Policy* policy) {
  const JudgedLog judged = judge_log(log, policy);
  const ReviewOptions options = default_review_options();
  return find({log, judged, options.findings});
}

std::string problem_ids(const BisectionLog& log, FindProblems find) {
  std::string text;
  for (const Finding& finding : problems_of(log, find)) {
    text += (text.empty() ? "" : "; ") + std::string(id_of(finding.kind));
    for (const std::size_t step : finding.steps) text += " " + std::to_string(step);
  }
  return text;
}

}  // namespace rebisect::testing
