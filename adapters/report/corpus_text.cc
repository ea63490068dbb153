#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "adapters/report/corpus.h"
#include "adapters/report/layout.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

std::string row_text(const CorpusRow& row, std::size_t name_width, const TextStyle& style) {
  const std::string name = cell(printable(row.log), name_width);
  const std::string chance = row.p_correct ? fmt::format("{:3.0f} %", 100 * *row.p_correct) : "     ";
  const std::string_view word = row.conclusion ? to_text(*row.conclusion) : "error";
  return wrapped(printable(row.conclusion ? row.headline : row.error),
                 fmt::format("{}  {:9}  {}  ", name, word, chance), "    ",
                 std::max(style.width, name_width + 47));
}

std::string share(std::size_t part, std::size_t whole) {
  if (whole == 0) return fmt::format("{} of 0", part);
  return fmt::format("{} of {} ({:.1f} %)", part, whole,
                     100 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string number(const std::optional<double>& value) {
  return value ? fmt::format("{:.3f}", *value) : "-";
}

std::string scores_text(const Scores& scores) {
  std::string text = fmt::format("\nScores: {} labelled claims, {} wrong\n", scores.claims, scores.wrong);
  text += fmt::format("  area under the curve  {}\n", number(scores.area_under_curve));
  text += fmt::format("  Brier score           {:.3f}\n", scores.brier);
  text += fmt::format("  log loss              {:.3f}\n", scores.log_loss);
  text += fmt::format("  recalibration         slope {}, intercept {}\n", number(scores.slope),
                      number(scores.intercept));
  text +=
      fmt::format("  hard facts            wrong {}\n", share(scores.hard_facts_wrong, scores.hard_facts));
  text += fmt::format("  precision at recall 0.70  {}\n", number(scores.precision_at_recall_70));
  text +=
      fmt::format("  first wrong verdict   most suspected {}, among three {}\n",
                  share(scores.first_wrong_at_1, scores.wrong), share(scores.first_wrong_in_3, scores.wrong));
  text += fmt::format("  right, yet disputed   {}\n",
                      share(scores.right_with_dispute, scores.claims - scores.wrong));
  text += "\nCalibration\n  p(wrong)    claims  mean   wrong\n";
  for (std::size_t i = 0; i < scores.bins.size(); ++i) {
    const CalibrationBin& bin = scores.bins[i];
    const double low = static_cast<double>(i) / 10;
    const std::string rate =
        bin.claims == 0
            ? "-"
            : fmt::format("{:.3f}", static_cast<double>(bin.wrong) / static_cast<double>(bin.claims));
    text += fmt::format("  {:.1f} to {:.1f}  {:6}  {:.3f}  {}\n", low, low + 0.1, bin.claims, bin.mean, rate);
  }
  text += "\nThresholds\n  p(wrong)  flagged  precision  recall\n";
  for (const ThresholdScore& threshold : scores.thresholds) {
    const auto ratio = [&](std::size_t whole) {
      return whole == 0 ? std::string("-")
                        : fmt::format("{:.3f}", static_cast<double>(threshold.flagged_wrong) /
                                                    static_cast<double>(whole));
    };
    text += fmt::format("  {:8.2f}  {:7}  {:>9}  {:>6}\n", threshold.least, threshold.flagged,
                        ratio(threshold.flagged), ratio(scores.wrong));
  }
  return text;
}

// RFC 4180.
std::string quoted(std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(field);
  std::string text = "\"";
  for (const char c : field) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + '"';
}

std::string csv_row(const CorpusRow& row) {
  std::string text = quoted(row.log);
  text += fmt::format(",{}", row.conclusion ? to_text(*row.conclusion) : "error");
  text += "," + (row.p_correct ? fmt::format("{:.4f}", *row.p_correct) : std::string());
  std::string facts;
  for (const HardFact fact : row.hard_facts) {
    facts += fmt::format("{}{}", facts.empty() ? "" : " ", to_text(fact));
  }
  text += "," + facts;
  for (std::size_t i = 0; i < 3; ++i) {
    text += i < row.disputes.size()
                ? fmt::format(",{},{:.4f}", quoted(row.disputes[i].commit), row.disputes[i].probability)
                : std::string(",,");
  }
  for (std::size_t i = 0; i < kLogFeatures; ++i) {
    text += "," + (row.features ? fmt::format("{}", row.features->of_log[i]) : std::string());
  }
  text += "," + (row.label ? quoted(row.label->outcome) : std::string());
  return text + "," + quoted(row.error) + "\n";
}

}  // namespace

std::string to_text(const Corpus& corpus, const TextStyle& style) {
  std::size_t name_width = 0;
  std::array<std::size_t, 4> totals{};
  std::size_t errors = 0;
  for (const CorpusRow& row : corpus.rows) name_width = std::max(name_width, columns(row.log));
  std::string text;
  for (const CorpusRow& row : corpus.rows) {
    if (row.conclusion) {
      ++totals[static_cast<std::size_t>(*row.conclusion)];
    } else {
      ++errors;
    }
    if (!style.first_line_only) text += row_text(row, name_width, style);
  }
  text += fmt::format("{} logs: {} hold, {} doubtful, {} refuted, {} undecided, {}\n", corpus.rows.size(),
                      totals[0], totals[1], totals[2], totals[3], counted(errors, "error"));
  if (corpus.scores) text += scores_text(*corpus.scores);
  return text;
}

std::string to_csv(const Corpus& corpus) {
  std::string text = "log,conclusion,p_correct,hard_facts,dispute_1,p_1,dispute_2,p_2,dispute_3,p_3";
  for (std::size_t i = 0; i < kLogFeatures; ++i) {
    text += fmt::format(",{}", to_text(static_cast<LogFeature>(i)));
  }
  text += ",outcome,error\n";
  for (const CorpusRow& row : corpus.rows) text += csv_row(row);
  return text;
}

}  // namespace rebisect
