#include "adapters/report/answer_json.h"

#include <string>
#include <vector>

#include "engine/review/wording.h"

namespace rebisect {
namespace {

using Json = nlohmann::ordered_json;

Json ids_of(const CommitGraph& graph, const std::vector<CommitIndex>& commits) {
  Json ids = Json::array();
  for (const CommitIndex commit : commits) ids.push_back(graph.id(commit).hex());
  return ids;
}

// One overload for each outcome, to be used with std::visit.
struct OutcomeToJson {
  const CommitGraph& graph;

  Json operator()(const TestCommit& test) const {
    return {{"kind", "test"},
            {"commit", id(test.commit)},
            {"n", test.left},
            {"k", test.rounds},
            {"text", bisecting_line(test.left, test.rounds)},
            {"all", test.candidates}};
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
    return {{"kind", "merge-base-bad"}, {"mb", id(bad.merge_base)}};
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

nlohmann::ordered_json answer_to_json(const BisectAnswer& answer, const CommitGraph& graph) {
  Json json = std::visit(OutcomeToJson{graph}, answer.outcome);
  json["warnings"] = ids_of(graph, answer.skipped_merge_bases);
  return json;
}

}  // namespace rebisect
