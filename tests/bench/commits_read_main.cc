// Prints how many commits an audit reads: commits_read LOG REPOSITORY.
#include <cstdlib>
#include <iostream>

#include "adapters/cli/inputs.h"
#include "engine/review/review.h"

namespace rebisect {
namespace {

// Where the range is too short for the log, all of the history is read after it, and both count.
Result<std::size_t> commits_read(const char* log_file, const char* repository) {
  CommonOptions options;
  options.log = log_file;
  options.repositories = {repository};
  REBISECT_TRY(const Settings settings, load_settings(options));
  REBISECT_TRY(const BisectionLog log, load_log(options.log, settings));
  REBISECT_TRY(Inputs inputs, open_inputs(options, settings));
  std::size_t total = 0;
  REBISECT_TRY([[maybe_unused]] const Report report,
               with_enough_history(inputs, log, [&](const History& history) {
                 total += history.graph.size();
                 return review(history, log);
               }));
  return total;
}

}  // namespace
}  // namespace rebisect

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: commits_read LOG REPOSITORY\n";
    return EXIT_FAILURE;
  }
  const auto total = rebisect::commits_read(argv[1], argv[2]);
  if (!total) {
    std::cerr << "commits_read: " << total.error().message << '\n';
    return EXIT_FAILURE;
  }
  std::cout << *total << '\n';
  return EXIT_SUCCESS;
}
