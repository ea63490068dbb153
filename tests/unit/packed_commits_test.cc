// Headers straight from packs, against libgit2's (by way of the history) and git's own words.
#include "adapters/git/packed_commits.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "engine/base/rng.h"
#include "tests/support/generate.h"
#include "tests/support/pack_bytes.h"
#include "tests/support/temp_repo.h"

namespace rebisect {
namespace {

using testing::bytes_of;
using testing::TempRepo;

constexpr const char* kSketch = "a; b: a; c: a; d: b c; e: d; f: d; g: e f";

// Packs everything; a delta for each object that one can be made for, or none at all.
void pack(const TempRepo& repo, const std::string& window) {
  repo.git({"repack", "-a", "-d", "-f", "-q", "--window=" + window, "--depth=" + window});
}

std::string objects_of(const TempRepo& repo) {
  return repo.beside("repo.git/objects");
}

std::string file_with(const std::string& folder, const std::string& extension) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == extension) return entry.path().string();
  }
  ADD_FAILURE() << "no " << extension << " in " << folder;
  return "";
}

// The only pack of the repository.
testing::PackBytes pack_of(const TempRepo& repo) {
  pack(repo, "0");
  const std::string folder = objects_of(repo) + "/pack";
  return {bytes_of(file_with(folder, ".idx")), bytes_of(file_with(folder, ".pack"))};
}

// The headers as git prints them.
std::map<Oid, CommitHeader> headers_by_git(const TempRepo& repo) {
  std::map<Oid, CommitHeader> headers;
  for (const auto& [name, id] : repo.ids()) {
    const auto header = parse_commit_header(repo.git({"cat-file", "commit", id.hex()}));
    EXPECT_TRUE(header) << name;
    if (header) headers.emplace(id, *header);
  }
  return headers;
}

TEST(PackedCommits, EveryCommitOfAPackedHistoryIsReadAsGitReadsIt) {
  Rng rng(20261121);
  const TempRepo repo = TempRepo::from_list(testing::random_history(rng, {.commits = 100}));
  pack(repo, "0");
  const PackedCommits commits = PackedCommits::open_in({objects_of(repo)});
  for (const auto& [id, wanted] : headers_by_git(repo)) {
    const std::optional<CommitHeader> found = commits.find(id);
    ASSERT_TRUE(found) << repo.name(id);
    EXPECT_EQ(found->parents, wanted.parents) << repo.name(id);
    EXPECT_EQ(found->time, wanted.time) << repo.name(id);
  }
}

// By date as a walk asks for them, and in two orders that no pack has.
TEST(PackedCommits, ThreadsThatReadAheadChangeNothingInAnyOrderOfReading) {
  Rng rng(20261122);
  const TempRepo repo = TempRepo::from_list(testing::random_history(rng, {.commits = 2500}));
  const auto [index, data] = pack_of(repo);
  const PackedCommits alone = PackedCommits::from_bytes(index, data, 0);
  std::vector<std::pair<Oid, CommitHeader>> by_date;
  for (const auto& [name, id] : repo.ids()) {
    const auto header = alone.find(id);
    ASSERT_TRUE(header) << name;
    by_date.emplace_back(id, *header);
  }
  auto by_id = by_date;
  std::ranges::sort(by_date, std::greater(), [](const auto& commit) { return commit.second.time; });
  const auto oldest_first = std::vector(by_date.rbegin(), by_date.rend());
  for (const auto& order : {by_date, oldest_first, by_id}) {
    for (const std::size_t threads : {1U, 3U}) {
      const PackedCommits commits = PackedCommits::from_bytes(index, data, threads);
      for (const auto& [id, wanted] : order) {
        const std::optional<CommitHeader> found = commits.find(id);
        ASSERT_TRUE(found) << repo.name(id);
        ASSERT_EQ(found->parents, wanted.parents) << repo.name(id);
        ASSERT_EQ(found->time, wanted.time) << repo.name(id);
      }
      ASSERT_TRUE(commits.find(order.front().first)) << "once more";
    }
  }
}

TEST(PackedCommits, WhatIsNoPlainPackedCommitIsLeftToLibgit2) {
  const TempRepo repo = TempRepo::from_sketch(kSketch);
  const Oid tree = *Oid::from_hex(repo.git({"rev-parse", "g^{tree}"}).substr(0, Oid::kDigits));
  EXPECT_FALSE(PackedCommits().find(repo.id("a"))) << "no packs";
  EXPECT_FALSE(PackedCommits::open_in({repo.beside("nowhere")}).find(repo.id("a"))) << "no such folder";

  pack(repo, "0");
  const PackedCommits packed = PackedCommits::open_in({objects_of(repo)});
  EXPECT_TRUE(packed.find(repo.id("a")));
  EXPECT_FALSE(packed.find(tree)) << "a tree";
  EXPECT_FALSE(packed.find(Oid())) << "absent";
}

TEST(PackedCommits, ADeltaIsLeftToLibgit2) {
  const TempRepo repo = TempRepo::from_sketch("a; b: a; c: b");
  const std::string story(4000, 'x');
  const std::string tree = repo.git({"rev-parse", "c^{tree}"}).substr(0, Oid::kDigits);
  const auto commit = [&](const std::string& last) {
    return *Oid::from_hex(
        repo.git({"commit-tree", tree, "-p", repo.id("c").hex()}, story + last).substr(0, Oid::kDigits));
  };
  const Oid one = commit("1");
  const Oid two = commit("2");
  repo.git({"branch", "one", one.hex()});
  repo.git({"branch", "two", two.hex()});
  pack(repo, "10");
  const PackedCommits packed = PackedCommits::open_in({objects_of(repo)});
  EXPECT_NE(packed.find(one).has_value(), packed.find(two).has_value()) << "one is a delta to the other";
}

