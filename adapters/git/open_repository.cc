#include "adapters/git/open_repository.h"

#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "adapters/git/mapped_file.h"

namespace rebisect {
namespace {

// These are settings of the whole process, set to the same each time.
void prepare_libgit2() {
  git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
  for (const git_config_level_t level : {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM,
                                         GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL}) {
    git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
  }
  // The last two change how commits and refs are read, but with the values that check_kind() lets pass.
  // libgit2 1.5.1 itself would open a SHA-256 repository as if it were fine.
  std::array<const char*, 6> extensions = {"partialclone",      "worktreeconfig", "preciousobjects",
                                           "relativeworktrees", "objectformat",   "refstorage"};
  git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions.data(), extensions.size());
}

tl::unexpected<Error> cannot_open(const std::string& path, const std::string& why) {
  return fail(ErrorCode::repository, "cannot open repository " + path + ": " + why);
}

tl::unexpected<Error> no_repository_at(const std::string& path) {
  const std::string link = path + "/.git";
  const Result<MappedFile> file = MappedFile::open(link);
  if (file) {
    const std::string text(file->bytes().begin(), file->bytes().end());
    return cannot_open(path, "there is none where " + link + " leads to (" +
                                 text.substr(0, text.find_last_not_of('\n') + 1) +
                                 "); git worktree repair corrects it");
  }
  std::error_code error;
  if (std::filesystem::is_directory(path, error) && !error) {
    const std::filesystem::directory_iterator opened(path, error);
  }
  if (error) return cannot_open(path, error.message());
  return fail(ErrorCode::repository, path + " is not in a git repository; name a clone or a folder in it");
}

Result<RepositoryHandle> open_handle(const std::string& path) {
  if (path.empty()) {
    return fail(ErrorCode::repository, "cannot open a repository: its path is empty; --repo takes a folder");
  }
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    return cannot_open(path, error ? error.message() : "there is no such directory");
  }
  auto opened = adopt_if_found<RepositoryHandle>("cannot open repository " + path, git_repository_open_ext,
                                                 path.c_str(), 0U, static_cast<const char*>(nullptr));
  if (opened && !*opened) return no_repository_at(path);
  if (!opened && opened.error().message.find("unsupported") != std::string::npos) {
    return fail(ErrorCode::repository,
                opened.error().message + "; name a clone of it that older versions of git can read");
  }
  return opened;
}

Result<void> check_kind(const std::string& path, const RepositorySettings& settings) {
  if (settings.object_format == "sha256") {
    return cannot_open(path, "unsupported: its object ids are SHA-256, and only SHA-1 can be read");
  }
  if (settings.object_format != "sha1") {
    return cannot_open(path, "unsupported: its object ids are of the unknown kind " + settings.object_format);
  }
  if (settings.ref_storage != "files") {
    return cannot_open(path, "unsupported: its refs are stored as " + settings.ref_storage +
                                 "; in a copy of it, git refs migrate --ref-format=files helps");
  }
  return {};
}

}  // namespace

Result<OpenedRepository> open_repository(const std::string& path) {
  prepare_libgit2();
  REBISECT_TRY(RepositoryHandle handle, open_handle(path));
  Result<RepositorySettings> settings = read_repository_settings(handle.get());
  if (!settings) return fail_in(path, settings.error());
  if (const auto fits = check_kind(path, *settings); !fits) return tl::unexpected(fits.error());
  return OpenedRepository{std::move(handle), *std::move(settings)};
}

}  // namespace rebisect
