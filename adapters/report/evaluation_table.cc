#include <fmt/format.h>

#include "adapters/report/evaluation.h"
#include "adapters/report/html.h"

namespace rebisect {
namespace {

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? "\"\"" : std::string(1, c);
  return result + '"';
}

std::string csv_row(const SuiteResult& suite, const Evaluation& evaluation, const StrategyScore& score) {
  std::string text =
      fmt::format("{},{},{},{},{},{}", quoted(suite.suite), quoted(evaluation.scenario),
                  quoted(score.strategy), evaluation.seed, evaluation.trials, evaluation.candidates);
  for (const Estimate* estimate : {&score.right, &score.wrong, &score.no_answer}) {
    text += fmt::format(",{:.4f},{:.4f},{:.4f}", estimate->value, estimate->interval.low,
                        estimate->interval.high);
  }
  for (const Spread* spread : {&score.runs, &score.builds, &score.cost}) {
    text += fmt::format(",{:.4f},{:.4f},{:.4f},{:.4f},{:.4f}", spread->mean.value, spread->mean.interval.low,
                        spread->mean.interval.high, spread->median.value, spread->p90.value);
  }
  text += score.limit ? fmt::format(",{:.4f}", *score.limit) : ",";
  text += score.efficiency ? fmt::format(",{:.4f}", *score.efficiency) : ",";
  return text + "\n";
}

// What is wrong with one row, in XML elements.
struct Faults {
  std::string failures;
  std::string skipped;
};

Faults faults_of(const SuiteResult& suite, const Evaluation& evaluation, const std::string& strategy) {
  Faults faults;
  const auto add = [&](Held held, std::string_view type, const std::string& text) {
    if (held == Held::no) {
      faults.failures += fmt::format("      <failure type=\"{}\" message=\"{}\"/>\n", type, escaped(text));
    } else if (held == Held::undecided && faults.skipped.empty()) {
      faults.skipped = fmt::format("      <skipped message=\"{}\"/>\n", escaped(text));
    }
  };
  for (const Checked& checked : evaluation.checked) {
    if (checked.strategy == strategy) add(checked.held, "expectation", checked.text);
  }
  for (const Comparison& comparison : suite.compared.value_or(std::vector<Comparison>())) {
    if (comparison.scenario != evaluation.scenario || comparison.strategy != strategy) continue;
    const bool known =
        comparison.kind == Comparison::Kind::paired || comparison.kind == Comparison::Kind::unpaired;
    add(comparison.regression ? Held::no
        : known               ? Held::yes
                              : Held::undecided,
        "regression", difference_text(comparison));
  }
  return faults;
}

std::string test_case(const SuiteResult& suite, const Evaluation& evaluation, const StrategyScore& score,
                      const Faults& faults) {
  std::string text = fmt::format("    <testcase classname=\"{}.{}\" name=\"{}\">\n", escaped(suite.suite),
                                 escaped(evaluation.scenario), escaped(score.strategy));
  text += faults.failures.empty() ? faults.skipped : faults.failures;
  text += fmt::format(
      "      <system-out>right {:.4f}, wrong {:.4f}, no answer {:.4f}; runs {:.2f}, builds "
      "{:.2f}</system-out>\n    </testcase>\n",
      score.right.value, score.wrong.value, score.no_answer.value, score.runs.mean.value,
      score.builds.mean.value);
  return text;
}

struct JUnitCounts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t skipped = 0;
};

std::string junit_suite(const SuiteResult& suite) {
  JUnitCounts counts;
  std::string cases;
  for (const Evaluation& evaluation : suite.evaluations) {
    for (const StrategyScore& score : evaluation.scores) {
      const Faults faults = faults_of(suite, evaluation, score.strategy);
      ++counts.tests;
      if (!faults.failures.empty()) {
        ++counts.failures;
      } else if (!faults.skipped.empty()) {
        ++counts.skipped;
      }
      cases += test_case(suite, evaluation, score, faults);
    }
  }
  return fmt::format(
      "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">\n"
      "{}  </testsuite>\n",
      escaped(suite.suite), counts.tests, counts.failures, counts.skipped, cases);
}

}  // namespace

std::string to_csv(const std::vector<SuiteResult>& suites) {
  std::string text = "suite,scenario,strategy,seed,trials,candidates";
  for (const char* rate : {"right", "wrong", "no_answer"}) text += fmt::format(",{0},{0}_low,{0}_high", rate);
  for (const char* what : {"runs", "builds", "cost"}) {
    text += fmt::format(",{0}_mean,{0}_mean_low,{0}_mean_high,{0}_median,{0}_p90", what);
  }
  text += ",limit,efficiency\n";
  for (const SuiteResult& suite : suites) {
    for (const Evaluation& evaluation : suite.evaluations) {
      for (const StrategyScore& score : evaluation.scores) text += csv_row(suite, evaluation, score);
    }
  }
  return text;
}

std::string to_junit(const std::vector<SuiteResult>& suites) {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"rebisect evaluate\">\n";
  for (const SuiteResult& suite : suites) text += junit_suite(suite);
  return text + "</testsuites>\n";
}

}  // namespace rebisect
