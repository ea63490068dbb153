#include "adapters/cli/progress.h"

#include <algorithm>
#include <iostream>
#include <utility>

#include <fmt/format.h>

namespace rebisect {

using Clock = std::chrono::steady_clock;

std::string progress_line(std::size_t done, std::size_t whole, std::string_view noun) {
  constexpr std::size_t kBar = 30;
  const std::size_t filled = whole == 0 ? kBar : std::min(kBar, kBar * done / whole);
  return fmt::format("[{:#<{}}{:{}}] {} of {} {}", "", filled, "", kBar - filled, done, whole, noun);
}

Progress::Progress(bool shown, std::size_t whole, std::string noun)
    : shown_(shown),
      whole_(whole),
      noun_(std::move(noun)),
      next_(Clock::now() + std::chrono::milliseconds(500)) {}

Progress::~Progress() {
  constexpr const char* kClearLine = "\r\x1b[K";
  if (written_) std::cerr << kClearLine << std::flush;
}

void Progress::advance() {
  const std::size_t done = ++done_;
  if (!shown_ || writing_.test_and_set(std::memory_order_acquire)) return;
  if (const auto now = Clock::now(); now >= next_) {
    next_ = now + std::chrono::milliseconds(100);
    written_ = true;
    std::cerr << "\r" << progress_line(done, whole_, noun_) << std::flush;
  }
  writing_.clear(std::memory_order_release);
}

}  // namespace rebisect
