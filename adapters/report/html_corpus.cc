#include "adapters/report/html_corpus.h"

#include <array>
#include <string_view>

#include <fmt/format.h>

#include "adapters/report/html_corpus_charts.h"
#include "adapters/report/html_pieces.h"
#include "adapters/report/page_texts.h"
#include "engine/review/wording.h"

namespace rebisect {
namespace {

constexpr std::array<std::string_view, 5> kConclusions = {"holds", "doubtful", "refuted", "undecided",
                                                          "error"};

std::string_view conclusion_of(const CorpusRow& row) {
  return row.conclusion ? to_text(*row.conclusion) : "error";
}

Html figure(std::string_view name, const Html& value) {
  return element("div", element("dt", name) + element("dd", value));
}

std::string three_digits(const std::optional<double>& value) {
  return value ? fmt::format("{:.3f}", *value) : "-";
}

Html figures(const Corpus& corpus) {
  Html items = figure("logs", grouped(corpus.rows.size()));
  for (const std::string_view conclusion : kConclusions) {
    std::size_t count = 0;
    for (const CorpusRow& row : corpus.rows) count += conclusion_of(row) == conclusion ? 1U : 0U;
    items += figure(conclusion, grouped(count));
  }
  if (corpus.scores) {
    items += figure("labelled claims", grouped(corpus.scores->claims));
    items += figure("of these wrong", grouped(corpus.scores->wrong));
    items += figure("area under the curve", three_digits(corpus.scores->area_under_curve));
    items += figure("Brier score", fmt::format("{:.3f}", corpus.scores->brier));
  }
  return element("dl", {{"class", "figures"}}, items);
}

Html charts(const Corpus& corpus) {
  Html content = reliability_histogram(corpus);
  if (corpus.scores) content += calibration_plot(*corpus.scores);
  return content.empty() ? Html() : element("div", {{"class", "charts"}}, content);
}

Html filters(const Corpus& corpus) {
  Html boxes;
  for (const std::string_view conclusion : kConclusions) {
    boxes += element("label", void_element("input", {{"type", "checkbox"},
                                                     {"value", std::string(conclusion)},
                                                     {"checked", ""},
                                                     {"autocomplete", "off"}}) +
                                  " " + conclusion);
  }
  Html content =
      element("label", {{"class", "search"}},
              element("span", "Words") +
                  void_element("input", {{"type", "search"}, {"id", "words"}, {"autocomplete", "off"}}));
  content += element("fieldset", element("legend", "Conclusion") + boxes);
  if (corpus.scores) {
    Html options = element("option", {{"value", ""}}, "any");
    for (const char* label : {"correct", "incorrect", "no-output", "unlabelled"}) {
      options += element("option", {{"value", label}}, label);
    }
    content += element("label", element("span", "Label") +
                                    element("select", {{"id", "label"}, {"autocomplete", "off"}}, options));
  }
  content += element("output", {{"id", "count"}, {"aria-live", "polite"}});
  return element("form", {{"id", "filters"}, {"hidden", ""}}, content);
}

Html cell(std::string_view key, std::string_view kind, const Html& content) {
  return element("td", {{"role", "cell"}, {"class", std::string(kind)}, {"data-key", std::string(key)}},
                 content);
}

Html chance_cell(const std::optional<double>& p, bool with_bar) {
  if (!p) return cell("", "number", {});
  Html content = page_percent(*p);
  if (with_bar) {
    content +=
        element("svg", {{"class", "bar"}, {"aria-hidden", "true"}},
                element("rect", {{"class", "bar-ground"}, {"width", "100%"}, {"height", "100%"}}) +
                    element("rect", {{"class", "bar-set50"}, {"width", length(*p, 1)}, {"height", "100%"}}));
  }
  return cell(fmt::format("{:.4f}", *p), "number", content);
}

Html doubt_cell(const CorpusRow& row) {
  if (row.disputes.empty()) return cell("", "", {});
  const DisputePart& most = row.disputes.front();
  return cell(fmt::format("{:.4f}", most.probability), "",
              page_percent(most.probability) + " " + commit_code(most.commit) +
                  (most.kind == DisputeKind::false_good ? " good" : " bad"));
}

// Without the file's path in front: its name stands in the row.
std::string error_of(const CorpusRow& row) {
  const std::string name = row.log + ": ";
  const std::size_t at = row.error.find(name);
  return at == std::string::npos ? row.error : row.error.substr(at + name.size());
}

std::string label_of(const CorpusRow& row) {
  return row.label ? row.label->outcome : "unlabelled";
}

Html row_of(const Corpus& corpus, const CorpusRow& row, const std::string& folder) {
  const std::string conclusion(conclusion_of(row));
  const Html name =
      row.conclusion ? element("a", {{"href", page_link(folder) + "/" + page_link(page_name(row))}}, row.log)
                     : Html(row.log);
  Html cells = element("th", {{"role", "rowheader"}, {"scope", "row"}}, name);
  cells += cell(conclusion, "", element("span", {{"class", "conclusion " + conclusion}}, conclusion));
  cells += chance_cell(row.p_correct, true) + chance_cell(row.p_claim, false) + doubt_cell(row);
  if (corpus.scores) {
    cells += cell(row.label ? row.label->outcome : "", "", row.label ? row.label->outcome : "");
  }
  cells +=
      element("td", {{"role", "cell"}, {"class", "headline"}}, row.conclusion ? row.headline : error_of(row));
  return element("tr", {{"role", "row"}, {"data-conclusion", conclusion}, {"data-label", label_of(row)}},
                 cells);
}

Html table(const Corpus& corpus, const std::string& folder) {
  const auto column = [](std::string_view name, std::string_view kind = "") {
    return element("th", {{"role", "columnheader"}, {"scope", "col"}, {"data-kind", std::string(kind)}},
                   name);
  };
  Html head = column("log") + column("conclusion") + column("chance that it is right", "number") +
              column("belief in the claim", "number") + column("most doubtful verdict", "number");
  if (corpus.scores) head += column("label");
  head += column("what was concluded");
  Html rows;
  for (const CorpusRow& row : corpus.rows) rows += row_of(corpus, row, folder);
  return element("table", {{"role", "table"}, {"id", "logs"}, {"class", corpus.scores ? "labelled" : ""}},
                 element("thead", {{"role", "rowgroup"}}, element("tr", {{"role", "row"}}, head)) +
                     element("tbody", {{"role", "rowgroup"}}, rows));
}

}  // namespace

std::string page_name(const CorpusRow& row) {
  return row.log + ".html";
}

std::string to_html(const Corpus& corpus, const std::string& folder, const ToolVersion& tool) {
  Html body = element("a", {{"class", "skip"}, {"href", "#main"}}, "To the table") + shape_definitions();
  body += element("header", element("h1", counted(corpus.rows.size(), "bisection log")) + figures(corpus));
  body +=
      element("main", charts(corpus) +
                          element("section", {{"id", "main"}, {"class", "logs"}, {"aria-label", "Logs"}},
                                  filters(corpus) + scrolling("The logs as a table", table(corpus, folder))));
  body += element("footer", element("p", fmt::format("{} {}", tool.name, tool.version)));
  return to_document({counted(corpus.rows.size(), "bisection log"),
                      {page_style(), page_style_sha256()},
                      {corpus_script(), corpus_script_sha256()},
                      body});
}

}  // namespace rebisect
