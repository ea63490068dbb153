#include "adapters/git/loose_object.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <system_error>
#include <utility>

#include "adapters/git/mapped_file.h"

namespace rebisect {
namespace {

tl::unexpected<Error> corrupt(const std::string& path, const std::string& what) {
  return fail(ErrorCode::repository, path + " is corrupt: " + what);
}

class Inflater {
 public:
  explicit Inflater(std::span<const std::uint8_t> bytes) {
    // zlib's interface of old: it only reads what this points to.
    stream_.next_in = const_cast<Bytef*>(bytes.data());
    stream_.avail_in = static_cast<uInt>(bytes.size());
    ready_ = inflateInit(&stream_) == Z_OK;
  }
  Inflater(const Inflater&) = delete;
  Inflater(Inflater&&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  Inflater& operator=(Inflater&&) = delete;
  ~Inflater() {
    if (ready_) inflateEnd(&stream_);
  }

  enum class State { more, ended, broken, cut };

  // Appends the next piece.
  State next(std::string& into) {
    if (!ready_) return State::broken;
    std::array<char, std::size_t{1} << 14U> piece{};
    stream_.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream_.avail_out = static_cast<uInt>(piece.size());
    const int status = inflate(&stream_, Z_NO_FLUSH);
    into.append(piece.data(), piece.size() - stream_.avail_out);
    if (status == Z_STREAM_END) return stream_.avail_in == 0 ? State::ended : State::broken;
    if (status == Z_BUF_ERROR) return State::cut;
    if (status != Z_OK) return State::broken;
    return stream_.avail_in == 0 && stream_.avail_out != 0 ? State::cut : State::more;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

// "commit 123", a zero byte and the content.
Result<LooseObject> split(std::string stored, const std::string& path) {
  const std::size_t end = stored.find('\0');
  const std::size_t space = stored.find(' ');
  if (end == std::string::npos || space == std::string::npos || space > end) {
    return corrupt(path, "it has no header");
  }
  std::uint64_t size = 0;
  const char* const digits_end = stored.data() + end;
  const auto [stop, error] = std::from_chars(stored.data() + space + 1, digits_end, size);
  if (error != std::errc() || stop != digits_end || size != stored.size() - end - 1) {
    return corrupt(path, "its size is not the one in its header");
  }
  LooseObject object{.kind = stored.substr(0, space), .content = {}};
  object.content = std::move(stored.erase(0, end + 1));
  return object;
}

}  // namespace

Result<std::optional<LooseObject>> read_loose_object(const std::string& path) {
  std::error_code error;  // then opening it tells
  if (!std::filesystem::exists(path, error) && !error) return std::optional<LooseObject>();
  const Result<MappedFile> file = MappedFile::open(path);
  if (!file) return fail(ErrorCode::repository, file.error().message);
  REBISECT_TRY(LooseObject object, parse_loose_object(file->bytes(), path));
  return std::optional(std::move(object));
}

Result<LooseObject> parse_loose_object(std::span<const std::uint8_t> bytes, const std::string& path) {
  Inflater inflater(bytes);
  std::string stored;
  Inflater::State state = Inflater::State::more;
  while (state == Inflater::State::more) state = inflater.next(stored);
  if (state == Inflater::State::cut) return corrupt(path, "it is cut short");
  if (state == Inflater::State::broken) return corrupt(path, "it is not one zlib stream");
  return split(std::move(stored), path);
}

}  // namespace rebisect
