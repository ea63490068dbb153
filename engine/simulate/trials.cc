#include "engine/simulate/trials.h"

#include <algorithm>
#include <utility>

namespace rebisect {

Workspace workspace_for(const Play& play) {
  CommitSet cleared;
  if (!play.task.goods.empty()) {
    cleared = play.graph.ancestors(play.task.goods);
  } else if (!play.task.releases.empty()) {
    cleared = CommitSet::all(play.graph.size());
    for (const Release& release : play.task.releases) cleared &= play.graph.ancestors(release.commit);
  }
  return Workspace(play.graph, play.settings, cleared);
}

Trial play_trial(const Play& play, const World& world, std::uint64_t number, Workspace& workspace) {
  workspace.begin_trial();
  Laboratory laboratory(workspace, world, {play.seed, number}, play.budget);
  Trial trial;
  trial.ending = play.strategy.run(laboratory, play.task, play.parameters, workspace);
  trial.account = laboratory.account();
  trial.result = judge_ending(trial.ending, world, play.task.fix);
  return trial;
}

Trial::Result judge_ending(const Ending& ending, const World& world, bool fix) {
  const std::optional<CommitIndex> culprit =
      world.nowhere || world.scattered ? std::nullopt : (fix ? world.fixed : world.introduced);
  switch (ending.kind) {
    case Ending::Kind::found:
      return culprit && ending.reported.front() == *culprit ? Trial::Result::right : Trial::Result::wrong;
    case Ending::Kind::older: {
      const bool older = !culprit && !world.nowhere && !world.scattered;
      return older ? Trial::Result::right : Trial::Result::wrong;
    }
    case Ending::Kind::several:
    case Ending::Kind::failed:
      break;
  }
  return Trial::Result::no_answer;
}

Discordant discordant_between(const std::vector<Trial::Result>& first,
                              const std::vector<Trial::Result>& second) {
  Discordant pairs;
  for (std::size_t i = 0; i < std::min(first.size(), second.size()); ++i) {
    const bool one = first[i] == Trial::Result::right;
    const bool other = second[i] == Trial::Result::right;
    pairs.first_only += one && !other ? 1 : 0;
    pairs.second_only += other && !one ? 1 : 0;
  }
  return pairs;
}

}  // namespace rebisect
