#include "adapters/process/scratch_repository.h"

#include <cerrno>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "adapters/process/system_git.h"

namespace rebisect {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kReplaceRefs = "refs/replace/";

// A line of objects/info/alternates. One that starts with a quote is read as C reads a string.
std::string alternate(const std::string& folder) {
  if (folder.find('\n') == std::string::npos) return folder + "\n";
  std::string quoted = "\"";
  for (const char c : folder) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '\n') {
      quoted += "\\n";
    } else {
      quoted += c;
    }
  }
  return quoted + "\"\n";
}

// A file's content; nothing where it cannot be read, as git has it.
std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void write(const fs::path& file, const std::string& content) {
  fs::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary);
  out << content;
  out.close();
  if (!out) throw fs::filesystem_error("cannot write", file, std::make_error_code(std::errc::io_error));
}

void write_unless_empty(const fs::path& file, const std::string& content) {
  if (!content.empty()) write(file, content);
}

using ReplaceRefs = std::map<std::string, std::string>;  // the id that is replaced to the one instead

void note_replacement(ReplaceRefs& refs, const std::string& name, const std::string& id) {
  if (Oid::from_hex(name) && Oid::from_hex(id)) refs.emplace(name, id);
}

// A ref in a file of its own counts before one of packed-refs.
void read_replace_refs(const fs::path& common_folder, ReplaceRefs& refs) {
  std::error_code none;  // a repository without them
  for (const fs::directory_entry& entry : fs::directory_iterator(common_folder / "refs/replace", none)) {
    note_replacement(refs, entry.path().filename(), content_of(entry.path()).substr(0, Oid::kDigits));
  }
  std::istringstream packed(content_of(common_folder / "packed-refs"));
  for (std::string line; std::getline(packed, line);) {
    const std::size_t ref = line.find(' ') + 1;  // 0 where there is no blank
    if (ref == 0 || line.compare(ref, kReplaceRefs.size(), kReplaceRefs) != 0) continue;
    note_replacement(refs, line.substr(ref + kReplaceRefs.size()), line.substr(0, ref - 1));
  }
}

// Throws what the standard library throws.
void furnish(const fs::path& scratch, const BorrowedStores& stores, const Oid& head) {
  std::string alternates;
  std::string grafts;
  ReplaceRefs replace_refs;
  for (const std::string& folder : stores.common_folders) {
    alternates += alternate(folder + "/objects");
    grafts += content_of(fs::path(folder) / "info/grafts");
    if (!grafts.empty() && !grafts.ends_with('\n')) grafts += '\n';
    read_replace_refs(folder, replace_refs);
  }
  std::string shallow;
  for (const Oid& boundary : stores.boundaries) shallow += boundary.hex() + "\n";
  std::string packed_refs;
  for (const auto& [name, id] : replace_refs) {
    packed_refs += fmt::format("{} {}{}\n", id, kReplaceRefs, name);
  }
  write(scratch / "HEAD", head.hex() + "\n");
  write(scratch / "objects/info/alternates", alternates);
  // Git minds that these are empty, not that they are missing.
  write_unless_empty(scratch / "shallow", shallow);
  write_unless_empty(scratch / "info/grafts", grafts);
  write_unless_empty(scratch / "packed-refs", packed_refs);
}

Error cannot(const std::string& why) {
  return {ErrorCode::repository, "no scratch repository can be made: " + why};
}

}  // namespace

Result<ScratchRepository> ScratchRepository::make(const BorrowedStores& stores, const Oid& head,
                                                  std::chrono::milliseconds deadline) {
  ScratchRepository scratch;
  try {
    std::string pattern = (fs::temp_directory_path() / "rebisect-git-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
      return tl::unexpected(cannot(pattern + ": " + std::generic_category().message(errno)));
    }
    scratch.path_ = pattern;
    REBISECT_TRY(
        const GitRun run,
        run_git({.arguments = {"init", "--quiet", "--bare", "--template=", pattern}, .deadline = deadline}));
    if (run.status != 0) return tl::unexpected(cannot("git init: " + run.errors));
    furnish(pattern, stores, head);
  } catch (const std::exception& error) {
    return tl::unexpected(cannot(error.what()));
  }
  return scratch;
}

ScratchRepository::ScratchRepository(ScratchRepository&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

ScratchRepository& ScratchRepository::operator=(ScratchRepository&& other) noexcept {
  std::swap(path_, other.path_);
  return *this;
}

ScratchRepository::~ScratchRepository() {
  if (path_.empty()) return;
  std::error_code ignored;  // a destructor cannot say it
  fs::remove_all(path_, ignored);
}

bool ScratchRepository::has_session() const {
  std::error_code ignored;
  return fs::exists(fs::path(path_) / "BISECT_START", ignored);
}

}  // namespace rebisect
