#include "adapters/git/repository.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "adapters/git/mapped_file.h"
#include "adapters/git/object_database.h"
#include "adapters/git/object_folders.h"
#include "adapters/git/objects_check.h"
#include "adapters/git/open_repository.h"

namespace rebisect {
namespace {

constexpr std::string_view kReplaceRefs = "refs/replace/";
constexpr std::string_view kTags = "refs/tags/";

// "v5.12" or "v2.6.36": two or three numbers. Release candidates are none.
bool is_release(std::string_view name) {
  std::size_t numbers = 0;
  std::string_view rest = name.substr(1);
  while (!rest.empty()) {
    const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
    if (digits == 0 || (digits < rest.size() && rest[digits] != '.')) return false;
    if (digits + 1 == rest.size()) return false;
    ++numbers;
    rest.remove_prefix(std::min(digits + 1, rest.size()));
  }
  return numbers == 2 || numbers == 3;
}

git_oid to_git(const Oid& id) {
  git_oid result;
  git_oid_fromraw(&result, id.bytes().data());
  return result;
}

Oid from_git(const git_oid& id) {
  return Oid::from_bytes(std::span<const std::uint8_t, Oid::kBytes>(id.id));
}

// A small file's content; nothing where there is no such file.
Result<std::string> content_if_there(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) return std::string();
  REBISECT_TRY(const MappedFile file, MappedFile::open(path));
  return std::string(file.bytes().begin(), file.bytes().end());
}

Result<std::vector<std::string>> names_of_refs(git_repository* repository, const char* pattern) {
  std::vector<std::string> names;
  const auto collect = [](const char* name, void* payload) {
    static_cast<std::vector<std::string>*>(payload)->emplace_back(name);
    return 0;
  };
  if (git_reference_foreach_glob(repository, pattern, collect, &names) < 0) {
    return tl::unexpected(git_error_now(std::string("cannot read ") + pattern));
  }
  return names;
}

// Refs whose name is not an id are passed over, as git does.
Result<void> read_replace_refs(git_repository* repository, ParentOverrides& into) {
  REBISECT_TRY(const std::vector<std::string> names, names_of_refs(repository, "refs/replace/*"));
  for (const std::string& name : names) {
    const std::optional<Oid> id = Oid::from_hex(std::string_view(name).substr(kReplaceRefs.size()));
    git_oid target;
    if (!id) {
      into.notes.push_back("a replace ref is not named by an id: " + name);
    } else if (git_reference_name_to_id(&target, repository, name.c_str()) < 0) {
      return tl::unexpected(git_error_now("cannot read " + name));
    } else {
      into.replacements.emplace(*id, from_git(target));
    }
  }
  return {};
}

}  // namespace

Result<Repository> Repository::open(const std::string& path) {
  Repository repository;
  repository.path_ = path;
  REBISECT_TRY(OpenedRepository opened, open_repository(path));
  repository.repository_ = std::move(opened.handle);
  repository.settings_ = std::move(opened.settings);
  repository.common_ = git_repository_commondir(repository.repository_.get());
  const ObjectFolders folders = object_folders(repository.common_ + "objects");
  std::vector<std::string> notes = folders.notes;
  for (const std::string& folder : folders.paths) {
    for (std::string& lost : lost_objects(folder)) notes.push_back(std::move(lost));
  }
  for (const std::string& note : notes) repository.notes_.push_back(fmt::format("{}: {}", path, note));
  REBISECT_TRY(repository.database_, open_database(folders.paths));
  repository.packed_ = PackedCommits::open_in(folders.paths);
  if (const auto read = repository.read_overrides(); !read) return fail_in(path, read.error());
  repository.read_commit_graph(folders.paths);
  return repository;
}

Result<void> Repository::read_overrides() {
  REBISECT_TRY(const std::string shallow, content_if_there(common_ + "shallow"));
  REBISECT_TRY(const std::string grafts, content_if_there(common_ + "info/grafts"));
  parse_shallow(shallow, overrides_);
  parse_grafts(grafts, overrides_);
  if (settings_.replace_refs) {
    if (auto read = read_replace_refs(repository_.get(), overrides_); !read) return read;
  }
  for (const std::string& note : overrides_.notes) notes_.push_back(path_ + ": " + note);
  return {};
}

