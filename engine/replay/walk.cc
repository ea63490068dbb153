// The queue is a binary heap keyed by (date, order of arrival). Git asks after every excluded commit whether
// all that is queued is excluded; a counter of the others, kept where marks change, answers that at once.
#include "engine/replay/walk.h"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace rebisect {
namespace {

struct Queued {
  std::uint64_t time;
  std::uint32_t arrival;
  CommitIndex commit;
};
struct LeavesLater {
  bool operator()(const Queued& a, const Queued& b) const {
    return a.time != b.time ? a.time < b.time : a.arrival > b.arrival;
  }
};

// A binary heap. What left stays at the root until it is known whether something comes in its place: mostly a
// parent does, which is hardly older and need not sink far.
class DateQueue {
 public:
  bool empty() const { return heap_.size() == (root_left_ ? 1U : 0U); }
  const Queued& top() {
    close_gap();
    return heap_.front();
  }
  CommitIndex pop() {
    close_gap();
    root_left_ = true;
    return heap_.front().commit;
  }
  void push(const Queued& queued) {
    if (root_left_) {
      root_left_ = false;
      sink(queued);
      return;
    }
    heap_.push_back(queued);
    std::ranges::push_heap(heap_, LeavesLater());
  }

 private:
  void close_gap() {
    if (!root_left_) return;
    root_left_ = false;
    std::ranges::pop_heap(heap_, LeavesLater());
    heap_.pop_back();
  }

  // Puts it at the root, and what leaves before it above it.
  void sink(const Queued& queued) {
    const LeavesLater later;
    std::size_t at = 0;
    for (std::size_t child = 1; child < heap_.size(); child = 2 * at + 1) {
      if (child + 1 < heap_.size() && later(heap_[child], heap_[child + 1])) ++child;
      if (!later(queued, heap_[child])) break;
      heap_[at] = heap_[child];
      at = child;
    }
    heap_[at] = queued;
  }

  std::vector<Queued> heap_;
  bool root_left_ = false;
};

class DateWalk {
 public:
  DateWalk(ProcessMemory& memory, const GitRules& rules, const WalkScope& scope, RuleFields& used)
      : graph_(memory.graph()),
        memory_(memory),
        rules_(rules),
        followed_(scope.followed),
        paths_(scope.paths),
        used_(used),
        slop_(rules.walk_slop) {}

  std::vector<CommitIndex> run(std::span<const Tip> tips) {
    memory_.forget_spread();
    enqueue_tips(tips);
    while (!queue_.empty() && !memory_.unread()) {
      const CommitIndex commit = queue_.pop();
      const bool was_excluded = excluded(commit);
      if (!was_excluded) --wanted_queued_;
      memory_.mark(ProcessMemory::handled, commit);
      was_excluded ? follow_excluded(commit) : follow_wanted(commit);
      if (excluded(commit)) {
        spread_exclusion(commit);
        if (is_over()) break;
      } else {
        emitted_.push_back(commit);
        last_emitted_time_ = graph_.time(commit);
      }
    }
    return std::move(emitted_);
  }

 private:
  bool excluded(CommitIndex commit) const { return memory_.is(ProcessMemory::excluded, commit); }

  void enqueue(CommitIndex commit) {
    memory_.mark(ProcessMemory::queued, commit);
    queue_.push({graph_.time(commit), arrivals_++, commit});
    if (!excluded(commit)) ++wanted_queued_;
  }

  void enqueue_tips(std::span<const Tip> tips) {
    for (const Tip& tip : tips) {
      memory_.mark(ProcessMemory::loaded, tip.commit);
      if (tip.side == TipSide::wanted) continue;
      memory_.mark(ProcessMemory::excluded, tip.commit);
      memory_.mark(ProcessMemory::bottom, tip.commit);
    }
    // Arrival numbers follow the order of the tips: equal dates leave in that order.
    for (const Tip& tip : tips) {
      if (excluded(tip.commit)) spread_exclusion(tip.commit);
      if (!memory_.is(ProcessMemory::queued, tip.commit)) enqueue(tip.commit);
    }
  }

  // Excludes one commit; true where it was not before.
  bool exclude(CommitIndex commit) {
    if (excluded(commit)) return false;
    memory_.mark(ProcessMemory::excluded, commit);
    const bool waits =
        memory_.is(ProcessMemory::queued, commit) && !memory_.is(ProcessMemory::handled, commit);
    if (waits) --wanted_queued_;
    return true;
  }

