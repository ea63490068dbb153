#include "tests/support/temp_repo.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <span>
#include <sstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "engine/base/ensure.h"
#include "tests/support/sketch.h"

namespace rebisect::testing {
namespace {

namespace fs = std::filesystem;

constexpr const char* kImportRef = "refs/import";

std::span<const std::uint32_t> parents_of(const CommitList& list, std::uint32_t commit) {
  const std::uint32_t begin = list.parent_begin[commit];
  return {list.parents.data() + begin, list.parent_begin[commit + 1] - begin};
}

std::string with_length(std::string_view text) {
  return fmt::format("data {}\n{}\n", text.size(), text);
}

// What `git fast-import` reads. Commit number k has mark k + 1 and is asked for its id at once.
std::string import_stream(const CommitList& list, const std::vector<std::string>& names,
                          RepoOptions::Trees trees) {
  std::string stream;
  for (std::uint32_t commit = 0; commit < list.size(); ++commit) {
    // Without the reset a commit without parents would continue the last one.
    stream += fmt::format("reset {0}\ncommit {0}\nmark :{1}\n", kImportRef, commit + 1);
    stream += fmt::format("author A U Thor <author@example.com> {0} +0000\n", list.times[commit]);
    stream += fmt::format("committer C O Mitter <committer@example.com> {0} +0000\n", list.times[commit]);
    stream += with_length(names[commit]);
    const char* keyword = "from";
    for (const std::uint32_t parent : parents_of(list, commit)) {
      stream += fmt::format("{} :{}\n", keyword, parent + 1);
      keyword = "merge";
    }
    if (trees == RepoOptions::Trees::file_each) {
      stream += fmt::format("M 100644 inline {}.txt\n", names[commit]) + with_length(names[commit] + "\n");
    }
    if (trees == RepoOptions::Trees::shared) {
      stream += fmt::format("M 100644 inline d{}/f{}\n", commit % 2, commit % 5) + with_length(names[commit]);
    }
    stream += fmt::format("\nget-mark :{}\n", commit + 1);
  }
  return stream + fmt::format("reset {}\nfrom {}\n", kImportRef, Oid().hex());
}

std::vector<Oid> ids_in(const std::string& lines) {
  std::istringstream in(lines);
  std::vector<Oid> ids;
  for (std::string line; std::getline(in, line);) {
    const std::optional<Oid> id = Oid::from_hex(line);
    ENSURE(id.has_value());
    ids.push_back(*id);
  }
  return ids;
}

// What `git update-ref --stdin` reads: a branch for each commit that no other has as a parent.
std::string branches_of(const CommitList& list, const std::vector<std::string>& names,
                        const std::vector<Oid>& ids) {
  std::string commands;
  for (std::uint32_t commit = 0; commit < list.size(); ++commit) {
    if (std::ranges::find(list.parents, commit) != list.parents.end()) continue;
    commands += fmt::format("create refs/heads/{} {}\n", names[commit], ids[commit].hex());
  }
  return commands;
}

// Positions with parents before children, as fast-import needs them.
CommitList in_graph_order(const CommitGraph& graph) {
  CommitList list;
  for (std::uint32_t commit = 0; commit < graph.size(); ++commit) {
    std::vector<std::uint32_t> parents;
    for (const CommitIndex parent : graph.parents(CommitIndex(commit))) parents.push_back(place(parent));
    list.add(graph.id(CommitIndex(commit)), graph.time(CommitIndex(commit)), parents);
  }
  return list;
}

}  // namespace

TempDirectory::TempDirectory() {
  std::string pattern = (fs::temp_directory_path() / "rebisect-XXXXXX").string();
  ENSURE(::mkdtemp(pattern.data()) != nullptr);
  // Without symbolic links, so that paths can be compared with what git prints.
  path_ = fs::canonical(pattern).string();
}

TempDirectory::TempDirectory(TempDirectory&& other) noexcept : path_(std::exchange(other.path_, {})) {}

TempDirectory& TempDirectory::operator=(TempDirectory&& other) noexcept {
  std::swap(path_, other.path_);
  return *this;
}

TempDirectory::~TempDirectory() {
  if (path_.empty()) return;
  std::error_code ignored;  // a destructor cannot say it, and the next test does not mind
  fs::remove_all(path_, ignored);
}

std::string TempDirectory::write(std::string_view entry, std::string_view content) const {
  const fs::path file = path(entry);
  fs::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary);
  out << content;
  out.close();
  ENSURE(out.good());
  return file.string();
}

