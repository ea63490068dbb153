// Dates of commits as text.
#pragma once

#include <string>

#include "engine/model/commit_description.h"

namespace rebisect {

// "2010-07-18": the author's date in the author's own time zone.
std::string author_date(const CommitDescription& description);

}  // namespace rebisect
