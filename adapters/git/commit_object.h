// What a commit object's bytes say. Read as git reads them, from the first lines on; nothing is trusted.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/commit_description.h"
#include "engine/model/oid.h"

namespace rebisect {

struct CommitHeader {
  std::vector<Oid> parents;  // in order, a parent named twice stands twice
  std::uint64_t time = 0;    // committer date in seconds since 1970; 0 where the line is broken, as for git
};

// Fails (malformed) where the bytes do not start as a commit: a tree line, then parent lines.
Result<CommitHeader> parse_commit_header(std::string_view object);

// What a tag object is of; nothing where its bytes do not start as a tag.
std::optional<Oid> parse_tag_target(std::string_view object);

// Who wrote it, when, and its subject. What is missing or broken is left empty.
CommitDescription parse_commit_description(std::string_view object);

}  // namespace rebisect
