#include "adapters/cli/args.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "adapters/cli/command_words.h"
#include "engine/judge/policy.h"
#include "engine/replay/git_rules.h"

namespace rebisect {
namespace {

// Where help texts begin: behind the widest option of most commands.
constexpr std::size_t kHelpColumn = 34;

constexpr const char* kFooter =
    "Exit status of audit: 0 the claim holds, 1 it does not, 2 undecided; of the other commands: 0.\n"
    "All: 64 usage, 65 not a bisection log, 66 a file cannot be read, 69 the repository cannot serve,\n"
    "70 a bug of ours, 74 the output cannot be written.";

template <typename Value>
struct Choice {
  std::string_view text;
  Value value;
};

constexpr Choice<OutputFormat> kFormats[] = {{"text", OutputFormat::text}, {"json", OutputFormat::json}};
constexpr Choice<OutputFormat> kAuditFormats[] = {
    {"text", OutputFormat::text}, {"json", OutputFormat::json}, {"html", OutputFormat::html}};
constexpr Choice<OutputFormat> kCorpusFormats[] = {{"text", OutputFormat::text},
                                                   {"json", OutputFormat::json},
                                                   {"csv", OutputFormat::csv},
                                                   {"html", OutputFormat::html}};
constexpr Choice<ColorWhen> kColors[] = {
    {"auto", ColorWhen::automatic}, {"always", ColorWhen::always}, {"never", ColorWhen::never}};
constexpr Choice<ConvertRequest::To> kTargets[] = {{"git", ConvertRequest::To::git},
                                                   {"json", ConvertRequest::To::json}};

tl::unexpected<Error> misuse(const std::string& what, const std::string& command) {
  const std::string help = command.empty() ? "rebisect --help" : "rebisect " + command + " --help";
  return fail(ErrorCode::usage, fmt::format("{}; see `{}`", what, help));
}

// What the text given for an option means.
template <typename Value, std::size_t size>
Result<Value> choose(const std::string& option, const std::string& text, const Choice<Value> (&choices)[size],
                     const std::string& command) {
  std::vector<std::string_view> known;
  for (const Choice<Value>& choice : choices) {
    if (choice.text == text) return choice.value;
    known.push_back(choice.text);
  }
  return misuse(fmt::format("{}: `{}` is none of {}", option, text, fmt::join(known, ", ")), command);
}

Result<std::optional<std::size_t>> parse_step(const std::string& text, const std::string& command) {
  if (text.empty()) return std::nullopt;
  std::size_t step = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), step);
  if (error != std::errc() || end != text.data() + text.size()) {
    return misuse(fmt::format("`{}` is not the number of a step", text), command);
  }
  return step;
}

// As many as the ids of syzbot's bugs have: 16 to 20 in addresses, 40 in links.
constexpr std::size_t kFewestDigits = 8;
constexpr std::size_t kMostDigits = 40;

// The id alone of "syzbot+ID@syzkaller.appspotmail.com" or of a link that ends in "id=ID".
Result<std::string> parse_bug_id(const std::string& text) {
  if (text.empty()) return text;
  std::string_view id = text;
  for (const std::string_view before : {"syzbot+", "id="}) {
    const std::size_t at = id.find(before);
    if (at != std::string_view::npos) id.remove_prefix(at + before.size());
  }
  id = id.substr(0, id.find('@'));
  const bool digits =
      std::ranges::all_of(id, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  if (digits && id.size() >= kFewestDigits && id.size() <= kMostDigits) return std::string(id);
  return misuse(fmt::format("--syzbot-id: `{}` is no id of syzbot's, as in syzbot+ID@...", text), "audit");
}

Result<Edit> parse_edit(const std::string& text) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0) {
    return misuse(fmt::format("`{}` is not COMMIT=good|bad|skip|none", text), "whatif");
  }
  const std::string word = text.substr(equals + 1);
  const std::optional<Verdict> verdict = parse_verdict(word);
  if (!verdict && word != "none") {
    return misuse(fmt::format("`{}` in `{}` is none of good, bad, skip, none", word, text), "whatif");
  }
  return Edit{{text.substr(0, equals)}, verdict};
}

Result<std::vector<Edit>> parse_edits(const std::vector<std::string>& texts) {
  std::vector<Edit> edits;
  for (const std::string& text : texts) {
    REBISECT_TRY(Edit edit, parse_edit(text));
    if (std::ranges::find(edits, edit.commit, &Edit::commit) != edits.end()) {
      return misuse(fmt::format("two verdicts for `{}`", edit.commit.text), "whatif");
    }
    edits.push_back(std::move(edit));
  }
  return edits;
}

Result<EvidenceOptions> parse_evidence(const Words& words, const std::string& command) {
  EvidenceOptions evidence;
  evidence.title = words.title;
  for (const std::string& text : words.results) {
    Result<OwnTest> test = parse_own_test(text);
    if (!test) return misuse("--result: " + test.error().message, command);
    evidence.results.push_back(*std::move(test));
  }
  return evidence;
}

tl::unexpected<Error> no_history(const std::string& command) {
  return misuse(command + " needs a history: add --repo DIR or --commit-graph FILE", command);
}

