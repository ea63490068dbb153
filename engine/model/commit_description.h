// CommitDescription: what a person wants to see of a commit beside its id.
#pragma once

#include <cstdint>
#include <string>

namespace rebisect {

struct CommitDescription {
  std::string subject;  // the message's first paragraph on one line, as `git log --format=%s` shows it
  std::string author;   // the name alone
  std::int64_t author_time = 0;            // seconds since 1970
  std::int32_t author_offset_minutes = 0;  // east of UTC: 120 for +0200

  friend bool operator==(const CommitDescription&, const CommitDescription&) = default;
};

}  // namespace rebisect
