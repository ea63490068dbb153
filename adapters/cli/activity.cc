#include "adapters/cli/activity.h"

#include <chrono>
#include <iostream>

#include <fmt/format.h>

namespace rebisect {

void show_until(std::binary_semaphore& done, std::string_view what) {
  constexpr const char* kClearLine = "\r\x1b[K";
  const auto begin = std::chrono::steady_clock::now();
  if (done.try_acquire_for(std::chrono::milliseconds(500))) return;
  do {
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
    std::cerr << fmt::format("\r{}, {:.0f} s", what, passed.count()) << std::flush;
  } while (!done.try_acquire_for(std::chrono::seconds(1)));
  std::cerr << kClearLine << std::flush;
}

}  // namespace rebisect
