#include "config/scenario_log.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rebisect {
namespace {

constexpr Word<RunOutcome::Kind> kOutcomes[] = {
    {"ok", RunOutcome::Kind::ok},
    {"crashed", RunOutcome::Kind::crashed},
    {"boot_failed", RunOutcome::Kind::boot_failed},
    {"test_failed", RunOutcome::Kind::test_failed},
    {"failed", RunOutcome::Kind::failed},
    {"infra", RunOutcome::Kind::infra},
    {"ignored", RunOutcome::Kind::ignored},
};
constexpr Word<StepRole> kRoles[] = {
    {"start", StepRole::start},   {"release", StepRole::release},       {"head", StepRole::head},
    {"config", StepRole::config}, {"merge-base", StepRole::merge_base}, {"bisect", StepRole::bisect},
    {"parent", StepRole::parent},
};
constexpr Word<Verdict> kVerdicts[] = {
    {"good", Verdict::good}, {"bad", Verdict::bad}, {"skip", Verdict::skip}};
constexpr Word<Aim> kAims[] = {{"cause", Aim::cause}, {"fix", Aim::fix}};
constexpr Word<LogFormat> kFormats[] = {{"git", LogFormat::git}, {"syzbot", LogFormat::syzbot}};

// More runs than any log holds; keeps a slip of the key from filling the memory.
constexpr CountRange kRunCount{1, 1000};
LineSpan lines_of(const YamlNode& node) {
  return {node.line, node.line};
}

// Which verdicts git was told one by one; the others were reached before or after the search.
bool is_told(const Step& step) {
  return step.role == StepRole::bisect || step.role == StepRole::merge_base;
}

// {test: COMMIT, verdict: V, runs: {...}, role: R}, or {V: COMMIT} in short.
Result<Step> read_step(const YamlNode& node, const Names& known) {
  REBISECT_TRY(const YamlMapView map,
               node.as_map({"test", "good", "bad", "skip", "verdict", "runs", "role"}));
  Step step;
  step.lines = lines_of(node);
  std::size_t commits = 0;
  for (const YamlNode& item : node.items) {
    const std::optional<Verdict> verdict = parse_verdict(item.key);
    if (!verdict && item.key != "test") continue;
    ++commits;
    REBISECT_TRY(step.commit.text, read_commit(item, known));
    if (verdict) step.logged = verdict;
  }
  if (commits != 1) return node.fault("expected exactly one of the keys test, good, bad, skip");
  if (const YamlNode* verdict = map.find("verdict"); verdict != nullptr) {
    if (step.logged) return verdict->fault("the verdict stands in the same line already");
    REBISECT_TRY(step.logged, choose(*verdict, kVerdicts));
  }
  if (const YamlNode* runs = map.find("runs"); runs != nullptr) {
    REBISECT_TRY(step.runs, read_runs(*runs));
  }
  if (const YamlNode* role = map.find("role"); role != nullptr) {
    REBISECT_TRY(step.role, choose(*role, kRoles));
  }
  if (is_told(step) && !step.logged) return node.fault("a step of the search needs a verdict");
  return step;
}

struct Ends {
  std::optional<std::string> bad;
  Names goods;
  LineSpan lines;
};

Result<Ends> read_ends(const YamlNode* node, const Names& known) {
  Ends ends;
  if (node == nullptr) return ends;
  REBISECT_TRY(const YamlMapView map, node->as_map({"bad", "good"}));
  REBISECT_TRY(const YamlNode* const bad, map.at("bad"));
  REBISECT_TRY(ends.bad, read_commit(*bad, known));
  if (const YamlNode* good = map.find("good"); good != nullptr) {
    REBISECT_TRY(ends.goods, read_commits(*good, known));
  }
  ends.lines = lines_of(*node);
  return ends;
}

// The place of the step that an end of the search rests on: the last test of that commit, or else a new step.
std::size_t step_of_end(std::vector<Step>& steps, const std::string& commit, const LineSpan& lines) {
  for (std::size_t i = steps.size(); i > 0; --i) {
    if (steps[i - 1].commit.text == commit) return i - 1;
  }
  Step step;
  step.role = StepRole::start;
  step.commit.text = commit;
  step.lines = lines;
  steps.push_back(std::move(step));
  return steps.size() - 1;
}

// `git bisect start [BAD [GOOD...]]`.
void start_search(BisectionLog& log, const Ends& ends) {
  GitCommand start;
  start.kind = GitCommand::Kind::start;
  start.lines = ends.lines;
  const auto name = [&](const std::string& commit, Verdict verdict) {
    start.revisions.push_back({commit});
    start.steps.push_back(step_of_end(log.steps, commit, ends.lines));
    log.steps[start.steps.back()].logged = verdict;
  };
  if (ends.bad) name(*ends.bad, Verdict::bad);
  for (const std::string& good : ends.goods) name(good, Verdict::good);
  log.commands.push_back(std::move(start));
}

void tell(BisectionLog& log, const Step& step) {
  GitCommand command;
  command.verdict = *step.logged;
  command.revisions = {step.commit};
  command.steps = {log.steps.size()};
  command.lines = step.lines;
  log.commands.push_back(std::move(command));
}

Result<Claim> read_claim(const YamlNode& node, const Names& known) {
  Claim claim;
  claim.lines = lines_of(node);
  if (node.kind == YamlNode::Kind::map) {
    REBISECT_TRY(const YamlMapView map, node.as_map({"error"}));
    REBISECT_TRY(const YamlNode* const error, map.at("error"));
    REBISECT_TRY(claim.text, error->as_text());
    claim.kind = Claim::Kind::error;
    return claim;
  }
  if (node.kind == YamlNode::Kind::word && node.text == "none") return claim;
  REBISECT_TRY(const Names names, read_commits(node, known));
  if (names.empty()) return node.fault("expected a commit, several, or none");
  claim.kind = names.size() == 1 ? Claim::Kind::commit : Claim::Kind::several;
  for (const std::string& name : names) claim.commits.push_back({name});
  return claim;
}

}  // namespace

