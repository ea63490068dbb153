#include "adapters/cli/args.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rebisect {
namespace {

using ::testing::HasSubstr;

Result<Request> parse(std::vector<const char*> words) {
  words.insert(words.begin(), "rebisect");
  return parse_args(words, "1.2.3");
}

CommonOptions log_and_repo() {
  CommonOptions common;
  common.log = "x.log";
  common.repositories = {"r"};
  return common;
}

TEST(Args, BecomeARequest) {
  CommonOptions everything;
  everything.log = "-";
  everything.repositories = {"one", "two"};
  everything.commit_graph_file = "g";
  everything.git_rules = "2.30.0";
  everything.policy = "V3";
  everything.config_file = "c.yaml";
  everything.format = OutputFormat::json;
  everything.output = "o";
  everything.color = ColorWhen::never;
  everything.verbose = true;
  everything.width = 120;
  CommonOptions log_alone;
  log_alone.log = "x.log";
  CommonOptions quiet = log_and_repo();
  quiet.quiet = true;
  quiet.color = ColorWhen::always;
  CommonOptions checked = log_and_repo();
  checked.cross_check = true;
  CommonOptions repo_alone;
  repo_alone.repositories = {"r"};
  CommonOptions graph_alone;
  graph_alone.commit_graph_file = "g";

  CommonOptions mail;
  mail.log = "x.log";
  mail.format = OutputFormat::mail;
  CommonOptions bug = log_and_repo();
  bug.syzbot_id = "0123456789abcdef";
  bug.crash_report = "r.txt";

  struct Row {
    const char* why;
    std::vector<const char*> words;
    Request request;
  };
  const Row rows[] = {
      {"a log alone", {"audit", "x.log"}, AuditRequest{log_alone}},
      {"a repository before the log does not take the log along",
       {"audit", "--repo", "r", "x.log"},
       AuditRequest{log_and_repo()}},
      {"the bug, as it stands in mails",
       {"audit", "x.log", "--repo", "r", "--syzbot-id", "syzbot+0123456789abcdef@syzkaller.appspotmail.com",
        "--crash-report", "r.txt"},
       AuditRequest{bug}},
      {"the bug, as it stands in links",
       {"audit", "x.log", "--repo", "r", "--crash-report=r.txt", "--syzbot-id",
        "https://syzkaller.appspot.com/bug?extid=0123456789abcdef"},
       AuditRequest{bug}},
      {"every common option",
       {"audit",  "-",           "--repo",  "one",      "--repo=two", "--commit-graph",
        "g",      "--git-rules", "2.30.0",  "--policy", "V3",         "--config",
        "c.yaml", "--format",    "json",    "-o",       "o",          "--color",
        "never",  "-v",          "--width", "120"},
       AuditRequest{everything}},
      {"a reply", {"audit", "x.log", "--format", "mail"}, AuditRequest{mail}},
      {"with the installed git", {"audit", "x.log", "--repo", "r", "--cross-check"}, AuditRequest{checked}},
      {"replay with it", {"replay", "x.log", "--repo", "r", "--cross-check"}, ReplayRequest{checked}},
      {"replay", {"replay", "x.log", "--repo", "r", "-q", "--color=always"}, ReplayRequest{quiet}},
      {"a log whose name looks like an option",
       {"audit", "--repo", "r", "--", "x.log"},
       AuditRequest{log_and_repo()}},
      {"next", {"next", "x.log", "--repo", "r"}, NextRequest{log_and_repo(), false}},
      {"a server needs no log", {"next", "--serve", "--commit-graph", "g"}, NextRequest{graph_alone, true}},
      {"verdicts in every word",
       {"whatif", "x.log", "--repo", "r", "--set", "a=good", "--set", "b=bad", "--set", "c=skip", "--set",
        "d=none"},
       WhatIfRequest{
           log_and_repo(),
           {{{"a"}, Verdict::good}, {{"b"}, Verdict::bad}, {{"c"}, Verdict::skip}, {{"d"}, std::nullopt}},
           false,
           std::nullopt}},
      {"an equals sign in a name belongs to the name",
       {"whatif", "x.log", "--repo", "r", "--set", "a=b=bad"},
       WhatIfRequest{log_and_repo(), {{{"a=b"}, Verdict::bad}}, false, std::nullopt}},
      {"each, up to a step",
       {"whatif", "--each", "--until", "010", "x.log", "--repo", "r"},
       WhatIfRequest{log_and_repo(), {}, true, 10}},
      {"convert needs no repository",
       {"convert", "x.log", "--to", "git", "--until", "0"},
       ConvertRequest{log_alone, ConvertRequest::To::git, 0}},
      {"convert to json",
       {"convert", "x.log", "--to", "json"},
       ConvertRequest{log_alone, ConvertRequest::To::json, std::nullopt}},
      {"tests of one's own, and the bug's title",
       {"audit", "x.log", "--title", "WARNING in foo", "--result", "v5.11=3/20", "--result", "a=0/5"},
       AuditRequest{log_alone, {"WARNING in foo", {{{"v5.11"}, 3, 20}, {{"a"}, 0, 5}}}}},
      {"plan", {"plan", "x.log", "--result", "a=0/5"}, PlanRequest{log_alone, {"", {{{"a"}, 0, 5}}}}},
      {"corpus", {"corpus", "logs", "--repo", "r"}, CorpusRequest{repo_alone, "logs", ""}},
      {"corpus with labels",
       {"corpus", "logs", "--labels", "l.csv", "--repo", "r"},
       CorpusRequest{repo_alone, "logs", "l.csv"}},
      {"the version", {"--version"}, ShowText{"rebisect 1.2.3\n"}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const Result<Request> request = parse(row.words);
    ASSERT_TRUE(request.has_value()) << request.error().message;
    EXPECT_TRUE(*request == row.request) << "variant " << request->index();
  }
}

TEST(Args, AreRefusedInOneLineThatNamesTheWordAndTheRemedy) {
  struct Row {
    const char* why;
    std::vector<const char*> words;
    const char* message;
  };
  const Row rows[] = {
      {"nothing", {}, "no command is given; see `rebisect --help`"},
      {"a test without runs",
       {"plan", "x.log", "--result", "a=3"},
       "--result: `a=3` is not COMMIT=CRASHES/RUNS; see `rebisect plan --help`"},
      {"no such command", {"adit", "x.log"}, "`adit` is not expected here; see `rebisect --help`"},
      {"no such option",
       {"audit", "x.log", "--cross"},
       "`--cross` is not expected here; see `rebisect audit --help`"},
      {"an option of another command",
       {"audit", "x.log", "--each"},
       "`--each` is not expected here; see `rebisect audit --help`"},
      {"nothing that the installed git could be asked",
       {"whatif", "x.log", "--repo", "r", "--cross-check"},
       "`--cross-check` is not expected here; see `rebisect whatif --help`"},
      {"an option before its command",
       {"-q", "audit", "x.log"},
       "`-q` is not expected here; see `rebisect audit --help`"},
      {"two logs", {"audit", "x.log", "y.log"}, "`y.log` is not expected here; see `rebisect audit --help`"},
      {"two commands",
       {"audit", "x.log", "replay"},
       "`replay` is not expected here; see `rebisect audit --help`"},
      {"no log", {"audit"}, "LOG is required; see `rebisect audit --help`"},
      {"no value",
       {"audit", "x.log", "--repo"},
       "--repo: 1 required DIR missing; see `rebisect audit --help`"},
      {"no id of a bug",
       {"audit", "x.log", "--syzbot-id", "syzbot"},
       "--syzbot-id: `syzbot` is no id of syzbot's, as in syzbot+ID@...; see `rebisect audit --help`"},
      {"a value that is none of those known",
       {"audit", "x.log", "--format", "yaml"},
       "--format: `yaml` is none of text, json, html, markdown, mail; see `rebisect audit --help`"},
      {"a page of a plan",
       {"plan", "x.log", "--format", "html"},
       "--format: `html` is none of text, json; see `rebisect plan --help`"},
      {"pages of a corpus without a place for them",
       {"corpus", "logs", "--format", "html"},
       "--format html needs -o FILE: the logs' own pages are written beside it; see `rebisect corpus "
       "--help`"},
      {"a number for a word",
       {"audit", "x.log", "--format", "1"},
       "--format: `1` is none of text, json, html, markdown, mail; see `rebisect audit --help`"},
      {"a colour",
       {"audit", "x.log", "--color", "red"},
       "--color: `red` is none of auto, always, never; see `rebisect audit --help`"},
      {"said twice",
       {"audit", "x.log", "--format", "text", "--format", "json"},
       "--format is given more than once; see `rebisect audit --help`"},
      {"quiet and verbose",
       {"audit", "x.log", "-q", "-v"},
       "--quiet excludes --verbose; see `rebisect audit --help`"},
      {"rules that are no version",
       {"audit", "x.log", "--git-rules", "latest"},
       "`latest` for --git-rules is neither auto nor a known git version like 2.30.0; see `rebisect audit "
       "--help`"},
      {"a policy that there is not",
       {"audit", "x.log", "--policy", "V7"},
       "`V7` for --policy is neither auto nor one of V1 to V6; see `rebisect audit --help`"},
      {"a word for no policy",
       {"corpus", "logs", "--policy", "today"},
       "`today` for --policy is neither auto nor one of V1 to V6; see `rebisect corpus --help`"},
      {"no rules",
       {"audit", "x.log", "--git-rules", ""},
       "`` for --git-rules is neither auto nor a known git version like 2.30.0; see `rebisect audit --help`"},
      {"a replay of nothing",
       {"replay", "x.log"},
       "replay needs a history: add --repo DIR or --commit-graph FILE; see `rebisect replay --help`"},
      {"next without a log", {"next", "--repo", "r"}, "LOG is required; see `rebisect next --help`"},
      {"a server with a log",
       {"next", "x.log", "--serve", "--repo", "r"},
       "LOG excludes --serve; see `rebisect next --help`"},
      {"no change",
       {"whatif", "x.log", "--repo", "r"},
       "nothing is changed: add --set COMMIT=VERDICT, --each or --until STEP; see `rebisect whatif --help`"},
      {"no verdict",
       {"whatif", "x.log", "--repo", "r", "--set", "abc"},
       "`abc` is not COMMIT=good|bad|skip|none; see `rebisect whatif --help`"},
      {"no commit",
       {"whatif", "x.log", "--repo", "r", "--set", "=bad"},
       "`=bad` is not COMMIT=good|bad|skip|none; see `rebisect whatif --help`"},
      {"a verdict that git does not know",
       {"whatif", "x.log", "--repo", "r", "--set", "abc=fine"},
       "`fine` in `abc=fine` is none of good, bad, skip, none; see `rebisect whatif --help`"},
      {"two verdicts for one commit",
       {"whatif", "x.log", "--repo", "r", "--set", "a=bad", "--set", "a=good"},
       "two verdicts for `a`; see `rebisect whatif --help`"},
      {"each and one",
       {"whatif", "x.log", "--repo", "r", "--set", "a=bad", "--each"},
       "--set excludes --each; see `rebisect whatif --help`"},
      {"a step that is no number",
       {"whatif", "x.log", "--repo", "r", "--until", "7th"},
       "`7th` is not the number of a step; see `rebisect whatif --help`"},
      {"a step before the first",
       {"convert", "x.log", "--to", "git", "--until", "-1"},
       "`-1` is not the number of a step; see `rebisect convert --help`"},
      {"a form that is not written",
       {"convert", "x.log", "--to", "hg"},
       "--to: `hg` is none of git, json; see `rebisect convert --help`"},
      {"no form", {"convert", "x.log"}, "--to is required; see `rebisect convert --help`"},
      {"a mail of a plan",
       {"plan", "x.log", "--format", "mail"},
       "--format: `mail` is none of text, json; see `rebisect plan --help`"},
      {"text that is too narrow",
       {"audit", "x.log", "--width", "39"},
       "--width: `39` is no number from 40 to 1000; see `rebisect audit --help`"},
      {"a page that is not written",
       {"--generate", "pdf"},
       "--generate: `pdf` is none of man, completion; see `rebisect --help`"},
      {"csv for one log",
       {"audit", "x.log", "--format", "csv"},
       "--format: `csv` is none of text, json, html, markdown, mail; see `rebisect audit --help`"},
      {"no directory", {"corpus"}, "DIR is required; see `rebisect corpus --help`"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const Result<Request> request = parse(row.words);
    ASSERT_FALSE(request.has_value());
    EXPECT_EQ(request.error().code, ErrorCode::usage);
    EXPECT_EQ(request.error().message, row.message);
  }
}

TEST(Args, ExplainThemselvesWithAnExample) {
  for (const char* command : {"audit", "replay", "next", "whatif", "convert", "corpus"}) {
    SCOPED_TRACE(command);
    const Result<Request> request = parse({command, "--help"});
    ASSERT_TRUE(request.has_value());
    ASSERT_TRUE(std::holds_alternative<ShowText>(*request));
    const std::string text = std::get<ShowText>(*request).text;
    EXPECT_THAT(text, HasSubstr(std::string("Usage: rebisect ") + command + " [OPTIONS]"));
    EXPECT_THAT(text, HasSubstr("Example:"));
    EXPECT_EQ(text.back(), '\n');
  }
}

TEST(Args, ListTheCommandsAndTheExitStatus) {
  for (const char* word : {"--help", "-h"}) {
    const Result<Request> request = parse({word});
    ASSERT_TRUE(request.has_value());
    const std::string text = std::get<ShowText>(*request).text;
    for (const char* command :
         {"audit", "replay", "next", "whatif", "convert", "corpus", "evaluate", "Exit status"}) {
      EXPECT_THAT(text, HasSubstr(command));
    }
  }
}

TEST(Args, EvaluateTakesSuitesAndWhatIsOtherThanTheySay) {
  const Result<Request> request =
      parse({"evaluate", "a.yaml", "b.yaml", "--seed", "7", "--trials", "20", "--threads", "3", "--baseline",
             "old.json", "--write-baseline", "new.json", "--format", "junit"});
  ASSERT_TRUE(request.has_value()) << request.error().message;
  EvaluateRequest expected{{}, {"a.yaml", "b.yaml"}, "old.json", "new.json", 7, 20, 3};
  expected.common.format = OutputFormat::junit;
  EXPECT_EQ(std::get<EvaluateRequest>(*request), expected);
  for (const char* option : {"--trials", "--seed", "--threads"}) {
    const Result<Request> refused = parse({"evaluate", "a.yaml", option, "many"});
    ASSERT_FALSE(refused.has_value());
    EXPECT_THAT(refused.error().message, HasSubstr("`many` is not a"));
  }
  EXPECT_FALSE(parse({"evaluate", "a.yaml", "--trials", "0"}).has_value());
  EXPECT_FALSE(parse({"evaluate", "a.yaml", "--threads", "0"}).has_value());
  EXPECT_FALSE(parse({"evaluate"}).has_value());
  EXPECT_FALSE(parse({"audit", "a.log", "--format", "junit"}).has_value());
}

TEST(Args, MayLackEvenTheProgramsName) {
  EXPECT_EQ(parse_args({}, "1.2.3").error().message, "no command is given; see `rebisect --help`");
}

}  // namespace
}  // namespace rebisect
