#include "adapters/cli/progress.h"

#include <iostream>
#include <utility>

#include <fmt/format.h>

namespace rebisect {

using Clock = std::chrono::steady_clock;

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
    std::cerr << fmt::format("\r{} of {} {}", done, whole_, noun_) << std::flush;
  }
  writing_.clear(std::memory_order_release);
}

}  // namespace rebisect
