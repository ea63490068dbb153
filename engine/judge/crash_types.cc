#include "engine/judge/crash_types.h"

#include <algorithm>

namespace rebisect {
namespace {

constexpr std::string_view kHang = "HANG";
constexpr std::string_view kLostMachine = "LOST_CONNECTION";
constexpr std::size_t kMostTypes = 3;

struct FamilyType {
  CrashFamily family;
  std::string_view type;
};
constexpr FamilyType kFamilies[] = {
    {CrashFamily::hang, kHang},
    {CrashFamily::locking, "LOCKDEP"},
    {CrashFamily::atomic_context, "ATOMIC_SLEEP"},
    {CrashFamily::leak, "LEAK"},
    {CrashFamily::undefined_behaviour, "UBSAN"},
    {CrashFamily::data_race, "DATARACE"},
    {CrashFamily::test_program, "SYZ_FAILURE"},
};

// Titles of one family that the bot tells apart by how they begin.
struct WordType {
  std::string_view start;
  std::string_view type;
};
constexpr WordType kWords[] = {
    {"KASAN: ", "KASAN"},
    {"WARNING", "WARNING"},
    {"kernel BUG", "BUG"},
    {"BUG: corrupted list", "BUG"},
};

struct TypeCount {
  std::string_view type;
  std::size_t crashes = 0;
  std::size_t first = 0;
};

std::vector<TypeCount> count_types(std::span<const std::string_view> types) {
  std::vector<TypeCount> counts;
  for (std::size_t i = 0; i < types.size(); ++i) {
    const auto seen = std::ranges::find(counts, types[i], &TypeCount::type);
    if (seen == counts.end()) {
      counts.push_back({types[i], 1, i});
    } else {
      ++seen->crashes;
    }
  }
  std::ranges::stable_sort(counts, std::ranges::greater(), &TypeCount::crashes);
  return counts;
}

}  // namespace

std::string_view crash_type_of(const CrashTitle& title) {
  if (title.kind == CrashKind::lost_connection) return kLostMachine;
  if (title.kind == CrashKind::reboot) return "REBOOT";
  for (const FamilyType& row : kFamilies) {
    if (row.family == title.family) return row.type;
  }
  for (const WordType& row : kWords) {
    if (title.text.starts_with(row.start)) return row.type;
  }
  return "UNKNOWN";
}

std::vector<ChosenType> choose_types(std::span<const std::string_view> types) {
  const std::vector<TypeCount> counts = count_types(types);
  const std::size_t enough = (types.size() + 2) * 2 / 3;
  std::vector<ChosenType> chosen;
  std::size_t taken = 0;
  for (const TypeCount& count : counts) {
    const bool rare_hang = count.type == kHang && count.crashes * 2 < types.size();
    if (counts.size() > 1 && (rare_hang || count.type == kLostMachine)) continue;
    chosen.push_back({count.type, count.first});
    taken += count.crashes;
    if (taken >= enough || chosen.size() == kMostTypes) break;
  }
  return chosen;
}

}  // namespace rebisect