Result<std::vector<RunOutcome>> read_runs(const YamlNode& node) {
  REBISECT_TRY(const auto kinds, node.as_free_map());
  std::vector<RunOutcome> runs;
  for (const YamlNode& kind : kinds) {
    REBISECT_TRY(const RunOutcome::Kind outcome, choose(kind, kind.key, kOutcomes));
    REBISECT_TRY(const std::uint64_t count, kind.as_count(kRunCount));
    runs.insert(runs.end(), count, RunOutcome{outcome, ""});
  }
  return runs;
}

Result<BisectionLog> read_log(const YamlMapView& scenario, const Names& known) {
  BisectionLog log;
  if (const YamlNode* aim = scenario.find("aim"); aim != nullptr) {
    REBISECT_TRY(log.aim, choose(*aim, kAims));
  }
  if (const YamlNode* format = scenario.find("format"); format != nullptr) {
    REBISECT_TRY(log.format, choose(*format, kFormats));
  }
  log.dialect = log.format == LogFormat::git ? "git" : "D20";
  REBISECT_TRY(const Ends ends, read_ends(scenario.find("start"), known));
  REBISECT_TRY(const YamlNode* const list, scenario.at("log"));
  REBISECT_TRY(const auto items, list->as_list());
  for (const YamlNode& item : items) {
    REBISECT_TRY(Step step, read_step(item, known));
    if (is_told(step) && log.commands.empty()) start_search(log, ends);
    if (is_told(step)) tell(log, step);
    log.steps.push_back(std::move(step));
  }
  if (log.commands.empty() && ends.bad) start_search(log, ends);
  if (const YamlNode* claim = scenario.find("claim"); claim != nullptr) {
    REBISECT_TRY(log.claim, read_claim(*claim, known));
  }
  return log;
}

}  // namespace rebisect
