#include "engine/replay/log_arithmetic.h"

#include <algorithm>

namespace rebisect {
namespace {

// What a revision stands for, in lower case where it is an id.
std::string comparable(const BisectionLog& log, const Revision& revision) {
  const std::string& text = explained(log, revision);
  const auto prefix = OidPrefix::from_hex(text);
  return prefix ? prefix->text() : text;
}

std::optional<Revision> last_bad(const BisectionLog& log) {
  std::optional<Revision> bad;
  for (const GitCommand& command : log.commands) {
    const bool names_bad = command.kind == GitCommand::Kind::start || command.verdict == Verdict::bad;
    if (names_bad && !command.revisions.empty()) bad = command.revisions.front();
  }
  return bad;
}

// How many candidates remain after a last verdict that no answer follows.
std::optional<std::uint64_t> left_after(const GitCommand& before, const GitCommand& last) {
  if (last.kind != GitCommand::Kind::verdict || before.output.kind != GitOutput::Kind::test) {
    return std::nullopt;
  }
  if (!before.output.left || *before.output.left < 0) return std::nullopt;
  const auto left = static_cast<std::uint64_t>(*before.output.left);
  if (last.verdict == Verdict::good) return left + 1;
  if (last.verdict == Verdict::bad && left == 0 && before.output.rounds == 0U) return 1;
  return std::nullopt;
}

bool same_commits(const BisectionLog& log, const std::vector<Revision>& some,
                  const std::vector<Revision>& others) {
  const auto all_in = [&](const std::vector<Revision>& inner, const std::vector<Revision>& outer) {
    return std::ranges::all_of(inner, [&](const Revision& one) {
      return std::ranges::any_of(outer,
                                 [&](const Revision& other) { return same_revision(log, one, other); });
    });
  };
  return all_in(some, others) && all_in(others, some);
}

}  // namespace

bool same_revision(const BisectionLog& log, const Revision& one, const Revision& other) {
  const std::string a = comparable(log, one);
  const std::string b = comparable(log, other);
  if (a == b) return true;
  const bool ids = OidPrefix::from_hex(a) && OidPrefix::from_hex(b);
  return ids && (a.starts_with(b) || b.starts_with(a));
}

LogArithmetic log_arithmetic(const BisectionLog& log) {
  LogArithmetic result;
  if (log.commands.empty()) return result;
  const GitCommand& last = log.commands.back();
  if (last.output.kind == GitOutput::Kind::first_bad || last.output.kind == GitOutput::Kind::only_skipped) {
    result.ends_with = last.output.commits;
    result.left = result.ends_with.size();
  } else if (last.output.kind == GitOutput::Kind::nothing && log.commands.size() >= 2) {
    result.left = left_after(log.commands[log.commands.size() - 2], last);
    if (const auto bad = last_bad(log); result.left == 1U && bad) result.ends_with = {*bad};
  }
  if (log.claim && !log.claim->commits.empty() && !result.ends_with.empty()) {
    const auto bad = last_bad(log);
    const bool ends_at_last_bad = result.ends_with.size() > 1 ||
                                  (bad.has_value() && same_revision(log, result.ends_with.front(), *bad));
    result.follows = ends_at_last_bad && same_commits(log, log.claim->commits, result.ends_with);
  }
  return result;
}

}  // namespace rebisect
