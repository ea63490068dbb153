#include "adapters/cli/args.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

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

// What the words say before it is checked as a whole; CLI11 writes into it while it reads.
struct Words {
  CommonOptions common;
  std::vector<std::string> set;
  std::vector<std::string> results;
  std::string title;
  std::string until;
  std::string directory;
  std::string labels;
  std::string format = "text";
  std::string color = "auto";
  std::string to = "git";
  bool serve = false;
  bool each = false;
};

template <typename Value>
struct Choice {
  std::string_view text;
  Value value;
};

constexpr Choice<OutputFormat> kFormats[] = {{"text", OutputFormat::text}, {"json", OutputFormat::json}};
constexpr Choice<OutputFormat> kCorpusFormats[] = {
    {"text", OutputFormat::text}, {"json", OutputFormat::json}, {"csv", OutputFormat::csv}};
constexpr Choice<ColorWhen> kColors[] = {
    {"auto", ColorWhen::automatic}, {"always", ColorWhen::always}, {"never", ColorWhen::never}};
constexpr Choice<ConvertRequest::To> kTargets[] = {{"git", ConvertRequest::To::git},
                                                   {"json", ConvertRequest::To::json}};

tl::unexpected<Error> misuse(const std::string& what, const std::string& command) {
  const std::string help = command.empty() ? "rebisect --help" : "rebisect " + command + " --help";
  return fail(ErrorCode::usage, fmt::format("{}; see `{}`", what, help));
}

// --- what each command takes ---

CLI::Option* add_log(CLI::App& app, Words& words) {
  return app.add_option("LOG", words.common.log, "A bisection log: a file, or - for standard input")
      ->type_name("");
}

void add_history(CLI::App& app, CommonOptions& common) {
  app.add_option("--repo", common.repositories, "A git repository; may be repeated, the histories are united")
      ->type_name("DIR")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false);
  app.add_option("--commit-graph", common.commit_graph_file, "A commit-graph file as git writes it")
      ->type_name("FILE");
  app.add_option("--git-rules", common.git_rules, "The git whose way of choosing is replayed (default: auto)")
      ->type_name("auto|VERSION");
}

void add_policy(CLI::App& app, CommonOptions& common) {
  app.add_option("--policy", common.policy, "The rule that makes a verdict of runs (default: auto)")
      ->type_name("auto|V1..V6");
}

void add_shared(CLI::App& app, CommonOptions& common) {
  app.add_option("--config", common.config_file, "A YAML file that replaces settings")->type_name("FILE");
  app.add_option("-o,--output", common.output, "Write to FILE, not to standard output")->type_name("FILE");
  auto* quiet = app.add_flag("-q,--quiet", common.quiet, "Reports: the first line only");
  app.add_flag("-v,--verbose", common.verbose, "Reports: list up to 100 candidates")->excludes(quiet);
}

void add_format(CLI::App& app, Words& words, const char* formats = "text|json") {
  app.add_option("--format", words.format, "How to print (default: text)")->type_name(formats);
  app.add_option("--color", words.color, "When to colour text (default: auto; NO_COLOR is heeded)")
      ->type_name("auto|always|never");
}

void add_cross_check(CLI::App& app, CommonOptions& common) {
  app.add_flag("--cross-check", common.cross_check, "Ask the installed git too, and compare every answer");
}

void add_evidence(CLI::App& app, Words& words) {
  app.add_option("--title", words.title, "The title of the bug that was bisected")->type_name("TEXT");
  app.add_option("--result", words.results, "Add a test of your own to the evidence; may be repeated")
      ->type_name("COMMIT=CRASHES/RUNS")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false);
}

void add_bug(CLI::App& app, CommonOptions& common) {
  app.add_option("--syzbot-id", common.syzbot_id, "The bug's id at syzbot: what later commits say of it")
      ->type_name("HASH");
  app.add_option("--crash-report", common.crash_report, "What the kernel printed when it crashed")
      ->type_name("FILE");
}

CLI::App& add_command(CLI::App& app, const char* name, const char* about, const char* example) {
  CLI::App* command = app.add_subcommand(name, about);
  command->footer(fmt::format("Example:\n  {}", example));
  return *command;
}

