// Commit ids: `Oid` is a whole one, `OidPrefix` is what logs and people write. They are different types
// because going from the one to the other is a step that can find none, one or several commits.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rebisect {

// A git object id: 20 bytes of SHA-1, ordered by bytes as git orders refs/bisect/good-* and skip ties.
class Oid {
 public:
  static constexpr std::size_t kBytes = 20;
  static constexpr std::size_t kDigits = 2 * kBytes;

  // The id of all zeros, which names no object.
  Oid() = default;

  // Exactly 40 hexadecimal digits of either case; nullopt for anything else.
  static std::optional<Oid> from_hex(std::string_view digits);
  static Oid from_bytes(std::span<const std::uint8_t, kBytes> bytes) {
    Oid id;
    std::ranges::copy(bytes, id.bytes_.begin());
    return id;
  }

  // 40 lower-case digits, for machines and links.
  std::string hex() const;
  // The first 12 digits, for people (the length that kernel `Fixes:` tags use).
  std::string brief() const;
  const std::array<std::uint8_t, kBytes>& bytes() const { return bytes_; }

  friend bool operator==(const Oid&, const Oid&) = default;
  friend std::strong_ordering operator<=>(const Oid&, const Oid&) = default;

 private:
  std::array<std::uint8_t, kBytes> bytes_{};
};

// 4 to 40 hexadecimal digits that an id starts with; an odd number of digits is fine.
class OidPrefix {
 public:
  static constexpr std::size_t kFewestDigits = 4;  // as git's minimum abbreviation (MINIMUM_ABBREV)

  // nullopt where the text is not 4 to 40 hexadecimal digits. Upper case is accepted and lowered.
  static std::optional<OidPrefix> from_hex(std::string_view digits);

  bool matches(const Oid& id) const;
  const std::string& text() const { return digits_; }
  // The whole id, where all 40 digits are given.
  std::optional<Oid> whole() const { return Oid::from_hex(digits_); }

  friend bool operator==(const OidPrefix&, const OidPrefix&) = default;

 private:
  explicit OidPrefix(std::string digits) : digits_(std::move(digits)) {}

  std::string digits_;
};

}  // namespace rebisect
