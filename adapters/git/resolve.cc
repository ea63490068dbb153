#include "adapters/git/resolve.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace rebisect {
namespace {

Named named(const std::optional<Oid>& id) {
  return id ? Named(*id) : Named(NamesNothing());
}

// The text before any ~ and ^. A ref goes before a short id, as for git.
Result<Named> resolve_base(const CommitSources& sources, const std::string& text) {
  if (const std::optional<Oid> id = Oid::from_hex(text)) {
    REBISECT_TRY(const auto commit, sources.commit_of(*id));
    return named(commit);
  }
  REBISECT_TRY(const auto by_ref, sources.commit_of_ref(text == "@" ? "HEAD" : text));
  if (by_ref) return named(by_ref);
  // git describe prints TAG-COUNT-gSHORT.
  const std::size_t described = text.rfind("-g");
  const std::string digits = described == std::string::npos ? text : text.substr(described + 2);
  if (const std::optional<OidPrefix> prefix = OidPrefix::from_hex(digits)) {
    REBISECT_TRY(const std::vector<Oid> commits, sources.commits_of(*prefix));
    if (commits.size() > 1) return Named(NamesSeveral());
    return commits.empty() ? Named(NamesNothing()) : Named(commits.front());
  }
  return Named(NamesNothing());
}

// One ~N or ^N: which parent to go to, and how often.
struct Climb {
  std::uint32_t parent = 1;  // counted from 1; 0 is the commit itself
  std::uint32_t times = 1;
};

// Takes the first climb off the text; nothing where that is not one.
std::optional<Climb> take_climb(std::string_view& text) {
  const char kind = text.front();
  text.remove_prefix(1);
  for (const std::string_view same : {"{}", "{commit}", "{object}"}) {
    if (kind != '^' || !text.starts_with(same)) continue;
    text.remove_prefix(same.size());
    return Climb{.times = 0};
  }
  std::uint32_t number = 1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::result_out_of_range) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!text.empty() && text.front() != '^' && text.front() != '~') return std::nullopt;
  return kind == '~' ? Climb{.times = number} : Climb{.parent = number, .times = number == 0 ? 0U : 1U};
}

Result<std::optional<Oid>> climb_from(const CommitSources& sources, Oid commit, const Climb& climb) {
  for (std::uint32_t step = 0; step < climb.times; ++step) {
    REBISECT_TRY(const auto seen, sources.find(commit));
    if (!seen || seen->parents.size() < climb.parent) return std::optional<Oid>();
    commit = seen->parents[climb.parent - 1];
  }
  return std::optional(commit);
}

}  // namespace

Result<Named> resolve(const CommitSources& sources, const std::string& text) {
  const std::size_t base_end = std::min(text.size(), text.find_first_of("~^"));
  REBISECT_TRY(Named base, resolve_base(sources, text.substr(0, base_end)));
  std::string_view climbs = std::string_view(text).substr(base_end);
  while (!climbs.empty() && std::holds_alternative<Oid>(base)) {
    const std::optional<Climb> climb = take_climb(climbs);
    if (!climb) return Named(NamesNothing());
    REBISECT_TRY(const auto reached, climb_from(sources, std::get<Oid>(base), *climb));
    base = named(reached);
  }
  return base;
}

std::string unread_syntax(const std::string& text) {
  const bool starts_so = text.starts_with('^') || text.starts_with(':');
  const bool holds_one =
      std::ranges::any_of(std::initializer_list<const char*>{"@{", "^{", "^!", "^@", "^-", "..", ":"},
                          [&](const char* part) { return text.find(part) != std::string::npos; });
  if (!starts_so && !holds_one) return "";
  return text +
         " is revision syntax that is not read here, only ~N, ^N, ^{} and ^{commit} are; write the commit's "
         "id";
}

}  // namespace rebisect
