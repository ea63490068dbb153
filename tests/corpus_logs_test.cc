// Reads a folder of real syzbot logs, where the environment variable REBISECT_CORPUS names one: files Log_*
// are bisection logs of 2018 to 2023, files Error_* hold a job's error alone. Prints the counts that
// docs/log-formats.md quotes.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/logs/parse_log.h"
#include "adapters/logs/syzbot_dialect.h"
#include "tests/support/log_text.h"

namespace rebisect {
namespace {

using ::testing::HasSubstr;

std::vector<std::string> corpus_files(const std::string& start) {
  std::vector<std::string> files;
  const char* const folder = std::getenv("REBISECT_CORPUS");
  if (folder == nullptr) return files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().filename().string().starts_with(start)) files.push_back(entry.path().string());
  }
  std::ranges::sort(files);
  return files;
}

// The commit of each verdict is the one that git had checked out before it.
std::size_t departures(const BisectionLog& log) {
  std::size_t count = 0;
  for (std::size_t i = 1; i < log.commands.size(); ++i) {
    const GitOutput& before = log.commands[i - 1].output;
    if (before.commits != log.commands[i].revisions) ++count;
  }
  return count;
}

// git's count of revisions never grows before the first skip. (After one, it belongs to another commit than
// the one that is checked out.)
std::size_t growing_counts(const BisectionLog& log) {
  std::size_t count = 0;
  for (std::size_t i = 1; i < log.commands.size(); ++i) {
    const auto before = log.commands[i - 1].output.left;
    const auto after = log.commands[i].output.left;
    if (log.commands[i].verdict == Verdict::skip) break;
    if (before && after && *after > *before) ++count;
  }
  return count;
}

// The reported commit is the one that git found.
bool claims_what_git_found(const BisectionLog& log) {
  if (!log.claim || log.claim->kind != Claim::Kind::commit) return true;
  const GitOutput& last = log.commands.back().output;
  return last.kind == GitOutput::Kind::first_bad && last.commits == log.claim->commits;
}

struct Totals {
  std::map<std::string, std::size_t> dialects;
  std::map<LineKind, std::size_t> kinds;
  std::size_t counts_agree = 0;
  std::size_t departures = 0;
  std::size_t growing_counts = 0;
  std::size_t diagnostics = 0;
};

TEST(Corpus, IsReadWhole) {
  const std::vector<std::string> files = corpus_files("Log_");
  if (files.empty()) GTEST_SKIP() << "REBISECT_CORPUS names no folder of logs";
  Totals totals;
  for (const std::string& file : files) {
    SCOPED_TRACE(file);
    const auto log = parse_log(testing::read_file(file).value_or(""));
    ASSERT_TRUE(log);
    ++totals.dialects[log->dialect];
    for (const LineKind kind : log->line_kinds) ++totals.kinds[kind];
    EXPECT_EQ(counted_tests(*log), log->revisions_tested);
    if (counted_tests(*log) == log->revisions_tested) ++totals.counts_agree;
    EXPECT_TRUE(claims_what_git_found(*log));
    totals.departures += departures(*log);
    totals.growing_counts += growing_counts(*log);
    totals.diagnostics += log->diagnostics.size();
  }
  EXPECT_EQ(totals.kinds[LineKind::unknown], 0U);
  EXPECT_EQ(totals.departures, 0U);
  EXPECT_EQ(totals.growing_counts, 0U);
  fmt::print(
      "{} logs; revisions tested as counted: {}; verdicts on another commit: {}; counts that grew: {}; "
      "diagnostics: {}\n",
      files.size(), totals.counts_agree, totals.departures, totals.growing_counts, totals.diagnostics);
  for (const auto& [dialect, count] : totals.dialects) fmt::print("{} {}\n", dialect, count);
  for (const auto& [kind, count] : totals.kinds) {
    fmt::print("line kind {}: {}\n", static_cast<int>(kind), count);
  }
}

TEST(Corpus, HasErrorsThatAreRefusedByTheirText) {
  const std::vector<std::string> files = corpus_files("Error_");
  if (files.empty()) GTEST_SKIP() << "REBISECT_CORPUS names no folder of logs";
  for (const std::string& file : files) {
    SCOPED_TRACE(file);
    const std::string text = testing::read_file(file).value_or("");
    const auto log = parse_log(text);
    ASSERT_FALSE(log);
    EXPECT_THAT(log.error().message, HasSubstr("only the error of a bisection job"));
    EXPECT_THAT(log.error().message, HasSubstr(text.substr(0, std::min<std::size_t>(text.find('\n'), 200))));
  }
}

}  // namespace
}  // namespace rebisect
