// The line `git bisect start ...` of a `git bisect log`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/bisection_log.h"

namespace rebisect {

struct StartLine {
  StartOptions options;
  std::vector<std::string> revisions;  // as typed
  std::vector<std::string> notes;      // what was odd
};

// The arguments behind "git bisect start", as git quotes them ('v5.12', 'it'\''s', '\!') or as people type
// them.
std::vector<std::string> split_arguments(std::string_view text);

// `named` is how many commits the comments before the line resolve. git logs one for each revision, so that
// arguments beyond these are paths even where no `--` stands before them; where it is 0, the log lacks the
// comments and all arguments are taken for revisions.
StartLine parse_start_line(std::string_view arguments, std::size_t named);

}  // namespace rebisect
