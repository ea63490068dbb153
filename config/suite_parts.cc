#include "config/suite_parts.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace rebisect {
namespace {

constexpr Word<Ending::Kind> kEndings[] = {{"found", Ending::Kind::found},
                                           {"several", Ending::Kind::several},
                                           {"older", Ending::Kind::older},
                                           {"failed", Ending::Kind::failed}};
constexpr Word<bool> kAims[] = {{"cause", false}, {"fix", true}};
constexpr NumberRange kShare{0, 1};
constexpr NumberRange kRuns{0, 1e9};
constexpr NumberRange kLimits{0.1, 1e6};
// A million commits are what git itself needs minutes for.
constexpr CountRange kHistory{1, 1'000'000};
constexpr CountRange kSeed{};

// The key's number into `place`, where it stands.
Result<void> read_share(const YamlMapView& map, const char* key, const NumberRange& range,
                        std::optional<Interval>& place) {
  if (const YamlNode* node = map.find(key); node != nullptr) {
    REBISECT_TRY(place, read_interval(*node, range));
  }
  return {};
}

Result<void> read_optional(const YamlMapView& map, const char* key, const KnownCommits& known,
                           std::optional<SuiteCommit>& place) {
  if (const YamlNode* node = map.find(key); node != nullptr) {
    REBISECT_TRY(place, known.read(*node));
  }
  return {};
}

Result<SuiteGraph::KernelLike> read_kernel_like(const YamlNode& node) {
  REBISECT_TRY(const YamlMapView map, node.as_map({"range", "history", "seed"}));
  SuiteGraph::KernelLike graph;
  REBISECT_TRY(const YamlNode* const range, map.at("range"));
  REBISECT_TRY(const std::uint64_t commits, range->as_count(kHistory));
  REBISECT_TRY(const YamlNode* const history, map.at("history"));
  REBISECT_TRY(const std::uint64_t all, history->as_count(kHistory));
  if (all <= commits) return history->fault("the range is only a part of the history");
  graph.range = static_cast<std::uint32_t>(commits);
  graph.history = static_cast<std::uint32_t>(all);
  if (const YamlNode* seed = map.find("seed"); seed != nullptr) {
    REBISECT_TRY(graph.seed, seed->as_count(kSeed));
  }
  return graph;
}

Result<SuiteExpected> read_expected(const YamlNode& node, const Names& strategies,
                                    const KnownCommits& known) {
  REBISECT_TRY(const YamlMapView map, node.as_map({"strategy", "ending", "reported", "flags", "confidence",
                                                   "right", "wrong", "runs", "limits", "not_worse_than"}));
  if (node.items.empty() || (node.items.size() == 1 && map.find("strategy") != nullptr)) {
    return node.fault("nothing is expected");
  }
  SuiteExpected result;
  result.where = where_of(node);
  Expected& expected = result.expected;
  if (const YamlNode* ending = map.find("ending"); ending != nullptr) {
    REBISECT_TRY(expected.ending, choose(*ending, kEndings));
  }
  if (const YamlNode* reported = map.find("reported"); reported != nullptr) {
    REBISECT_TRY(result.reported, known.read_all(*reported));
  }
  if (const YamlNode* flags = map.find("flags"); flags != nullptr) {
    REBISECT_TRY(expected.flags, read_names(*flags));
  }
  for (const auto& [key, range, place] :
       {std::tuple("confidence", kShare, &expected.confidence), std::tuple("right", kShare, &expected.right),
        std::tuple("wrong", kShare, &expected.wrong), std::tuple("runs", kRuns, &expected.runs)}) {
    if (const auto read = read_share(map, key, range, *place); !read) return tl::unexpected(read.error());
  }
  if (const YamlNode* limits = map.find("limits"); limits != nullptr) {
    REBISECT_TRY(expected.limits, limits->as_number(kLimits));
  }
  if (const YamlNode* other = map.find("not_worse_than"); other != nullptr) {
    REBISECT_TRY(expected.not_worse_than, other->as_text());
    if (std::ranges::find(strategies, *expected.not_worse_than) == strategies.end()) {
      return no_such_word(*other, *expected.not_worse_than, strategies);
    }
  }
  return result;
}

// The strategies that an expectation is about: all, or those that it names.
Result<Names> read_whose(const YamlNode& item, const Names& strategies) {
  const auto named = std::ranges::find(item.items, "strategy", &YamlNode::key);
  if (named == item.items.end()) return strategies;
  REBISECT_TRY(Names whose, read_names(*named));
  for (const std::string& name : whose) {
    if (std::ranges::find(strategies, name) == strategies.end()) {
      return no_such_word(*named, name, strategies);
    }
  }
  return whose;
}

// A path, where the key is there.
Result<std::string> read_path(const YamlMapView& map, const char* key) {
  const YamlNode* const node = map.find(key);
  if (node == nullptr) return std::string();
  REBISECT_TRY(std::string path, node->as_text());
  if (path.empty()) return node->fault("no file is named");
  return path;
}

Result<SuiteGraph::Repository> read_repository(const YamlMapView& map) {
  SuiteGraph::Repository repository;
  if (const YamlNode* repo = map.find("repo"); repo != nullptr) {
    REBISECT_TRY(repository.directories, read_names(*repo));
    if (repository.directories.empty()) return repo->fault("no folder is named");
  }
  REBISECT_TRY(repository.commit_graph, read_path(map, "commit_graph"));
  REBISECT_TRY(repository.log, read_path(map, "log"));
  return repository;
}

}  // namespace

