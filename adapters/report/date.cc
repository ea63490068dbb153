#include "adapters/report/date.h"

#include <chrono>

#include <fmt/format.h>

namespace rebisect {

std::string author_date(const CommitDescription& description) {
  const std::chrono::sys_seconds local{std::chrono::seconds(description.author_time) +
                                       std::chrono::minutes(description.author_offset_minutes)};
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(local)};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

}  // namespace rebisect
