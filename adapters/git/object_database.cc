#include "adapters/git/object_database.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>

#include <git2/sys/odb_backend.h>

#include "adapters/git/loose_object.h"
#include "engine/model/oid.h"

namespace rebisect {
namespace {

// The higher goes first. libgit2's own reader of loose objects stands below ours: it lists them and says
// which are there, but is never asked to read one.
constexpr int kPacked = 3;
constexpr int kLoose = 2;
constexpr int kLooseList = 1;

struct LooseBackend : git_odb_backend {
  std::string folder;
};

int read_of(LooseObject& object, const git_oid* id, git_odb_backend* backend) {
  const std::string hex = Oid::from_bytes(std::span<const std::uint8_t, Oid::kBytes>(id->id)).hex();
  const std::string& folder = static_cast<LooseBackend*>(backend)->folder;
  auto read = read_loose_object(folder + "/" + hex.substr(0, 2) + "/" + hex.substr(2));
  if (!read) {
    git_error_set_str(GIT_ERROR_ODB, read.error().message.c_str());
    return GIT_ERROR;
  }
  if (!*read) return GIT_ENOTFOUND;
  object = **std::move(read);
  return 0;
}

int read(void** content, std::size_t* size, git_object_t* kind, git_odb_backend* backend, const git_oid* id) {
  LooseObject object;
  if (const int status = read_of(object, id, backend); status < 0) return status;
  void* const copy = git_odb_backend_data_alloc(backend, std::max<std::size_t>(object.content.size(), 1));
  if (copy == nullptr) return GIT_ERROR;
  std::memcpy(copy, object.content.data(), object.content.size());
  *content = copy;
  *size = object.content.size();
  *kind = git_object_string2type(object.kind.c_str());
  return 0;
}

int read_header(std::size_t* size, git_object_t* kind, git_odb_backend* backend, const git_oid* id) {
  LooseObject object;
  if (const int status = read_of(object, id, backend); status < 0) return status;
  *size = object.content.size();
  *kind = git_object_string2type(object.kind.c_str());
  return 0;
}

// libgit2 calls it unasked; its own reader lists the objects.
int list_none(git_odb_backend* /*backend*/, git_odb_foreach_cb /*visit*/, void* /*payload*/) {
  return 0;
}

void destroy(git_odb_backend* backend) {
  const std::unique_ptr<LooseBackend> owner(static_cast<LooseBackend*>(backend));
}

// The database owns the backend from here on.
Result<void> add(git_odb* database, git_odb_backend* backend, int priority, const std::string& folder) {
  if (git_odb_add_backend(database, backend, priority) == 0) return {};
  Error error = git_error_now("cannot use " + folder);
  backend->free(backend);
  return tl::unexpected(std::move(error));
}

Result<void> add_loose(git_odb* database, const std::string& folder) {
  auto backend = std::make_unique<LooseBackend>();
  git_odb_init_backend(backend.get(), GIT_ODB_BACKEND_VERSION);
  backend->folder = folder;
  backend->read = &read;
  backend->read_header = &read_header;
  backend->foreach = &list_none;
  backend->free = &destroy;
  return add(database, backend.release(), kLoose, folder);
}

Result<void> add_folder(git_odb* database, const std::string& folder) {
  git_odb_backend* packs = nullptr;
  git_odb_backend* list = nullptr;
  if (git_odb_backend_pack(&packs, folder.c_str()) < 0) {
    return tl::unexpected(git_error_now("cannot read the packs of " + folder));
  }
  if (auto added = add(database, packs, kPacked, folder); !added) return added;
  if (auto added = add_loose(database, folder); !added) return added;
  if (git_odb_backend_loose(&list, folder.c_str(), -1, 0, 0, 0) < 0) {
    return tl::unexpected(git_error_now("cannot read " + folder));
  }
  return add(database, list, kLooseList, folder);
}

}  // namespace

Result<DatabaseHandle> open_database(const std::vector<std::string>& folders) {
  REBISECT_TRY(auto database, adopt<DatabaseHandle>("cannot make an object database", git_odb_new));
  for (const std::string& folder : folders) {
    if (const auto added = add_folder(database.get(), folder); !added) return tl::unexpected(added.error());
  }
  return database;
}

}  // namespace rebisect
