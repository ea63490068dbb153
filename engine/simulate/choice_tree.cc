#include "engine/simulate/choice_tree.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/base/ensure.h"

namespace rebisect {
namespace {

// What of an answer does not depend on the tree.
struct Said {
  GitStep::Kind kind = GitStep::Kind::stuck;
  CommitIndex commit{};
};

struct Reading {
  Said operator()(const TestCommit& answer) const { return {GitStep::Kind::test, answer.commit}; }
  Said operator()(const TestMergeBase& answer) const {
    return {GitStep::Kind::test_merge_base, answer.commit};
  }
  Said operator()(const FoundFirstBad& answer) const { return {GitStep::Kind::found, answer.commit}; }
  Said operator()(const OnlySkippedLeft& answer) const {
    return {GitStep::Kind::only_skipped_left, answer.commits.front()};
  }
  Said operator()(const MergeBaseIsBad& answer) const {
    return {GitStep::Kind::merge_base_is_bad, answer.merge_base};
  }
  Said operator()(const HistoryTooShort& answer) const {
    return {GitStep::Kind::history_too_short, answer.at};
  }
  template <typename Other>  // git has no commit to name
  Said operator()(const Other&) const {
    return {};
  }
};

}  // namespace

ChoiceTree::ChoiceTree(const CommitGraph& graph, const GitRules& rules, BisectOptions options)
    : graph_(&graph), session_(graph, rules, options) {}

ChoiceTree::Node ChoiceTree::root(CommitIndex bad, std::span<const CommitIndex> goods,
                                  std::span<const CommitIndex> skips) {
  Root root{bad, {goods.begin(), goods.end()}, {skips.begin(), skips.end()}};
  if (const auto known = root_nodes_.find(root); known != root_nodes_.end()) return Node(known->second);
  BisectAnswer answer = session_.start(bad, goods);
  if (!skips.empty()) answer = session_.mark(Verdict::skip, skips);
  Entry entry;
  entry.is_root = true;
  entry.before = static_cast<std::uint32_t>(roots_.size());
  const std::uint32_t node = add(answer, entry);
  roots_.push_back(root);
  root_nodes_.emplace(std::move(root), node);
  return Node(node);
}

const ChoiceTree::Entry& ChoiceTree::entry(Node node) const {
  ENSURE(static_cast<std::uint32_t>(node) < entries_.size());
  return entries_[static_cast<std::uint32_t>(node)];
}

GitStep ChoiceTree::step(Node node) const {
  const Entry& here = entry(node);
  GitStep step{here.kind, here.commit, {}};
  if (here.kind == GitStep::Kind::only_skipped_left) {
    step.possible = possible_.at(static_cast<std::uint32_t>(node));
  }
  return step;
}

ChoiceTree::Node ChoiceTree::after(Node node, Verdict verdict) {
  const auto branch = static_cast<std::uint8_t>(verdict);
  const Entry& here = entry(node);
  if (here.next[branch] != kNone) return Node(here.next[branch]);
  ENSURE(step(node).asks());
  session_.resume(state_at(static_cast<std::uint32_t>(node)));
  Entry next;
  next.before = static_cast<std::uint32_t>(node);
  next.verdict = branch;
  const CommitIndex tested[] = {here.commit};
  const std::uint32_t added = add(session_.mark(verdict, tested), next);  // `here` may have moved
  entries_[static_cast<std::uint32_t>(node)].next[branch] = added;
  return Node(added);
}

std::uint32_t ChoiceTree::add(const BisectAnswer& answer, Entry entry) {
  const Said said = std::visit(Reading{}, answer.outcome);
  entry.kind = said.kind;
  entry.commit = said.commit;
  entry.ancestors_ok = session_.state().ancestors_ok;
  const auto node = static_cast<std::uint32_t>(entries_.size());
  ENSURE(node < kNone);
  entries_.push_back(entry);
  if (const auto* left = std::get_if<OnlySkippedLeft>(&answer.outcome)) possible_[node] = left->commits;
  return node;
}

// Git's state follows from the verdicts and from what it asks for; but for what is known of merge bases.
BisectState ChoiceTree::state_at(std::uint32_t node) const {
  BisectState state;
  state.expected = state.under_test = entries_[node].commit;
  state.ancestors_ok = entries_[node].ancestors_ok;
  std::uint32_t at = node;
  for (; !entries_[at].is_root; at = entries_[at].before) {
    const CommitIndex tested = entries_[entries_[at].before].commit;
    switch (static_cast<Verdict>(entries_[at].verdict)) {
      case Verdict::bad:
        if (!state.bad) state.bad = tested;  // the last one counts
        break;
      case Verdict::good:
        state.goods.push_back(tested);
        break;
      case Verdict::skip:
        state.skips.push_back(tested);
        break;
    }
  }
  const Root& root = roots_[entries_[at].before];
  if (!state.bad) state.bad = root.bad;
  const auto by_id = [&](std::vector<CommitIndex>& commits, const std::vector<CommitIndex>& more) {
    commits.insert(commits.end(), more.begin(), more.end());
    std::ranges::sort(commits, {}, [&](CommitIndex commit) { return graph_->id(commit); });
    commits.erase(std::unique(commits.begin(), commits.end()), commits.end());
  };
  by_id(state.goods, root.goods);
  by_id(state.skips, root.skips);
  return state;
}

void ChoiceTree::forget() {
  entries_.clear();
  roots_.clear();
  root_nodes_.clear();
  possible_.clear();
}

}  // namespace rebisect
