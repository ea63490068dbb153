#include "adapters/logs/run_outcome.h"

#include "adapters/logs/words.h"

namespace rebisect {
namespace {

using Kind = RunOutcome::Kind;

struct Wording {
  std::string_view start;
  Kind kind;
};

constexpr Wording kWordings[] = {
    {"crashed: ", Kind::crashed},
    {"boot failed: ", Kind::boot_failed},
    {"basic kernel testing failed: ", Kind::test_failed},
    {"failed: ", Kind::failed},
    {"infra problem: ", Kind::infra},
    {"ignore: ", Kind::ignored},
};

}  // namespace

std::optional<RunOutcome> parse_run_outcome(std::string_view text) {
  if (trim(text) == "OK") return RunOutcome{Kind::ok, {}};
  for (const Wording& wording : kWordings) {
    if (const auto title = after(text, wording.start)) return RunOutcome{wording.kind, std::string(*title)};
  }
  return std::nullopt;
}

}  // namespace rebisect
