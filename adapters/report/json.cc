#include "adapters/report/json.h"

#include <algorithm>
#include <array>
#include <map>

#include <nlohmann/json.hpp>

#include "adapters/report/answer_json.h"
#include "adapters/report/judgement_json.h"

namespace rebisect {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kSchemaVersion = 1;
constexpr int kIndent = 2;

Json document(const ToolVersion& tool) {
  return {{"schema_version", kSchemaVersion}, {"tool", {{"name", tool.name}, {"version", tool.version}}}};
}

std::string text_of(const Json& json) {
  return json.dump(kIndent, ' ', false, Json::error_handler_t::replace) + "\n";
}

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

// Adds the key where there is a value; a number that git did not print is absent, not 0.
template <typename T>
void put(Json& object, const char* key, const std::optional<T>& value) {
  if (value) object[key] = *value;
}

std::string_view to_text(StepRole role) {
  constexpr std::array<std::string_view, 7> kTexts = {"start",      "release", "head",  "config",
                                                      "merge-base", "bisect",  "parent"};
  return kTexts[static_cast<std::size_t>(role)];
}

std::string_view to_text(RunOutcome::Kind kind) {
  constexpr std::array<std::string_view, 7> kTexts = {"ok",     "crashed", "boot-failed", "test-failed",
                                                      "failed", "infra",   "ignored"};
  return kTexts[static_cast<std::size_t>(kind)];
}

std::string_view to_text(Claim::Kind kind) {
  constexpr std::array<std::string_view, 4> kTexts = {"commit", "several", "none", "error"};
  return kTexts[static_cast<std::size_t>(kind)];
}

Json recomputed_json(const Policy& policy, const Judgement& judgement) {
  Json json = {{"policy", policy.id}};
  json["verdict"] = judgement.verdict ? Json(rebisect::to_text(*judgement.verdict)) : Json(nullptr);
  if (judgement.aborts) json["aborts"] = true;
  json["reason"] = judgement.reason;
  return json;
}

void put_judgement(Json& json, const JudgedLog& judged, std::size_t index) {
  const Tally& tally = judged.evidence.steps[index].tally;
  if (tally.runs() > 0) {
    json["tally"] = {{"target", tally.target},
                     {"other", tally.other},
                     {"ok", tally.ok},
                     {"uninformative", tally.uninformative}};
  }
  if (judged.judgements[index].why == JudgedBy::nothing) return;
  json["recomputed"] = recomputed_json(*judged.policy.policy, judged.judgements[index]);
  if (differs_today(judged, index)) {
    json["recomputed_today"] = recomputed_json(policy_of_today(), judged.today[index]);
  }
}

// `judged` may be null.
Json step_json(const BisectionLog& log, const JudgedLog* judged, std::size_t index) {
  const Step& step = log.steps[index];
  Json runs = Json::array();
  for (const RunOutcome& run : step.runs) {
    Json entry = {{"outcome", to_text(run.kind)}};
    if (!run.title.empty()) entry["title"] = run.title;
    runs.push_back(std::move(entry));
  }
  Json json = {{"index", index}, {"commit", step.commit.text}, {"role", to_text(step.role)}};
  if (!step.release.empty()) json["release"] = step.release;
  json["runs"] = std::move(runs);
  json["run_count_known"] = step.run_count_known;
  if (step.build_failed) json["build_failed"] = true;
  if (!step.signature.empty()) json["signature"] = step.signature;
  if (!step.compiler.empty()) json["compiler"] = step.compiler;
  if (!step.representative_crash.empty()) json["representative_crash"] = step.representative_crash;
  if (!step.crash_types.empty()) json["crash_types"] = step.crash_types;
  put(json, "false_negative_chance", step.false_negative_chance);
  json["logged"] = step.logged ? Json(rebisect::to_text(*step.logged)) : Json(nullptr);
  if (judged != nullptr) put_judgement(json, *judged, index);
  json["present"] = step.logged ? or_null(bug_present(*step.logged, log.aim)) : Json(nullptr);
  json["lines"] = {step.lines.first, step.lines.last};
  return json;
}

Json claim_json(const Claim& claim, const std::vector<std::string>& commits) {
  Json json = {{"kind", to_text(claim.kind)}, {"commits", commits}};
  if (!claim.text.empty()) json["text"] = claim.text;
  return json;
}

// What only syzbot prints.
void put_facts(Json& json, const BisectionLog& log) {
  if (!log.crash_title.empty()) json["crash_title"] = log.crash_title;
  put(json, "revisions_tested", log.revisions_tested);
  if (log.reproducer_flaky) json["reproducer_flaky"] = true;
  put(json, "crash_chance", log.crash_chance);
  put(json, "error_probability", log.error_probability);
  if (!log.picked_releases.empty()) json["picked_releases"] = log.picked_releases;
  put(json, "release_count", log.release_count);
}

// `claimed`: the claim's commits as whole ids where a history knows them.
Json log_json(const BisectionLog& log, const JudgedLog* judged, const std::vector<std::string>& claimed) {
  Json json = {{"format", log.format == LogFormat::git ? "git" : "syzbot"},
               {"dialect", log.dialect},
               {"aim", log.aim == Aim::cause ? "cause" : "fix"}};
  if (log.claim) json["claim"] = claim_json(*log.claim, claimed);
  put_facts(json, log);
  json["diagnostics"] = Json::array();
  for (const Diagnostic& diagnostic : log.diagnostics) {
    json["diagnostics"].push_back({{"line", diagnostic.line}, {"text", diagnostic.text}});
  }
  json["steps"] = Json::array();
  for (std::size_t i = 0; i < log.steps.size(); ++i) json["steps"].push_back(step_json(log, judged, i));
  return json;
}

std::vector<std::string> as_written(const BisectionLog& log) {
  std::vector<std::string> commits;
  if (!log.claim) return commits;
  for (const Revision& revision : log.claim->commits) commits.push_back(revision.text);
  return commits;
}

Json policy_json(const JudgedLog& judged) {
  Json also = Json::array();
  for (const Policy* policy : judged.policy.also) also.push_back(policy->id);
  const Reproduced& reproduced = judged.reproduced;
  return {{"id", judged.policy.policy->id},
          {"also", std::move(also)},
          {"basis", rebisect::to_text(judged.policy.basis)},
          {"compared", reproduced.compared},
          {"reproduced", reproduced.equal},
          {"mixed_compared", reproduced.mixed_compared},
          {"mixed_reproduced", reproduced.mixed_equal}};
}

Json selection_json(const Selection& selection) {
  Json rows = Json::array();
  for (const SelectionRow& row : selection.rows) {
    Json json = {{"index", or_null(row.step)}, {"tested", row.tested}};
    json["expected"] = row.expected ? Json(row.expected->hex()) : Json(nullptr);
    json["match"] = rebisect::to_text(row.match);
    put(json, "left_logged", row.left_logged);
    put(json, "left", row.left);
    put(json, "rounds_logged", row.rounds_logged);
    put(json, "rounds", row.rounds);
    json["candidates_before"] = row.candidates_before;
    json["candidates_after"] = row.candidates_after;
    rows.push_back(std::move(json));
  }
  return {{"git_rules", selection.git_rules},
          {"git_rules_also", selection.git_rules_also},
          {"steps", std::move(rows)},
          {"matched", selection.matched},
          {"compared", selection.compared}};
}

Json reply_json(const GitReply& reply) {
  Json commits = Json::array();
  for (const Oid& commit : reply.commits) commits.push_back(commit.hex());
  Json json = {{"kind", rebisect::to_text(reply.kind)}, {"commits", std::move(commits)}};
  put(json, "left", reply.left);
  put(json, "rounds", reply.rounds);
  json["skipped_merge_bases"] = reply.skipped_merge_bases;
  return json;
}

Json cross_check_json(const CrossCheck& check) {
  Json json = Json::object();
  if (!check.git_version.empty()) json["git_version"] = check.git_version;
  if (!check.git_rules.empty()) json["git_rules"] = check.git_rules;
  json["commands"] = check.commands;
  json["compared"] = check.compared;
  json["equal"] = check.equal;
  json["ended"] = rebisect::to_text(check.end);
  if (!check.why.empty()) json["why"] = check.why;
  if (const auto& difference = check.first_difference) {
    json["first_difference"] = {{"index", or_null(difference->step)},
                                {"lines", {difference->lines.first, difference->lines.last}},
                                {"git", reply_json(difference->git)},
                                {"rebisect", reply_json(difference->rebisect)}};
  }
  return json;
}

Json deduction_json(const DeductionPart& deduction) {
  Json json = {{"kind", rebisect::to_text(deduction.kind)}, {"follows", or_null(deduction.follows)}};
  json["candidates"] = deduction.candidates;
  put(json, "candidate_count", deduction.candidate_count);
  if (!deduction.contradiction.empty()) json["contradiction"] = deduction.contradiction;
  return json;
}

Json findings_json(const std::vector<Finding>& findings) {
  Json json = Json::array();
  for (const Finding& finding : findings) {
    json.push_back({{"id", id_of(finding.kind)},
                    {"severity", rebisect::to_text(finding.severity)},
                    {"steps", finding.steps},
                    {"text", finding.text}});
  }
  return json;
}

Json alternative_json(const Alternative& alternative, const CommitGraph& graph) {
  Json edits = Json::array();
  for (const Edit& edit : alternative.edits) {
    edits.push_back({{"commit", edit.commit.text},
                     {"verdict", edit.verdict ? Json(rebisect::to_text(*edit.verdict)) : Json("none")}});
  }
  Json json = {{"index", or_null(alternative.step)}, {"edits", std::move(edits)}};
  json["kind"] = rebisect::to_text(alternative.deduction.kind);
  json["candidates"] = Json::array();
  if (alternative.deduction.candidates) {
    for (const CommitIndex commit : alternative.deduction.candidates->members()) {
      if (json["candidates"].size() == kMostCandidates) break;
      json["candidates"].push_back(graph.id(commit).hex());
    }
    json["candidate_count"] = alternative.deduction.candidates->count();
  }
  if (const auto next = commit_to_test(alternative.answer)) json["next"] = graph.id(*next).hex();
  return json;
}

}  // namespace

