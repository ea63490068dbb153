// Owners for libgit2's objects. `adopt` is the only way in, so that nothing of libgit2's is ever owned raw.
#pragma once

#include <memory>
#include <string>

#include <git2.h>

#include "engine/base/result.h"

namespace rebisect {

// Initialises libgit2 for as long as it lives; nests.
class GitSession {
 public:
  GitSession();
  GitSession(const GitSession&) : GitSession() {}
  GitSession(GitSession&&) noexcept : GitSession() {}
  GitSession& operator=(const GitSession&) = default;
  GitSession& operator=(GitSession&&) = default;
  ~GitSession();
};

template <auto free_function>
struct FreeWith {
  template <typename T>
  void operator()(T* object) const {
    free_function(object);
  }
};

template <typename T, auto free_function>
using GitHandle = std::unique_ptr<T, FreeWith<free_function>>;

using RepositoryHandle = GitHandle<git_repository, git_repository_free>;
using DatabaseHandle = GitHandle<git_odb, git_odb_free>;
using DatabaseObjectHandle = GitHandle<git_odb_object, git_odb_object_free>;
using ObjectHandle = GitHandle<git_object, git_object_free>;
using ReferenceHandle = GitHandle<git_reference, git_reference_free>;
using ConfigHandle = GitHandle<git_config, git_config_free>;

// "doing: what libgit2 said". libgit2 keeps its last error per thread, so call this right behind the failure.
Error git_error_now(const std::string& doing);

// Calls a libgit2 function whose first argument is where it puts a new object.
template <typename Handle, typename Function, typename... Arguments>
Result<Handle> adopt(const std::string& doing, Function function, Arguments... arguments) {
  typename Handle::element_type* object = nullptr;
  if (function(&object, arguments...) < 0) return tl::unexpected(git_error_now(doing));
  return Handle(object);
}

// The same for a search: an empty handle where libgit2 finds nothing.
template <typename Handle, typename Function, typename... Arguments>
Result<Handle> adopt_if_found(const std::string& doing, Function function, Arguments... arguments) {
  typename Handle::element_type* object = nullptr;
  const int status = function(&object, arguments...);
  if (status == GIT_ENOTFOUND) return Handle();
  if (status < 0) return tl::unexpected(git_error_now(doing));
  return Handle(object);
}

}  // namespace rebisect
