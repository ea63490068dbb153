// How far a long piece of work is, on a terminal.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace rebisect {

// "[##########                    ] 12 of 36 logs", in ASCII.
std::string progress_line(std::size_t done, std::size_t whole, std::string_view noun);

// Shows nothing in the first half second. May be told from several threads.
class Progress {
 public:
  // The line above stands on standard error while it lasts; with `shown` false nothing does.
  Progress(bool shown, std::size_t whole, std::string noun);
  // Clears the line.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  Progress(Progress&&) = delete;
  Progress& operator=(Progress&&) = delete;

  // One more piece is done.
  void advance();

 private:
  bool shown_;
  std::size_t whole_;
  std::string noun_;
  std::chrono::steady_clock::time_point next_;  // when to write; read and written by who holds `writing_`
  std::atomic<std::size_t> done_{0};
  std::atomic_flag writing_;
  bool written_ = false;
};

}  // namespace rebisect
