// The days of syzbot's dialects. syzkaller changed its bisection log about twenty times; D0 to D20 name the
// periods (docs/log-formats.md has the table).
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

namespace rebisect {

using Day = std::chrono::sys_days;

constexpr Day day_of(int year, unsigned month, unsigned day) {
  return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
}

// The first day of each dialect: when the change reached syzkaller's master branch.
inline constexpr std::array<Day, 21> kDialectDays = {
    day_of(2018, 5, 17),  day_of(2019, 3, 17), day_of(2019, 11, 5), day_of(2019, 11, 25),
    day_of(2019, 12, 10), day_of(2020, 1, 23), day_of(2020, 7, 2),  day_of(2020, 12, 10),
    day_of(2021, 7, 20),  day_of(2022, 7, 19), day_of(2022, 9, 1),  day_of(2022, 10, 6),
    day_of(2023, 5, 5),   day_of(2023, 6, 29), day_of(2023, 7, 5),  day_of(2023, 7, 14),
    day_of(2023, 8, 25),  day_of(2023, 9, 8),  day_of(2024, 7, 15), day_of(2024, 12, 3),
    day_of(2025, 7, 2),
};

// 7 for "D7"; nullopt for "git", for an empty text, and for a number that no dialect has.
std::optional<std::size_t> dialect_number(std::string_view dialect);

// The day that a host line gives: "ci starts bisection 2023-02-03 11:43:56.5 +0000 UTC".
std::optional<Day> day_of_host_line(std::string_view host_line);

}  // namespace rebisect