std::string where_of(const YamlNode& node) {
  return fmt::format("{}:{}: {}", node.file, node.line, node.path);
}

Result<Interval> read_interval(const YamlNode& node, const NumberRange& range) {
  if (node.kind == YamlNode::Kind::word) {
    REBISECT_TRY(const double number, node.as_number(range));
    return Interval{number, number};
  }
  REBISECT_TRY(const auto items, node.as_list());
  if (items.size() != 2) return node.fault("expected a number, or [LEAST, MOST]");
  REBISECT_TRY(const double least, items[0].as_number(range));
  REBISECT_TRY(const double most, items[1].as_number(range));
  if (least > most) return node.fault("the first number is larger than the second");
  return Interval{least, most};
}

Result<SuiteCommit> KnownCommits::read(const YamlNode& node, const std::string& name) const {
  if (name.empty()) return node.fault("no commit is named");
  if (names && std::ranges::find(*names, name) == names->end()) {
    return node.fault(fmt::format("`{}` is no commit of the graph", name));
  }
  return SuiteCommit{name, where_of(node)};
}

Result<SuiteCommit> KnownCommits::read(const YamlNode& node) const {
  REBISECT_TRY(const std::string name, node.as_text());
  return read(node, name);
}

Result<std::vector<SuiteCommit>> KnownCommits::read_all(const YamlNode& node) const {
  REBISECT_TRY(const Names texts, read_names(node));
  std::vector<SuiteCommit> commits;
  for (const std::string& text : texts) {
    REBISECT_TRY(commits.emplace_back(), read(node, text));
  }
  return commits;
}

Result<std::vector<SuiteCommit>> KnownCommits::read_set(const YamlNode& node) const {
  REBISECT_TRY(const Names texts, read_names(node));
  std::vector<SuiteCommit> commits;
  for (const std::string& text : texts) {
    const std::size_t dots = text.find("..");
    for (const std::string& name :
         dots == std::string::npos ? Names{text} : Names{text.substr(0, dots), text.substr(dots + 2)}) {
      if (const auto known = read(node, name); !known) return tl::unexpected(known.error());
    }
    commits.push_back({text, where_of(node)});
  }
  return commits;
}

Result<SuiteGraph> read_graph(const YamlNode& node) {
  REBISECT_TRY(const YamlMapView map, node.as_map({"sketch", "kernel_like", "repo", "commit_graph", "log"}));
  SuiteGraph graph;
  graph.where = where_of(node);
  const YamlNode* sketch = map.find("sketch");
  const YamlNode* kernel_like = map.find("kernel_like");
  const bool stored = map.find("repo") != nullptr || map.find("commit_graph") != nullptr;
  if ((sketch != nullptr ? 1 : 0) + (kernel_like != nullptr ? 1 : 0) + (stored ? 1 : 0) != 1) {
    return node.fault("expected one of sketch, kernel_like, or repo and commit_graph");
  }
  if (const YamlNode* log = map.find("log"); log != nullptr && !stored) {
    return log->fault("a log needs the history that it was made on: repo or commit_graph");
  }
  if (sketch != nullptr) {
    if (const auto names = read_sketch(*sketch); !names) return tl::unexpected(names.error());
    graph.sketch = sketch->text;
  }
  if (kernel_like != nullptr) {
    REBISECT_TRY(graph.kernel_like, read_kernel_like(*kernel_like));
  }
  if (stored) {
    REBISECT_TRY(graph.repository, read_repository(map));
  }
  return graph;
}

Result<SuiteTask> read_task(const YamlMapView& scenario, const KnownCommits& known) {
  SuiteTask task;
  for (const auto& [key, place] :
       {std::pair("bad", &task.bad), std::pair("same_title", &task.same_title),
        std::pair("baseline", &task.baseline), std::pair("smaller_config", &task.smaller_config)}) {
    if (const auto read = read_optional(scenario, key, known, *place); !read) {
      return tl::unexpected(read.error());
    }
  }
  if (const YamlNode* good = scenario.find("good"); good != nullptr) {
    REBISECT_TRY(task.goods, known.read_all(*good));
  }
  if (const YamlNode* releases = scenario.find("releases"); releases != nullptr) {
    REBISECT_TRY(const auto items, releases->as_free_map());
    for (const YamlNode& item : items) {
      REBISECT_TRY(SuiteCommit commit, known.read(item));
      task.releases.push_back({item.key, std::move(commit)});
    }
  }
  if (const YamlNode* aim = scenario.find("aim"); aim != nullptr) {
    REBISECT_TRY(task.fix, choose(*aim, kAims));
  }
  if (const YamlNode* title = scenario.find("title"); title != nullptr) {
    REBISECT_TRY(task.title, title->as_text());
  }
  if (const YamlNode* cross = scenario.find("cross_tree"); cross != nullptr) {
    REBISECT_TRY(task.cross_tree, cross->as_bool());
    if (task.cross_tree && !task.fix) return cross->fault("only the search for a fix crosses trees");
  }
  return task;
}

Result<std::vector<SuiteExpected>> read_expectations(const YamlNode& node, const Names& strategies,
                                                     const KnownCommits& known) {
  REBISECT_TRY(const auto items, node.as_list());
  std::vector<SuiteExpected> result;
  for (const YamlNode& item : items) {
    REBISECT_TRY(const SuiteExpected expected, read_expected(item, strategies, known));
    REBISECT_TRY(const Names whose, read_whose(item, strategies));
    for (const std::string& name : whose) {
      result.push_back(expected);
      result.back().expected.strategy = name;
    }
  }
  return result;
}

}  // namespace rebisect
