// Objects in files of their own, as git writes them and as a full disk leaves them.
#include "adapters/git/loose_object.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temp_repo.h"

namespace rebisect {
namespace {

using ::testing::HasSubstr;
using testing::TempRepo;

std::string path_of(const TempRepo& repo, const std::string& hex) {
  return repo.path() + "/objects/" + hex.substr(0, 2) + "/" + hex.substr(2);
}

TEST(LooseObject, IsReadAsGitReadsIt) {
  const TempRepo repo = TempRepo::from_sketch("a");
  for (const std::string& content : {std::string("hello\n"), std::string(), std::string(100'000, 'x')}) {
    const std::string hex = repo.git({"hash-object", "-w", "--stdin"}, content).substr(0, 40);
    const auto object = read_loose_object(path_of(repo, hex));
    ASSERT_TRUE(object && *object);
    EXPECT_EQ((*object)->kind, "blob");
    EXPECT_EQ((*object)->content, content);
  }
  const auto absent = read_loose_object(path_of(repo, std::string(40, '7')));
  ASSERT_TRUE(absent);
  EXPECT_FALSE(*absent);
}

TEST(LooseObject, CutAnywhereItIsCorrupt) {
  const TempRepo repo = TempRepo::from_sketch("a");
  const std::string hex = repo.git({"hash-object", "-w", "--stdin"}, "some text\n").substr(0, 40);
  const std::vector<std::uint8_t> bytes = testing::bytes_of(path_of(repo, hex));
  const std::string whole(bytes.begin(), bytes.end());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string cut = repo.directory().write("cut", whole.substr(0, size));
    const auto object = read_loose_object(cut);
    ASSERT_FALSE(object) << size;
    EXPECT_EQ(object.error(), (Error{ErrorCode::repository, cut + " is corrupt: it is cut short"}));
  }
  const auto folder = read_loose_object(repo.path());
  ASSERT_FALSE(folder);
  EXPECT_THAT(folder.error().message, HasSubstr("it is not a file"));
}

}  // namespace
}  // namespace rebisect
