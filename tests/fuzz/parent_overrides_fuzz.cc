// Any text as a shallow file and as info/grafts: every line is an id (or ids), is passed over as git does, or
// has a note; and replacements never go round for ever.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/git/parent_overrides.h"
#include "engine/base/ensure.h"
#include "tests/support/log_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rebisect;
  const std::string text = testing::with_ids({reinterpret_cast<const char*>(data), size});
  std::size_t lines = text.empty() || text.ends_with('\n') ? 0 : 1;
  for (const char c : text) lines += c == '\n' ? 1U : 0U;

  ParentOverrides shallow;
  parse_shallow(text, shallow);
  ENSURE(shallow.shallow.size() + shallow.notes.size() <= lines);
  ENSURE(lines == 0 || !shallow.shallow.empty() || shallow.notes.size() == lines);
  ParentOverrides grafts;
  parse_grafts(text, grafts);
  ENSURE(grafts.grafts.size() + grafts.notes.size() <= lines);
  for (const auto& [commit, parents] : grafts.grafts) {
    if (!parents.empty()) grafts.replacements.emplace(commit, parents.front());
  }
  for (const auto& [commit, target] : grafts.replacements) {
    const Result<Oid> end = replaced(grafts, commit);
    ENSURE(end ? !grafts.replacements.contains(*end) : end.error().code == ErrorCode::repository);
  }
  return 0;
}
