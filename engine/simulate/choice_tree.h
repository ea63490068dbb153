// ChoiceTree: what git asks for after each history of verdicts, computed once. What git does next depends on
// the verdicts that it was told and on nothing else, so all bisections of one range share one tree.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "engine/model/commit_graph.h"
#include "engine/model/verdict.h"
#include "engine/replay/bisect_session.h"
#include "engine/replay/git_rules.h"

namespace rebisect {

// What git says after a history of verdicts.
struct GitStep {
  enum class Kind : std::uint8_t {
    test,               // `commit` is to be tested
    test_merge_base,    // the same, before the search begins
    found,              // `commit` is the first bad one
    only_skipped_left,  // it is one of `possible`
    merge_base_is_bad,  // `commit`, an ancestor of a good one, has the bug: it was fixed in between
    stuck,              // git cannot go on: goods that are no ancestors, or a commit both good and bad
    history_too_short,  // not git's: the parents of `commit` were not read
  };
  Kind kind = Kind::stuck;
  CommitIndex commit{};
  std::span<const CommitIndex> possible;  // as long as the tree does not forget

  bool asks() const { return kind == Kind::test || kind == Kind::test_merge_base; }
};

// 24 bytes for each history that was asked for, and 5 for each commit of the graph. Not for several threads
// at once.
class ChoiceTree {
 public:
  // A history of verdicts.
  enum class Node : std::uint32_t {};

  // The graph must outlive the tree.
  ChoiceTree(const CommitGraph& graph, const GitRules& rules, BisectOptions options = {});

  // `git bisect start BAD GOOD...`, then `git bisect skip SKIP...` where there are skips.
  Node root(CommitIndex bad, std::span<const CommitIndex> goods, std::span<const CommitIndex> skips = {});
  // What git says there.
  GitStep step(Node node) const;
  // The commit that git asks for gets this verdict; step(node).asks() must hold. The first time O(what git
  // walks), then O(1).
  Node after(Node node, Verdict verdict);

  std::size_t size() const { return entries_.size(); }
  // Nodes handed out before mean nothing any more.
  void forget();

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  static constexpr std::size_t kVerdicts = 3;

  struct Entry {
    CommitIndex commit{};
    std::uint32_t before = kNone;  // the node that it comes from; of a root its place in roots_
    std::uint32_t next[kVerdicts] = {kNone, kNone, kNone};
    GitStep::Kind kind = GitStep::Kind::stuck;
    std::uint8_t verdict = 0;  // on the commit of `before`
    bool is_root = false;
    bool ancestors_ok = false;
  };
  struct Root {
    CommitIndex bad{};
    std::vector<CommitIndex> goods;
    std::vector<CommitIndex> skips;
    friend auto operator<=>(const Root&, const Root&) = default;
  };

  std::uint32_t add(const BisectAnswer& answer, Entry entry);
  const Entry& entry(Node node) const;
  BisectState state_at(std::uint32_t node) const;

  const CommitGraph* graph_;
  BisectSession session_;
  std::vector<Entry> entries_;
  std::vector<Root> roots_;
  std::map<Root, std::uint32_t> root_nodes_;
  std::map<std::uint32_t, std::vector<CommitIndex>> possible_;  // of nodes with skipped commits only
};

}  // namespace rebisect
