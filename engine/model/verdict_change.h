// VerdictChange: "what if this commit had been judged otherwise?"
#pragma once

#include <optional>
#include <string>

#include "engine/model/verdict.h"

namespace rebisect {

struct VerdictChange {
  std::string commit;              // as a person names it; resolved like a log's revisions
  std::optional<Verdict> verdict;  // nullopt: as if it had not been tested

  friend bool operator==(const VerdictChange&, const VerdictChange&) = default;
};

}  // namespace rebisect