std::string to_json(const Report& report, const ToolVersion& tool) {
  Json json = document(tool);
  json["log"] = log_json(report.log, &report.judged, report.deduction.claimed);
  if (report.judged.policy.basis != PolicyChoice::Basis::no_runs) json["policy"] = policy_json(report.judged);
  if (report.selection) json["selection"] = selection_json(*report.selection);
  if (report.cross_check) json["cross_check"] = cross_check_json(*report.cross_check);
  json["deduction"] = deduction_json(report.deduction);
  put_judgement(json, report);
  json["findings"] = findings_json(report.findings);
  json["conclusion"] = rebisect::to_text(report.conclusion);
  return text_of(json);
}

std::string to_json(const BisectionLog& log, const ToolVersion& tool) {
  Json json = document(tool);
  json["log"] = log_json(log, nullptr, as_written(log));
  return text_of(json);
}

std::string plan_to_json(const Report& report, const ToolVersion& tool) {
  Json json = document(tool);
  put_judgement(json, report);
  json["conclusion"] = rebisect::to_text(report.conclusion);
  return text_of(json);
}

std::string selection_to_json(const Report& report, const ToolVersion& tool) {
  Json json = document(tool);
  if (report.selection) json["selection"] = selection_json(*report.selection);
  if (report.cross_check) json["cross_check"] = cross_check_json(*report.cross_check);
  return text_of(json);
}

std::string to_json(const std::vector<Alternative>& alternatives, const CommitGraph& graph,
                    const ToolVersion& tool) {
  Json json = document(tool);
  json["alternatives"] = Json::array();
  for (const Alternative& alternative : alternatives) {
    json["alternatives"].push_back(alternative_json(alternative, graph));
  }
  return text_of(json);
}

std::string next_to_json(const BisectAnswer& answer, const CommitGraph& graph, const ToolVersion& tool) {
  Json json = document(tool);
  json["next"] = answer_to_json(answer, graph);
  return text_of(json);
}

}  // namespace rebisect
