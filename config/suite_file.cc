#include "config/suite_file.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "config/scenario_names.h"
#include "config/suite_parts.h"
#include "config/yaml_node.h"

namespace rebisect {
namespace {

// What is played where a scenario does not say otherwise.
struct Defaults {
  std::uint64_t seed = 1;
  std::uint32_t trials = 1000;
  Budget budget;
};

constexpr CountRange kSeed{};
constexpr CountRange kTrials{1, 1'000'000};
constexpr CountRange kRuns{1, 100'000'000};
constexpr CountRange kBuilds{1, 1'000'000};
constexpr NumberRange kParameter{-1e9, 1e9};

// FNV-1a, over everything that the node says but for comments and layout.
void add_to(std::uint64_t& fingerprint, const YamlNode& node) {
  const auto add = [&](std::string_view text) {
    for (const char c : text) {
      fingerprint = (fingerprint ^ static_cast<std::uint8_t>(c)) * 1099511628211ULL;
    }
    fingerprint = (fingerprint ^ 0xffU) * 1099511628211ULL;
  };
  add(fmt::format("{}", static_cast<int>(node.kind)));
  add(node.key);
  add(node.text);
  for (const YamlNode& item : node.items) add_to(fingerprint, item);
  add("end");
}

// The keys seed, trials and budget, where they stand.
Result<Defaults> read_defaults(const YamlMapView& map, Defaults defaults) {
  if (const YamlNode* seed = map.find("seed"); seed != nullptr) {
    REBISECT_TRY(defaults.seed, seed->as_count(kSeed));
  }
  if (const YamlNode* trials = map.find("trials"); trials != nullptr) {
    REBISECT_TRY(const std::uint64_t count, trials->as_count(kTrials));
    defaults.trials = static_cast<std::uint32_t>(count);
  }
  if (const YamlNode* budget = map.find("budget"); budget != nullptr) {
    REBISECT_TRY(const YamlMapView limits, budget->as_map({"runs", "builds"}));
    if (const YamlNode* runs = limits.find("runs"); runs != nullptr) {
      REBISECT_TRY(const std::uint64_t count, runs->as_count(kRuns));
      defaults.budget.runs = static_cast<std::uint32_t>(count);
    }
    if (const YamlNode* builds = limits.find("builds"); builds != nullptr) {
      REBISECT_TRY(const std::uint64_t count, builds->as_count(kBuilds));
      defaults.budget.builds = static_cast<std::uint32_t>(count);
    }
  }
  return defaults;
}

Result<Contestant> read_contestant(const YamlNode& node, std::span<const Strategy> strategies) {
  REBISECT_TRY(const auto items, node.as_free_map());
  Contestant contestant{node.key};
  for (const YamlNode& item : items) {
    if (item.key != "strategy") continue;
    REBISECT_TRY(const std::string name, item.as_text());
    const auto found = std::ranges::find(strategies, name, &Strategy::name);
    if (found == strategies.end()) {
      Names known;
      for (const Strategy& strategy : strategies) known.emplace_back(strategy.name);
      return no_such_word(item, name, known);
    }
    contestant.strategy = &*found;
  }
  if (contestant.strategy == nullptr) return node.fault("the key `strategy` is missing");
  for (const YamlNode& item : items) {
    if (item.key == "strategy") continue;
    const auto& parameters = contestant.strategy->parameters;
    if (std::ranges::find(parameters, item.key, &Strategy::Parameter::name) == parameters.end()) {
      return item.fault(fmt::format("the strategy {} has no such parameter", contestant.strategy->name));
    }
    REBISECT_TRY(contestant.parameters[item.key], item.as_number(kParameter));
  }
  return contestant;
}

struct Reader {
  Suite& suite;
  const YamlNode* graphs;
  Defaults defaults;

  Result<void> read_strategies(const YamlMapView& map, SuiteScenario& scenario) const {
    Names known;
    for (const Contestant& contestant : suite.contestants) known.push_back(contestant.name);
    scenario.strategies = known;
    const YamlNode* node = map.find("strategies");
    if (node == nullptr) return {};
    REBISECT_TRY(scenario.strategies, read_names(*node));
    for (const std::string& name : scenario.strategies) {
      if (std::ranges::find(known, name) == known.end()) return no_such_word(*node, name, known);
      if (std::ranges::count(scenario.strategies, name) > 1) {
        return node->fault(fmt::format("`{}` stands twice", name));
      }
    }
    if (scenario.strategies.empty()) return node->fault("no strategy is named");
    return {};
  }

  // The graph's name, checked; and the names of its commits where it is a sketch.
  Result<KnownCommits> read_graph_name(const YamlMapView& map, SuiteScenario& scenario) const {
    REBISECT_TRY(const YamlNode* const node, map.at("graph"));
    REBISECT_TRY(scenario.graph, node->as_text());
    const auto graph = std::ranges::find(graphs->items, scenario.graph, &YamlNode::key);
    if (graph == graphs->items.end()) {
      Names known;
      for (const YamlNode& item : graphs->items) known.push_back(item.key);
      return no_such_word(*node, scenario.graph, known);
    }
    KnownCommits known;
    const auto sketch = std::ranges::find(graph->items, "sketch", &YamlNode::key);
    if (sketch != graph->items.end()) {
      REBISECT_TRY(known.names, read_sketch(*sketch));
    }
    return known;
  }

