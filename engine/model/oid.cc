#include "engine/model/oid.h"

#include <algorithm>

namespace rebisect {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

constexpr std::uint8_t kNoDigit = 0xff;

// The value of every character as a hexadecimal digit.
constexpr auto kDigitValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::uint8_t value = 0; value < 16; ++value) {
    const auto digit = static_cast<std::uint8_t>(kHexDigits[value]);
    values[digit] = value;
    if (value >= 10) values[digit - 'a' + 'A'] = value;
  }
  return values;
}();

std::uint8_t digit_value(char c) {
  return kDigitValues[static_cast<std::uint8_t>(c)];
}

}  // namespace

std::optional<Oid> Oid::from_hex(std::string_view digits) {
  if (digits.size() != kDigits) return std::nullopt;
  Oid id;
  for (std::size_t i = 0; i < kBytes; ++i) {
    const std::uint8_t high = digit_value(digits[2 * i]);
    const std::uint8_t low = digit_value(digits[2 * i + 1]);
    if (high == kNoDigit || low == kNoDigit) return std::nullopt;
    id.bytes_[i] = static_cast<std::uint8_t>(high << 4U | low);
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
    const std::uint8_t value = digit_value(c);
    if (value == kNoDigit) return std::nullopt;
    lowered.push_back(kHexDigits[value]);
  }
  return OidPrefix(std::move(lowered));
}

bool OidPrefix::matches(const Oid& id) const {
  return id.hex().starts_with(digits_);
}

}  // namespace rebisect
