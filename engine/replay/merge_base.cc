// Two colours are painted backwards from the two sides, newest commits first. A commit that carries both is a
// common ancestor; what lies below it is stale. The search ends when only stale commits are queued.
#include "engine/replay/merge_base.h"

#include <algorithm>
#include <queue>
#include <vector>

namespace rebisect {
namespace {

struct Paint {
  static constexpr std::uint8_t kOne = 1;     // reachable from the one
  static constexpr std::uint8_t kOthers = 2;  // reachable from one of the others
  static constexpr std::uint8_t kStale = 4;   // below a common ancestor
  static constexpr std::uint8_t kColours = kOne | kOthers | kStale;
  static constexpr std::uint8_t kCommon = 8;  // stands in the result

  std::uint8_t marks = 0;
  std::uint8_t queued = 0;  // entries in the queue: a commit is queued again when it gains a colour

  friend bool operator==(const Paint&, const Paint&) = default;
};

class CommonAncestors {
 public:
  CommonAncestors(const CommitGraph& graph, ProcessMemory& memory,
                  std::span<const std::uint64_t> corrected_dates)
      : graph_(graph), memory_(memory), corrected_dates_(corrected_dates), paint_(graph.size()) {}

  // The common ancestors in the order met, with the redundant ones that the search does not recognize.
  std::vector<CommitIndex> paint_from(CommitIndex one, std::span<const CommitIndex> others) {
    paint_.reset();
    queue_ = {};
    fresh_queued_ = 0;
    std::vector<CommitIndex> common;
    enqueue(one, Paint::kOne);
    for (const CommitIndex other : others) enqueue(other, Paint::kOthers);
    while (fresh_queued_ > 0 && !memory_.unread()) {
      const CommitIndex commit = dequeue();
      std::uint8_t colours = paint_[commit].marks & Paint::kColours;
      if (colours == (Paint::kOne | Paint::kOthers)) {
        if ((paint_[commit].marks & Paint::kCommon) == 0) common.push_back(commit);
        paint_.touch(commit).marks |= Paint::kCommon;
        colours |= Paint::kStale;
      }
      for (const CommitIndex parent : memory_.parents(commit)) {
        if ((paint_[parent].marks & colours) == colours) continue;
        memory_.mark(ProcessMemory::loaded, parent);
        enqueue(parent, colours);
      }
    }
    return common;
  }

  bool has(std::uint8_t mark, CommitIndex commit) const { return (paint_[commit].marks & mark) != 0; }

 private:
  struct Queued {
    std::uint64_t corrected_date;
    std::uint64_t time;
    std::uint32_t arrival;
    CommitIndex commit;
  };
  struct LeavesLater {
    bool operator()(const Queued& a, const Queued& b) const {
      if (a.corrected_date != b.corrected_date) return a.corrected_date < b.corrected_date;
      return a.time != b.time ? a.time < b.time : a.arrival > b.arrival;
    }
  };

  void enqueue(CommitIndex commit, std::uint8_t colours) {
    Paint& paint = paint_.touch(commit);
    const bool becomes_stale = (colours & Paint::kStale) != 0 && (paint.marks & Paint::kStale) == 0;
    if (becomes_stale) fresh_queued_ -= paint.queued;
    paint.marks |= colours;
    ++paint.queued;
    if ((paint.marks & Paint::kStale) == 0) ++fresh_queued_;
    const std::uint64_t corrected = corrected_dates_.empty() ? 0 : corrected_dates_[place(commit)];
    queue_.push({corrected, graph_.time(commit), arrivals_++, commit});
  }

  CommitIndex dequeue() {
    const CommitIndex commit = queue_.top().commit;
    queue_.pop();
    Paint& paint = paint_.touch(commit);
    --paint.queued;
    if ((paint.marks & Paint::kStale) == 0) --fresh_queued_;
    return commit;
  }

  const CommitGraph& graph_;
  ProcessMemory& memory_;
  std::span<const std::uint64_t> corrected_dates_;
  CommitTable<Paint> paint_;
  std::priority_queue<Queued, std::vector<Queued>, LeavesLater> queue_;
  std::uint32_t arrivals_ = 0;
  std::size_t fresh_queued_ = 0;
};

void sort_newest_first(const CommitGraph& graph, std::vector<CommitIndex>& commits) {
  std::ranges::stable_sort(commits, std::ranges::greater(), [&](CommitIndex c) { return graph.time(c); });
}

// Takes out the commits that are ancestors of others. As remove_redundant() in git's commit-reach.c, with a
// search for each commit: git's loads commits, and so must this one.
std::vector<CommitIndex> without_redundant(const CommitGraph& graph, ProcessMemory& memory,
                                           const std::vector<CommitIndex>& commits) {
  CommonAncestors search(graph, memory, {});
  std::vector<bool> redundant(commits.size());
  for (std::size_t i = 0; i < commits.size(); ++i) {
    if (redundant[i]) continue;
    std::vector<std::size_t> rest;
    std::vector<CommitIndex> rest_commits;
    for (std::size_t j = 0; j < commits.size(); ++j) {
      if (j == i || redundant[j]) continue;
      rest.push_back(j);
      rest_commits.push_back(commits[j]);
    }
    search.paint_from(commits[i], rest_commits);
    if (search.has(Paint::kOthers, commits[i])) redundant[i] = true;
    for (const std::size_t j : rest) {
      if (search.has(Paint::kOne, commits[j])) redundant[j] = true;
    }
  }
  std::vector<CommitIndex> kept;
  for (std::size_t i = 0; i < commits.size(); ++i) {
    if (!redundant[i]) kept.push_back(commits[i]);
  }
  return kept;
}

}  // namespace

std::vector<CommitIndex> merge_bases(const CommitGraph& graph, ProcessMemory& memory, CommitIndex one,
                                     std::span<const CommitIndex> others,
                                     std::span<const std::uint64_t> corrected_dates) {
  memory.mark(ProcessMemory::loaded, one);
  for (const CommitIndex other : others) memory.mark(ProcessMemory::loaded, other);
  if (std::ranges::find(others, one) != others.end()) return {one};

  CommonAncestors search(graph, memory, corrected_dates);
  std::vector<CommitIndex> bases = search.paint_from(one, others);
  std::erase_if(bases, [&](CommitIndex base) { return search.has(Paint::kStale, base); });
  sort_newest_first(graph, bases);
  if (bases.size() < 2) return bases;
  return without_redundant(graph, memory, bases);
}

std::vector<std::uint64_t> corrected_commit_dates(const CommitGraph& graph) {
  std::vector<std::uint64_t> dates(graph.size());
  for (std::uint32_t i = 0; i < graph.size(); ++i) {
    dates[i] = graph.time(CommitIndex(i));
    for (const CommitIndex parent : graph.parents(CommitIndex(i))) {
      dates[i] = std::max(dates[i], dates[place(parent)] + 1);
    }
  }
  return dates;
}

}  // namespace rebisect
