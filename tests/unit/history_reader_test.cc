// What is read, against git itself: which commits a range holds, and whose parents are whose, however the
// repository is stored.
#include "adapters/git/history_reader.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "engine/base/rng.h"
#include "tests/support/generate.h"
#include "tests/support/read_history.h"
#include "tests/support/temp_repo.h"

namespace rebisect {
namespace {

using testing::git_in;
using ::testing::HasSubstr;
using testing::HistoryShape;
using testing::random_history;
using testing::RepoOptions;
using testing::TempRepo;
using Extent = HistoryRequest::Extent;

constexpr const char* kSketch = "a; b: a; c: a; d: b c; e: d; f: d; g: e f";

History read(const std::vector<std::string>& repositories, const HistoryRequest& request,
             const std::string& commit_graph_file = {}) {
  Result<History> history = testing::read_history(repositories, request, commit_graph_file);
  EXPECT_TRUE(history) << history.error().message;
  return history ? *std::move(history) : History();
}

History read_all(const std::vector<std::string>& repositories, std::vector<std::string> ends = {"HEAD"}) {
  return read(repositories, {.ends = std::move(ends), .extent = Extent::all});
}

// "ID PARENT PARENT", sorted: what `git rev-list --parents` prints.
std::vector<std::string> lines_of(const CommitGraph& graph) {
  std::vector<std::string> lines;
  for (std::uint32_t i = 0; i < graph.size(); ++i) {
    std::string line = graph.id(CommitIndex(i)).hex();
    for (const CommitIndex parent : graph.parents(CommitIndex(i))) line += " " + graph.id(parent).hex();
    lines.push_back(line);
  }
  std::ranges::sort(lines);
  return lines;
}

std::vector<std::string> rev_list_lines(const std::string& path) {
  std::istringstream out(git_in(path, {"rev-list", "--parents", "HEAD"}));
  std::vector<std::string> lines;
  for (std::string line; std::getline(out, line);) lines.push_back(line);
  std::ranges::sort(lines);
  return lines;
}

std::vector<Oid> ids_of(const CommitGraph& graph, const CommitSet& commits) {
  std::vector<Oid> ids;
  for (const CommitIndex commit : commits.members()) ids.push_back(graph.id(commit));
  std::ranges::sort(ids);
  return ids;
}

std::vector<CommitIndex> indices(const CommitGraph& graph, const std::vector<Oid>& ids) {
  std::vector<CommitIndex> found;
  found.reserve(ids.size());
  for (const Oid& id : ids) found.push_back(*graph.find(id));
  return found;
}

std::vector<Oid> candidates(const CommitGraph& graph, const Oid& bad, const std::vector<Oid>& goods) {
  CommitSet left = graph.ancestors(*graph.find(bad));
  left -= graph.ancestors(indices(graph, goods));
  return ids_of(graph, left);
}

// The common ancestors that no other common ancestor reaches.
std::vector<Oid> merge_bases(const CommitGraph& graph, const Oid& bad, const Oid& good) {
  CommitSet best = graph.ancestors(*graph.find(bad));
  best &= graph.ancestors(*graph.find(good));
  std::vector<CommitIndex> newest_first = best.members();
  std::ranges::reverse(newest_first);
  for (const CommitIndex commit : newest_first) {
    if (best.contains(commit)) best -= graph.ancestors(graph.parents(commit));
  }
  return ids_of(graph, best);
}

std::vector<Oid> git_ids(const TempRepo& repo, const std::vector<std::string>& arguments) {
  std::istringstream out(repo.git(arguments));
  std::vector<Oid> ids;
  for (std::string line; std::getline(out, line);) ids.push_back(*Oid::from_hex(line));
  std::ranges::sort(ids);
  return ids;
}

std::uint64_t count_from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr ? std::stoull(text) : otherwise;
}

// A bad end near the tip of the list and up to three goods anywhere below it.
struct Range {
  Oid bad;
  std::vector<Oid> goods;

