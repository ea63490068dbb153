#include "adapters/cli/corpus.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "adapters/cli/inputs.h"
#include "adapters/cli/progress.h"
#include "adapters/cli/read_input.h"
#include "adapters/labels/labels.h"
#include "engine/base/parallel.h"

namespace rebisect {
namespace {

using Labels = std::map<std::string, Label>;

// The regular files of a folder, by name.
Result<std::vector<std::filesystem::path>> files_in(const std::string& directory) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->is_regular_file(error)) files.push_back(entry->path());
  }
  if (error) return fail(ErrorCode::not_readable, directory + ": " + error.message());
  std::ranges::sort(files);
  return files;
}

Result<Labels> load_labels(const std::string& path, const Settings& settings) {
  if (path.empty()) return Labels();
  REBISECT_TRY(const std::string text, read_input(path, settings.limits.log_bytes));
  return read_labels(text, path);
}

std::optional<ScoredClaim> scored(const CorpusRow& row, const BisectionLog& log,
                                  const Reliability& reliability) {
  if (!row.label || (row.label->outcome != "correct" && row.label->outcome != "incorrect")) {
    return std::nullopt;
  }
  ScoredClaim claim;
  claim.wrong = row.label->outcome == "incorrect";
  claim.p_wrong = 1 - reliability.p_correct;
  claim.hard_fact = !reliability.hard_facts.empty();
  const std::vector<FirstWrong>& suspected = reliability.first_wrong;
  if (!suspected.empty()) claim.p_most_doubtful = suspected.front().probability;
  const auto found = std::ranges::find_if(suspected, [&](const FirstWrong& verdict) {
    return log.steps[verdict.step].commit.text == row.label->first_wrong_verdict;
  });
  if (found != suspected.end()) {
    claim.place_of_first_wrong = 1 + static_cast<std::size_t>(found - suspected.begin());
  }
  return claim;
}

// What the report has of it, and the numbers it was computed from.
void add_reliability(const BisectionLog& log, const CrashEvidence& evidence, const ReliabilityModel& model,
                     CorpusRow& row) {
  row.features = reliability_features(log, evidence);
  if (!row.features) return;
  for (const ChainHypothesis& hypothesis : row.features->hypotheses) {
    row.hypothesis_commits.push_back(hypothesis.step ? log.steps[*hypothesis.step].commit.text : "");
  }
  const Reliability found = reliability(*row.features, model);
  row.hard_facts = found.hard_facts;
  row.scored = scored(row, log, found);
}

// Fails where the report's page cannot be written.
Result<CorpusRow> read_row(const std::filesystem::path& file, const Labels& labels,
                           const CorpusTools& tools) {
  CorpusRow row;
  row.log = file.filename().string();
  if (const auto label = labels.find(row.log); label != labels.end()) row.label = label->second;
  const Result<BisectionLog> log = load_log(file.string(), tools.settings);
  Result<Report> report =
      log ? tools.report_on(*log, row.label ? row.label->bug_title : "") : tl::unexpected(log.error());
  if (!report) {
    row.error = report.error().message;
    return row;
  }
  row.conclusion = report->conclusion;
  row.headline = report->headline;
  if (report->belief) row.p_claim = report->belief->p_claim;
  if (report->reliability) row.p_correct = report->reliability->p_correct;
  row.disputes = report->disputes;
  row.reproduced = report->judged.reproduced;
  add_reliability(*log, report->judged.evidence, tools.reliability, row);
  if (tools.write_page) {
    if (const Result<void> written = tools.write_page(row, *report); !written) {
      return tl::unexpected(written.error());
    }
  }
  return row;
}

}  // namespace

Result<Corpus> read_corpus(const CorpusRequest& request, const CorpusTools& tools) {
  REBISECT_TRY(const auto files, files_in(request.directory));
  REBISECT_TRY(const Labels labels, load_labels(request.labels, tools.settings));
  Corpus corpus;
  std::vector<Result<CorpusRow>> rows(files.size());
  {
    Progress progress(tools.show_progress, files.size(), "logs");
    parallel_for(files.size(), tools.threads, [&](std::size_t i) {
      rows[i] = read_row(files[i], labels, tools);
      progress.advance();
    });
  }
  corpus.rows.reserve(rows.size());
  for (Result<CorpusRow>& row : rows) {
    if (!row) return tl::unexpected(row.error());
    corpus.rows.push_back(*std::move(row));
  }
  if (request.labels.empty()) return corpus;
  std::vector<ScoredClaim> claims;
  for (const CorpusRow& row : corpus.rows) {
    if (row.scored) claims.push_back(*row.scored);
  }
  corpus.scores = score(claims);
  return corpus;
}

}  // namespace rebisect
