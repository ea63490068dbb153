#include "engine/judge/crash_types.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace rebisect {
namespace {

// Of "K K B": the chosen types, and the run of the first, "KB 0".
std::string chosen(std::string_view letters) {
  std::vector<std::string_view> types;
  for (const char letter : letters) {
    if (letter == 'H') types.emplace_back("HANG");
    if (letter == 'X') types.emplace_back("LOST_CONNECTION");
    if (letter == 'K') types.emplace_back("KASAN");
    if (letter == 'B') types.emplace_back("BUG");
    if (letter == 'L') types.emplace_back("LOCKDEP");
    if (letter == 'W') types.emplace_back("WARNING");
    if (letter == 'U') types.emplace_back("UNKNOWN");
  }
  std::string text;
  const std::vector<ChosenType> all = choose_types(types);
  for (const ChosenType& type : all) text += type.type == "LOST_CONNECTION" ? 'X' : type.type.front();
  return text + (all.empty() ? "" : " " + std::to_string(all.front().run));
}

TEST(CrashTypes, ThatStandForATestMakeUpMostOfItsCrashes) {
  struct Row {
    const char* why;
    const char* crashes;
    const char* chosen;
  };
  const Row rows[] = {
      {"two types are enough, the third is dropped", "K K B K B K L", "KB 0"},
      {"hangs that are less than half", "K K H K H H W", "KW 0"},
      {"hangs that are more", "K K H H H H", "HK 2"},
      {"one type is most", "U U H U H U", "U 0"},
      {"lost machines beside another type", "X W X W X W", "W 1"},
      {"lost machines alone", "X X X X X X", "X 0"},
      {"no more than three", "K B L W U", "KBL 0"},
      {"no crash", "", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(chosen(row.crashes), row.chosen);
  }
}

TEST(CrashTypes, AreReadFromTitles) {
  struct Row {
    const char* title;
    const char* type;
  };
  const Row rows[] = {
      {"KASAN: use-after-free Read in tcp_close", "KASAN"},
      {"KFENCE: use-after-free read in tcp_close", "UNKNOWN"},
      {"possible deadlock in tcp_close", "LOCKDEP"},
      {"INFO: task hung in tcp_close", "HANG"},
      {"BUG: sleeping function called from invalid context in tcp_close", "ATOMIC_SLEEP"},
      {"memory leak in tcp_close", "LEAK"},
      {"KCSAN: data-race in tcp_close / tcp_open", "DATARACE"},
      {"UBSAN: shift-out-of-bounds in tcp_close", "UBSAN"},
      {"WARNING in tcp_close", "WARNING"},
      {"WARNING: refcount bug in tcp_close", "WARNING"},
      {"kernel BUG in tcp_close", "BUG"},
      {"general protection fault in tcp_close", "UNKNOWN"},
      {"unexpected kernel reboot", "REBOOT"},
      {"lost connection to test machine", "LOST_CONNECTION"},
      {"SYZFATAL: executor failed NUM times", "SYZ_FAILURE"},
  };
  for (const Row& row : rows) EXPECT_EQ(crash_type_of(read_title(row.title)), row.type) << row.title;
}

}  // namespace
}  // namespace rebisect
