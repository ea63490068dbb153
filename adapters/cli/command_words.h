// The words of each command: what the command line declares, and where its texts go before they are checked
// as a whole. Internal to this folder.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "adapters/cli/args.h"

namespace rebisect {

// What the words say before it is checked as a whole; CLI11 writes into it while it reads.
struct Words {
  CommonOptions common;
  std::vector<std::string> set;
  std::vector<std::string> results;
  std::string title;
  std::string until;
  std::string directory;
  std::string strategy;
  std::string labels;
  std::vector<std::string> suites;
  std::string baseline;
  std::string write_baseline;
  std::string seed;
  std::string trials;
  std::string threads;
  std::string format = "text";
  std::string color = "auto";
  std::string width;
  std::string to = "git";
  std::string generate;  // without a command: what to write of the program itself
  bool serve = false;
  bool each = false;
};

// Adds every command with its options to the program; they write into `words`, which must outlive it.
void declare_commands(CLI::App& app, Words& words);

}  // namespace rebisect
