#include "adapters/graph_text/graph_text.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/sketch.h"
#include "tests/support/temp_repo.h"

namespace rebisect {
namespace {

using testing::sketch_id;

std::string line(const char* name, const char* time, const std::string& parents) {
  return sketch_id(name).hex() + " " + time + " " + sketch_id("tree").hex() + parents + "\n";
}

TEST(GraphText, IsWhatGitLogPrints) {
  const auto repo = testing::TempRepo::from_sketch("a; b: a; c@7: a; d: c b a; e: d");
  const auto graph = parse_graph_text(repo.git({"log", "--all", "--format=%H %ct %T %P"}));
  ASSERT_TRUE(graph.has_value()) << graph.error().message;
  ASSERT_EQ(graph->size(), 5U);
  const CommitIndex d = *graph->find(repo.id("d"));
  EXPECT_EQ(graph->time(*graph->find(repo.id("c"))), 7U);
  EXPECT_EQ(graph->parents_known(d), ParentsKnown::all);
  std::string parents;
  for (const CommitIndex parent : graph->parents(d)) parents += repo.name(graph->id(parent));
  EXPECT_EQ(parents, "cba");
}

TEST(GraphText, AParentWithoutALineIsUnread) {
  const std::string text = "\n" + line("b", "2", " " + sketch_id("a").hex()) + line("r", "1", "");
  const auto graph = parse_graph_text(text);
  ASSERT_TRUE(graph.has_value()) << graph.error().message;
  EXPECT_EQ(graph->parents_known(*graph->find(sketch_id("b"))), ParentsKnown::unread);
  EXPECT_EQ(graph->parents_known(*graph->find(sketch_id("r"))), ParentsKnown::all);
}

TEST(GraphText, NamesTheLineThatItCannotRead) {
  const std::string good = line("a", "1", "");
  for (const std::string& bad :
       {std::string("commit\n"), line("b", "-1", ""), line("b", "", ""), line("b", "2x", ""),
        line("b", "2", " HEAD"), line("b", "99999999999999999999", ""), sketch_id("b").hex() + " 2\n"}) {
    SCOPED_TRACE(bad);
    const auto graph = parse_graph_text(good + bad);
    ASSERT_FALSE(graph.has_value());
    EXPECT_EQ(graph.error(), (Error{ErrorCode::malformed, "line 2: expected ID TIME TREE [PARENT...]"}));
  }
}

}  // namespace
}  // namespace rebisect