  std::vector<std::string> texts() const {
    std::vector<std::string> all = {bad.hex()};
    for (const Oid& good : goods) all.push_back(good.hex());
    return all;
  }
};

Range random_range(Rng& rng, const TempRepo& repo) {
  const std::uint64_t size = repo.ids().size();
  const auto pick = [&](std::uint64_t below) { return repo.id("c" + std::to_string(rng.below(below))); };
  Range range{.bad = pick(size), .goods = {}};
  for (std::uint64_t goods = 1 + rng.below(3); goods > 0; --goods) range.goods.push_back(pick(size));
  return range;
}

struct Shape {
  const char* why;
  HistoryShape shape;
};

const Shape kShapes[] = {
    {"dates in order", {.commits = 700}},
    {"many equal dates", {.commits = 700, .equal_date_rate = 0.9}},
    {"clocks an hour wrong", {.commits = 700, .skew_rate = 0.3}},
    {"several roots, wide merges, parents named twice",
     {.commits = 700, .roots = 4, .octopus_rate = 0.4, .duplicate_parent_rate = 0.2, .skew_rate = 0.02}},
    {"nearly linear", {.commits = 700, .merge_rate = 0.05, .reach = 3}},
};

TEST(HistoryReader, ARangeHoldsTheCandidatesAndMergeBasesThatGitFinds) {
  const std::uint64_t seed = count_from_environment("REBISECT_SEED", 1);
  const std::uint64_t ranges = count_from_environment("REBISECT_RANGES", 12);
  std::size_t read_in_part = 0;
  for (const Shape& row : kShapes) {
    Rng rng(seed);
    const TempRepo repo =
        TempRepo::from_list(random_history(rng, row.shape), {.trees = RepoOptions::Trees::empty});
    for (std::uint64_t trial = 0; trial < ranges; ++trial) {
      SCOPED_TRACE(std::string(row.why) + ", seed " + std::to_string(seed) + ", range " +
                   std::to_string(trial));
      const Range range = random_range(rng, repo);
      const History history = read({repo.path()}, {.ends = range.texts()});
      ASSERT_EQ(history.missing, std::vector<std::string>());
      if (history.graph.size() < candidates(repo.graph(), range.bad, {}).size()) ++read_in_part;

      std::vector<std::string> arguments = range.texts();
      arguments.insert(arguments.begin(), "rev-list");
      arguments.insert(arguments.begin() + 2, "--not");
      const std::vector<Oid> found = candidates(history.graph, range.bad, range.goods);
      EXPECT_EQ(found, candidates(repo.graph(), range.bad, range.goods));
      // Where clocks were wrong, git's own walk may stop too early and leave some more (SLOP in revision.c).
      const std::vector<Oid> by_git = git_ids(repo, arguments);
      EXPECT_TRUE(row.shape.skew_rate > 0 ? std::ranges::includes(by_git, found) : by_git == found);
      const Oid& good = range.goods.front();
      const std::vector<Oid> bases = merge_bases(history.graph, range.bad, good);
      EXPECT_EQ(bases, merge_bases(repo.graph(), range.bad, good));
      if (!bases.empty()) {
        EXPECT_EQ(bases, git_ids(repo, {"merge-base", "--all", range.bad.hex(), good.hex()}));
      }
    }
  }
  EXPECT_GT(read_in_part, ranges / 2);
}

TEST(HistoryReader, ARangeIsReadNoFurtherThanNeeded) {
  Rng rng(1);
  const TempRepo repo = TempRepo::from_list(random_history(rng, {.commits = 1000, .merge_rate = 0}),
                                            {.trees = RepoOptions::Trees::empty});
  const std::string bad = repo.id("c999").hex();
  const std::string good = repo.id("c950").hex();
  const std::string old = repo.id("c5").hex();
  const History history = read({repo.path()}, {.ends = {bad, good}, .others = {old}});
  EXPECT_GT(history.graph.size(), 50U);
  EXPECT_LT(history.graph.size(), 500U);
  EXPECT_EQ(history.graph.parents_known(*history.graph.find(repo.id("c950"))), ParentsKnown::all);
  const auto apart = history.graph.find(repo.id("c5"));
  ASSERT_TRUE(apart);
  EXPECT_EQ(history.graph.parents_known(*apart), ParentsKnown::unread);
  EXPECT_EQ(read_all({repo.path()}, {bad}).graph.size(),
            candidates(repo.graph(), repo.id("c999"), {}).size());
}

TEST(HistoryReader, HowARepositoryIsStoredChangesNothing) {
  const TempRepo repo = TempRepo::from_sketch(kSketch, {.kind = RepoOptions::Kind::with_work_tree});
  const std::vector<std::string> expected = lines_of(repo.graph());
  repo.directory().write("repo/sub/folder/file", "");
  repo.git({"worktree", "add", "--quiet", "--detach", repo.beside("linked")});
  repo.git({"clone", "--quiet", "--bare", repo.path(), repo.beside("bare.git")});
  repo.git({"clone", "--quiet", "--shared", repo.path(), repo.beside("alternate")});
  repo.git({"clone", "--quiet", "--bare", repo.path(), repo.beside("packed.git")});
  git_in(repo.beside("packed.git"), {"gc", "--quiet"});
  repo.git({"clone", "--quiet", "--bare", repo.path(), repo.beside("graph.git")});
  git_in(repo.beside("graph.git"), {"commit-graph", "write", "--reachable"});
  repo.git({"clone", "--quiet", "--bare", repo.path(), repo.beside("split.git")});
  for (const char* newest : {"b", "e"}) {
    git_in(repo.beside("split.git"), {"commit-graph", "write", "--stdin-commits", "--split=no-merge"},
           repo.id(newest).hex() + "\n");
  }
  repo.git({"clone", "--quiet", "--bare", "--filter=tree:0", "--no-local", repo.path(),
            repo.beside("partial.git")});
  for (const std::string& path :
       {repo.path(), repo.path() + "/.git", repo.path() + "/sub/folder", repo.beside("linked"),
        repo.beside("bare.git"), repo.beside("alternate"), repo.beside("packed.git"),
        repo.beside("graph.git"), repo.beside("split.git"), repo.beside("partial.git")}) {
    SCOPED_TRACE(path);
    const History history = read_all({path});
    EXPECT_EQ(lines_of(history.graph), expected);
    EXPECT_EQ(history.names, (std::map<std::string, Oid>{{"HEAD", repo.id("g")}}));
    EXPECT_EQ(history.notes, std::vector<std::string>());
    EXPECT_FALSE(history.truncated || history.replaced);
  }
}

TEST(HistoryReader, ACommitGraphFileAloneIsEnough) {
  const TempRepo repo = TempRepo::from_sketch(
      kSketch, {.commit_graph_file = RepoOptions::CommitGraphFile::single, .tags = {"a"}});
  const HistoryRequest request{.ends = {repo.id("g").hex(), repo.id("a").brief(), "a"},
                               .extent = Extent::all};
  const History history = read({}, request, repo.path() + "/objects/info/commit-graph");
  EXPECT_EQ(lines_of(history.graph), lines_of(repo.graph()));
  EXPECT_EQ(history.missing, std::vector<std::string>{"a"});
}

TEST(HistoryReader, AShallowCloneSaysWhereItEnds) {
  const TempRepo repo = TempRepo::from_sketch(kSketch);
  repo.git({"clone", "--quiet", "--depth=3", "file://" + repo.path(), repo.beside("shallow")});
  const History history = read_all({repo.beside("shallow")});
  EXPECT_TRUE(history.truncated);
  EXPECT_EQ(lines_of(history.graph), rev_list_lines(repo.beside("shallow")));
  EXPECT_EQ(history.graph.parents_known(*history.graph.find(repo.id("d"))), ParentsKnown::shallow);

  const History whole = read_all({repo.beside("shallow"), repo.path()});
  EXPECT_FALSE(whole.truncated);
  EXPECT_EQ(lines_of(whole.graph), lines_of(repo.graph()));
}

TEST(HistoryReader, RepositoriesAreUnitedById) {
  const TempRepo repo = TempRepo::from_sketch("a; b: a; c: b; x: a");
  repo.git({"init", "--quiet", "--bare", repo.beside("other.git")});
  const std::string other = repo.beside("other.git");
  git_in(other, {"fetch", "--quiet", repo.path(), "refs/heads/x:refs/heads/x"});
  const History history = read_all({other, repo.path()}, {"x", "c", repo.id("b").brief()});
  EXPECT_EQ(lines_of(history.graph), lines_of(repo.graph()));
  EXPECT_EQ(history.names.size(), 3U);
}

// The text with the ids of commits in place of $a, $b ...
std::string with_ids(const TempRepo& repo, const std::string& text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '$') {
      ++at;
      result += repo.id(text.substr(at, 1)).hex();
    } else {
      result += text[at];
    }
  }
  return result;
}

