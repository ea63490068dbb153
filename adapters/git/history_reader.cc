#include "adapters/git/history_reader.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "adapters/git/history_walk.h"
#include "adapters/git/resolve.h"

namespace rebisect {
namespace {

constexpr std::size_t kMostNotes = 3;  // on the line of an error

// The commits that the texts name, each once, in the order of the texts.
Result<std::vector<Oid>> resolve_all(const CommitSources& sources, const std::vector<std::string>& texts,
                                     History& into) {
  std::vector<Oid> ids;
  for (const std::string& text : texts) {
    REBISECT_TRY(const Named named, resolve(sources, text));
    if (const Oid* id = std::get_if<Oid>(&named)) {
      into.names.emplace(text, *id);
      if (std::ranges::find(ids, *id) == ids.end()) ids.push_back(*id);
      continue;
    }
    std::vector<std::string>& place =
        std::holds_alternative<NamesSeveral>(named) ? into.ambiguous : into.missing;
    if (std::ranges::find(place, text) != place.end()) continue;
    place.push_back(text);
    const std::string unread = std::holds_alternative<NamesNothing>(named) ? unread_syntax(text) : "";
    if (!unread.empty()) into.notes.push_back(unread);
  }
  return ids;
}

Result<History> read_from(const CommitSources& sources, const HistoryRequest& request) {
  History history;
  history.notes = sources.notes();
  REBISECT_TRY(const std::vector<Oid> ends, resolve_all(sources, request.ends, history));
  REBISECT_TRY(std::vector<Oid> others, resolve_all(sources, request.others, history));
  if (request.extent == HistoryRequest::Extent::whole) {
    REBISECT_TRY(const std::vector<Oid> tips, sources.tips());
    others.insert(others.end(), tips.begin(), tips.end());
  }
  HistoryWalk walk(sources, request.extent, request.most_commits);
  if (const auto added = walk.add_ends(ends); !added) return tl::unexpected(added.error());
  for (const Oid& other : others) {
    if (const auto added = walk.add_other(other); !added) return tl::unexpected(added.error());
  }
  if (const auto run = walk.run(); !run) return tl::unexpected(run.error());
  if (const auto finished = walk.finish(history); !finished) return tl::unexpected(finished.error());
  return history;
}

}  // namespace

Error with_notes(Error error, const std::vector<std::string>& notes) {
  if (error.code != ErrorCode::repository && error.code != ErrorCode::history_too_short) return error;
  for (std::size_t i = 0; i < notes.size() && i < kMostNotes; ++i) error.message += "; " + notes[i];
  if (notes.size() > kMostNotes) {
    error.message += fmt::format("; and {} more notes", notes.size() - kMostNotes);
  }
  return error;
}

Result<History> read_history(CommitSources& sources, const HistoryRequest& request) {
  Result<History> history = read_from(sources, request);
  if (const auto sound = sources.check_file(); !sound) return tl::unexpected(sound.error());
  if (history) return history;
  // That a repository's commit-graph file is corrupt may show only where it is read; objects do without.
  if (history.error().code == ErrorCode::malformed && sources.has_commit_graphs()) {
    sources.ignore_commit_graphs(history.error().message +
                                 "; it was ignored (git commit-graph write makes it anew)");
    history = read_from(sources, request);
    if (history) return history;
  }
  // Without such files only the repositories can be at fault.
  Error error = history.error();
  if (error.code == ErrorCode::malformed && !sources.has_file()) {
    error.code = ErrorCode::repository;
    error.message += "; look at git replace --list and info/grafts";
  }
  return tl::unexpected(with_notes(std::move(error), sources.notes()));
}

}  // namespace rebisect
