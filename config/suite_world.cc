#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "config/scenario_log.h"
#include "config/suite_parts.h"

namespace rebisect {
namespace {

constexpr Word<Stretch::Kind> kKinds[] = {
    {"blind", Stretch::Kind::blind},
    {"other_bug", Stretch::Kind::other_bug},
    {"boot_failed", Stretch::Kind::boot_failed},
    {"infra", Stretch::Kind::infra},
    {"build_failed", Stretch::Kind::build_failed},
    {"same_image", Stretch::Kind::same_image},
    {"false_crash", Stretch::Kind::false_crash},
    {"scripted", Stretch::Kind::scripted},
};
constexpr NumberRange kShare{0, 1};
constexpr NumberRange kAboveZero{1e-6, 1};
constexpr NumberRange kWeight{1e-3, 1e9};
constexpr NumberRange kCost{0, 1e9};
constexpr NumberRange kLength{1, 1e9};
constexpr CountRange kEndRuns{1, 1000};

bool has_rate(Stretch::Kind kind) {
  return kind == Stretch::Kind::blind || kind == Stretch::Kind::other_bug ||
         kind == Stretch::Kind::boot_failed || kind == Stretch::Kind::infra ||
         kind == Stretch::Kind::false_crash;
}

// `share` and `length`, or `commits`.
Result<void> read_place(const YamlNode& node, const YamlMapView& map, const KnownCommits& known,
                        SuiteStretch& stretch) {
  const YamlNode* commits = map.find("commits");
  const YamlNode* share = map.find("share");
  if ((commits == nullptr) == (share == nullptr)) {
    return node.fault("expected either the key commits or the key share");
  }
  if (commits != nullptr) {
    REBISECT_TRY(stretch.commits, known.read_set(*commits));
    if (stretch.commits.empty()) return commits->fault("no commit is named");
    if (const YamlNode* length = map.find("length"); length != nullptr) {
      return length->fault("only drawn stretches have a length");
    }
    return {};
  }
  REBISECT_TRY(stretch.drawn.share, share->as_number(kShare));
  REBISECT_TRY(const YamlNode* const length, map.at("length"));
  REBISECT_TRY(stretch.drawn.length, length->as_number(kLength));
  return {};
}

Result<SuiteStretch> read_stretch(const YamlNode& node, const std::string& bug, const KnownCommits& known) {
  REBISECT_TRY(const YamlMapView map,
               node.as_map({"kind", "commits", "share", "length", "rate", "rate_weight", "title", "script"}));
  SuiteStretch stretch;
  Stretch& what = stretch.drawn.what;
  REBISECT_TRY(const YamlNode* const kind, map.at("kind"));
  REBISECT_TRY(what.kind, choose(*kind, kKinds));
  if (const auto placed = read_place(node, map, known, stretch); !placed) {
    return tl::unexpected(placed.error());
  }
  what.rate.mean = what.kind == Stretch::Kind::blind ? 0 : 1;
  if (const YamlNode* rate = map.find("rate"); rate != nullptr) {
    if (!has_rate(what.kind)) return rate->fault("this kind has no rate");
    REBISECT_TRY(what.rate.mean, rate->as_number(kShare));
  }
  if (const YamlNode* weight = map.find("rate_weight"); weight != nullptr) {
    if (!has_rate(what.kind)) return weight->fault("this kind has no rate");
    REBISECT_TRY(what.rate.weight, weight->as_number(kWeight));
  }
  what.title = what.kind == Stretch::Kind::other_bug ? "another bug" : bug;
  if (const YamlNode* title = map.find("title"); title != nullptr) {
    REBISECT_TRY(what.title, title->as_text());
  }
  const YamlNode* script = map.find("script");
  if ((script != nullptr) != (what.kind == Stretch::Kind::scripted)) {
    return node.fault("the kind `scripted` has a script, and no other has");
  }
  if (script != nullptr) {
    REBISECT_TRY(what.script, read_runs(*script));
    for (RunOutcome& run : what.script) {
      if (run.kind == RunOutcome::Kind::crashed) run.title = what.title;
    }
  }
  return stretch;
}

// NAME, or `any`.
Result<void> read_culprit(const YamlNode* node, const KnownCommits& known, std::optional<SuiteCommit>& commit,
                          bool& any) {
  if (node == nullptr) return {};
  if (node->kind == YamlNode::Kind::word && node->text == "any") {
    any = true;
    return {};
  }
  REBISECT_TRY(commit, known.read(*node));
  return {};
}

Result<void> read_rates(const YamlMapView& map, WorldRecipe& recipe) {
  World& world = recipe.world;
  if (const YamlNode* rate = map.find("rate"); rate != nullptr) {
    REBISECT_TRY(const Interval rates, read_interval(*rate, kAboveZero));
    recipe.least_rate = rates.low;
    recipe.most_rate = rates.high;
  }
  if (const YamlNode* weight = map.find("rate_weight"); weight != nullptr) {
    REBISECT_TRY(world.rate.weight, weight->as_number(kWeight));
  }
  if (const YamlNode* crash = map.find("false_crash"); crash != nullptr) {
    REBISECT_TRY(world.false_crash, crash->as_number(kShare));
  }
  if (const YamlNode* cost = map.find("cost_of_build"); cost != nullptr) {
    REBISECT_TRY(world.cost_of_build, cost->as_number(kCost));
  }
  if (const YamlNode* cost = map.find("cost_of_run"); cost != nullptr) {
    REBISECT_TRY(world.cost_of_run, cost->as_number(kCost));
  }
  if (const YamlNode* runs = map.find("end_runs"); runs != nullptr) {
    REBISECT_TRY(const std::uint64_t count, runs->as_count(kEndRuns));
    recipe.end_runs = static_cast<std::uint32_t>(count);
  }
  return {};
}

// What the fitted model draws by itself.
Result<void> check_model(const YamlMapView& map) {
  for (const char* key : {"introduced", "fixed", "nowhere", "rate", "rate_weight", "false_crash"}) {
    if (const YamlNode* node = map.find(key); node != nullptr) {
      return node->fault("worlds of the fitted model draw this by themselves");
    }
  }
  return {};
}

tl::unexpected<Error> log_alone(const YamlNode& model) {
  return model.fault("a log's worlds have everything from the log: no other key stands beside this one");
}

}  // namespace

Result<SuiteWorld> read_world(const YamlNode& node, const KnownCommits& known) {
  REBISECT_TRY(const YamlMapView map,
               node.as_map({"model", "introduced", "fixed", "nowhere", "rate", "rate_weight", "false_crash",
                            "title", "cost_of_build", "cost_of_run", "end_runs", "stretches"}));
  SuiteWorld result;
  if (const YamlNode* model = map.find("model"); model != nullptr) {
    constexpr Word<bool> kModels[] = {{"fitted", false}, {"log", true}};
    REBISECT_TRY(result.of_log, choose(*model, kModels));
    if (result.of_log) return node.items.size() == 1 ? Result<SuiteWorld>(result) : log_alone(*model);
    if (const auto checked = check_model(map); !checked) return tl::unexpected(checked.error());
    result.of_model = true;
  } else if (const YamlNode* runs = map.find("end_runs"); runs != nullptr) {
    return runs->fault("only worlds of the fitted model have ends that were looked at");
  }
  for (const auto& [key, commit] :
       {std::pair("introduced", &result.introduced), std::pair("fixed", &result.fixed)}) {
    if (const auto read = read_culprit(map.find(key), known, *commit, result.recipe.any_culprit); !read) {
      return tl::unexpected(read.error());
    }
  }
  World& world = result.recipe.world;
  if (const YamlNode* nowhere = map.find("nowhere"); nowhere != nullptr) {
    REBISECT_TRY(world.nowhere, nowhere->as_bool());
  }
  if (const YamlNode* title = map.find("title"); title != nullptr) {
    REBISECT_TRY(world.title, title->as_text());
  }
  if (const auto read = read_rates(map, result.recipe); !read) return tl::unexpected(read.error());
  if (const YamlNode* stretches = map.find("stretches"); stretches != nullptr) {
    REBISECT_TRY(const auto items, stretches->as_list());
    for (const YamlNode& item : items) {
      REBISECT_TRY(result.stretches.emplace_back(), read_stretch(item, world.title, known));
    }
  }
  return result;
}

}  // namespace rebisect
