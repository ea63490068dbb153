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

// A whole id (found whether or not a ref reaches it), a ref (@ is HEAD), a short id, or what git describe
// prints; each may be followed by ~N, ^N, ^0, ^{}, ^{commit} and ^{object}, which go along the parents that
// git sees. Several are meant only by a short id that fits several commits. Fails where a source cannot be
// read.
Result<Named> resolve(const CommitSources& sources, const std::string& text);

// What to tell of a text that names nothing because it is revision syntax of git's that is not read here: the
// reflog (main@{1}), upstreams, searches (:/text), ranges, paths. Empty for all others.
std::string unread_syntax(const std::string& text);

}  // namespace rebisect
