#include "adapters/git/path_changes.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "adapters/git/pathspec.h"
#include "adapters/git/tree_source.h"

namespace rebisect {
namespace {

constexpr const char* kDashes = "--";

Pathspec::Leaf leaf_of(const git_tree_entry* entry) {
  return git_tree_entry_filemode(entry) == GIT_FILEMODE_COMMIT ? Pathspec::Leaf::submodule
                                                               : Pathspec::Leaf::file;
}

// One comparison of two trees within the paths.
class TreeComparison {
 public:
  TreeComparison(const TreeSource& source, const Pathspec& pathspec) : source_(source), pathspec_(pathspec) {}

  // Was something different called "--", at the top?
  bool dashes_met() const { return dashes_met_; }

  // Null: the empty tree.
  Result<bool> differ(const git_oid* a, const git_oid* b) {
    if (a != nullptr && b != nullptr && git_oid_equal(a, b) != 0) return false;
    if (++depth_ > kDeepestTree) return fail(ErrorCode::repository, "a tree is nested too deeply");
    TreeHandle tree_a;
    TreeHandle tree_b;
    if (a != nullptr) {
      REBISECT_TRY(tree_a, source_.tree(*a));
    }
    if (b != nullptr) {
      REBISECT_TRY(tree_b, source_.tree(*b));
    }
    Result<bool> result = entries_differ(tree_a.get(), tree_b.get());
    --depth_;
    return result;
  }

 private:
  static const git_tree_entry* entry(const git_tree* tree, std::size_t place) {
    return tree == nullptr ? nullptr : git_tree_entry_byindex(tree, place);
  }

  Result<bool> entries_differ(const git_tree* a, const git_tree* b) {
    std::size_t in_a = 0;
    std::size_t in_b = 0;
    while (true) {
      const git_tree_entry* left = entry(a, in_a);
      const git_tree_entry* right = entry(b, in_b);
      if (left == nullptr && right == nullptr) return false;
      const int order = compare_entries(left, right);
      if (order <= 0) ++in_a;
      if (order >= 0) ++in_b;
      if (order < 0) right = nullptr;
      if (order > 0) left = nullptr;
      if (order == 0 && same_content(left, right)) continue;
      REBISECT_TRY(const bool differs, entry_differs(left, right));
      if (differs) return true;
    }
  }

  // At least one is there, and where both are they are of one kind and not the same.
  Result<bool> entry_differs(const git_tree_entry* left, const git_tree_entry* right) {
    const git_tree_entry* const there = left != nullptr ? left : right;
    const std::size_t folder_length = folder_.size();
    if (folder_.empty() && git_tree_entry_name(there) == std::string_view(kDashes)) dashes_met_ = true;
    if (!folder_.empty()) folder_ += '/';
    folder_ += git_tree_entry_name(there);
    Result<bool> differs = false;
    if (!is_folder(there)) {
      differs = pathspec_.matches(folder_, leaf_of(there));
    } else if (pathspec_.may_match_in(folder_)) {
      differs = differ(left == nullptr ? nullptr : git_tree_entry_id(left),
                       right == nullptr ? nullptr : git_tree_entry_id(right));
    }
    folder_.resize(folder_length);
    return differs;
  }

  const TreeSource& source_;
  const Pathspec& pathspec_;
  std::string folder_;
  std::size_t depth_ = 0;
  bool dashes_met_ = false;
};

// The commits' trees, each looked up once.
class CommitTrees {
 public:
  CommitTrees(const TreeSource& source, const CommitGraph& graph)
      : source_(source), graph_(graph), trees_(graph.size()) {}

  Result<git_oid> tree_of(CommitIndex commit) {
    std::optional<git_oid>& tree = trees_[place(commit)];
    if (!tree) {
      REBISECT_TRY(tree, source_.tree_of(graph_.id(commit)));
    }
    return *tree;
  }

 private:
  const TreeSource& source_;
  const CommitGraph& graph_;
  std::vector<std::optional<git_oid>> trees_;
};

struct Comparison {
  const TreeSource& source;
  const CommitGraph& graph;
  const CommitSet& commits;
  CommitTrees trees;
  bool dashes_met;

  Result<PathChanges> run(const Pathspec& pathspec) {
    PathChanges changes(graph);
    for (const CommitIndex commit : commits.members()) {
      if (graph.parents_known(commit) == ParentsKnown::unread) continue;
      REBISECT_TRY(const git_oid own, trees.tree_of(commit));
      for (std::size_t parent = 0; parent < changes.count(commit); ++parent) {
        REBISECT_TRY(const std::optional<git_oid> before, tree_of_parent(commit, parent));
        TreeComparison comparison(source, pathspec);
        REBISECT_TRY(const bool differ, comparison.differ(before ? &*before : nullptr, &own));
        dashes_met |= comparison.dashes_met();
        changes.set(commit, parent, differ ? PathChanges::Change::some : PathChanges::Change::none);
      }
    }
    return changes;
  }

  // Nothing for a commit without parents.
  Result<std::optional<git_oid>> tree_of_parent(CommitIndex commit, std::size_t parent) {
    if (graph.parents(commit).empty()) return std::optional<git_oid>();
    REBISECT_TRY(const git_oid tree, trees.tree_of(graph.parents(commit)[parent]));
    return std::optional(tree);
  }
};

}  // namespace

Result<PathsRead> read_path_changes(const CommitSources& sources, const PathsRequest& request,
                                    const CommitGraph& graph, const CommitSet& commits) {
  if (sources.repositories().empty()) {
    return fail(ErrorCode::repository,
                "a commit-graph file has no trees; name a repository that has (--repo)");
  }
  REBISECT_TRY(const Pathspec as_given, Pathspec::parse(request.paths));
  const TreeSource source(sources.repositories());
  Comparison comparison{source, graph, commits, CommitTrees(source, graph), false};
  PathsRead read;
  REBISECT_TRY(read.as_given, comparison.run(as_given));
  if (!request.dashes) return read;

  // Beside a path that includes, the dashes add no more than what is called so.
  if (!as_given.only_excludes() && !comparison.dashes_met) return read;
  std::vector<std::string> paths{kDashes};
  paths.insert(paths.end(), request.paths.begin(), request.paths.end());
  REBISECT_TRY(const Pathspec with_dashes, Pathspec::parse(paths));
  REBISECT_TRY(read.with_dashes, comparison.run(with_dashes));
  return read;
}

}  // namespace rebisect