TEST(HistoryReader, ReplaceRefsAndGraftsHoldAsForGit) {
  struct Row {
    const char* why;
    std::vector<std::vector<std::string>> commands;  // names of commits are $a, $b ...
    std::string grafts;
  };
  const Row rows[] = {
      {"a replaced commit", {{"replace", "$e", "$b"}}, ""},
      {"a packed replace ref", {{"replace", "$e", "$b"}, {"pack-refs", "--all"}}, ""},
      {"a replacement of a replacement", {{"replace", "$e", "$f"}, {"replace", "$f", "$c"}}, ""},
      {"a graft", {}, "$d $a\n"},
      {"a graft to no parents", {}, "# comment\n\n$d\n"},
      {"broken lines are passed over, the first of two holds", {}, "x\n$d $b\n$d $c\n"},
      {"a graft of a replaced commit", {{"replace", "$e", "$b"}}, "$e $c $b\n"},
      {"a commit-graph file is not used then", {{"commit-graph", "write", "--reachable"}}, "$d $a\n"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const TempRepo repo = TempRepo::from_sketch(kSketch);
    for (std::vector<std::string> command : row.commands) {
      for (std::string& word : command) word = with_ids(repo, word);
      repo.git(command);
    }
    if (!row.grafts.empty()) repo.directory().write("repo.git/info/grafts", with_ids(repo, row.grafts));
    const History history = read_all({repo.path()});
    EXPECT_TRUE(history.replaced);
    EXPECT_EQ(lines_of(history.graph), rev_list_lines(repo.path()));
    EXPECT_NE(lines_of(history.graph), lines_of(repo.graph()));
  }
}

TEST(HistoryReader, ACorruptCommitGraphOfARepositoryIsIgnored) {
  const TempRepo repo =
      TempRepo::from_sketch(kSketch, {.commit_graph_file = RepoOptions::CommitGraphFile::single});
  const std::string entry = "repo.git/objects/info/commit-graph";
  ::chmod(repo.beside(entry).c_str(), 0644);
  const std::vector<std::uint8_t> bytes = testing::bytes_of(repo.beside(entry));
  std::string content(bytes.begin(), bytes.end());
  // The first parents, which follow the trees in the rows of the data chunk: 7 ids behind the fan-out.
  const std::size_t data = content.find("CDAT");
  ASSERT_NE(data, std::string::npos);
  const std::size_t rows =
      static_cast<unsigned char>(content[data + 10]) * 256U + static_cast<unsigned char>(content[data + 11]);
  for (std::size_t row = 0; row < 7; ++row) content.replace(rows + 36 * row + 20, 4, "\x01\x02\x03\x04");
  repo.directory().write(entry, content);

  const History history = read_all({repo.path()});
  EXPECT_EQ(lines_of(history.graph), lines_of(repo.graph()));
  ASSERT_EQ(history.notes.size(), 1U);
  EXPECT_THAT(history.notes.front(), HasSubstr("the commit-graph file is corrupt"));
  EXPECT_THAT(history.notes.front(), HasSubstr("it was ignored"));

  const Result<History> asked_for = testing::read_history({}, {}, repo.beside(entry));
  ASSERT_FALSE(asked_for);
  EXPECT_EQ(asked_for.error().code, ErrorCode::malformed);
  EXPECT_THAT(asked_for.error().message, HasSubstr("its checksum does not fit its content"));
}

}  // namespace
}  // namespace rebisect