  // The log says what the task is.
  Result<void> check_of_log(const YamlMapView& map, const SuiteScenario& scenario) const {
    const SuiteGraph& graph = suite.graphs.at(scenario.graph);
    if (!graph.repository || graph.repository->log.empty()) {
      REBISECT_TRY(const YamlNode* const node, map.at("graph"));
      return node->fault("this graph has no log");
    }
    for (const char* key : {"bad", "good", "releases", "aim", "title", "cross_tree", "same_title", "baseline",
                            "smaller_config"}) {
      if (const YamlNode* node = map.find(key); node != nullptr) return node->fault("the log says this");
    }
    return {};
  }

  std::uint64_t fingerprint_of(const YamlNode& node, const SuiteScenario& scenario) const {
    std::uint64_t fingerprint = 14695981039346656037ULL;
    for (const YamlNode& item : node.items) {
      const bool beside = item.key == "why" || item.key == "expect" || item.key == "strategies" ||
                          item.key == "trials" || item.key == "seed" || item.key == "budget";
      if (!beside) add_to(fingerprint, item);
    }
    add_to(fingerprint, *std::ranges::find(graphs->items, scenario.graph, &YamlNode::key));
    fingerprint = (fingerprint ^ scenario.budget.runs) * 1099511628211ULL;
    return (fingerprint ^ scenario.budget.builds) * 1099511628211ULL;
  }

  Result<SuiteScenario> read_scenario(const YamlNode& node) const {
    REBISECT_TRY(const YamlMapView map,
                 node.as_map({"why", "graph", "bad", "good", "releases", "aim", "title", "cross_tree",
                              "same_title", "baseline", "smaller_config", "world", "strategies", "seed",
                              "trials", "budget", "expect"}));
    SuiteScenario scenario;
    scenario.name = node.key;
    if (const YamlNode* why = map.find("why"); why != nullptr) {
      REBISECT_TRY(scenario.why, why->as_text());
    }
    REBISECT_TRY(const KnownCommits known, read_graph_name(map, scenario));
    REBISECT_TRY(scenario.task, read_task(map, known));
    if (known.names && !scenario.task.bad) return node.fault("the key `bad` is missing");
    REBISECT_TRY(const YamlNode* const world, map.at("world"));
    REBISECT_TRY(scenario.world, read_world(*world, known));
    if (scenario.world.of_log) {
      if (const auto fits = check_of_log(map, scenario); !fits) return tl::unexpected(fits.error());
    }
    REBISECT_TRY(const Defaults own, read_defaults(map, defaults));
    scenario.seed = own.seed;
    scenario.trials = own.trials;
    scenario.budget = own.budget;
    if (const auto read = read_strategies(map, scenario); !read) return tl::unexpected(read.error());
    if (const YamlNode* expect = map.find("expect"); expect != nullptr) {
      REBISECT_TRY(scenario.expected, read_expectations(*expect, scenario.strategies, known));
    }
    scenario.fingerprint = fingerprint_of(node, scenario);
    return scenario;
  }
};

std::string stem_of(const std::string& file) {
  const std::size_t slash = file.rfind('/');
  const std::string name = slash == std::string::npos ? file : file.substr(slash + 1);
  return name.substr(0, name.rfind('.'));
}

// A free map that is not empty.
Result<const YamlNode*> entries(const YamlMapView& map, const char* key) {
  REBISECT_TRY(const YamlNode* const node, map.at(key));
  REBISECT_TRY(const auto items, node->as_free_map());
  if (items.empty()) return node->fault("there is nothing in it");
  return node;
}

}  // namespace

Result<Suite> parse_suite(std::string_view text, const std::string& file,
                          std::span<const Strategy> strategies) {
  REBISECT_TRY(const YamlNode root, parse_yaml(text, file));
  REBISECT_TRY(const YamlMapView map,
               root.as_map({"why", "seed", "trials", "budget", "graphs", "strategies", "scenarios"}));
  Suite suite;
  suite.name = stem_of(file);
  REBISECT_TRY(const YamlNode* const why, map.at("why"));
  REBISECT_TRY(suite.why, why->as_text());
  REBISECT_TRY(const Defaults defaults, read_defaults(map, Defaults()));
  REBISECT_TRY(const YamlNode* const graphs, entries(map, "graphs"));
  for (const YamlNode& item : graphs->items) {
    REBISECT_TRY(suite.graphs[item.key], read_graph(item));
  }
  REBISECT_TRY(const YamlNode* const contestants, entries(map, "strategies"));
  for (const YamlNode& item : contestants->items) {
    REBISECT_TRY(suite.contestants.emplace_back(), read_contestant(item, strategies));
  }
  REBISECT_TRY(const YamlNode* const scenarios, entries(map, "scenarios"));
  const Reader reader{suite, graphs, defaults};
  for (const YamlNode& item : scenarios->items) {
    REBISECT_TRY(suite.scenarios.emplace_back(), reader.read_scenario(item));
  }
  return suite;
}

}  // namespace rebisect
