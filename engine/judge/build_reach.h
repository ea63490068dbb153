// Can a change reach the kernel that was tested? A commit whose files all are of the kind that no build reads
// cannot have brought a bug into it, nor removed one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/bisection_log.h"
#include "engine/model/culprit_facts.h"

namespace rebisect {

// `possible` is true for all that is not surely left out, unknown paths included.
struct BuildReach {
  bool possible = true;
  std::string_view reason;  // why not: "documentation"; empty where it is possible

  friend bool operator==(const BuildReach&, const BuildReach&) = default;
};

// Of one path of a linux tree; a folder stands for all in it. `architecture` is the name of a folder below
// arch/, of the kernels that were tested; empty: not known, then nothing is left out on its account.
// The rules and their reasons stand in the table in build_reach.cc; they follow linux's Makefile, scripts/
// and tools/ between 2.6.32 and 6.15.
BuildReach build_reach(std::string_view path, std::string_view architecture);

// Which kernels were tested.
struct TestedArchitecture {
  std::string name;      // "x86"; empty: not known
  bool assumed = false;  // syzbot's machines are x86-64 unless something says otherwise

  friend bool operator==(const TestedArchitecture&, const TestedArchitecture&) = default;
};

// From the crash's files below arch/, else from a cross compiler's name in the log, else what syzbot mostly
// tests; nothing for a git log that does not say.
TestedArchitecture tested_architecture(const BisectionLog& log, std::span<const SourceLine> crash);

// Why none of the changes can reach the tested kernel, most frequent reason first and each once; nothing
// where one of them may. No change at all cannot either, and needs no reason.
std::optional<std::vector<std::string>> cannot_reach(std::span<const ChangedFile> changes,
                                                     std::string_view architecture);

}  // namespace rebisect
