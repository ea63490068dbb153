// Many logs as a page: how they are spread, how well the probabilities fit the labels, and a table of all
// that can be sorted and filtered, each row leading to the log's own page.
#pragma once

#include <string>

#include "adapters/report/corpus.h"

namespace rebisect {

// The name of a log's page.
std::string page_name(const CorpusRow& row);

// `folder` is where the logs' pages are, relative to this one: a single name.
std::string to_html(const Corpus& corpus, const std::string& folder, const ToolVersion& tool);

}  // namespace rebisect
