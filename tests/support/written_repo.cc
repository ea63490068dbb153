#include "tests/support/written_repo.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "engine/base/ensure.h"

namespace rebisect::testing {
namespace {

constexpr std::uint64_t kFirstDate = 1'000'000'000;
constexpr std::uint64_t kTwoDays = std::uint64_t{2} * 24 * 60 * 60;

std::string with_length(std::string_view text) {
  return fmt::format("data {}\n{}\n", text.size(), text);
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

}  // namespace

WrittenRepo::WrittenRepo(const std::vector<WrittenCommit>& commits) : path_(directory_.path("written.git")) {
  git_in(directory_.path(), {"init", "--quiet", "--bare", "--initial-branch=main", path_});
  std::uint64_t date = kFirstDate;
  for (const WrittenCommit& commit : commits) {
    std::string stream = fmt::format("reset refs/heads/{0}\ncommit refs/heads/{0}\nmark :1\n", commit.name);
    stream += fmt::format("author A U Thor <author@example.com> {0} +0000\n", date);
    stream += fmt::format("committer C O Mitter <committer@example.com> {0} +0000\n", date);
    stream += with_length(with_ids(commit.message));
    const char* keyword = "from";
    for (const std::string& parent : commit.parents) {
      stream += fmt::format("{} {}\n", keyword, id(parent).hex());
      keyword = "merge";
    }
    for (const auto& [path, content] : commit.files) {
      stream += content.empty() ? fmt::format("D {}\n", path)
                                : fmt::format("M 100644 inline {}\n", path) + with_length(content);
    }
    stream += "get-mark :1\n";
    const std::string printed = git({"fast-import", "--quiet", "--force"}, stream);
    const std::optional<Oid> id = Oid::from_hex(printed.substr(0, Oid::kDigits));
    ENSURE(id.has_value());
    ids_.emplace(commit.name, *id);
    date += kTwoDays;
  }
  git({"update-ref", "refs/heads/main", id(commits.back().name).hex()});
}

Oid WrittenRepo::id(std::string_view name) const {
  const auto found = ids_.find(name);
  ENSURE(found != ids_.end());
  return found->second;
}

std::string WrittenRepo::name(const Oid& id) const {
  const auto found = std::ranges::find_if(ids_, [&](const auto& entry) { return entry.second == id; });
  ENSURE(found != ids_.end());
  return found->first;
}

std::string WrittenRepo::git(const std::vector<std::string>& arguments, const std::string& input) const {
  return git_in(path_, arguments, input);
}

std::string WrittenRepo::with_ids(std::string text) const {
  for (const auto& [name, id] : ids_) {
    replace_all(text, "<<" + name + ">>", id.hex());
    replace_all(text, "<" + name + ">", id.brief());
  }
  return text;
}

}  // namespace rebisect::testing
