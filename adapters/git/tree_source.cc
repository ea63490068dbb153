#include "adapters/git/tree_source.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace rebisect {

bool is_folder(const git_tree_entry* entry) {
  return git_tree_entry_filemode(entry) == GIT_FILEMODE_TREE;
}

bool same_content(const git_tree_entry* a, const git_tree_entry* b) {
  return git_oid_equal(git_tree_entry_id(a), git_tree_entry_id(b)) != 0 &&
         git_tree_entry_filemode(a) == git_tree_entry_filemode(b);
}

int compare_entries(const git_tree_entry* a, const git_tree_entry* b) {
  if (a == nullptr || b == nullptr) return a == nullptr ? 1 : -1;
  const std::string_view name_a = git_tree_entry_name(a);
  const std::string_view name_b = git_tree_entry_name(b);
  const std::size_t common = std::min(name_a.size(), name_b.size());
  const int order = std::memcmp(name_a.data(), name_b.data(), common);
  if (order != 0) return order;
  const auto next = [&](std::string_view name, const git_tree_entry* entry) {
    if (name.size() > common) return static_cast<int>(static_cast<unsigned char>(name[common]));
    return is_folder(entry) ? static_cast<int>('/') : 0;
  };
  return next(name_a, a) - next(name_b, b);
}

template <typename Handle, typename Lookup>
Result<Handle> TreeSource::find(std::string_view kind, const git_oid& id, Lookup lookup) const {
  const std::string what = std::string(kind) + " " + git_oid_tostr_s(&id);
  for (const Repository& repository : repositories_) {
    // A plain look-up of what is absent reads the folder of packs again, each time.
    if (!repository.has_object(id)) continue;
    return adopt<Handle>("cannot read " + what + " of " + repository.path(), lookup, repository.handle(),
                         &id);
  }
  return fail(ErrorCode::repository, what + " is not in the repository, and nothing is fetched");
}

Result<git_oid> TreeSource::tree_of(const Oid& commit) const {
  Oid stored = commit;
  for (const Repository& repository : repositories_) {
    REBISECT_TRY(stored, replaced(repository.overrides(), commit));
    if (stored != commit) break;
  }
  git_oid id;
  git_oid_fromraw(&id, stored.bytes().data());
  REBISECT_TRY(const CommitHandle object, find<CommitHandle>("commit", id, git_commit_lookup));
  return *git_commit_tree_id(object.get());
}

Result<TreeHandle> TreeSource::tree(const git_oid& id) const {
  return find<TreeHandle>("tree", id, git_tree_lookup);
}

Result<BlobHandle> TreeSource::blob(const git_oid& id) const {
  return find<BlobHandle>("file content", id, git_blob_lookup);
}

}  // namespace rebisect
