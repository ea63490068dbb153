// Release tags, and which of them syzkaller tries on its way back (spec: pkg/bisect and pkg/vcs of syzkaller,
// the subset since its commit 03d9c195d of 2023-08-25).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/simulate/ancestor_cache.h"
#include "engine/simulate/strategy.h"

namespace rebisect {

// "v5.10" or "v5.10.3", compared by their numbers.
struct ReleaseNumber {
  std::uint32_t major = 0;
  std::uint32_t minor = 0;
  std::optional<std::uint32_t> point;

  friend auto operator<=>(const ReleaseNumber&, const ReleaseNumber&) = default;
};
// nullopt for other tags, release candidates among them.
std::optional<ReleaseNumber> release_number(std::string_view tag);

// Those that the commit descends from without being one, newest first; tags that are no releases are left
// out.
std::vector<Release> releases_before(const std::vector<Release>& all, CommitIndex commit,
                                     AncestorCache& ancestors);

// Of releases, newest first, the ones that are tried: of point releases before the first plain one the two
// newest, and the one in the middle where there are more than five; of plain ones the first three, then each
// second and from the eleventh on each third; always the last. Point releases behind a plain one are dropped.
std::vector<Release> pick_releases(const std::vector<Release>& newest_first);

}  // namespace rebisect
