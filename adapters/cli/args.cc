#include "adapters/cli/args.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "adapters/cli/command_list.h"
#include "adapters/cli/command_words.h"
#include "adapters/cli/completion.h"
#include "adapters/cli/man_page.h"
#include "adapters/report/text.h"
#include "engine/judge/policy.h"
#include "engine/replay/git_rules.h"
#include "engine/simulate/strategy.h"

namespace rebisect {
namespace {

// Where help texts begin: behind the widest option of most commands.
constexpr std::size_t kHelpColumn = 34;

constexpr const char* kFooter =
    "Exit status of audit: 0 the claim holds, 1 it does not, 2 undecided; of evaluate: 0 all is as "
    "expected,\n"
    "1 an expectation fails or a strategy became worse, 2 undecided; of the other commands: 0.\n"
    "All: 64 usage, 65 not a bisection log, 66 a file cannot be read, 69 the repository cannot serve,\n"
    "70 a bug of ours, 74 the output cannot be written.";

template <typename Value>
struct Choice {
  std::string_view text;
  Value value;
};

constexpr Choice<OutputFormat> kFormats[] = {{"text", OutputFormat::text}, {"json", OutputFormat::json}};
constexpr Choice<OutputFormat> kAuditFormats[] = {{"text", OutputFormat::text},
                                                  {"json", OutputFormat::json},
                                                  {"html", OutputFormat::html},
                                                  {"markdown", OutputFormat::markdown},
                                                  {"mail", OutputFormat::mail}};
constexpr Choice<OutputFormat> kCorpusFormats[] = {{"text", OutputFormat::text},
                                                   {"json", OutputFormat::json},
                                                   {"csv", OutputFormat::csv},
                                                   {"html", OutputFormat::html}};
constexpr Choice<OutputFormat> kEvaluateFormats[] = {{"text", OutputFormat::text},
                                                     {"json", OutputFormat::json},
                                                     {"csv", OutputFormat::csv},
                                                     {"junit", OutputFormat::junit}};
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

// A number that takes up the whole text.
template <typename Number>
std::optional<Number> whole_number(const std::string& text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// nullopt where the option was not given.
template <typename Number>
Result<std::optional<Number>> parse_number(const std::string& text, const char* what,
                                           const std::string& command) {
  if (text.empty()) return std::nullopt;
  const std::optional<Number> number = whole_number<Number>(text);
  if (!number) return misuse(fmt::format("`{}` is not {}", text, what), command);
  return number;
}

Result<std::optional<std::size_t>> parse_step(const std::string& text, const std::string& command) {
  return parse_number<std::size_t>(text, "the number of a step", command);
}

// As config/settings.cc has it for report.width.
constexpr std::size_t kWidest = 1000;

Result<std::optional<std::size_t>> parse_width(const std::string& text, const std::string& command) {
  if (text.empty()) return std::nullopt;
  const auto width = whole_number<std::size_t>(text);
  if (width && *width >= kNarrowestText && *width <= kWidest) return width;
  return misuse(fmt::format("--width: `{}` is no number from {} to {}", text, kNarrowestText, kWidest),
                command);
}

// As many as a suite file can ask for.
constexpr std::uint32_t kMostTrials = 1'000'000;

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

Result<Request> simulate_request(Words words) {
  if (!has_history(words.common)) return no_history("simulate");
  SimulateRequest request{std::move(words.common)};
  REBISECT_TRY(request.evidence, parse_evidence(words, "simulate"));
  request.strategy = std::move(words.strategy);
  if (!request.strategy.empty() && find_strategy(request.strategy) == nullptr) {
    std::vector<std::string_view> known;
    for (const Strategy& strategy : all_strategies()) known.push_back(strategy.name);
    return misuse(fmt::format("--strategy: `{}` is none of {}", request.strategy, fmt::join(known, ", ")),
                  "simulate");
  }
  REBISECT_TRY(const auto seed, parse_number<std::uint64_t>(words.seed, "a seed", "simulate"));
  REBISECT_TRY(const auto trials,
               parse_number<std::uint32_t>(words.trials, "a number of trials", "simulate"));
  request.seed = seed.value_or(request.seed);
  request.trials = trials.value_or(request.trials);
  if (request.trials == 0 || request.trials > kMostTrials) {
    return misuse(fmt::format("--trials: from 1 to {}", kMostTrials), "simulate");
  }
  return request;
}

Result<Request> evaluate_request(Words words) {
  EvaluateRequest request{std::move(words.common), std::move(words.suites)};
  request.baseline = std::move(words.baseline);
  request.write_baseline = std::move(words.write_baseline);
  REBISECT_TRY(request.seed, parse_number<std::uint64_t>(words.seed, "a seed", "evaluate"));
  REBISECT_TRY(request.trials, parse_number<std::uint32_t>(words.trials, "a number of trials", "evaluate"));
  REBISECT_TRY(request.threads, parse_number<std::size_t>(words.threads, "a number of threads", "evaluate"));
  if (request.trials && (*request.trials == 0 || *request.trials > kMostTrials)) {
    return misuse(fmt::format("--trials: from 1 to {}", kMostTrials), "evaluate");
  }
  if (request.threads == std::size_t{0}) return misuse("--threads: at least 1", "evaluate");
  return request;
}

// The output formats that a command has.
Result<OutputFormat> parse_format(const std::string& text, const std::string& command) {
  if (command == "audit") return choose("--format", text, kAuditFormats, command);
  if (command == "corpus") return choose("--format", text, kCorpusFormats, command);
  if (command == "evaluate") return choose("--format", text, kEvaluateFormats, command);
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
  REBISECT_TRY(words.common.format, parse_format(words.format, command));
  REBISECT_TRY(words.common.width, parse_width(words.width, command));
  REBISECT_TRY(words.common.color, choose("--color", words.color, kColors, command));
  if (command == "audit" || command == "plan") {
    REBISECT_TRY(words.common.syzbot_id, parse_bug_id(words.common.syzbot_id));
    REBISECT_TRY(EvidenceOptions evidence, parse_evidence(words, command));
    if (command == "plan") return PlanRequest{std::move(words.common), std::move(evidence)};
    return AuditRequest{std::move(words.common), std::move(evidence)};
  }
  if (command == "evaluate") return evaluate_request(std::move(words));
  if (command == "simulate") return simulate_request(std::move(words));
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

Result<Request> generated(const std::string& what, const CLI::App& app, std::string_view version) {
  if (what == "man") return ShowText{man_page(declared(app), version)};
  if (what == "completion") return ShowText{bash_completion(declared(app))};
  return misuse(fmt::format("--generate: `{}` is none of man, completion", what), "");
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
  // For the build, which installs what it writes; nothing for people.
  app.add_option("--generate", words.generate)->group("");
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
  if (!words.generate.empty()) return generated(words.generate, app, version);
  if (chosen(app) == nullptr) return misuse("no command is given", "");
  return to_request(command_name(), std::move(words));
}

}  // namespace rebisect
