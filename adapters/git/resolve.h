// What commit a text names, as git would say.
#pragma once

#include <string>
#include <variant>

#include "adapters/git/commit_sources.h"
#include "engine/base/result.h"
#include "engine/model/oid.h"

namespace rebisect {

struct NamesNothing {};
struct NamesSeveral {};
using Named = std::variant<Oid, NamesNothing, NamesSeveral>;

// A whole id (found whether or not a ref reaches it), a ref, a short id, or what git describe prints; each
// may be followed by ~N, ^N, ^0, ^{} and ^{commit}, which go along the parents that git sees. Several are
// meant only by a short id that fits several commits. Fails where a source cannot be read.
Result<Named> resolve(const CommitSources& sources, const std::string& text);

}  // namespace rebisect