// The first folder with a sound one decides, as in prepare_commit_graph() of git's commit-graph.c.
void Repository::read_commit_graph(const std::vector<std::string>& folders) {
  if (!overrides_.empty() || !settings_.commit_graph) return;
  for (const std::string& folder : folders) {
    auto graph = CommitGraphFile::open_in(folder, folders);
    if (!graph) {
      notes_.push_back(graph.error().message + "; it was ignored (git commit-graph write makes it anew)");
    } else if (*graph) {
      commit_graph_ = *std::move(graph);
      return;
    }
  }
}

Result<DatabaseObjectHandle> Repository::commit_object(const Oid& id) const {
  const git_oid key = to_git(id);
  // A plain read of what is absent looks through the folder of packs again, each time.
  if (git_odb_exists_ext(database_.get(), &key, GIT_ODB_LOOKUP_NO_REFRESH) == 0) {
    return DatabaseObjectHandle();
  }
  auto object = adopt<DatabaseObjectHandle>("cannot read commit " + id.hex() + " of " + path_, git_odb_read,
                                            database_.get(), &key);
  if (!object) return fail(ErrorCode::repository, object.error().message + "; see git fsck, or name a clone");
  if (git_odb_object_type(object->get()) != GIT_OBJECT_COMMIT) {
    return fail(ErrorCode::repository, "object " + id.hex() + " of " + path_ + " is not a commit but a " +
                                           git_object_type2string(git_odb_object_type(object->get())));
  }
  return object;
}

Result<std::optional<CommitHeader>> Repository::header(const Oid& id) const {
  if (auto packed = packed_.find(id)) return packed;
  REBISECT_TRY(const auto object, commit_object(id));
  if (!object) return std::optional<CommitHeader>();
  Result<CommitHeader> header = parse_commit_header(
      {static_cast<const char*>(git_odb_object_data(object.get())), git_odb_object_size(object.get())});
  if (!header) {
    return fail(ErrorCode::repository, "commit " + id.hex() + " of " + path_ +
                                           " is corrupt (git fsck tells more): " + header.error().message);
  }
  return std::optional<CommitHeader>(*std::move(header));
}

Result<std::optional<std::string>> Repository::text(const Oid& id) const {
  if (const auto packed = packed_.text(id)) return std::optional<std::string>(*packed);
  REBISECT_TRY(const auto object, commit_object(id));
  if (!object) return std::optional<std::string>();
  return std::optional<std::string>(std::in_place,
                                    static_cast<const char*>(git_odb_object_data(object.get())),
                                    git_odb_object_size(object.get()));
}

Result<std::optional<CommitDescription>> Repository::description(const Oid& id) const {
  REBISECT_TRY(const Oid stored, replaced(overrides_, id));
  if (const auto packed = packed_.text(stored)) return std::optional(parse_commit_description(*packed));
  REBISECT_TRY(const auto object, commit_object(stored));
  if (!object) return std::optional<CommitDescription>();
  return std::optional(parse_commit_description(
      {static_cast<const char*>(git_odb_object_data(object.get())), git_odb_object_size(object.get())}));
}

// By the header alone: libgit2 refuses to parse commits that git reads, with dates beyond 2^63 for instance.
Result<std::optional<Oid>> Repository::commit_of(const Oid& id) const {
  const std::string doing = "cannot read object " + id.hex() + " of " + path_;
  std::optional<Oid> current = id;
  while (current) {
    const git_oid key = to_git(*current);
    if (git_odb_exists_ext(database_.get(), &key, GIT_ODB_LOOKUP_NO_REFRESH) == 0) {
      return std::optional<Oid>();
    }
    std::size_t size = 0;
    git_object_t type = GIT_OBJECT_ANY;
    if (git_odb_read_header(&size, &type, database_.get(), &key) < 0) {
      return tl::unexpected(git_error_now(doing));
    }
    if (type == GIT_OBJECT_COMMIT) return current;
    // Trees and blobs, and tags of them, have no commit to peel to: that is not a failure.
    if (type != GIT_OBJECT_TAG) return std::optional<Oid>();
    REBISECT_TRY(const auto tag, adopt<DatabaseObjectHandle>(doing, git_odb_read, database_.get(), &key));
    current = parse_tag_target(
        {static_cast<const char*>(git_odb_object_data(tag.get())), git_odb_object_size(tag.get())});
  }
  return fail(ErrorCode::repository, doing + ": the tag does not say what it is of");
}

