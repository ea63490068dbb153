// PackReadAhead: a pack's commits, decoded on other threads before they are asked for.
//
// A walk through history learns a commit's parents from its content, so it can only decode one commit after
// the other. A pack knows more: git writes its commits newest first, in nearly the order in which a walk by
// date wants them. So the pack is cut into short runs of entries; while the reader decodes what it needs in
// one, the other threads decode the runs behind it. Where the order is another one, little comes of it, and
// they stop.
//
// What is decoded depends on the pack's bytes and the offset alone: a reader sees the same commits with any
// number of threads, or none.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "adapters/git/commit_object.h"
#include "adapters/git/packed_commit_decoder.h"
#include "engine/base/parallel.h"

namespace rebisect {

class PackReadAhead {
 public:
  // `starts`: offsets at which entries of the pack begin, ascending, each once; a run lasts from one to the
  // next. The pack's bytes must outlive this. The threads end with it.
  PackReadAhead(std::span<const std::uint8_t> pack, std::vector<std::uint64_t> starts, std::size_t threads);

  // The commit whose entry begins at the offset, where it has been decoded already; it is given once. Never
  // waits for a commit. For one reader, the thread that made this.
  std::optional<CommitHeader> take(std::uint64_t offset);

 private:
  struct Decoded {
    std::uint64_t offset;
    std::optional<CommitHeader> commit;  // until the reader takes it
  };
  // Belongs to the thread that claimed it until it is done, and to the reader from then on.
  struct Run {
    bool claimed = false;  // guarded by mutex_
    std::atomic<bool> done = false;
    std::vector<Decoded> commits = {};  // by offset
  };

  std::size_t run_of(std::uint64_t offset) const;
  void move_reader(std::size_t run);
  void work(const std::stop_token& stop);
  bool wait_for_work(std::unique_lock<std::mutex>& lock, const std::stop_token& stop);
  bool has_work();
  std::size_t decode(std::size_t run, PackedCommitDecoder& decoder, const std::stop_token& stop);

  std::span<const std::uint8_t> pack_;
  std::vector<std::uint64_t> starts_;
  std::vector<Run> runs_;
  std::size_t taken_ = 0;                    // the reader's alone
  std::atomic<std::size_t> reader_run_ = 0;  // where the reader is; written by the reader alone
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::size_t next_ = 0;       // guarded by mutex_: all runs between the reader's and this one are claimed
  std::size_t sleeping_ = 0;   // guarded by mutex_
  std::size_t used_ = 0;       // guarded by mutex_: commits taken, when the reader last moved
  std::size_t decoded_ = 0;    // guarded by mutex_
  BackgroundThreads threads_;  // the last member: they end before what they work on
};

}  // namespace rebisect
