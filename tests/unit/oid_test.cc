#include "engine/model/oid.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rebisect {
namespace {

const std::string kHex = "0123456789abcdef0123456789abcdef01234567";

TEST(Oid, PrintsTheDigitsItWasReadFrom) {
  EXPECT_EQ(Oid::from_hex(kHex)->hex(), kHex);
  EXPECT_EQ(Oid::from_hex("0123456789ABCDEF0123456789ABCDEF01234567")->hex(), kHex);
  EXPECT_EQ(Oid::from_hex(kHex)->brief(), "0123456789ab");
}

TEST(Oid, IsExactlyFortyDigits) {
  for (const std::string& text : {std::string(), kHex.substr(1), kHex + "0", std::string(39, '0') + "g"}) {
    SCOPED_TRACE(text);
    EXPECT_EQ(Oid::from_hex(text), std::nullopt);
  }
}

TEST(Oid, IsOrderedByBytesAsGitOrdersIds) {
  EXPECT_LT(Oid::from_hex("7f" + kHex.substr(2)), Oid::from_hex("80" + kHex.substr(2)));
}

TEST(OidPrefix, FitsTheIdsThatStartWithIt) {
  struct Row {
    const char* why;
    std::string prefix;
    bool matches;
  };
  const Row rows[] = {
      {"a whole id", kHex, true},
      {"an odd number of digits", "01234", true},
      {"upper case", "0123456789AB", true},
      {"another digit at the end", "01235", false},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(OidPrefix::from_hex(row.prefix)->matches(*Oid::from_hex(kHex)), row.matches);
  }
}

TEST(OidPrefix, IsFourToFortyDigits) {
  for (const std::string& text : {std::string("012"), std::string("v5.12"), kHex + "0", std::string()}) {
    SCOPED_TRACE(text);
    EXPECT_EQ(OidPrefix::from_hex(text), std::nullopt);
  }
}

}  // namespace
}  // namespace rebisect
