// The command `corpus`: many logs in one go.
#pragma once

#include <functional>

#include "adapters/cli/args.h"
#include "adapters/report/corpus.h"
#include "engine/base/result.h"
#include "engine/model/settings.h"

namespace rebisect {

// What the rows are made with.
struct CorpusTools {
  const Settings& settings;
  const ReliabilityModel& reliability;
  // With the bug's title where the labels have one. May be called from several threads.
  std::function<Result<Report>(const BisectionLog& log, const std::string& bug_title)> report_on;
  // What is done with each report beside its row; may be empty. As above.
  std::function<Result<void>(const CorpusRow& row, const Report& report)> write_page;
  std::size_t threads = 1;
  bool show_progress = false;
};

// A row for each regular file of the folder, by name; one that cannot be read is a row with an error. Fails
// where the folder or the labels cannot be read.
Result<Corpus> read_corpus(const CorpusRequest& request, const CorpusTools& tools);

}  // namespace rebisect
