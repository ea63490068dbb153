#include "adapters/git/object_stores.h"

#include <set>

#include "adapters/git/handle.h"
#include "adapters/git/repository.h"

namespace rebisect {
namespace {

// Behind Repository::open(), which says of libgit2 what to heed and refuses what cannot be read.
Result<std::string> common_folder(const std::string& path) {
  REBISECT_TRY(const auto handle,
               adopt<RepositoryHandle>("cannot open repository " + path, git_repository_open_ext,
                                       path.c_str(), 0U, static_cast<const char*>(nullptr)));
  std::string folder = git_repository_commondir(handle.get());
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  return folder;
}

// Is the commit there with its parents in one of the repositories?
Result<bool> continues(const std::vector<Repository>& repositories, const Oid& commit) {
  for (const Repository& repository : repositories) {
    if (repository.overrides().shallow.contains(commit)) continue;
    REBISECT_TRY(const auto header, repository.header(commit));
    if (header) return true;
  }
  return false;
}

}  // namespace

Result<ObjectStores> find_object_stores(const std::vector<std::string>& repositories) {
  ObjectStores stores;
  std::vector<Repository> opened;
  std::set<Oid> boundaries;
  for (const std::string& path : repositories) {
    REBISECT_TRY(Repository repository, Repository::open(path));
    REBISECT_TRY(std::string folder, common_folder(path));
    boundaries.insert(repository.overrides().shallow.begin(), repository.overrides().shallow.end());
    opened.push_back(std::move(repository));
    stores.common_folders.push_back(std::move(folder));
  }
  for (const Oid& boundary : boundaries) {
    REBISECT_TRY(const bool inner, continues(opened, boundary));
    if (!inner) stores.boundaries.push_back(boundary);
  }
  return stores;
}

}  // namespace rebisect
