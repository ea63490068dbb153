// What a commit's message says of other commits, and of bugs: the lines that kernel developers write by
// Documentation/process/submitting-patches.rst and the stable trees' rules.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/oid.h"

namespace rebisect {

struct CommitMentions {
  std::vector<OidPrefix> fixes;    // "Fixes: 1234567890ab (...)", at least 7 digits
  std::vector<OidPrefix> reverts;  // "This reverts commit 1234567890ab...", at least 7 digits
  // "commit 1234... upstream.", "[ Upstream commit 1234... ]", "(cherry picked from commit 1234...)": whole
  // ids.
  std::vector<Oid> copy_of;

  friend bool operator==(const CommitMentions&, const CommitMentions&) = default;
};

// `object` is the commit as stored, header and message. O(object).
CommitMentions parse_mentions(std::string_view object);

// Does the message name the bug by its syzbot id: "Reported-by: syzbot+ID@..." (also
// "Reported-and-tested-by:", but not a "Tested-by:" alone), or a link to the dashboard with "id=ID"? The id
// must not be empty.
bool names_bug(std::string_view object, std::string_view bug_id);

}  // namespace rebisect
