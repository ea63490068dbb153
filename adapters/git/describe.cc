#include "adapters/git/describe.h"

#include <optional>

#include "adapters/git/repository.h"

namespace rebisect {

Result<std::map<Oid, CommitDescription>> describe_commits(const CommitSources& sources,
                                                          const std::vector<Oid>& ids) {
  std::map<Oid, CommitDescription> descriptions;
  for (const Repository& repository : sources.repositories()) {
    for (const Oid& id : ids) {
      if (descriptions.contains(id)) continue;
      REBISECT_TRY(const std::optional<CommitDescription> description, repository.description(id));
      if (description) descriptions.emplace(id, *description);
    }
  }
  return descriptions;
}

}  // namespace rebisect
