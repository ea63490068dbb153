#include "adapters/report/serve_protocol.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "adapters/report/answer_json.h"

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

Result<std::vector<std::string>> parse_paths(const Json& value) {
  std::vector<std::string> paths;
  if (value.is_null()) return paths;
  if (!value.is_array()) return fail(ErrorCode::malformed, "expected a list of paths, not " + shown(value));
  for (const Json& entry : value) {
    if (!entry.is_string()) return fail(ErrorCode::malformed, "expected a path, not " + shown(entry));
    paths.push_back(entry.get<std::string>());
  }
  return paths;
}

Result<ServeRequest> parse_start(const Json& request) {
  StartRequest start;
  if (const Json bad = member(request, "bad"); !bad.is_null()) {
    REBISECT_TRY(start.bad, parse_id(bad));
  }
  REBISECT_TRY(start.goods, parse_ids(member(request, "goods")));
  REBISECT_TRY(start.first_parent, parse_flag(request, "first_parent"));
  REBISECT_TRY(start.commit_graph, parse_flag(request, "commit_graph"));
  REBISECT_TRY(start.paths, parse_paths(member(request, "paths")));
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

}  // namespace

Result<ServeRequest> parse_serve_request(std::string_view line) {
  const Json request = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!request.is_object()) return fail(ErrorCode::malformed, "the request is not a JSON object");
  const Json op = member(request, "op");
  const std::string name = op.is_string() ? op.get<std::string>() : "";
  if (name == "start") return parse_start(request);
  if (name == "skip-range") return parse_skip_range(request);
  if (name == "next") return AskNextRequest{};
  const std::optional<Verdict> verdict = parse_verdict(name);
  if (!verdict) return fail(ErrorCode::malformed, "unknown op " + shown(op));
  MarkRequest mark{*verdict, {}};
  REBISECT_TRY(mark.commits, parse_ids(member(request, "revs")));
  return mark;
}

std::string to_serve_answer(const CommitGraph& graph, const BisectSession& session,
                            const BisectAnswer& answer) {
  Json json = answer_to_json(answer, graph);
  if (const auto* bad = std::get_if<MergeBaseIsBad>(&answer.outcome)) {
    json["mb_printed"] =
        graph.id(printed_merge_base(session, bad->merge_base, MergeBaseMessage::is_bad)).hex();
  }
  Json printed = Json::array();
  for (const CommitIndex base : answer.skipped_merge_bases) {
    printed.push_back(graph.id(printed_merge_base(session, base, MergeBaseMessage::must_be_skipped)).hex());
  }
  json["warnings_printed"] = printed;
  return json.dump();
}

std::string to_serve_answer(const Error& error) {
  const Json json = {{"kind", "error"}, {"error", error.message}};
  // Text from outside is bytes, JSON is UTF-8.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace rebisect
