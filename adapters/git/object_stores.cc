#include "adapters/git/object_stores.h"

#include <set>
#include <utility>

#include "adapters/git/repository.h"

namespace rebisect {
namespace {

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

Result<ObjectStores> find_object_stores(const CommitSources& sources) {
  ObjectStores stores;
  std::set<Oid> boundaries;
  for (const Repository& repository : sources.repositories()) {
    std::string folder = repository.common_folder();
    while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
    stores.common_folders.push_back(std::move(folder));
    boundaries.insert(repository.overrides().shallow.begin(), repository.overrides().shallow.end());
  }
  for (const Oid& boundary : boundaries) {
    REBISECT_TRY(const bool inner, continues(sources.repositories(), boundary));
    if (!inner) stores.boundaries.push_back(boundary);
  }
  return stores;
}

}  // namespace rebisect
