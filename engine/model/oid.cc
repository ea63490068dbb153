#include "engine/model/oid.h"

#include <algorithm>

namespace rebisect {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

// The value of a hexadecimal digit; nullopt for any other character.
std::optional<std::uint8_t> digit_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
  return std::nullopt;
}

}  // namespace

std::optional<Oid> Oid::from_hex(std::string_view digits) {
  if (digits.size() != kDigits) return std::nullopt;
  Oid id;
  for (std::size_t i = 0; i < kBytes; ++i) {
    const auto high = digit_value(digits[2 * i]);
    const auto low = digit_value(digits[2 * i + 1]);
    if (!high || !low) return std::nullopt;
    id.bytes_[i] = static_cast<std::uint8_t>(*high << 4U | *low);
  }
  return id;
}

std::string Oid::hex() const {
  std::string digits(kDigits, '0');
  for (std::size_t i = 0; i < kBytes; ++i) {
    digits[2 * i] = kHexDigits[bytes_[i] >> 4U];
    digits[2 * i + 1] = kHexDigits[bytes_[i] & 0xfU];
  }
  return digits;
}

std::string Oid::brief() const {
  return hex().substr(0, 12);
}

std::optional<OidPrefix> OidPrefix::from_hex(std::string_view digits) {
  if (digits.size() < kFewestDigits || digits.size() > Oid::kDigits) return std::nullopt;
  std::string lowered;
  for (const char c : digits) {
    const auto value = digit_value(c);
    if (!value) return std::nullopt;
    lowered.push_back(kHexDigits[*value]);
  }
  return OidPrefix(std::move(lowered));
}

bool OidPrefix::matches(const Oid& id) const {
  return id.hex().starts_with(digits_);
}

}  // namespace rebisect
