#include "engine/model/own_test.h"

#include <charconv>
#include <optional>
#include <string>
#include <system_error>

#include <fmt/format.h>

namespace rebisect {
namespace {

std::optional<std::uint32_t> parse_count(std::string_view text) {
  std::uint32_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return count;
}

Step step_of(const OwnTest& test) {
  Step step;
  step.commit = test.commit;
  step.own = true;
  step.runs.assign(test.crashes, RunOutcome{RunOutcome::Kind::crashed, ""});
  step.runs.resize(test.runs, RunOutcome{RunOutcome::Kind::ok, ""});
  return step;
}

}  // namespace

Result<OwnTest> parse_own_test(std::string_view text) {
  const std::size_t equals = text.rfind('=');
  const std::size_t slash = text.rfind('/');
  const bool shaped =
      equals != std::string_view::npos && equals > 0 && slash != std::string_view::npos && slash > equals;
  const auto crashes = shaped ? parse_count(text.substr(equals + 1, slash - equals - 1)) : std::nullopt;
  const auto runs = shaped ? parse_count(text.substr(slash + 1)) : std::nullopt;
  if (!crashes || !runs) return fail(ErrorCode::usage, fmt::format("`{}` is not COMMIT=CRASHES/RUNS", text));
  if (*runs == 0 || *runs > kMostOwnRuns || *crashes > *runs) {
    return fail(ErrorCode::usage, fmt::format("`{}`: there are 1 to {} runs, and no more crashes than runs",
                                              text, kMostOwnRuns));
  }
  return OwnTest{{std::string(text.substr(0, equals))}, *crashes, *runs};
}

BisectionLog with_own_tests(const BisectionLog& log, const std::vector<OwnTest>& tests) {
  BisectionLog extended = log;
  for (const OwnTest& test : tests) extended.steps.push_back(step_of(test));
  return extended;
}

}  // namespace rebisect
