#include "adapters/git/sha1.h"

#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/temp_repo.h"

namespace rebisect {
namespace {

std::string digest(const std::string& text) {
  return sha1(std::vector<std::uint8_t>(text.begin(), text.end())).hex();
}

TEST(Sha1, GivesTheDigestsOfTheStandard) {
  // FIPS 180's own examples.
  EXPECT_EQ(digest("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  EXPECT_EQ(digest(std::string(1'000'000, 'a')), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

TEST(Sha1, AgreesWithGitAtEveryLengthAroundABlock) {
  const testing::TempDirectory directory;
  for (std::size_t length = 40; length < 75; ++length) {
    const std::string content(length, 'x');
    const std::string blob = "blob " + std::to_string(length) + std::string(1, '\0') + content;
    EXPECT_EQ(digest(blob) + "\n", testing::git_in("/", {"hash-object", "--stdin"}, content)) << length;
  }
}

}  // namespace
}  // namespace rebisect
