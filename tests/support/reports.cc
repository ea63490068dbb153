#include "tests/support/reports.h"

#include <sstream>

#include <gtest/gtest.h>

#include "adapters/report/layout.h"
#include "tests/support/scenarios.h"
#include "tests/support/sketch.h"
#include "tests/support/told.h"

namespace rebisect::testing {

Report described_report(const Scenario& scenario, const ReviewOptions& options) {
  const Sketch history = sketch(scenario.graph);
  Result<Report> report = review(history_of(scenario, history), scenario.log, options);
  EXPECT_TRUE(report.has_value());
  if (!report) return {};
  for (const Oid& id : commits_to_describe(*report)) {
    const auto commit = history.graph.find(id);
    if (!commit) continue;
    report->descriptions[id.hex()] = {"drivers: Change " + history.name(*commit), "A U Thor", 1'577'880'000,
                                      60};
  }
  return *std::move(report);
}

BisectionLog hostile_log() {
  BisectionLog log = told("start h a; good d; bad e; claim e");
  log.claim->text = "\x1b]0;owned\x07\xff\xfe \xe2\x80\xae" + std::string(200, 'w');
  log.claim->kind = Claim::Kind::error;
  log.claim->commits.clear();
  log.steps[2].runs = {{RunOutcome::Kind::crashed, "BUG \x1b[31m\n</script>\xc0\xaf"}};
  log.steps[2].release = "v1\x1b[2J";
  log.steps[2].role = StepRole::release;
  log.diagnostics = {{3, "a line with \x9b and \x7f"}};
  return log;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string overlong_lines(const std::string& text, std::size_t width) {
  std::string overlong;
  for (const std::string& line : lines_of(text)) {
    const std::size_t word = line.find_first_not_of(" -");
    if (columns(line) > width && line.find(' ', word) != std::string::npos) overlong += line + "\n";
  }
  return overlong;
}

bool is_utf8(const std::string& text) {
  // Invalid bytes are all that printable() changes, beside control characters.
  for (const std::string& line : lines_of(text)) {
    if (printable(line) != line) return false;
  }
  return true;
}

}  // namespace rebisect::testing
