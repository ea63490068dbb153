// What a repository's configuration says about how it is to be read.
#pragma once

#include <string>

#include <git2.h>

#include "engine/base/result.h"

namespace rebisect {

struct RepositorySettings {
  bool partial_clone = false;  // objects may be absent on purpose
  bool replace_refs = true;    // core.useReplaceRefs, unless GIT_NO_REPLACE_OBJECTS is in the environment
  bool commit_graph = true;    // core.commitGraph
  std::string object_format = "sha1";  // extensions.objectFormat, in lower case as all values here
  std::string ref_storage = "files";   // extensions.refStorage
};

// Of the repository's own files alone. Fails (repository) where they cannot be read or a value is no boolean.
Result<RepositorySettings> read_repository_settings(git_repository* repository);

}  // namespace rebisect