void declare_audit(CLI::App& app, Words& words) {
  CLI::App& command = add_command(app, "audit", "Does the claim of a bisection follow from its verdicts?",
                                  "git bisect log | rebisect audit - --repo .");
  add_log(command, words)->required();
  add_history(command, words.common);
  add_evidence(command, words);
  add_bug(command, words.common);
  add_policy(command, words.common);
  add_cross_check(command, words.common);
  add_format(command, words);
  add_shared(command, words.common);
}

void declare_plan(CLI::App& app, Words& words) {
  CLI::App& command = add_command(app, "plan", "The next tests that settle it at least cost",
                                  "rebisect plan bisect.txt --repo ~/linux --result v5.11=3/20");
  add_log(command, words)->required();
  add_history(command, words.common);
  add_evidence(command, words);
  add_format(command, words);
  add_shared(command, words.common);
}

void declare_replay(CLI::App& app, Words& words) {
  CLI::App& command = add_command(app, "replay", "What was tested, beside what git would have tested",
                                  "rebisect replay bisect.txt --repo ~/linux");
  add_log(command, words)->required();
  add_history(command, words.common);
  add_cross_check(command, words.common);
  add_format(command, words);
  add_shared(command, words.common);
}

void declare_next(CLI::App& app, Words& words) {
  CLI::App& command = add_command(app, "next", "The commit that git would test next",
                                  "rebisect next bisect.log --repo . --git-rules 2.30.0");
  CLI::Option* log = add_log(command, words);
  command.add_flag("--serve", words.serve, "Answer many questions: JSON lines on standard input")
      ->excludes(log);
  add_history(command, words.common);
  add_format(command, words);
  add_shared(command, words.common);
}

void declare_whatif(CLI::App& app, Words& words) {
  CLI::App& command =
      add_command(app, "whatif", "Where the bisection ends with other verdicts",
                  "rebisect whatif bisect.log --repo . --set 1a2b3c4d5e6f=bad --set v6.1=none");
  add_log(command, words)->required();
  CLI::Option* set =
      command.add_option("--set", words.set, "Change one verdict (none: not tested); may be repeated")
          ->type_name("COMMIT=good|bad|skip|none")
          ->expected(1)
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
          ->allow_extra_args(false);
  command.add_flag("--each", words.each, "Flip every verdict in turn")->excludes(set);
  command.add_option("--until", words.until, "Drop all steps after this one")->type_name("STEP");
  add_history(command, words.common);
  add_format(command, words);
  add_shared(command, words.common);
}

void declare_convert(CLI::App& app, Words& words) {
  CLI::App& command = add_command(app, "convert", "The log for `git bisect replay`, or parsed as JSON",
                                  "rebisect convert bisect.txt --to git --until 7 > shorter.log");
  add_log(command, words)->required();
  command.add_option("--to", words.to, "What to write")->type_name("git|json")->required();
  command.add_option("--until", words.until, "Drop all steps after this one")->type_name("STEP");
  add_shared(command, words.common);
}

void declare_corpus(CLI::App& app, Words& words) {
  CLI::App& command = add_command(app, "corpus", "Many logs in one go, a row each",
                                  "rebisect corpus logs/ --repo ~/linux --format json");
  command.add_option("DIR", words.directory, "A directory of bisection logs")->type_name("")->required();
  command.add_option("--labels", words.labels, "What is known of the logs: adds the scores")
      ->type_name("CSV");
  add_history(command, words.common);
  add_policy(command, words.common);
  add_format(command, words, "text|json|csv");
  add_shared(command, words.common);
}

void declare_title(CLI::App& app, Words& words) {
  CLI::App& command =
      add_command(app, "title", "A crash report's title, kind and stack frames", "dmesg | rebisect title -");
  command.add_option("REPORT", words.common.log, "A kernel crash report: a file, or - for standard input")
      ->type_name("")
      ->required();
  add_format(command, words);
  add_shared(command, words.common);
}

// --- from words to values ---

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
  REBISECT_TRY(words.common.format, command == "corpus"
                                        ? choose("--format", words.format, kCorpusFormats, command)
                                        : choose("--format", words.format, kFormats, command));
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
  if (command == "corpus")
    return CorpusRequest{std::move(words.common), std::move(words.directory), std::move(words.labels)};
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
  declare_audit(app, words);
  declare_plan(app, words);
  declare_replay(app, words);
  declare_next(app, words);
  declare_whatif(app, words);
  declare_convert(app, words);
  declare_corpus(app, words);
  declare_title(app, words);
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
