#include "adapters/git/pack_read_ahead.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace rebisect {
namespace {

// The threads stop when they have decoded so many times what was of use, and the head start: enough where
// only every fourth commit of the pack is wanted. It also bounds the memory.
constexpr std::size_t kDecodedPerUse = 4;
constexpr std::size_t kHeadStart = 4096;
// How far before the reader they may be. A reader goes to and fro between the branches of a history, and what
// is still undone before it is sought each time.
constexpr std::size_t kRunsAhead = 128;

}  // namespace

PackReadAhead::PackReadAhead(std::span<const std::uint8_t> pack, std::vector<std::uint64_t> starts,
                             std::size_t threads)
    : pack_(pack),
      starts_(std::move(starts)),
      runs_(starts_.size()),
      threads_(starts_.empty() ? 0 : threads, [this](const std::stop_token& stop) { work(stop); }) {}

std::optional<CommitHeader> PackReadAhead::take(std::uint64_t offset) {
  if (starts_.empty() || offset < starts_.front()) return std::nullopt;
  const std::size_t number = run_of(offset);
  if (number != reader_run_.load(std::memory_order_relaxed)) move_reader(number);
  Run& run = runs_[number];
  if (!run.done.load(std::memory_order_acquire)) return std::nullopt;
  const auto found = std::ranges::lower_bound(run.commits, offset, {}, &Decoded::offset);
  if (found == run.commits.end() || found->offset != offset || !found->commit) return std::nullopt;
  ++taken_;
  return std::exchange(found->commit, std::nullopt);
}

std::size_t PackReadAhead::run_of(std::uint64_t offset) const {
  const std::size_t near = reader_run_.load(std::memory_order_relaxed);
  const bool same = starts_[near] <= offset && (near + 1 == starts_.size() || offset < starts_[near + 1]);
  if (same) return near;
  return static_cast<std::size_t>(std::ranges::upper_bound(starts_, offset) - starts_.begin()) - 1;
}

void PackReadAhead::move_reader(std::size_t run) {
  const std::scoped_lock lock(mutex_);
  reader_run_.store(run, std::memory_order_relaxed);
  next_ = run + 1;
  used_ = taken_;
  // To wake a thread costs as much as to decode some commits.
  if (sleeping_ > 0 && has_work()) wake_.notify_one();
}

void PackReadAhead::work(const std::stop_token& stop) {
  PackedCommitDecoder decoder;
  std::unique_lock lock(mutex_);
  while (wait_for_work(lock, stop)) {
    const std::size_t run = next_++;
    runs_[run].claimed = true;
    lock.unlock();
    const std::size_t commits = decode(run, decoder, stop);
    lock.lock();
    decoded_ += commits;
  }
}

// False: it is time to stop.
bool PackReadAhead::wait_for_work(std::unique_lock<std::mutex>& lock, const std::stop_token& stop) {
  ++sleeping_;
  wake_.wait(lock, stop, [this] { return has_work(); });
  --sleeping_;
  return !stop.stop_requested();
}

bool PackReadAhead::has_work() {
  if (decoded_ >= kHeadStart + kDecodedPerUse * used_) return false;
  const std::size_t end =
      std::min(runs_.size(), reader_run_.load(std::memory_order_relaxed) + 1 + kRunsAhead);
  while (next_ < end && runs_[next_].claimed) ++next_;
  return next_ < end;
}

// Up to the first entry that is no plain commit. A reader that has come here already is faster without help.
std::size_t PackReadAhead::decode(std::size_t number, PackedCommitDecoder& decoder,
                                  const std::stop_token& stop) {
  Run& run = runs_[number];
  const std::uint64_t end =
      number + 1 == starts_.size() ? std::numeric_limits<std::uint64_t>::max() : starts_[number + 1];
  for (std::uint64_t offset = starts_[number]; offset < end && !stop.stop_requested();) {
    if (reader_run_.load(std::memory_order_relaxed) == number) break;
    const std::optional<PackedCommit> entry = decoder.decode(pack_, offset);
    if (!entry) break;
    if (auto commit = parse_commit_header(entry->text)) run.commits.push_back({offset, *std::move(commit)});
    offset = entry->end;
  }
  const std::size_t commits = run.commits.size();
  run.done.store(true, std::memory_order_release);
  return commits;
}

}  // namespace rebisect
