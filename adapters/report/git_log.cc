#include "adapters/report/git_log.h"

#include <string_view>

#include <fmt/format.h>

#include "engine/replay/replay.h"

namespace rebisect {
namespace {

// As git quotes the arguments of a start line: in single quotes, with ' and ! escaped.
std::string quoted(std::string_view argument) {
  std::string text = "'";
  for (const char c : argument) {
    if (c == '\'' || c == '!') {
      text += std::string("'\\") + c + "'";
    } else {
      text += c;
    }
  }
  return text + "'";
}

std::string start_line(const StartOptions& options) {
  std::string line = "git bisect start";
  const auto add = [&](std::string_view argument) { line += " " + quoted(argument); };
  const StartOptions plain;
  if (options.term_bad != plain.term_bad) add("--term-new=" + options.term_bad);
  if (options.term_good != plain.term_good) add("--term-old=" + options.term_good);
  if (options.no_checkout) add("--no-checkout");
  if (options.first_parent) add("--first-parent");
  if (!options.paths.empty() && options.dashes) add("--");
  for (const std::string& path : options.paths) add(path);
  return line + "\n";
}

std::string_view term(Verdict verdict, const StartOptions& options) {
  switch (verdict) {
    case Verdict::bad:
      return options.term_bad;
    case Verdict::good:
      return options.term_good;
    case Verdict::skip:
      break;
  }
  return "skip";
}

std::string outcome_comments(const BisectionLog& log) {
  if (!log.claim) return "";
  if (log.claim->kind == Claim::Kind::commit) {
    const std::string& commit = explained(log, log.claim->commits.front());
    return fmt::format("# first {} commit: [{}]{}{}\n", log.options.term_bad, commit,
                       log.claim->text.empty() ? "" : " ", log.claim->text);
  }
  if (log.claim->kind != Claim::Kind::several) return "";
  std::string text = "# only skipped commits left to test\n";
  for (const Revision& revision : log.claim->commits) {
    text += fmt::format("# possible first {} commit: [{}]\n", log.options.term_bad, explained(log, revision));
  }
  return text;
}

}  // namespace

std::string to_git_log(const BisectionLog& log) {
  std::string text = start_line(log.options);
  for (const GitCommand& command : log.commands) {
    for (std::size_t i = 0; i < command.revisions.size(); ++i) {
      if (command.revisions[i].is_range()) {
        // `git bisect replay` refuses ranges.
        text += fmt::format("# by hand: git bisect skip {}\n", command.revisions[i].text);
        continue;
      }
      text += fmt::format("git bisect {} {}\n", term(verdict_on(command, i), log.options),
                          explained(log, command.revisions[i]));
    }
  }
  return text + outcome_comments(log);
}

}  // namespace rebisect
