#include "adapters/report/serve_protocol.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace rebisect {
namespace {

using Json = nlohmann::ordered_json;

// For messages: the text itself, or what kind of value stands in its place.
std::string shown(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.type_name();
}

Result<Oid> parse_id(const Json& value) {
  const std::optional<Oid> id = value.is_string() ? Oid::from_hex(value.get<std::string>()) : std::nullopt;
  if (!id) return fail(ErrorCode::malformed, "expected 40 hexadecimal digits, not " + shown(value));
  return *id;
}

Json member(const Json& request, const char* key) {
  const auto found = request.find(key);
  return found == request.end() ? Json() : *found;
}

Result<std::vector<Oid>> parse_ids(const Json& value) {
  std::vector<Oid> ids;
  if (value.is_null()) return ids;
  if (!value.is_array()) return fail(ErrorCode::malformed, "expected a list of ids, not " + shown(value));
  for (const Json& entry : value) {
    REBISECT_TRY(const Oid id, parse_id(entry));
    ids.push_back(id);
  }
  return ids;
}

Result<bool> parse_flag(const Json& request, const char* key) {
  const Json value = member(request, key);
  if (value.is_null()) return false;
  if (!value.is_boolean()) return fail(ErrorCode::malformed, std::string(key) + " is neither true nor false");
  return value.get<bool>();
}

Result<ServeRequest> parse_start(const Json& request) {
  StartRequest start;
  if (const Json bad = member(request, "bad"); !bad.is_null()) {
    REBISECT_TRY(start.bad, parse_id(bad));
  }
  REBISECT_TRY(start.goods, parse_ids(member(request, "goods")));
  REBISECT_TRY(start.first_parent, parse_flag(request, "first_parent"));
  REBISECT_TRY(start.commit_graph, parse_flag(request, "commit_graph"));
  if (!member(request, "paths").empty()) {
    return fail(ErrorCode::malformed, "paths need trees, which are not read here");
  }
  if (const Json version = member(request, "dialect"); version.is_string()) {
    start.git_version = version.get<std::string>();
  }
  return start;
}

Result<ServeRequest> parse_skip_range(const Json& request) {
  SkipRangeRequest range;
  REBISECT_TRY(range.low, parse_id(member(request, "lo")));
  REBISECT_TRY(range.high, parse_id(member(request, "hi")));
  return range;
}

Json ids_of(const CommitGraph& graph, const std::vector<CommitIndex>& commits) {
  Json ids = Json::array();
  for (const CommitIndex commit : commits) ids.push_back(graph.id(commit).hex());
  return ids;
}

std::string bisecting_line(const TestCommit& test) {
  return fmt::format("Bisecting: {} revision{} left to test after this (roughly {} step{})", test.left,
                     test.left == 1 ? "" : "s", test.rounds, test.rounds == 1 ? "" : "s");
}

// One overload for each outcome.
struct OutcomeToJson {
  const CommitGraph& graph;
  const BisectSession& session;

  Json operator()(const TestCommit& test) const {
    return {{"kind", "test"},   {"commit", id(test.commit)},    {"n", test.left},
            {"k", test.rounds}, {"text", bisecting_line(test)}, {"all", test.candidates}};
  }
  Json operator()(const TestMergeBase& test) const {
    return {{"kind", "merge-base-test"}, {"commit", id(test.commit)}};
  }
  Json operator()(const FoundFirstBad& found) const {
    return {{"kind", "first-bad"}, {"commit", id(found.commit)}};
  }
  Json operator()(const OnlySkippedLeft& left) const {
    return {{"kind", "only-skipped"}, {"tried", ids_of(graph, left.commits)}};
  }
  Json operator()(const MergeBaseIsBad& bad) const {
    const CommitIndex printed = printed_merge_base(session, bad.merge_base, MergeBaseMessage::is_bad);
    return {{"kind", "merge-base-bad"}, {"mb", id(bad.merge_base)}, {"mb_printed", id(printed)}};
  }
  Json operator()(const GoodsNotAncestors& /*outcome*/) const { return {{"kind", "not-ancestors"}}; }
  Json operator()(const BothGoodAndBad& /*outcome*/) const { return {{"kind", "both-good-and-bad"}}; }
  Json operator()(const NoTestableCommit& /*outcome*/) const { return {{"kind", "no-testable"}}; }
  Json operator()(const WaitingForEnds& /*outcome*/) const { return {{"kind", "waiting"}}; }
  Json operator()(const HistoryTooShort& too_short) const {
    return {{"kind", "history-too-short"}, {"commit", id(too_short.at)}};
  }

  std::string id(CommitIndex commit) const { return graph.id(commit).hex(); }
};

}  // namespace

Result<ServeRequest> parse_serve_request(std::string_view line) {
  const Json request = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!request.is_object()) return fail(ErrorCode::malformed, "the request is not a JSON object");
  const Json op = member(request, "op");
  const std::string name = op.is_string() ? op.get<std::string>() : "";
  if (name == "start") return parse_start(request);
  if (name == "skip-range") return parse_skip_range(request);
  if (name == "next") return NextRequest{};
  const std::optional<Verdict> verdict = parse_verdict(name);
  if (!verdict) return fail(ErrorCode::malformed, "unknown op " + shown(op));
  MarkRequest mark{*verdict, {}};
  REBISECT_TRY(mark.commits, parse_ids(member(request, "revs")));
  return mark;
}

std::string to_serve_answer(const CommitGraph& graph, const BisectSession& session,
                            const BisectAnswer& answer) {
  Json json = std::visit(OutcomeToJson{graph, session}, answer.outcome);
  std::vector<CommitIndex> printed;
  for (const CommitIndex base : answer.skipped_merge_bases) {
    printed.push_back(printed_merge_base(session, base, MergeBaseMessage::must_be_skipped));
  }
  json["warnings"] = ids_of(graph, answer.skipped_merge_bases);
  json["warnings_printed"] = ids_of(graph, printed);
  return json.dump();
}

std::string to_serve_answer(const Error& error) {
  const Json json = {{"kind", "error"}, {"error", error.message}};
  // Text from outside is bytes, JSON is UTF-8.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace rebisect
