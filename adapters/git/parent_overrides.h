// What changes the parents that commit objects state: shallow boundaries, grafts and replace refs. libgit2
// 1.5.1 knows none of them in the way git does, so they are read here.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/oid.h"

namespace rebisect {

struct ParentOverrides {
  std::set<Oid> shallow;                   // commits whose parents are not in the repository
  std::map<Oid, std::vector<Oid>> grafts;  // the parents that hold instead
  std::map<Oid, Oid> replacements;         // the object that is read instead
  std::vector<std::string> notes;          // lines that were passed over, as git does

  bool empty() const { return shallow.empty() && grafts.empty() && replacements.empty(); }
};

// <common dir>/shallow: an id a line. What is not an id becomes a note.
void parse_shallow(std::string_view text, ParentOverrides& into);

// <common dir>/info/grafts: "commit parent parent...", # starts a comment line. Of two lines for one commit
// the first holds; a broken line becomes a note.
void parse_grafts(std::string_view text, ParentOverrides& into);

// Follows replacements of replacements. Fails (repository) at the fifth, as git does: they go in circles.
Result<Oid> replaced(const ParentOverrides& overrides, const Oid& id);

}  // namespace rebisect
