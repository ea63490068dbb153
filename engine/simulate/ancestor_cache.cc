#include "engine/simulate/ancestor_cache.h"

namespace rebisect {

AncestorCache::AncestorCache(const CommitGraph& graph, const CommitSet& cleared, std::size_t most_bytes)
    : graph_(&graph), most_bytes_(most_bytes), number_(graph.size(), kNone), set_of_(graph.size(), kNone) {
  std::uint32_t next = 0;
  for (std::uint32_t i = 0; i < graph.size(); ++i) {
    if (cleared.graph_size() == 0 || !cleared.contains(CommitIndex(i))) number_[i] = next++;
  }
  words_per_set_ = (next + 63) / 64;
}

bool AncestorCache::is_ancestor(CommitIndex ancestor, CommitIndex descendant) {
  if (place(ancestor) > place(descendant)) return false;
  if (ancestor == descendant) return true;
  const std::uint32_t number = number_[place(ancestor)];
  if (number == kNone) return rebisect::is_ancestor(*graph_, ancestor, descendant);
  if (number_[place(descendant)] == kNone) return false;  // all its ancestors are cleared
  if (set_of_[place(descendant)] == kNone) collect(descendant);
  const std::size_t first = set_of_[place(descendant)] * words_per_set_;
  return (words_[first + number / 64] >> (number % 64) & 1U) != 0;
}

void AncestorCache::collect(CommitIndex descendant) {
  if ((collected_.size() + 1) * words_per_set_ * sizeof(std::uint64_t) > most_bytes_) forget();
  set_of_[place(descendant)] = static_cast<std::uint32_t>(collected_.size());
  collected_.push_back(descendant);
  const std::size_t first = words_.size();
  words_.resize(first + words_per_set_);
  const auto reach = [&](CommitIndex commit) {
    const std::uint32_t number = number_[place(commit)];
    if (number == kNone) return;
    std::uint64_t& word = words_[first + number / 64];
    const std::uint64_t bit = std::uint64_t{1} << (number % 64);
    if ((word & bit) != 0) return;
    word |= bit;
    open_.push_back(commit);
  };
  reach(descendant);
  while (!open_.empty()) {
    const CommitIndex commit = open_.back();
    open_.pop_back();
    for (const CommitIndex parent : graph_->parents(commit)) reach(parent);
  }
}

void AncestorCache::forget() {
  for (const CommitIndex commit : collected_) set_of_[place(commit)] = kNone;
  collected_.clear();
  words_.clear();
}

}  // namespace rebisect
