#include "adapters/cli/command_words.h"

#include "adapters/cli/command_list.h"

namespace rebisect {
namespace {

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
  app.add_option("--width", words.width, "Columns of text (default: the terminal's, else 80)")
      ->type_name("COLUMNS");
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
  command->footer(kExampleTitle + std::string(example));
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
  add_format(command, words, "text|json|html|markdown|mail");
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
  CLI::App& command = add_command(app, "whatif", "Where the bisection ends with other verdicts",
                                  "rebisect whatif bisect.log --repo . --set 1a2b3c4d5e6f=bad");
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
  add_format(command, words, "text|json|csv|html");
  add_shared(command, words.common);
}

void declare_simulate(CLI::App& app, Words& words) {
  CLI::App& command =
      add_command(app, "simulate", "What else could have come out, had the flaky runs gone otherwise",
                  "rebisect simulate bisect.txt --repo ~/linux --trials 10000 --seed 7");
  add_log(command, words)->required();
  add_history(command, words.common);
  add_evidence(command, words);
  add_policy(command, words.common);
  command.add_option("--strategy", words.strategy, "Another way to search (docs/heuristics.md)")
      ->type_name("NAME");
  command.add_option("--trials", words.trials, "Bisections to play (default: 1000)")->type_name("NUMBER");
  command.add_option("--seed", words.seed, "Of the luck (default: 1)")->type_name("NUMBER");
  add_format(command, words);
  add_shared(command, words.common);
}

void declare_evaluate(CLI::App& app, Words& words) {
  CLI::App& command = add_command(app, "evaluate", "Heuristics side by side on scenarios",
                                  "rebisect evaluate scenarios/suites/flaky.yaml --baseline flaky.json");
  command.add_option("SUITE", words.suites, "Suite files (docs/suites.md)")->type_name("")->required();
  command.add_option("--baseline", words.baseline, "Fail where a strategy is worse than it was")
      ->type_name("FILE");
  command.add_option("--write-baseline", words.write_baseline, "Keep the results for --baseline")
      ->type_name("FILE");
  command.add_option("--seed", words.seed, "Other luck than the suites say")->type_name("NUMBER");
  command.add_option("--trials", words.trials, "Trials of each scenario, not those of the suites")
      ->type_name("NUMBER");
  command.add_option("--threads", words.threads, "At most so many (default: one for each processor)")
      ->type_name("NUMBER");
  add_format(command, words, "text|json|csv|junit");
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

}  // namespace

void declare_commands(CLI::App& app, Words& words) {
  declare_audit(app, words);
  declare_plan(app, words);
  declare_replay(app, words);
  declare_next(app, words);
  declare_whatif(app, words);
  declare_convert(app, words);
  declare_corpus(app, words);
  declare_simulate(app, words);
  declare_evaluate(app, words);
  declare_title(app, words);
}

}  // namespace rebisect
