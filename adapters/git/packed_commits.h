// PackedCommits: commit headers straight from a repository's packs, several times as fast as through libgit2,
// which checks the SHA-1 of every object that it reads and restores it whole.
//
// It knows the plain case alone: a commit stored without delta in a pack with an index of version 2, as
// nearly all commits of a packed kernel repository are. For everything else, and for all that is odd or
// broken, it has no answer, and libgit2 is to be asked: that also tells what is wrong. Like git it trusts the
// checksum of the compressed data (Adler-32) and does not compute the id again.
//
// Formats: Documentation/gitformat-pack.txt of git 2.39.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/git/commit_object.h"
#include "adapters/git/mapped_file.h"
#include "adapters/git/pack_read_ahead.h"
#include "adapters/git/packed_commit_decoder.h"
#include "engine/model/oid.h"

namespace rebisect {

class PackedCommits {
 public:
  // How many threads read ahead unless a caller says otherwise: none where there is one processor only.
  static std::size_t spare_threads();

  // No packs.
  PackedCommits() = default;

  // Maps every pack of the objects folders that has a sound index; others are passed over. Once many commits
  // of a pack have been found, `threads` threads read ahead in it.
  static PackedCommits open_in(const std::vector<std::string>& folders,
                               std::size_t threads = spare_threads());
  // One pack from an index's and the pack's own bytes, which must outlive the result; no packs where the
  // index is not sound.
  static PackedCommits from_bytes(std::span<const std::uint8_t> index, std::span<const std::uint8_t> data,
                                  std::size_t threads = spare_threads());

  // The commit as stored, valid until the next call; nothing where it is not here as a plain commit.
  // O(log objects) per pack. As find(), not for two threads at once.
  std::optional<std::string_view> text(const Oid& id) const;
  // The commit's parents and date; nothing where it is not here as a plain commit. O(log objects) per pack.
  // Not for two threads at once: the decoder is shared.
  std::optional<CommitHeader> find(const Oid& id) const;

 private:
  using Bytes = std::span<const std::uint8_t>;

  struct Pack {
    MappedFile index_file;  // these two hold what the spans point into, unless the bytes are somebody else's
    MappedFile data_file;
    Bytes data;
    Bytes fan_out;      // 256 running counts by first byte
    Bytes ids;          // 20 bytes each, ascending
    Bytes offsets;      // 4 bytes each; with the highest bit set, the rest is a place in far_offsets
    Bytes far_offsets;  // 8 bytes each
    mutable std::size_t given = 0;  // commits found here by this thread alone
    // The last member: its threads end before the mapping does.
    mutable std::unique_ptr<PackReadAhead> ahead;
  };

  static std::optional<Pack> open_pack(const std::string& index_path);
  static std::optional<Pack> parse_index(Bytes index, Bytes data);
  static std::optional<std::uint64_t> offset_at(const Pack& pack, std::uint32_t place);
  static std::optional<std::uint64_t> offset_of(const Pack& pack, const Oid& id);
  static std::vector<std::uint64_t> sample_of_offsets(const Pack& pack);
  std::optional<CommitHeader> take_ahead(const Pack& pack, std::uint64_t offset) const;

  std::vector<Pack> packs_;
  std::size_t threads_ = 0;
  mutable PackedCommitDecoder decoder_;
  mutable bool reads_ahead_ = false;  // in one of the packs
};

}  // namespace rebisect