Result<std::optional<Oid>> Repository::commit_of_ref(const std::string& name) const {
  // libgit2 takes an empty name for HEAD. Names that cannot be refs at all are its GIT_EINVALIDSPEC.
  if (name.empty()) return std::optional<Oid>();
  const auto ref =
      adopt<ReferenceHandle>("no ref " + name, git_reference_dwim, repository_.get(), name.c_str());
  if (!ref) return std::optional<Oid>();
  const auto resolved = adopt<ReferenceHandle>("no ref " + name, git_reference_resolve, ref->get());
  if (!resolved) return std::optional<Oid>();  // HEAD before the first commit
  return commit_of(from_git(*git_reference_target(resolved->get())));
}

Result<std::vector<std::pair<std::string, Oid>>> Repository::releases() const {
  REBISECT_TRY(const std::vector<std::string> refs, names_of_refs(repository_.get(), "refs/tags/v*"));
  std::vector<std::pair<std::string, Oid>> releases;
  for (const std::string& ref : refs) {
    const std::string name = ref.substr(kTags.size());
    if (!is_release(name)) continue;
    REBISECT_TRY(const std::optional<Oid> commit, commit_of_ref(ref));
    if (commit) releases.emplace_back(name, *commit);
  }
  return releases;
}

Result<std::vector<Oid>> Repository::commits_of_refs() const {
  REBISECT_TRY(std::vector<std::string> names, names_of_refs(repository_.get(), "refs/*"));
  names.emplace_back("HEAD");
  std::vector<Oid> commits;
  for (const std::string& name : names) {
    REBISECT_TRY(const std::optional<Oid> commit, commit_of_ref(name));
    if (commit) commits.push_back(*commit);
  }
  return commits;
}

Result<std::vector<Oid>> Repository::commits_of(const OidPrefix& prefix) const {
  git_oid key;
  git_oid_fromstrn(&key, prefix.text().data(), prefix.text().size());
  git_oid only;
  const int status = git_odb_exists_prefix(&only, database_.get(), &key, prefix.text().size());
  if (status == GIT_ENOTFOUND) return std::vector<Oid>();
  if (status == 0) {
    REBISECT_TRY(const std::optional<Oid> commit, commit_of(from_git(only)));
    return commit ? std::vector{*commit} : std::vector<Oid>();
  }
  if (status != GIT_EAMBIGUOUS) return tl::unexpected(git_error_now("cannot search " + path_));

  struct Search {
    const OidPrefix* prefix;
    std::vector<Oid> found;
  } search{&prefix, {}};
  const auto collect = [](const git_oid* id, void* payload) {
    auto* into = static_cast<Search*>(payload);
    if (into->prefix->matches(from_git(*id))) into->found.push_back(from_git(*id));
    return 0;
  };
  if (git_odb_foreach(database_.get(), collect, &search) < 0) {
    return tl::unexpected(git_error_now("cannot search " + path_));
  }
  std::vector<Oid> commits;
  for (const Oid& id : search.found) {
    const git_oid raw = to_git(id);
    std::size_t size = 0;
    git_object_t type = GIT_OBJECT_ANY;
    if (git_odb_read_header(&size, &type, database_.get(), &raw) < 0) {
      return tl::unexpected(git_error_now("cannot read object " + id.hex() + " of " + path_));
    }
    if (type == GIT_OBJECT_COMMIT) commits.push_back(id);
  }
  std::ranges::sort(commits);
  commits.erase(std::unique(commits.begin(), commits.end()), commits.end());
  return commits;
}

}  // namespace rebisect
