#include "adapters/git/mapped_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <system_error>
#include <utility>

#include <sys/mman.h>
#include <sys/stat.h>

namespace rebisect {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor(Descriptor&&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) static_cast<void>(::close(number_));
  }
  int number() const { return number_; }

 private:
  int number_;
};

tl::unexpected<Error> fail_to_read(const std::string& path, int error) {
  return fail(ErrorCode::not_readable, "cannot read " + path + ": " + std::generic_category().message(error));
}

}  // namespace

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

MappedFile::~MappedFile() {
  // munmap takes a pointer to what may be changed; the mapping itself is read-only.
  if (!bytes_.empty()) ::munmap(const_cast<std::uint8_t*>(bytes_.data()), bytes_.size());
}

Result<MappedFile> MappedFile::open(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) return fail_to_read(path, errno);
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return fail_to_read(path, errno);
  if (!S_ISREG(status.st_mode)) {
    return fail(ErrorCode::not_readable, "cannot read " + path + ": it is not a file");
  }
  MappedFile mapped;
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return mapped;  // which mmap refuses
  void* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number(), 0);
  if (start == MAP_FAILED) return fail_to_read(path, errno);
  mapped.bytes_ = {static_cast<const std::uint8_t*>(start), size};
  return mapped;
}

}  // namespace rebisect
