// Scenario files: one situation each, as a graph, a log and what must come out (docs/scenarios.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/bisection_log.h"
#include "engine/simulate/what_if.h"

namespace rebisect {

// Where the verdicts lead. What is absent here and below was not named in the file and is not to be compared.
struct ExpectedEnd {
  std::optional<std::string> deduction;                // "first-bad", "any-of", ... as JSON spells them
  std::optional<std::vector<std::string>> candidates;  // ascending
  std::optional<std::string> next;                     // the commit that git would test next

  friend bool operator==(const ExpectedEnd&, const ExpectedEnd&) = default;
};

// The same log with other verdicts.
struct ExpectedWhatIf {
  std::vector<Edit> set;
  ExpectedEnd end;

  friend bool operator==(const ExpectedWhatIf&, const ExpectedWhatIf&) = default;
};

enum class Follows { yes, no, unknown };

struct Expectation {
  ExpectedEnd end;
  std::optional<Follows> follows;
  std::optional<std::string> conclusion;                  // "holds", "doubtful", ...
  std::vector<std::string> findings;                      // ids that are raised, perhaps among others
  std::vector<std::string> absent_findings;               // ids that are not raised
  std::optional<std::vector<std::string>> contradiction;  // the commits of the steps in conflict, ascending
  std::vector<ExpectedWhatIf> what_if;

  friend bool operator==(const Expectation&, const Expectation&) = default;
};

struct Scenario {
  std::string why;
  std::string graph;                 // a sketch, see docs/scenarios.md
  std::vector<std::string> commits;  // the names in the sketch, by the alphabet
  std::vector<std::string> missing;  // names that the log uses and the repository does not have
  // Its revisions are names of `commits` or `missing`. Lines are those of the scenario file.
  BisectionLog log;
  Expectation expect;

  friend bool operator==(const Scenario&, const Scenario&) = default;
};

// Fails (malformed, naming file, line and key) for whatever docs/scenarios.md does not describe, a name that
// is neither in the graph nor missing among them.
Result<Scenario> parse_scenario(std::string_view text, const std::string& name);

}  // namespace rebisect
