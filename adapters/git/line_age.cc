#include "adapters/git/line_age.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "adapters/git/tree_changes.h"

namespace rebisect {
namespace {

std::string_view content_of(const BlobHandle& blob) {
  return {static_cast<const char*>(git_blob_rawcontent(blob.get())),
          static_cast<std::size_t>(git_blob_rawsize(blob.get()))};
}

bool has_line(std::string_view content, std::uint32_t line) {
  auto lines = static_cast<std::size_t>(std::ranges::count(content, '\n'));
  if (!content.empty() && content.back() != '\n') ++lines;
  return line >= 1 && line <= lines;
}

// Is the line of the new version one of the old version, too?
bool line_stays(std::string_view older, std::string_view newer, std::uint32_t line) {
  struct Search {
    std::uint32_t line;
    bool changed;
  } search{line, false};
  const auto on_hunk = [](const git_diff_delta* /*delta*/, const git_diff_hunk* hunk, void* payload) {
    auto* into = static_cast<Search*>(payload);
    const auto first = static_cast<std::uint32_t>(hunk->new_start);
    const auto count = static_cast<std::uint32_t>(hunk->new_lines);
    into->changed |= into->line >= first && into->line - first < count;
    return 0;
  };
  git_diff_options options{};
  git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
  options.context_lines = 0;
  options.flags = GIT_DIFF_FORCE_TEXT | GIT_DIFF_IGNORE_WHITESPACE;
  const int status = git_diff_buffers(older.data(), older.size(), nullptr, newer.data(), newer.size(),
                                      nullptr, &options, nullptr, nullptr, on_hunk, nullptr, &search);
  return status == 0 && !search.changed;
}

class Versions {
 public:
  Versions(const TreeSource& source, const SourceLine& line) : source_(source), line_(line) {}

  // The file's content in a commit; nothing where the commit has no such file.
  Result<std::optional<git_oid>> version(const Oid& commit) const {
    REBISECT_TRY(const git_oid tree, source_.tree_of(commit));
    return file_in(source_, tree, line_.file);
  }

  // Does the line, of the version `newer`, stand in the commit's? Nothing where that has no such file.
  Result<std::optional<bool>> stands_in(const Oid& commit, const git_oid& newer) const {
    REBISECT_TRY(const std::optional<git_oid> older, version(commit));
    if (!older) return std::optional<bool>();
    if (git_oid_equal(&*older, &newer) != 0) return std::optional(true);
    REBISECT_TRY(const BlobHandle before, source_.blob(*older));
    REBISECT_TRY(const BlobHandle after, source_.blob(newer));
    return std::optional(line_stays(content_of(before), content_of(after), line_.line));
  }

 private:
  const TreeSource& source_;
  const SourceLine& line_;
};

Result<std::optional<bool>> changed_by_claim(const Versions& versions, const git_oid& crashed,
                                             const CulpritRequest& request,
                                             const std::optional<Oid>& parent) {
  if (request.claims.empty() || !parent) return std::optional<bool>();
  REBISECT_TRY(const std::optional<bool> in_claim, versions.stands_in(request.claims.front(), crashed));
  REBISECT_TRY(const std::optional<bool> in_parent, versions.stands_in(*parent, crashed));
  if (!in_claim) return std::optional<bool>();
  return std::optional(*in_claim && !in_parent.value_or(false));
}

}  // namespace

Result<std::vector<CrashLineAge>> ages_of_lines(const TreeSource& source, const CulpritRequest& request,
                                                const std::vector<SourceLine>& lines,
                                                const std::optional<Oid>& parent_of_claim) {
  std::vector<CrashLineAge> ages;
  for (const SourceLine& line : lines) {
    const Versions versions(source, line);
    REBISECT_TRY(const std::optional<git_oid> crashed, versions.version(*request.crash_commit));
    if (!crashed) continue;
    REBISECT_TRY(const BlobHandle content, source.blob(*crashed));
    if (!has_line(content_of(content), line.line)) continue;
    CrashLineAge age;
    age.line = line;
    for (const TestedStep& good : request.goods) {
      REBISECT_TRY(const std::optional<bool> stands, versions.stands_in(good.id, *crashed));
      age.looked_at.push_back(good.step);
      if (stands.value_or(false)) age.steps.push_back(good.step);
    }
    REBISECT_TRY(age.changed_by_claim, changed_by_claim(versions, *crashed, request, parent_of_claim));
    ages.push_back(std::move(age));
  }
  return ages;
}

}  // namespace rebisect
