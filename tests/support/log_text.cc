#include "tests/support/log_text.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "adapters/logs/parse_log.h"
#include "engine/base/ensure.h"

namespace rebisect::testing {
namespace {

// The names and letters are in the order of their enumerations.
constexpr const char* kRoleNames[] = {"start", "release", "head", "config", "merge-base", "bisect", "parent"};
constexpr const char* kOutcomeNames[] = {"ok",     "crashed", "boot-failed", "test-failed",
                                         "failed", "infra",   "ignored"};
constexpr const char* kOutputNames[] = {"nothing",   "test",         "merge-base",
                                        "first-bad", "only-skipped", "merge-base-bad"};
constexpr const char* kClaimNames[] = {"commit", "several", "none", "error"};
constexpr std::string_view kLetters = "?_cgtx!#r";
constexpr std::size_t kIdDigits = 40;
constexpr std::size_t kSignatureDigits = 64;

// "1" for the id of 40 ones, the whole text for a tag.
std::string short_name(const Revision& revision) {
  return revision.prefix() ? revision.text.substr(0, 1) : revision.text;
}

std::string short_names(const std::vector<Revision>& revisions) {
  std::string names;
  for (const Revision& revision : revisions) names += " " + short_name(revision);
  return names;
}

const char* name_of(StepRole role) {
  return kRoleNames[static_cast<std::size_t>(role)];
}

const char* name_of(RunOutcome::Kind kind) {
  return kOutcomeNames[static_cast<std::size_t>(kind)];
}

const char* name_of(GitOutput::Kind kind) {
  return kOutputNames[static_cast<std::size_t>(kind)];
}

std::string runs_of(const Step& step) {
  if (step.build_failed) return " no build,";
  std::map<RunOutcome::Kind, std::size_t> counts;
  for (const RunOutcome& run : step.runs) ++counts[run.kind];
  std::string text;
  for (const auto& [kind, count] : counts) {
    text += step.run_count_known ? fmt::format(" {} {},", count, name_of(kind))
                                 : fmt::format(" all {},", name_of(kind));
  }
  return text;
}

}  // namespace

std::string with_ids(std::string_view text) {
  std::string whole;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool id = text[i] == '$';
    const bool signature = text[i] == '%';
    const bool named = i + 1 < text.size() && std::isxdigit(static_cast<unsigned char>(text[i + 1])) != 0;
    if (!named || !(id || signature)) {
      whole += text[i];
      continue;
    }
    whole.append(id ? kIdDigits : kSignatureDigits, text[++i]);
  }
  return whole;
}

BisectionLog read_log(std::string_view text) {
  const auto log = parse_log(with_ids(text));
  if (log) return *log;
  ADD_FAILURE() << log.error().message;
  return {};
}

std::string steps_of(const BisectionLog& log) {
  std::string text;
  for (const Step& step : log.steps) {
    text += fmt::format("{} {}", name_of(step.role), short_name(step.commit));
    if (!step.release.empty()) text += " " + step.release;
    text += ":" + runs_of(step);
    text += fmt::format(" {}\n", step.logged ? to_text(*step.logged) : "-");
  }
  return text;
}

std::string commands_of(const BisectionLog& log) {
  std::string text;
  for (const GitCommand& command : log.commands) {
    text += command.kind == GitCommand::Kind::start ? "start" : std::string(to_text(command.verdict));
    text += short_names(command.revisions) + " [";
    for (const std::size_t step : command.steps) {
      text += fmt::format("{}{}", text.back() == '[' ? "" : " ", step);
    }
    text += fmt::format("] -> {}{}", name_of(command.output.kind), short_names(command.output.commits));
    if (command.output.left) text += fmt::format(", {} left", *command.output.left);
    if (command.output.rounds) text += fmt::format(", {} rounds", *command.output.rounds);
    text += "\n";
  }
  return text;
}

std::string claim_of(const BisectionLog& log) {
  if (!log.claim) return "no claim";
  return fmt::format("{}{}: {}", kClaimNames[static_cast<std::size_t>(log.claim->kind)],
                     short_names(log.claim->commits), log.claim->text);
}

std::string diagnostics_of(const BisectionLog& log) {
  std::string text;
  for (const Diagnostic& diagnostic : log.diagnostics) {
    text += fmt::format("{}: {}\n", diagnostic.line, diagnostic.text);
  }
  return text;
}

std::string kinds_of(const BisectionLog& log) {
  std::string text;
  for (const LineKind kind : log.line_kinds) text += kLetters[static_cast<std::size_t>(kind)];
  return text;
}

std::string read_fixture(std::string_view name) {
  const auto text = read_file(fmt::format("{}/tests/fixtures/{}", REBISECT_SOURCE_DIR, name));
  ENSURE(text.has_value());
  return *text;
}

std::optional<std::string> read_file(const std::string& path) {
  const std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace rebisect::testing
