// Sketches and commit lists as real repositories, written by `git fast-import` into a directory of their own.
// The commit ids are git's, not the sketch's; `id`, `name` and `graph` translate.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/process/system_git.h"
#include "engine/model/commit_graph.h"
#include "engine/model/oid.h"

namespace rebisect::testing {

// A new directory below the system's directory for temporary files, removed with all it holds in the end.
class TempDirectory {
 public:
  TempDirectory();
  TempDirectory(TempDirectory&& other) noexcept;
  TempDirectory& operator=(TempDirectory&& other) noexcept;
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;
  ~TempDirectory();

  const std::string& path() const { return path_; }
  // The path of an entry, which need not be there.
  std::string path(std::string_view entry) const { return path_ + "/" + std::string(entry); }
  // Writes a file, its folders too, and gives its path.
  std::string write(std::string_view entry, std::string_view content) const;

 private:
  std::string path_;
};

struct RepoOptions {
  enum class Kind { bare, with_work_tree };
  enum class Trees {
    file_each,  // each commit adds the file NAME.txt
    shared,     // commit number n writes its name to d(n % 2)/f(n % 5), beside what its first parent has
    empty,      // faster
  };
  enum class CommitGraphFile { none, single };

  Kind kind = Kind::bare;
  Trees trees = Trees::file_each;
  CommitGraphFile commit_graph_file = CommitGraphFile::none;
  std::vector<std::string> tags = {};            // commits that get a tag of their own name
  std::vector<std::string> annotated_tags = {};  // the same, as tag objects
};

// A branch of its name points to every commit that has no child, and HEAD to the last commit of the list.
class TempRepo {
 public:
  // See tests/support/sketch.h for the text. Stops the test program where git fails, as all members do.
  static TempRepo from_sketch(std::string_view text, const RepoOptions& options = {});
  // The commits are named c0, c1 ... by their place in the list. Dates must fit git's (up to 2^63 seconds).
  static TempRepo from_list(const CommitList& list, const RepoOptions& options = {});

  // The repository itself (bare) or its work tree.
  const std::string& path() const { return path_; }
  // A path beside the repository, removed with it: for clones, linked worktrees and the like.
  std::string beside(std::string_view entry) const { return directory_.path(entry); }
  const TempDirectory& directory() const { return directory_; }

  // The names must be commits of the sketch or list, the ids and indices of the repository.
  Oid id(std::string_view name) const;
  std::string name(const Oid& id) const;
  CommitIndex at(std::string_view name) const;
  // "b c d", in alphabetical order.
  std::string names(const std::vector<Oid>& ids) const;
  // All commits under their real ids.
  const CommitGraph& graph() const { return graph_; }
  const std::map<std::string, Oid, std::less<>>& ids() const { return ids_; }

  // Runs git in the repository; gives what it wrote to standard output. Git must exit with 0.
  std::string git(const std::vector<std::string>& arguments, const std::string& input = {}) const;
  // `git rev-list` of these arguments, in git's order.
  std::vector<Oid> rev_list(std::vector<std::string> arguments) const;

 private:
  TempRepo() = default;
  static TempRepo write(const CommitList& list, const std::vector<std::string>& names,
                        const RepoOptions& options);

  TempDirectory directory_;
  std::string path_;
  std::map<std::string, Oid, std::less<>> ids_;
  CommitGraph graph_;
};

// Stops the test program where the file cannot be read.
std::vector<std::uint8_t> bytes_of(const std::string& path);

// Runs git in a directory, exit status 0 required; gives its standard output.
std::string git_in(const std::string& directory, const std::vector<std::string>& arguments,
                   const std::string& input = {});

}  // namespace rebisect::testing
