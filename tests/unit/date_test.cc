#include "adapters/report/date.h"

#include <string>

#include <gtest/gtest.h>

namespace rebisect {
namespace {

TEST(Date, IsTheAuthorsOwn) {
  struct Row {
    const char* why;
    std::int64_t time;
    std::int32_t offset;
    std::string expected;
  };
  const Row rows[] = {
      {"the beginning", 0, 0, "1970-01-01"},
      {"the last second of a day", 86'399, 0, "1970-01-01"},
      {"the next day", 86'400, 0, "1970-01-02"},
      {"a zone east of it is there already", 86'399, 120, "1970-01-02"},
      {"a zone west of it is not there yet", 86'400, -480, "1970-01-01"},
      {"half an hour counts", 1'279'477'800, 330, "2010-07-19"},
      {"a leap day", 951'782'400, 0, "2000-02-29"},
      {"before the beginning", -1, 0, "1969-12-31"},
      {"beyond 2038", 4'102'444'800, 0, "2100-01-01"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(author_date({"", "", row.time, row.offset}), row.expected);
  }
}

}  // namespace
}  // namespace rebisect
