#include "engine/review/build_findings.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/log_findings.h"
#include "tests/support/run_letters.h"

namespace rebisect {
namespace {

using testing::problem_ids;
using testing::problems_of;
using testing::syzbot_log;

// A bisection with a start, a good release, a bad and a good step, and the build of the claim's parent.
BisectionLog with_images(const std::vector<std::string>& signatures,
                         const std::vector<std::string>& compilers) {
  BisectionLog log = syzbot_log("D8", "start allC; v5.0 all.; bad allC; good all.; parent -; claim c2");
  for (std::size_t i = 0; i < log.steps.size(); ++i) {
    log.steps[i].signature = signatures[i];
    log.steps[i].compiler = compilers[i];
  }
  log.culprit_signature = signatures[2];
  log.parent_signature = signatures[4];
  return log;
}

const std::vector<std::string> kOneCompiler(5, "gcc 10");

TEST(BuildFindings, EachIsRaisedByItsFaultAndByNoOther) {
  struct Row {
    const char* why;
    std::vector<std::string> signatures;
    std::vector<std::string> compilers;
    const char* expected;
  };
  const Row rows[] = {
      {"all different", {"1", "2", "3", "4", "5"}, kOneCompiler, ""},
      {"equal images, equal verdicts", {"3", "4", "3", "4", "5"}, kOneCompiler, ""},
      {"equal images, told apart",
       {"1", "2", "3", "3", "5"},
       kOneCompiler,
       "same-binary-different-verdict 2 3"},
      {"the parent's image", {"1", "2", "3", "4", "3"}, kOneCompiler, "same-binary-as-parent 2"},
      {"images were not printed", {"", "", "", "", ""}, kOneCompiler, ""},
      {"the parent's compiler",
       {"1", "2", "3", "4", "5"},
       {"gcc 10", "gcc 10", "gcc 10", "gcc 10", "gcc 8"},
       "compiler-changed 2"},
      {"another compiler for old kernels",
       {"1", "2", "3", "4", "5"},
       {"gcc 10", "gcc 8", "gcc 10", "gcc 8", "gcc 10"},
       "compiler-changed 1 3"},
      {"compilers were not printed", {"1", "2", "3", "4", "5"}, {"", "", "", "", ""}, ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    EXPECT_EQ(problem_ids(with_images(row.signatures, row.compilers), find_build_problems), row.expected);
  }
}

TEST(BuildFindings, AnImageIsProofOnlyWhereBothWereBuiltAlike) {
  const std::vector<std::string> images = {"1", "2", "3", "4", "3"};
  const auto severity = [&](const std::vector<std::string>& compilers) {
    return problems_of(with_images(images, compilers), find_build_problems).front().severity;
  };
  EXPECT_EQ(severity(kOneCompiler), Severity::error);
  EXPECT_EQ(severity({"gcc", "gcc", "gcc", "gcc", "clang"}), Severity::warning);
  EXPECT_EQ(severity({"gcc", "gcc", "gcc", "gcc", ""}), Severity::warning);
}

}  // namespace
}  // namespace rebisect
