// That something is being done, on a terminal, while it takes long and nobody can tell how much is left.
#pragma once

#include <exception>
#include <optional>
#include <semaphore>
#include <string_view>

#include "engine/base/parallel.h"

namespace rebisect {

// Writes "auditing, 3 s" to standard error, a line that is written over and cleared in the end, from half a
// second on until `done` is released.
void show_until(std::binary_semaphore& done, std::string_view what);

// What `work()` gives. With `shown` the line above stands there in the meantime; without, no thread is
// started. An exception of the work's goes on.
template <typename Work>
auto while_shown(bool shown, std::string_view what, const Work& work) -> decltype(work()) {
  if (!shown) return work();
  std::optional<decltype(work())> result;
  std::exception_ptr thrown;
  std::binary_semaphore done(0);
  parallel_for(2, 2, [&](std::size_t part) {
    if (part == 1) return show_until(done, what);
    try {
      result.emplace(work());
    } catch (...) {
      thrown = std::current_exception();
    }
    done.release();
  });
  if (thrown) std::rethrow_exception(thrown);
  return *std::move(result);
}

}  // namespace rebisect
