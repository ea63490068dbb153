// CommitDescription: what a person wants to see of a commit beside its id.
#pragma once

#include <cstdint>
#include <string>

namespace rebisect {

struct CommitDescription {
  std::string subject;           // the first paragraph of the message on one line, bytes as in the repository
  std::string author;            // the author's name
  std::int64_t author_time = 0;  // seconds since 1970
  std::int32_t author_zone = 0;  // minutes east of UTC

  friend bool operator==(const CommitDescription&, const CommitDescription&) = default;
};

}  // namespace rebisect
