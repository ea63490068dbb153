// A bare repository of our own for one session of git: it borrows the objects of others, and nothing that
// their owners configured. Those repositories are read and never written
// (docs/adr/0012-scratch-repository.md).
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/oid.h"

namespace rebisect {

// What a scratch repository borrows.
struct BorrowedStores {
  std::vector<std::string> common_folders;  // of repositories: absolute, with `objects` in each
  std::vector<Oid> boundaries;              // commits that end the history, as in git's `shallow` file
};

class ScratchRepository {
 public:
  // Made in the folder for temporary files, by `git init` with no template. Grafts and replace refs are those
  // of the borrowed repositories, the first one's where several name a commit. HEAD is detached at `head`.
  // Fails (repository) where git or the disk does.
  static Result<ScratchRepository> make(const BorrowedStores& stores, const Oid& head,
                                        std::chrono::milliseconds deadline);

  ScratchRepository(ScratchRepository&& other) noexcept;
  ScratchRepository& operator=(ScratchRepository&& other) noexcept;
  ScratchRepository(const ScratchRepository&) = delete;
  ScratchRepository& operator=(const ScratchRepository&) = delete;
  // Removes the folder with all that is in it.
  ~ScratchRepository();

  const std::string& path() const { return path_; }
  // Does git keep a bisection session here?
  bool has_session() const;

 private:
  ScratchRepository() = default;

  std::string path_;  // empty: moved from
};

}  // namespace rebisect
