// A repository's object database, put together from its folders.
#pragma once

#include <string>
#include <vector>

#include "adapters/git/handle.h"
#include "engine/base/result.h"

namespace rebisect {

// Packs as libgit2 reads them, loose objects as read_loose_object() does. Nothing is ever fetched. Fails
// (repository) where libgit2 cannot be set up.
Result<DatabaseHandle> open_database(const std::vector<std::string>& folders);

}  // namespace rebisect