  // Excludes the ancestors, as far as they are loaded and not excluded yet. From a commit that was loaded
  // when this was done before, nothing can be excluded anew: what its parents have gained since is not
  // followed.
  void spread_exclusion(CommitIndex from) {
    open_.assign(1, from);
    while (!open_.empty()) {
      const CommitIndex commit = open_.back();
      open_.pop_back();
      if (memory_.is(ProcessMemory::spread, commit) || !memory_.is(ProcessMemory::loaded, commit)) continue;
      memory_.mark(ProcessMemory::spread, commit);
      for (const CommitIndex parent : memory_.parents(commit)) {
        if (exclude(parent)) open_.push_back(parent);
      }
    }
  }

  void follow_excluded(CommitIndex commit) {
    for (const CommitIndex parent : memory_.parents(commit)) {
      exclude(parent);
      memory_.mark(ProcessMemory::loaded, parent);
      spread_exclusion(parent);
      if (!memory_.is(ProcessMemory::queued, parent)) enqueue(parent);
    }
  }

  void follow_wanted(CommitIndex commit) {
    if (paths_ != nullptr) simplify(commit);
    for (const CommitIndex parent : memory_.parents(commit)) {
      memory_.mark(ProcessMemory::loaded, parent);
      if (!memory_.is(ProcessMemory::queued, parent)) enqueue(parent);
      if (followed_ == ParentsFollowed::first) break;
    }
  }

  bool matters(CommitIndex parent) const {
    if (!excluded(parent)) return true;
    return rules_.bottoms_matter && memory_.is(ProcessMemory::bottom, parent);
  }

  // Does the commit change the paths, compared with this parent?
  bool changes(CommitIndex commit, std::size_t parent) {
    const PathChanges::Change change = paths_->change(commit, parent);
    if (change == PathChanges::Change::unread) memory_.note_unread(commit);
    return change == PathChanges::Change::some;
  }

  void simplify(CommitIndex commit) {
    const std::span<const CommitIndex> parents = memory_.parents(commit);
    if (parents.empty()) {
      if (!changes(commit, 0)) memory_.mark(ProcessMemory::same, commit);
      return;
    }
    bool any_matters = false;
    bool differs_where_it_matters = false;
    bool differs_elsewhere = false;
    bool same_elsewhere = false;
    for (std::size_t i = 0; i < parents.size(); ++i) {
      const bool relevant = matters(parents[i]);
      any_matters |= relevant;
      // That a second parent matters is noted before it is passed over: git's order.
      if (i == 1 && followed_ == ParentsFollowed::first) break;
      memory_.mark(ProcessMemory::loaded, parents[i]);
      if (changes(commit, i)) {
        (relevant ? differs_where_it_matters : differs_elsewhere) = true;
      } else if (relevant) {
        memory_.mark(ProcessMemory::same, commit);
        memory_.keep_only_parent(commit, parents[i]);
        return;
      } else {
        same_elsewhere = true;
      }
    }
    bool counts = any_matters ? differs_where_it_matters : differs_elsewhere;
    if (!rules_.bottoms_matter) counts = !same_elsewhere;
    if (!counts) memory_.mark(ProcessMemory::same, commit);
  }

  // still_interesting() of git's revision.c, asked after each excluded commit.
  bool is_over() {
    if (queue_.empty()) return true;
    const std::uint64_t next_time = queue_.top().time;
    const bool next_is_newer =
        rules_.walk_over_equal_dates ? last_emitted_time_ <= next_time : last_emitted_time_ < next_time;
    const bool wanted_waits = wanted_queued_ > 0;
    used_.add_where(last_emitted_time_ == next_time && !wanted_waits, RuleField::walk_over_equal_dates);
    if (next_is_newer || wanted_waits) {
      slop_ = rules_.walk_slop;
      return false;
    }
    used_.add(RuleField::walk_slop);
    --slop_;
    return slop_ == 0;
  }

  const CommitGraph& graph_;
  ProcessMemory& memory_;
  const GitRules& rules_;
  const ParentsFollowed followed_;
  const PathChanges* const paths_;
  RuleFields& used_;
  DateQueue queue_;
  std::uint32_t arrivals_ = 0;
  std::size_t wanted_queued_ = 0;
  int slop_;
  std::uint64_t last_emitted_time_ = std::numeric_limits<std::uint64_t>::max();
  std::vector<CommitIndex> emitted_;
  std::vector<CommitIndex> open_;
};

}  // namespace

std::vector<CommitIndex> walk_by_date(ProcessMemory& memory, std::span<const Tip> tips, const GitRules& rules,
                                      const WalkScope& scope, RuleFields& used) {
  return DateWalk(memory, rules, scope, used).run(tips);
}

}  // namespace rebisect
