#include "adapters/git/tree_changes.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace rebisect {
namespace {

// A version of one folder: the commit's own or a parent's. Without a tree it has no entries.
struct Version {
  TreeHandle tree;
  std::size_t at = 0;

  const git_tree_entry* entry() const {
    return tree == nullptr ? nullptr : git_tree_entry_byindex(tree.get(), at);
  }
};

// The entries of one name, one for each version; null where it has none. The commit's own stands first.
using Row = std::vector<const git_tree_entry*>;

Row take_row(std::vector<Version>& versions) {
  const git_tree_entry* first = nullptr;
  for (const Version& version : versions) {
    if (compare_entries(version.entry(), first) < 0) first = version.entry();
  }
  Row row;
  for (Version& version : versions) {
    const git_tree_entry* const entry = version.entry();
    const bool named_so = first != nullptr && entry != nullptr && compare_entries(entry, first) == 0;
    row.push_back(named_so ? entry : nullptr);
    if (named_so) ++version.at;
  }
  return row;
}

bool equal(const git_tree_entry* a, const git_tree_entry* b) {
  if (a == nullptr || b == nullptr) return a == b;
  return same_content(a, b);
}

std::optional<git_oid> id_of(const git_tree_entry* entry) {
  return entry == nullptr ? std::nullopt : std::optional(*git_tree_entry_id(entry));
}

class Changes {
 public:
  explicit Changes(const TreeSource& source) : source_(source) {}

  // The commit's own tree first. An absent id: there is no such folder.
  Result<void> compare(const std::vector<std::optional<git_oid>>& trees) {
    if (++depth_ > kDeepestTree) return fail(ErrorCode::repository, "a tree is nested too deeply");
    std::vector<Version> versions(trees.size());
    for (std::size_t i = 0; i < trees.size(); ++i) {
      if (!trees[i]) continue;
      REBISECT_TRY(versions[i].tree, source_.tree(*trees[i]));
    }
    while (true) {
      const Row row = take_row(versions);
      const auto there = std::ranges::find_if(row, [](const git_tree_entry* e) { return e != nullptr; });
      if (there == row.end()) break;
      const bool changed = std::none_of(row.begin() + 1, row.end(),
                                        [&](const git_tree_entry* e) { return equal(e, row.front()); });
      if (!changed) continue;
      if (auto took = take(row, *there); !took) return took;
    }
    --depth_;
    return {};
  }

  std::vector<TreeChange> take_found() { return std::move(found_); }

 private:
  Result<void> take(const Row& row, const git_tree_entry* there) {
    const std::size_t length = folder_.size();
    if (!folder_.empty()) folder_ += '/';
    folder_ += git_tree_entry_name(there);
    Result<void> done;
    if (is_folder(there)) {
      std::vector<std::optional<git_oid>> trees;
      for (const git_tree_entry* entry : row) trees.push_back(id_of(entry));
      done = compare(trees);
    } else {
      const auto before =
          std::find_if(row.begin() + 1, row.end(), [](const git_tree_entry* e) { return e != nullptr; });
      found_.push_back({folder_, id_of(before == row.end() ? nullptr : *before), id_of(row.front())});
    }
    folder_.resize(length);
    return done;
  }

  const TreeSource& source_;
  std::string folder_;
  std::size_t depth_ = 0;
  std::vector<TreeChange> found_;
};

}  // namespace

Result<std::vector<TreeChange>> changes_against_all(const TreeSource& source, const git_oid& own,
                                                    const std::vector<git_oid>& parents) {
  std::vector<std::optional<git_oid>> trees{own};
  for (const git_oid& parent : parents) {
    if (git_oid_equal(&parent, &own) != 0) return std::vector<TreeChange>();
    trees.emplace_back(parent);
  }
  if (parents.empty()) trees.emplace_back(std::nullopt);
  Changes changes(source);
  if (const auto done = changes.compare(trees); !done) return tl::unexpected(done.error());
  std::vector<TreeChange> found = changes.take_found();
  std::ranges::sort(found, {}, &TreeChange::path);
  return found;
}

Result<std::optional<git_oid>> file_in(const TreeSource& source, const git_oid& tree,
                                       const std::string& path) {
  git_oid folder = tree;
  std::string_view rest = path;
  while (true) {
    REBISECT_TRY(const TreeHandle handle, source.tree(folder));
    const std::string name(rest.substr(0, rest.find('/')));
    const git_tree_entry* const entry = git_tree_entry_byname(handle.get(), name.c_str());
    const bool last = name.size() == rest.size();
    if (entry == nullptr || is_folder(entry) == last) return std::optional<git_oid>();
    if (last) return std::optional(*git_tree_entry_id(entry));
    folder = *git_tree_entry_id(entry);
    rest.remove_prefix(name.size() + 1);
  }
}

}  // namespace rebisect