std::vector<std::uint8_t> bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  ENSURE(file.is_open());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string git_in(const std::string& directory, const std::vector<std::string>& arguments,
                   const std::string& input) {
  Result<GitRun> run = run_git({.arguments = arguments, .directory = directory, .input = input});
  if (!run || run->status != 0) {
    const std::string said = run ? run->errors : run.error().message;
    std::fprintf(stderr, "git %s: %s\n", fmt::format("{}", fmt::join(arguments, " ")).c_str(), said.c_str());
  }
  ENSURE(run.has_value() && run->status == 0);
  return std::move(run->output);
}

TempRepo TempRepo::write(const CommitList& list, const std::vector<std::string>& names,
                         const RepoOptions& options) {
  TempRepo repo;
  const bool bare = options.kind == RepoOptions::Kind::bare;
  repo.path_ = repo.directory_.path(bare ? "repo.git" : "repo");
  std::vector<std::string> init = {"init", "--quiet", "--initial-branch=main", repo.path_};
  if (bare) init.insert(init.begin() + 1, "--bare");
  git_in(repo.directory_.path(), init);
  const std::vector<Oid> ids =
      ids_in(repo.git({"fast-import", "--quiet", "--force"}, import_stream(list, names, options.trees)));
  ENSURE(ids.size() == list.size());

  CommitList real = list;
  real.ids = ids;
  Result<CommitGraph> graph = CommitGraph::build(real);
  ENSURE(graph.has_value());
  repo.graph_ = *std::move(graph);
  for (std::size_t i = 0; i < ids.size(); ++i) repo.ids_.emplace(names[i], ids[i]);

  repo.git({"update-ref", "--stdin"}, branches_of(list, names, ids));
  if (!ids.empty()) {
    repo.git({"update-ref", "--no-deref", "HEAD", ids.back().hex()});
    if (!bare) repo.git({"reset", "--quiet", "--hard"});
  }
  for (const std::string& tag : options.tags) repo.git({"tag", tag, repo.id(tag).hex()});
  for (const std::string& tag : options.annotated_tags) {
    repo.git({"tag", "-a", "-m", "tag " + tag, tag, repo.id(tag).hex()});
  }
  if (options.commit_graph_file == RepoOptions::CommitGraphFile::single) {
    repo.git({"commit-graph", "write", "--reachable"});
  }
  return repo;
}

TempRepo TempRepo::from_sketch(std::string_view text, const RepoOptions& options) {
  const Sketch history = sketch(text);
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < history.graph.size(); ++i) names.push_back(history.name(CommitIndex(i)));
  return write(in_graph_order(history.graph), names, options);
}

TempRepo TempRepo::from_list(const CommitList& list, const RepoOptions& options) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < list.size(); ++i) names.push_back(fmt::format("c{}", i));
  return write(list, names, options);
}

Oid TempRepo::id(std::string_view name) const {
  const auto found = ids_.find(name);
  ENSURE(found != ids_.end());
  return found->second;
}

std::string TempRepo::name(const Oid& id) const {
  const auto found = std::ranges::find_if(ids_, [&](const auto& entry) { return entry.second == id; });
  ENSURE(found != ids_.end());
  return found->first;
}

CommitIndex TempRepo::at(std::string_view name) const {
  const std::optional<CommitIndex> found = graph_.find(id(name));
  ENSURE(found.has_value());
  return *found;
}

std::string TempRepo::names(const std::vector<Oid>& ids) const {
  std::vector<std::string> sorted;
  sorted.reserve(ids.size());
  for (const Oid& id : ids) sorted.push_back(name(id));
  std::ranges::sort(sorted);
  return fmt::format("{}", fmt::join(sorted, " "));
}

std::string TempRepo::git(const std::vector<std::string>& arguments, const std::string& input) const {
  return git_in(path_, arguments, input);
}

std::vector<Oid> TempRepo::rev_list(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), "rev-list");
  return ids_in(git(arguments));
}

}  // namespace rebisect::testing
