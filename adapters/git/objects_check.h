// Packs and folders that cannot be used, found without reading them: libgit2 passes over them in silence, and
// the commits in them seem never to have been there.
#pragma once

#include <string>
#include <vector>

namespace rebisect {

// A sentence for each pack of a folder of objects that is cut short, not the one that its index was made for,
// or without one of the two, and for the first folder that may not be read. Content is not checked.
// O(packs + folders).
std::vector<std::string> lost_objects(const std::string& objects);

}  // namespace rebisect
