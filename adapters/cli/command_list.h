// What the command line declares, as values: from them the manual page and the completion are made, so that
// these never name what the parser does not know. Internal to this folder.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace rebisect {

struct DeclaredOption {
  std::vector<std::string> names;  // "-o", "--output"; of a positional word its name alone
  std::string values;              // "FILE", "text|json"; empty for a flag
  std::string about;
  bool positional = false;

  friend bool operator==(const DeclaredOption&, const DeclaredOption&) = default;
};

struct DeclaredCommand {
  std::string name;
  std::string about;
  std::string example;  // a command line; empty where none is declared
  std::vector<DeclaredOption> options;
};

struct DeclaredProgram {
  std::string name;
  std::string about;
  std::vector<DeclaredOption> options;  // in front of a command; hidden ones are left out
  std::vector<DeclaredCommand> commands;
  std::string footer;  // below the help, as it stands
};

// How a command's footer begins; its example follows, on a line of its own.
inline constexpr const char* kExampleTitle = "Example:\n  ";

DeclaredProgram declared(const CLI::App& app);

// Of "auto|VERSION" the words that can be typed as they stand: "auto".
std::vector<std::string> choices(const DeclaredOption& option);

}  // namespace rebisect
