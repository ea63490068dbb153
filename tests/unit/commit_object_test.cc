#include "adapters/git/commit_object.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rebisect {
namespace {

const std::string kTree = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n";
const std::string kFirst = "1111111111111111111111111111111111111111";
const std::string kSecond = "2222222222222222222222222222222222222222";
const std::string kPeople =
    "author A U Thor <a@example.com> 1234567890 +0230\ncommitter C O Mitter <c@example.com> 1300000000 "
    "-0700\n";

TEST(CommitObject, HasItsParentsInOrderAndItsCommitterDate) {
  const auto header = parse_commit_header(kTree + "parent " + kSecond + "\nparent " + kFirst + "\nparent " +
                                          kSecond + "\n" + kPeople + "\nsubject\n");
  ASSERT_TRUE(header);
  EXPECT_THAT(header->parents, ::testing::ElementsAre(*Oid::from_hex(kSecond), *Oid::from_hex(kFirst),
                                                      *Oid::from_hex(kSecond)));
  EXPECT_EQ(header->time, 1300000000U);
}

TEST(CommitObject, ReadsOddDatesAsGitDoes) {
  struct Row {
    const char* why;
    std::string committer;
    std::uint64_t time;
  };
  const Row rows[] = {
      {"no committer line", "", 0},
      {"no date", "committer C <c@example.com>\n", 0},
      {"no address", "committer C 123 +0000\n", 0},
      {"not a number", "committer C <c@example.com> yesterday +0000\n", 0},
      {"more than 32 bits", "committer C <c@example.com> 99999999999 +0000\n", 99999999999},
      {"more than 64 bits", "committer C <c@example.com> 99999999999999999999 +0000\n", UINT64_MAX},
      {"no time zone, no end of line", "committer C <c@example.com> 12", 12},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const auto header = parse_commit_header(kTree + "author A <a@example.com> 5 +0000\n" + row.committer);
    ASSERT_TRUE(header);
    EXPECT_EQ(header->time, row.time);
  }
}

TEST(CommitObject, RefusesWhatIsNoCommit) {
  struct Row {
    const char* why;
    std::string object;
    const char* message;
  };
  const Row rows[] = {
      {"nothing", "", "the commit does not start with its tree"},
      {"a short tree", "tree 4b82\n" + kPeople, "the commit does not start with its tree"},
      {"a short parent", kTree + "parent 1111\n" + kPeople, "a parent of the commit is not an id"},
      {"a parent with a tail", kTree + "parent " + kFirst + " \n", "a parent of the commit is not an id"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const auto header = parse_commit_header(row.object);
    ASSERT_FALSE(header);
    EXPECT_EQ(header.error(), (Error{ErrorCode::malformed, row.message}));
  }
}

TEST(CommitObject, DescribesItself) {
  const CommitDescription expected{
      .subject = "mm: fix it", .author = "A U Thor", .author_time = 1234567890, .author_offset_minutes = 150};
  struct Row {
    const char* why;
    std::string rest;
  };
  const Row rows[] = {
      {"plain", "\nmm: fix it\n\nBecause.\n"},
      {"no end of line", "\nmm: fix it"},
      {"a subject of two lines", "\nmm: fix\nit\n\nBecause.\n"},
      {"empty lines before it, spaces behind it", "\n\n  \nmm: fix it  \n \nBecause.\n"},
      {"a signature between", "gpgsig -----BEGIN\n author\n \n -----END\n\nmm: fix it\n"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(parse_commit_description(kTree + kPeople + row.rest), expected);
  }
}

TEST(CommitObject, Latin1BecomesUtf8AndOtherBytesStay) {
  const std::string author = "author J\xf6rg <j@example.com> 1 -0130\n";
  const CommitDescription latin =
      parse_commit_description(kTree + author + "encoding ISO-8859-1\n\nM\xfcnchen\n");
  EXPECT_EQ(latin.author, "J\xc3\xb6rg");
  EXPECT_EQ(latin.subject, "M\xc3\xbcnchen");
  EXPECT_EQ(latin.author_offset_minutes, -90);
  EXPECT_EQ(parse_commit_description(kTree + author + "\nM\xfcnchen\n").subject, "M\xfcnchen");
}

TEST(TagObject, SaysWhatItIsOf) {
  const std::string digits(40, '1');
  EXPECT_EQ(parse_tag_target("object " + digits + "\ntype commit\n"), Oid::from_hex(digits));
  EXPECT_EQ(parse_tag_target("object 11\ntype commit\n"), std::nullopt);
  EXPECT_EQ(parse_tag_target("type commit\n"), std::nullopt);
  EXPECT_EQ(parse_tag_target(""), std::nullopt);
}

}  // namespace
}  // namespace rebisect
