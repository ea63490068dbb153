// Repositories whose commits have the messages and files that a test gives them, written by git itself.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/model/oid.h"
#include "tests/support/temp_repo.h"

namespace rebisect::testing {

struct WrittenCommit {
  std::string name;
  std::vector<std::string> parents;  // names of commits above
  // "<name>" stands for the first 12 digits of a commit above, "<<name>>" for all 40.
  std::string message;
  // What changes against the first parent; a file without content is deleted.
  std::vector<std::pair<std::string, std::string>> files = {};
};

// Commit number k (from 0) is dated 1000000000 + 2 k days. HEAD and the branch main are the last commit; each
// commit has a branch of its name, so that all are reached.
class WrittenRepo {
 public:
  explicit WrittenRepo(const std::vector<WrittenCommit>& commits);

  const std::string& path() const { return path_; }
  const TempDirectory& directory() const { return directory_; }
  Oid id(std::string_view name) const;
  std::string name(const Oid& id) const;
  std::string git(const std::vector<std::string>& arguments, const std::string& input = {}) const;

 private:
  std::string with_ids(std::string text) const;

  TempDirectory directory_;
  std::string path_;
  std::map<std::string, Oid, std::less<>> ids_;
};

}  // namespace rebisect::testing
