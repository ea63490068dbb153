#include "adapters/report/html_corpus_charts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "adapters/report/html_pieces.h"

namespace rebisect {
namespace {

constexpr double kTop = 20;  // pixels
constexpr double kBottom = 200;
constexpr double kHeight = 226;
constexpr std::size_t kBins = 10;

// The three kinds of a bar's parts, from below.
struct Parts {
  std::size_t right = 0;
  std::size_t wrong = 0;
  std::size_t unlabelled = 0;
  std::size_t all() const { return right + wrong + unlabelled; }
};

std::array<Parts, kBins> parts_of(const Corpus& corpus) {
  std::array<Parts, kBins> bins{};
  for (const CorpusRow& row : corpus.rows) {
    if (!row.p_correct) continue;
    const auto bin = static_cast<std::size_t>(std::clamp(*row.p_correct * kBins, 0.0, kBins - 1.0));
    const std::string_view outcome = row.label ? std::string_view(row.label->outcome) : "";
    ++(outcome == "correct"     ? bins[bin].right
       : outcome == "incorrect" ? bins[bin].wrong
                                : bins[bin].unlabelled);
  }
  return bins;
}

std::string px(double value) {
  return fmt::format("{:.1f}", value);
}

Html text_at(std::string_view kind, const std::string& x, double y, const Html& content) {
  return element("text", {{"class", std::string(kind)}, {"x", x}, {"y", px(y)}}, content);
}

Html line(std::string_view kind, const std::string& x1, double y1, const std::string& x2, double y2) {
  return element("line",
                 {{"class", std::string(kind)}, {"x1", x1}, {"y1", px(y1)}, {"x2", x2}, {"y2", px(y2)}});
}

// One part of a bar, from `from` to `to` logs.
Html part(std::string_view kind, std::size_t bin, double from, double to, double most) {
  if (to <= from) return {};
  const double scale = (kBottom - kTop) / most;
  return element("rect", {{"class", std::string(kind)},
                          {"x", length(static_cast<double>(bin) + 0.06, kBins)},
                          {"width", length(0.88, kBins)},
                          {"y", px(kBottom - to * scale)},
                          {"height", px((to - from) * scale)}});
}

Html bar(const Parts& parts, std::size_t bin, double most) {
  const auto right = static_cast<double>(parts.right);
  const auto wrong = static_cast<double>(parts.wrong);
  const auto all = static_cast<double>(parts.all());
  Html drawing = part("part-right", bin, 0, right, most) +
                 part("part-wrong", bin, right, right + wrong, most) +
                 part("part-unlabelled", bin, right + wrong, all, most);
  if (parts.all() > 0) {
    drawing += text_at("step-label", length(static_cast<double>(bin) + 0.5, kBins),
                       kBottom - all * (kBottom - kTop) / most - 5, grouped(parts.all()));
  }
  return drawing;
}

// 0 % to 100 % below a drawing.
Html shares_below() {
  Html labels = line("axis-line", "0", kBottom, "100%", kBottom);
  for (int share = 0; share <= 100; share += 20) {
    labels += text_at("step-label", fmt::format("{}%", share), kBottom + 18, fmt::format("{}", share));
  }
  return labels;
}

Html figure(std::string_view title, std::string_view below, const std::string& label, const Html& drawing,
            const Html& legend) {
  return element(
      "figure",
      element("figcaption", element("h2", title)) +
          element(
              "div", {{"class", "chart-frame"}},
              element("svg",
                      {{"class", "chart"}, {"role", "img"}, {"aria-label", label}, {"height", px(kHeight)}},
                      drawing)) +
          element("p", {{"class", "by below"}}, below) + legend);
}

Html legend_item(std::string_view kind, std::string_view name) {
  return element(
      "li", element("svg", {{"class", "sample"}, {"aria-hidden", "true"}, {"width", "12"}, {"height", "12"}},
                    element("rect", {{"class", std::string(kind)}, {"width", "12"}, {"height", "12"}})) +
                name);
}

struct Interval {
  double low;
  double high;
};

// Wilson's score interval at 95 %.
Interval wilson(std::size_t hits, std::size_t tries) {
  constexpr double kZ = 1.959964;
  const auto n = static_cast<double>(tries);
  const double share = static_cast<double>(hits) / n;
  const double middle = (share + kZ * kZ / (2 * n)) / (1 + kZ * kZ / n);
  const double half = kZ / (1 + kZ * kZ / n) * std::sqrt(share * (1 - share) / n + kZ * kZ / (4 * n * n));
  return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

double height_of(double share) {
  return kBottom - (kBottom - kTop) * share;
}

Html calibration_point(const CalibrationBin& bin, std::size_t claims) {
  const double share = static_cast<double>(bin.wrong) / static_cast<double>(bin.claims);
  const Interval interval = wilson(bin.wrong, bin.claims);
  const std::string x = length(bin.mean, 1);
  // The area tells how many claims it stands for.
  const double radius = 3 + 14 * std::sqrt(static_cast<double>(bin.claims) / static_cast<double>(claims));
  return line("interval", x, height_of(interval.low), x, height_of(interval.high)) +
         element("circle",
                 {{"class", "calibrated"}, {"cx", x}, {"cy", px(height_of(share))}, {"r", px(radius)}},
                 element("title", fmt::format("{} claims: predicted {:.2f}, {:.2f} are wrong", bin.claims,
                                              bin.mean, share)));
}

}  // namespace

Html reliability_histogram(const Corpus& corpus) {
  const std::array<Parts, kBins> bins = parts_of(corpus);
  std::size_t most = 0;
  std::size_t all = 0;
  for (const Parts& parts : bins) {
    most = std::max(most, parts.all());
    all += parts.all();
  }
  if (all == 0) return {};
  Html drawing = shares_below();
  for (std::size_t bin = 0; bin < kBins; ++bin) drawing += bar(bins[bin], bin, static_cast<double>(most));
  const Html legend = corpus.scores ? element("ul", {{"class", "legend"}},
                                              legend_item("part-right", "right by its label") +
                                                  legend_item("part-wrong", "wrong by its label") +
                                                  legend_item("part-unlabelled", "without such a label"))
                                    : Html();
  return figure("How reliable the claims are", "chance that the claim is right, %",
                fmt::format("Histogram of {} claims by their chance to be right, in tenths", all), drawing,
                legend);
}

Html calibration_plot(const Scores& scores) {
  if (scores.claims == 0) return {};
  Html drawing = shares_below() + line("diagonal", "0", kBottom, "100%", kTop);
  for (int share = 0; share <= 100; share += 20) {
    drawing += text_at("axis", "-6", height_of(share / 100.0) + 4, fmt::format("{}", share));
    drawing += line("grid", "0", height_of(share / 100.0), "100%", height_of(share / 100.0));
  }
  for (const CalibrationBin& bin : scores.bins) {
    if (bin.claims > 0) drawing += calibration_point(bin, scores.claims);
  }
  return figure(
      "How well that fits the labels", "predicted to be wrong, %; upwards: wrong by the labels, %",
      fmt::format("Calibration plot of {} labelled claims", scores.claims), drawing,
      note("A point for each tenth, as large as the claims in it are many, with the interval that holds the "
           "true share with 95 %. On the diagonal the probabilities are right."));
}

}  // namespace rebisect
