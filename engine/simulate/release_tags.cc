#include "engine/simulate/release_tags.h"

#include <algorithm>
#include <charconv>

namespace rebisect {
namespace {

// Reads digits off the front.
std::optional<std::uint32_t> take_number(std::string_view& text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool take(std::string_view& text, char wanted) {
  if (!text.starts_with(wanted)) return false;
  text.remove_prefix(1);
  return true;
}

bool is_point(const Release& release) {
  const auto number = release_number(release.tag);
  return number && number->point;
}

// Plain releases: 0, 1, 2, then 4, 6, 8, 10, then 12, 15, 18 and so on.
bool is_picked(std::size_t index) {
  constexpr std::size_t kAll = 3;
  constexpr std::size_t kEachSecond = 11;
  if (index < kAll) return true;
  return index < kEachSecond ? index % 2 == 0 : index % 3 == 0;
}

}  // namespace

std::optional<ReleaseNumber> release_number(std::string_view tag) {
  if (!take(tag, 'v')) return std::nullopt;
  const auto major = take_number(tag);
  if (!major || !take(tag, '.')) return std::nullopt;
  const auto minor = take_number(tag);
  if (!minor) return std::nullopt;
  ReleaseNumber number{*major, *minor, std::nullopt};
  if (take(tag, '.')) {
    number.point = take_number(tag);
    if (!number.point) return std::nullopt;
  }
  if (!tag.empty()) return std::nullopt;
  return number;
}

std::vector<Release> releases_before(const std::vector<Release>& all, CommitIndex commit,
                                     AncestorCache& ancestors) {
  std::vector<Release> before;
  for (const Release& release : all) {
    const bool older = release.commit != commit && ancestors.is_ancestor(release.commit, commit);
    if (older && release_number(release.tag)) before.push_back(release);
  }
  std::ranges::stable_sort(before, std::greater(),
                           [](const Release& release) { return *release_number(release.tag); });
  return before;
}

std::vector<Release> pick_releases(const std::vector<Release>& newest_first) {
  constexpr std::size_t kPointsWithMiddle = 5;
  const auto first_plain = std::ranges::find_if_not(newest_first, is_point);
  const auto points = static_cast<std::size_t>(first_plain - newest_first.begin());
  std::vector<Release> picked;
  for (std::size_t i = 0; i < points; ++i) {
    if (i < 2 || (points > kPointsWithMiddle && i == points / 2)) picked.push_back(newest_first[i]);
  }
  std::vector<Release> plain(first_plain, newest_first.end());
  std::erase_if(plain, is_point);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (is_picked(i) || i + 1 == plain.size()) picked.push_back(plain[i]);
  }
  if (plain.empty() && points > 0 && picked.back() != newest_first.back()) {
    picked.push_back(newest_first.back());
  }
  return picked;
}

}  // namespace rebisect
