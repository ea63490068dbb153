// Many logs in one go: a row each, and how well what was said of them fits the labels.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/report/json.h"
#include "adapters/report/text.h"
#include "engine/infer/reliability.h"
#include "engine/infer/scores.h"
#include "engine/review/report.h"

namespace rebisect {

// One log of a corpus: a conclusion, or the error that kept it from being read.
struct CorpusRow {
  std::string log;  // the file's name
  std::optional<Conclusion> conclusion;
  std::string headline;
  std::string error;  // where there is no conclusion
  std::optional<double> p_correct;
  std::optional<double> p_claim;
  std::vector<HardFact> hard_facts;
  Reproduced reproduced;              // verdicts that the policy gives again
  std::vector<DisputePart> disputes;  // as the audit has them
  std::optional<ReliabilityFeatures> features;
  std::vector<std::string> hypothesis_commits;  // as the log writes them; of features->hypotheses, same index
  std::optional<Label> label;
  std::optional<ScoredClaim> scored;  // where the label tells whether a claim is right
};

struct Corpus {
  std::vector<CorpusRow> rows;   // by the name of the log
  std::optional<Scores> scores;  // where labels were given
};

std::string to_text(const Corpus& corpus, const TextStyle& style);
// A line for each row, under a line with the names of the columns; the features are columns.
std::string to_csv(const Corpus& corpus);
std::string to_json(const Corpus& corpus, const ToolVersion& tool);

}  // namespace rebisect
