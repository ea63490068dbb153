// When a log was made, and how the bot worked on that day beside its verdict rule: how often it ran a kernel,
// when it took a reproducer for flaky, what it did about a kernel that could not be built.
#pragma once

#include <cstdint>

#include "engine/model/bisection_log.h"
#include "engine/model/dialect.h"

namespace rebisect {

// Both included.
struct Days {
  Day first;
  Day last;

  friend bool operator==(const Days&, const Days&) = default;
};

// How many days both have in common; 0: none.
int days_in_common(const Days& a, const Days& b);

// The days from which the bot's code can be that made the log: the days of its dialect, of its host line (the
// bot's code is up to two days old), and of what else it has that was printed from or until some day only.
Days days_of(const BisectionLog& log);

// When the bot takes a reproducer for flaky. The mark stays; it counts for later tests.
enum class FlakyMark : std::uint8_t {
  never,
  // 2020-11-17 (syzkaller commit bd2a760b6): judged bad, and bad < good; again since 2023-07-14 (35d9ecc50)
  bad_with_more_good,
  some_bad_more_good,  // 2023-06-29 (01fe85726): 0 < bad < good, whatever the verdict
};

struct Conduct {
  Day since;
  std::uint32_t runs = 10;
  std::uint32_t most_runs = 10;  // of the first kernel that could be built, and of flaky reproducers
  FlakyMark flaky = FlakyMark::never;
  bool build_failure_aborts = false;
  bool counts_planned_runs = false;  // the verdict rule's T is `runs`, however many there were
};

const Conduct& conduct_on(Day day);
// That of most of the days.
const Conduct& conduct_in(const Days& days);

}  // namespace rebisect
