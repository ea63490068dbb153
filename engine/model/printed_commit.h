// PrintedCommit: what git printed of the commit that it found, so that a log can be judged without a
// repository.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/model/step.h"

namespace rebisect {

// One line of git's list of what a commit changes.
struct PrintedPath {
  std::string path;          // from the root of the sources; of a rename the new name
  bool directory = false;    // git of 2019 listed the entries of the root, folders too ("net")
  bool abbreviated = false;  // git had no room for the front: `path` is only the end, after ".../"

  friend bool operator==(const PrintedPath&, const PrintedPath&) = default;
};

struct PrintedCommit {
  Revision commit;
  std::size_t parents = 0;  // of a merge, as its "Merge:" line has them; else 1
  std::string subject;
  std::vector<PrintedPath> paths;  // empty for a merge

  friend bool operator==(const PrintedCommit&, const PrintedCommit&) = default;
};

}  // namespace rebisect
