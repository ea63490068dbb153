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
  std::function<Result<Report>(const BisectionLog& log)> report_on;  // may be called from several threads
  std::size_t threads = 1;
  bool show_progress = false;
};

// A row for each regular file of the folder, by name; one that cannot be read is a row with an error. Fails
// where the folder or the labels cannot be read.
Result<Corpus> read_corpus(const CorpusRequest& request, const CorpusTools& tools);

}  // namespace rebisect
