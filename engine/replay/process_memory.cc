#include "engine/replay/process_memory.h"

namespace rebisect {

void ProcessMemory::forget_all() {
  marks_.reset();
  unread_.reset();
}

void ProcessMemory::keep_only_parent(CommitIndex commit, CommitIndex parent) {
  if (only_parent_.empty()) only_parent_.resize(graph_->size());
  only_parent_[place(commit)] = parent;
  mark(simplified, commit);
}

void ProcessMemory::leave_only_excluded() {
  marks_.change_touched([](std::uint8_t& marks) { marks &= loaded | simplified | excluded | bottom; });
}

void ProcessMemory::forget_spread() {
  marks_.change_touched([](std::uint8_t& marks) { marks &= static_cast<std::uint8_t>(~spread); });
}

void ProcessMemory::clear_marks(std::span<const CommitIndex> tips) {
  std::vector<CommitIndex> open(tips.begin(), tips.end());
  while (!open.empty()) {
    const CommitIndex commit = open.back();
    open.pop_back();
    if ((marks_[commit] & kWalkMarks) == 0) continue;
    marks_.touch(commit) &= loaded | simplified;
    if (!is(loaded, commit)) continue;
    for (const CommitIndex parent : kept_parents(commit)) open.push_back(parent);
  }
}

}  // namespace rebisect