Result<Request> next_request(Words words) {
  if (!words.serve && words.common.log.empty()) return misuse("LOG is required", "next");
  if (!has_history(words.common)) return no_history("next");
  return NextRequest{std::move(words.common), words.serve};
}

Result<Request> whatif_request(Words words) {
  if (!has_history(words.common)) return no_history("whatif");
  REBISECT_TRY(std::vector<Edit> edits, parse_edits(words.set));
  REBISECT_TRY(const std::optional<std::size_t> until, parse_step(words.until, "whatif"));
  if (edits.empty() && !words.each && !until) {
    return misuse("nothing is changed: add --set COMMIT=VERDICT, --each or --until STEP", "whatif");
  }
  return WhatIfRequest{std::move(words.common), std::move(edits), words.each, until};
}

Result<OutputFormat> format_of(const std::string& command, const std::string& text) {
  if (command == "audit") return choose("--format", text, kAuditFormats, command);
  if (command == "corpus") return choose("--format", text, kCorpusFormats, command);
  return choose("--format", text, kFormats, command);
}

Result<Request> to_request(const std::string& command, Words words) {
  if (words.common.git_rules != "auto" && find_git_rules(words.common.git_rules) == nullptr) {
    return misuse(fmt::format("`{}` for --git-rules is neither auto nor a known git version like 2.30.0",
                              words.common.git_rules),
                  command);
  }
  if (words.common.policy != "auto" && find_policy(words.common.policy) == nullptr) {
    return misuse(fmt::format("`{}` for --policy is neither auto nor one of V1 to V6", words.common.policy),
                  command);
  }
  REBISECT_TRY(words.common.format, format_of(command, words.format));
  REBISECT_TRY(words.common.color, choose("--color", words.color, kColors, command));
  if (command == "audit" || command == "plan") {
    REBISECT_TRY(words.common.syzbot_id, parse_bug_id(words.common.syzbot_id));
    REBISECT_TRY(EvidenceOptions evidence, parse_evidence(words, command));
    if (command == "plan") return PlanRequest{std::move(words.common), std::move(evidence)};
    return AuditRequest{std::move(words.common), std::move(evidence)};
  }
  if (command == "title") return TitleRequest{std::move(words.common)};
  if (command == "next") return next_request(std::move(words));
  if (command == "whatif") return whatif_request(std::move(words));
  if (command == "corpus") {
    if (words.common.format == OutputFormat::html && words.common.output.empty()) {
      return misuse("--format html needs -o FILE: the logs' own pages are written beside it", command);
    }
    return CorpusRequest{std::move(words.common), std::move(words.directory), std::move(words.labels)};
  }
  if (command == "convert") {
    REBISECT_TRY(const ConvertRequest::To to, choose("--to", words.to, kTargets, command));
    REBISECT_TRY(const std::optional<std::size_t> until, parse_step(words.until, command));
    return ConvertRequest{std::move(words.common), to, until};
  }
  if (!has_history(words.common)) return no_history(command);
  return ReplayRequest{std::move(words.common)};
}

// The command that the words chose, null where there is none.
const CLI::App* chosen(const CLI::App& app) {
  const auto commands = app.get_subcommands();
  return commands.empty() ? nullptr : commands.front();
}

// CLI11's sentence in our form: lower case at the start, one line, no full stop.
std::string sentence(const CLI::ParseError& error) {
  std::string text = error.what();
  if (const std::size_t too_often = text.find(": At Most 1 required"); too_often != std::string::npos) {
    return text.substr(0, too_often) + " is given more than once";
  }
  std::ranges::replace(text, '\n', ' ');
  if (text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  }
  return text;
}

}  // namespace

bool has_history(const CommonOptions& options) {
  return !options.repositories.empty() || !options.commit_graph_file.empty();
}

Result<Request> parse_args(std::span<const char* const> argv, std::string_view version) {
  Words words;
  CLI::App app("Does the first bad commit that a bisection reports follow, and how sure can one be?",
               "rebisect");
  app.set_help_flag("-h,--help", "Print this and exit");
  app.set_version_flag("--version", fmt::format("rebisect {}", version), "Print the version and exit");
  app.require_subcommand(0, 1);
  app.get_formatter()->column_width(kHelpColumn);
  app.footer(kFooter);
  declare_commands(app, words);
  const auto command_name = [&] { return chosen(app) == nullptr ? std::string() : chosen(app)->get_name(); };
  if (argv.empty()) return misuse("no command is given", "");
  try {
    app.parse(static_cast<int>(argv.size()), argv.data());
  } catch (const CLI::CallForHelp&) {
    return ShowText{app.help()};  // of the chosen command, where there is one
  } catch (const CLI::CallForVersion& e) {
    return ShowText{std::string(e.what()) + "\n"};
  } catch (const CLI::ExtrasError&) {
    const std::vector<std::string> extras = app.remaining(true);
    return misuse(fmt::format("`{}` is not expected here", extras.empty() ? "" : extras.front()),
                  command_name());
  } catch (const CLI::ParseError& e) {
    return misuse(sentence(e), command_name());
  }
  if (chosen(app) == nullptr) return misuse("no command is given", "");
  return to_request(command_name(), std::move(words));
}

}  // namespace rebisect
