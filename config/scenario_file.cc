#include "config/scenario_file.h"

#include <algorithm>

#include <fmt/format.h>

#include "config/scenario_log.h"
#include "config/scenario_names.h"
#include "config/yaml_node.h"

namespace rebisect {
namespace {

constexpr Word<std::optional<Verdict>> kChanges[] = {
    {"good", Verdict::good}, {"bad", Verdict::bad}, {"skip", Verdict::skip}, {"none", std::nullopt}};
constexpr std::string_view kDeductions[] = {"first-bad", "any-of", "before-range", "contradiction",
                                            "unfinished"};
constexpr std::string_view kConclusions[] = {"holds", "doubtful", "refuted", "undecided"};

Result<Names> read_sorted_commits(const YamlNode& node, const Names& known) {
  REBISECT_TRY(Names names, read_commits(node, known));
  std::ranges::sort(names);
  return names;
}

Result<ExpectedEnd> read_end(const YamlMapView& map, const Names& known) {
  ExpectedEnd end;
  if (const YamlNode* deduction = map.find("deduction"); deduction != nullptr) {
    REBISECT_TRY(end.deduction, choose(*deduction, kDeductions));
  }
  if (const YamlNode* candidates = map.find("candidates"); candidates != nullptr) {
    REBISECT_TRY(end.candidates, read_sorted_commits(*candidates, known));
  }
  if (const YamlNode* next = map.find("next"); next != nullptr) {
    REBISECT_TRY(end.next, read_commit(*next, known));
  }
  return end;
}

Result<ExpectedWhatIf> read_what_if(const YamlNode& node, const Names& known) {
  REBISECT_TRY(const YamlMapView map, node.as_map({"set", "deduction", "candidates", "next"}));
  ExpectedWhatIf what_if;
  REBISECT_TRY(what_if.end, read_end(map, known));
  REBISECT_TRY(const YamlNode* const set, map.at("set"));
  REBISECT_TRY(const auto changes, set->as_free_map());
  for (const YamlNode& change : changes) {
    REBISECT_TRY(const std::string commit, check_commit(change, change.key, known));
    REBISECT_TRY(const std::optional<Verdict> verdict, choose(change, kChanges));
    what_if.set.push_back({{commit}, verdict});
  }
  return what_if;
}

Result<Expectation> read_expectation(const YamlNode& node, const Names& known) {
  REBISECT_TRY(const YamlMapView map,
               node.as_map({"deduction", "candidates", "next", "follows", "conclusion", "findings",
                            "absent_findings", "contradiction", "whatif"}));
  Expectation expect;
  REBISECT_TRY(expect.end, read_end(map, known));
  if (const YamlNode* follows = map.find("follows"); follows != nullptr) {
    expect.follows = Follows::unknown;
    if (follows->kind != YamlNode::Kind::null) {
      REBISECT_TRY(const bool does, follows->as_bool());
      expect.follows = does ? Follows::yes : Follows::no;
    }
  }
  if (const YamlNode* conclusion = map.find("conclusion"); conclusion != nullptr) {
    REBISECT_TRY(expect.conclusion, choose(*conclusion, kConclusions));
  }
  if (const YamlNode* findings = map.find("findings"); findings != nullptr) {
    REBISECT_TRY(expect.findings, read_names(*findings));
  }
  if (const YamlNode* absent = map.find("absent_findings"); absent != nullptr) {
    REBISECT_TRY(expect.absent_findings, read_names(*absent));
  }
  if (const YamlNode* contradiction = map.find("contradiction"); contradiction != nullptr) {
    REBISECT_TRY(expect.contradiction, read_sorted_commits(*contradiction, known));
  }
  if (const YamlNode* what_ifs = map.find("whatif"); what_ifs != nullptr) {
    REBISECT_TRY(const auto items, what_ifs->as_list());
    for (const YamlNode& item : items) {
      REBISECT_TRY(expect.what_if.emplace_back(), read_what_if(item, known));
    }
  }
  if (expect == Expectation{}) return node.fault("nothing is expected");
  return expect;
}

}  // namespace

Result<Scenario> parse_scenario(std::string_view text, const std::string& name) {
  REBISECT_TRY(const YamlNode root, parse_yaml(text, name));
  REBISECT_TRY(const YamlMapView map,
               root.as_map({"why", "graph", "missing", "aim", "format", "start", "log", "claim", "expect"}));
  Scenario scenario;
  REBISECT_TRY(const YamlNode* const why, map.at("why"));
  REBISECT_TRY(scenario.why, why->as_text());
  REBISECT_TRY(const YamlNode* const graph, map.at("graph"));
  REBISECT_TRY(scenario.commits, read_sketch(*graph));
  scenario.graph = graph->text;
  Names known = scenario.commits;
  if (const YamlNode* missing = map.find("missing"); missing != nullptr) {
    REBISECT_TRY(scenario.missing, read_names(*missing));
    for (const std::string& absent : scenario.missing) {
      if (std::ranges::find(scenario.commits, absent) == scenario.commits.end()) continue;
      return missing->fault(fmt::format("`{}` stands in the graph", absent));
    }
    known.insert(known.end(), scenario.missing.begin(), scenario.missing.end());
  }
  REBISECT_TRY(scenario.log, read_log(map, known));
  REBISECT_TRY(const YamlNode* const expect, map.at("expect"));
  REBISECT_TRY(scenario.expect, read_expectation(*expect, known));
  return scenario;
}

}  // namespace rebisect
