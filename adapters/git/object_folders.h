// The folders that hold a repository's objects: its own and those that it borrows from (alternates).
#pragma once

#include <string>
#include <vector>

namespace rebisect {

struct ObjectFolders {
  std::vector<std::string> paths;  // the repository's own first, each once
  std::vector<std::string> notes;  // alternates that are not there or nest too deep: git goes on without them
};

// Reads info/alternates of `objects` and of what it names, depth first and six deep, as git does.
// libgit2 1.5.1 knows neither quoted paths nor relative ones in a borrowed folder's own list.
ObjectFolders object_folders(const std::string& objects);

}  // namespace rebisect
