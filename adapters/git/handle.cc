#include "adapters/git/handle.h"

namespace rebisect {

GitSession::GitSession() {
  git_libgit2_init();
}

GitSession::~GitSession() {
  git_libgit2_shutdown();
}

Error git_error_now(const std::string& doing) {
  const git_error* error = git_error_last();
  return {ErrorCode::repository, doing + ": " + (error != nullptr ? error->message : "no reason given")};
}

}  // namespace rebisect
