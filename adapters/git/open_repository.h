// Which repositories can be read at all.
#pragma once

#include <string>

#include "adapters/git/handle.h"
#include "adapters/git/repository_settings.h"
#include "engine/base/result.h"

namespace rebisect {

struct OpenedRepository {
  RepositoryHandle handle;
  RepositorySettings settings;
};

// The repository at the path or in a folder above it. Fails (repository) where there is none, or it is of a
// kind that cannot be read: SHA-256 object ids, reftables, an extension or version that is not known.
Result<OpenedRepository> open_repository(const std::string& path);

}  // namespace rebisect
