#include "adapters/git/sha1.h"

#include <array>
#include <cstddef>

#include <openssl/evp.h>

#include "engine/base/ensure.h"

namespace rebisect {

Oid sha1(std::span<const std::uint8_t> bytes) {
  std::array<std::uint8_t, Oid::kBytes> digest{};
  unsigned int size = 0;
  const int done = EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha1(), nullptr);
  ENSURE(done == 1 && size == digest.size());
  return Oid::from_bytes(digest);
}

}  // namespace rebisect
