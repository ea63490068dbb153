#include "engine/model/dialect.h"

#include <charconv>
#include <system_error>

namespace rebisect {
namespace {

// The number that the text is, whole.
std::optional<unsigned> number_of(std::string_view text) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

constexpr std::string_view kBeforeDay = " starts bisection ";
constexpr std::size_t kDayLength = 10;  // "2023-02-03"

}  // namespace

std::optional<std::size_t> dialect_number(std::string_view dialect) {
  if (!dialect.starts_with('D')) return std::nullopt;
  const auto number = number_of(dialect.substr(1));
  if (!number || *number >= kDialectDays.size()) return std::nullopt;
  return *number;
}

std::optional<Day> day_of_host_line(std::string_view host_line) {
  const std::size_t at = host_line.find(kBeforeDay);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view text = host_line.substr(at + kBeforeDay.size(), kDayLength);
  if (text.size() < kDayLength || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number_of(text.substr(0, 4));
  const auto month = number_of(text.substr(5, 2));
  const auto day = number_of(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month), std::chrono::day(*day));
  if (!date.ok()) return std::nullopt;
  return Day(date);
}

}  // namespace rebisect
