// Runs the git of this machine, hermetically: for cross-checks and tests, never for results.
//
// The environment is built from empty. Git sees no user or system configuration, asks no question, takes no
// optional lock, and commits as a fixed person at a fixed time, so that equal calls give equal object ids.
// Not for worker threads: a child inherits what other threads have open.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/result.h"

namespace rebisect {

struct GitCall {
  // A signal that asks this program to end (SIGINT, SIGTERM) while git runs.
  enum class OnSignal : std::uint8_t {
    end,          // it has its usual effect; git goes on alone
    end_git_only  // git and its children are killed, and GitRun says so: for who has to tidy up
  };

  std::vector<std::string> arguments;  // what stands behind "git"
  std::string directory = {};          // where git runs; empty: the current directory
  std::string input = {};              // git's standard input, of any size
  std::chrono::milliseconds deadline{60'000};
  OnSignal on_signal = OnSignal::end;
};

struct GitRun {
  int status = 0;       // git's exit status; 128 and more for a signal, as a shell shows it
  std::string output;   // what it wrote to standard output, of any size
  std::string errors;   // and to standard error
  int interrupted = 0;  // the signal on which git was killed, with OnSignal::end_git_only; 0: none
};

// Runs git to its end. A status other than 0 is not an error here. Fails (repository) where there is no git
// on PATH, it cannot be started, or it takes longer than the deadline; then it and its children are killed.
Result<GitRun> run_git(const GitCall& call);

// "2.39.5": what `git version` says behind "git version ".
Result<std::string> git_version(std::chrono::milliseconds deadline = std::chrono::milliseconds(60'000));

}  // namespace rebisect
