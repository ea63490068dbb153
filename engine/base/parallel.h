// One loop over several threads, and threads beside the caller. The only place that starts threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <system_error>
#include <thread>
#include <vector>

namespace rebisect {

// How many threads are worth starting here; at least 1.
inline std::size_t thread_count() {
  return std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

// Calls `work(i)` once for each i below `count`, on at most `threads` threads. The order is not set: work(i)
// must write to its own place only, and then the result is the same for any number of threads. `work` must
// not throw. With one thread, or one call, no thread is started.
template <typename Work>
void parallel_for(std::size_t count, std::size_t threads, const Work& work) {
  std::atomic<std::size_t> next{0};
  const auto take_turns = [&] {
    for (std::size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) work(i);
  };
  const std::size_t helpers = std::min(threads, count) <= 1 ? 0 : std::min(threads, count) - 1;
  std::vector<std::jthread> others;
  others.reserve(helpers);
  for (std::size_t i = 0; i < helpers; ++i) others.emplace_back(take_turns);
  take_turns();
}

// The same for work that is done faster with a memory: each thread makes one with `make_memory()`, and calls
// `work(memory, i)`. What `work` writes must not depend on what the memory has seen.
template <typename MakeMemory, typename Work>
void parallel_for(std::size_t count, std::size_t threads, const MakeMemory& make_memory, const Work& work) {
  std::atomic<std::size_t> next{0};
  const std::size_t workers = std::min(std::max<std::size_t>(threads, 1), count);
  parallel_for(workers, workers, [&](std::size_t) {
    auto memory = make_memory();
    for (std::size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) work(memory, i);
  });
}

// Threads that work beside the caller: each calls `work(std::stop_token)` once. `work` must not throw, and
// must end soon after a stop is requested. Where the system gives no more threads there are fewer, perhaps
// none: whoever needs the result must be able to do without. The destructor requests the stop and waits.
class BackgroundThreads {
 public:
  template <typename Work>
  BackgroundThreads(std::size_t count, const Work& work) {
    threads_.reserve(count);
    try {
      for (std::size_t i = 0; i < count; ++i) threads_.emplace_back(work);
    } catch (const std::system_error&) {  // std::thread knows no other way to say so
      return;
    }
  }

 private:
  std::vector<std::jthread> threads_;
};

}  // namespace rebisect
