// CommitGraphFile: git's own commit-graph file, or a chain of them, read where it lies. It holds ids, dates
// and parents of most commits of a repository, so that no commit object has to be read.
//
// Format: Documentation/gitformat-commit-graph.txt of git 2.39. Nothing in the file is trusted: what does not
// fit is an error, never a wild read. Dates are cut to 34 bits by git itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "adapters/git/mapped_file.h"
#include "engine/base/result.h"
#include "engine/model/oid.h"

namespace rebisect {

// A commit's place in the file; in a chain, the files count on from the oldest.
enum class GraphPosition : std::uint32_t {};

class CommitGraphFile {
 public:
  // The file at `path`, or the chain where it is a commit-graph-chain file (its graph-*.graph files are then
  // sought beside it). Checked are the sizes and the order of the fan-out, as git does when it opens the
  // file. Fails: not_readable; malformed where it is not a commit-graph file, is corrupt, or belongs to a
  // SHA-256 repository. O(1).
  static Result<CommitGraphFile> open(const std::string& path);
  // What git would use for a folder of objects: info/commit-graph, else info/commit-graphs/, where the files
  // of a chain may lie in any of the `lenders` too. Nothing where neither is there. Files of up to
  // kCheckedBytes are checked by their checksum, larger ones by their structure, as git does with all.
  static Result<std::optional<CommitGraphFile>> open_in(const std::string& objects,
                                                        const std::vector<std::string>& lenders = {});
  static constexpr std::size_t kCheckedBytes = std::size_t{1} << 24U;  // under 0.1 s
  // One file's content, which must outlive the result. The name stands in error messages.
  static Result<CommitGraphFile> from_bytes(std::span<const std::uint8_t> bytes, const std::string& name);
  // Fails (malformed) where the bytes of a file of up to `most_bytes` are not those that git wrote, going by
  // the checksum at its end. O(size).
  Result<void> check_content(std::size_t most_bytes = std::numeric_limits<std::size_t>::max()) const;

  std::uint32_t size() const { return size_; }
  // Positions must be below size().
  Oid id(GraphPosition position) const;
  // Committer date in seconds since 1970, cut to 34 bits.
  std::uint64_t time(GraphPosition position) const;
  // In git's order. Fails (malformed) where the file points outside of itself. O(parents).
  Result<std::vector<GraphPosition>> parents(GraphPosition position) const;
  // A position that will be asked for if the commit's parents are: its row is fetched from memory ahead of
  // time. nullopt where the commit has no parents.
  std::optional<GraphPosition> expect_first_parent(GraphPosition position) const;
  // Whether git, since 2.31.0, wrote corrected commit dates (generation numbers, version 2) into all of it.
  bool has_corrected_dates() const;
  // Not before the commit's date and after its parents' corrected dates; has_corrected_dates() must hold. The
  // largest number where the file points outside of itself.
  std::uint64_t corrected_date(GraphPosition position) const;

  // O(log size).
  std::optional<GraphPosition> find(const Oid& id) const;
  // The commits that the prefix fits, at most `limit`. O(log size + limit).
  std::vector<GraphPosition> find(const OidPrefix& prefix, std::size_t limit = 2) const;

 private:
  using Bytes = std::span<const std::uint8_t>;

  struct Layer {
    std::string name;
    MappedFile file;          // what the spans below point into, unless the bytes are somebody else's
    Bytes content;            // all of it, but for the checksum
    Bytes fan_out;            // OIDF: 256 running counts by first byte
    Bytes ids;                // OIDL: 20 bytes each
    Bytes data;               // CDAT: tree, two parents, generation and date
    Bytes more_parents;       // EDGE: of commits with three and more
    Bytes corrections;        // GDA2: by how much a corrected date is later; empty where git wrote none
    Bytes far_corrections;    // GDO2: those that need more than 31 bits
    std::vector<Oid> bases;   // BASE: checksums of the files below in the chain
    Oid checksum;             // the last 20 bytes
    std::uint32_t first = 0;  // position of its first commit
    std::uint32_t commits = 0;
  };

  static Result<Layer> parse(Bytes bytes, const std::string& name);
  static Result<CommitGraphFile> open_chain(const std::string& path, Bytes list,
                                            const std::vector<std::string>& lenders);
  static Result<CommitGraphFile> open_in_folders(const std::string& path,
                                                 const std::vector<std::string>& lenders);
  Result<void> push(Layer layer);
  const Layer& layer_of(GraphPosition position) const;
  static std::size_t row_of(const Layer& layer, GraphPosition position);
  static std::uint32_t lower_bound(const Layer& layer, const Oid& id);

  std::vector<Layer> layers_;  // the oldest first
  std::uint32_t size_ = 0;
};

}  // namespace rebisect