TEST(PackedCommits, ABrokenPackNeverTellsAnotherHeaderThanTheSoundOne) {
  Rng rng(7);
  const TempRepo repo = TempRepo::from_sketch(kSketch);
  const auto [index, data] = pack_of(repo);
  const std::map<Oid, CommitHeader> sound = headers_by_git(repo);
  std::size_t unreadable = 0;
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::uint8_t> broken = data;
    broken[rng.below(broken.size())] ^= static_cast<std::uint8_t>(1 + rng.below(255));
    if (rng.below(4) == 0) broken.resize(rng.below(broken.size()));
    const PackedCommits commits = PackedCommits::from_bytes(index, broken);
    for (const auto& [id, wanted] : sound) {
      const std::optional<CommitHeader> found = commits.find(id);
      if (!found) {
        ++unreadable;
        continue;
      }
      ASSERT_EQ(found->parents, wanted.parents) << repo.name(id) << " in round " << round;
      ASSERT_EQ(found->time, wanted.time) << repo.name(id) << " in round " << round;
    }
  }
  EXPECT_GT(unreadable, 1000U);
}

TEST(PackedCommits, ABrokenIndexGivesNoPacksOrNoWildRead) {
  Rng rng(8);
  const TempRepo repo = TempRepo::from_sketch(kSketch);
  const auto [index, data] = pack_of(repo);
  for (std::size_t length = 0; length < index.size(); length += 7) {
    const PackedCommits commits = PackedCommits::from_bytes(std::span(index).first(length), data);
    EXPECT_FALSE(commits.find(repo.id("a"))) << "cut to " << length << " bytes";
  }
  std::size_t found = 0;
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::uint8_t> broken = index;
    broken[rng.below(broken.size())] ^= static_cast<std::uint8_t>(1 + rng.below(255));
    const PackedCommits commits = PackedCommits::from_bytes(broken, data);
    for (const auto& [name, id] : repo.ids()) found += commits.find(id) ? 1U : 0U;
  }
  EXPECT_GT(found, 0U);
}

// What reads ahead, by itself: entries of one pack that were found one after the other.
class ReadAhead : public ::testing::Test {
 protected:
  ReadAhead() {
    Rng rng(3);
    repo_ = std::make_unique<TempRepo>(TempRepo::from_list(testing::random_history(rng, {.commits = 500})));
    data_ = pack_of(*repo_).data;
    constexpr std::uint64_t kPackHeader = 12;
    PackedCommitDecoder decoder;
    for (std::uint64_t offset = kPackHeader;;) {
      const auto entry = decoder.decode(data_, offset);
      if (!entry) break;
      const auto header = parse_commit_header(entry->text);
      EXPECT_TRUE(header);
      if (!header) break;
      entries_.emplace_back(offset, *header);
      offset = entry->end;
    }
  }

  std::vector<std::uint64_t> every(std::size_t step) const {
    std::vector<std::uint64_t> starts;
    for (std::size_t i = 0; i < entries_.size(); i += step) starts.push_back(entries_[i].first);
    return starts;
  }

  std::unique_ptr<TempRepo> repo_;
  std::vector<std::uint8_t> data_;
  std::vector<std::pair<std::uint64_t, CommitHeader>> entries_;
};

TEST_F(ReadAhead, GivesEachCommitOnceAndOnlyTheRightOne) {
  ASSERT_EQ(entries_.size(), 500U);
  PackReadAhead ahead(data_, every(10), 2);
  std::size_t given = 0;
  // The threads may be late; what they have not done is the reader's, and is tried once more.
  for (int round = 0; round < 2000 && given < 400; ++round) {
    for (const auto& [offset, wanted] : entries_) {
      const auto taken = ahead.take(offset);
      if (!taken) continue;
      ++given;
      ASSERT_EQ(taken->parents, wanted.parents);
      ASSERT_EQ(taken->time, wanted.time);
      ASSERT_FALSE(ahead.take(offset)) << "taken already";
      ASSERT_FALSE(ahead.take(offset + 1)) << "no entry begins there";
    }
  }
  EXPECT_LE(given, entries_.size());
}

TEST_F(ReadAhead, WithoutThreadsOrRunsHasNothing) {
  PackReadAhead nobody(data_, every(10), 0);
  PackReadAhead nowhere(data_, {}, 2);
  for (const auto& [offset, wanted] : entries_) {
    EXPECT_FALSE(nobody.take(offset));
    EXPECT_FALSE(nowhere.take(offset));
  }
}

TEST_F(ReadAhead, CanBeDroppedAtAnyTime) {
  for (std::size_t taken = 0; taken < entries_.size(); taken += 25) {
    PackReadAhead ahead(data_, every(3), 3);
    for (std::size_t i = 0; i < taken; ++i) static_cast<void>(ahead.take(entries_[i].first));
  }
  SUCCEED() << "no thread outlived its pack";
}

}  // namespace
}  // namespace rebisect
