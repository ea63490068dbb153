#include "engine/simulate/baseline.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace rebisect {
namespace {

Hits hits_of(const std::vector<Trial::Result>& results) {
  return {static_cast<std::uint64_t>(std::ranges::count(results, Trial::Result::right)), results.size()};
}

Comparison compare_rows(const BaselineRow* before, const BaselineRow& now) {
  Comparison comparison;
  comparison.scenario = now.scenario;
  comparison.strategy = now.strategy;
  const Hits hits_now = hits_of(now.results);
  comparison.now = wilson(hits_now.hits, hits_now.trials);
  comparison.runs_now = now.runs;
  if (before == nullptr) return comparison;
  const Hits hits_before = hits_of(before->results);
  comparison.before = wilson(hits_before.hits, hits_before.trials);
  comparison.runs_before = before->runs;
  if (before->fingerprint != now.fingerprint) {
    comparison.kind = Comparison::Kind::changed;
  } else if (before->seed == now.seed) {
    comparison.kind = Comparison::Kind::paired;
    comparison.discordant = discordant_between(before->results, now.results);
    comparison.p = mcnemar(*comparison.discordant).second_worse;
  } else {
    comparison.kind = Comparison::Kind::unpaired;
    comparison.p = fisher_second_worse(hits_before, hits_now);
  }
  return comparison;
}

bool was_compared(const Comparison& comparison) {
  return comparison.kind == Comparison::Kind::paired || comparison.kind == Comparison::Kind::unpaired;
}

constexpr std::pair<char, Trial::Result> kLetters[] = {
    {'r', Trial::Result::right}, {'w', Trial::Result::wrong}, {'n', Trial::Result::no_answer}};

char letter_of(Trial::Result result) {
  return std::ranges::find(kLetters, result, &std::pair<char, Trial::Result>::second)->first;
}

}  // namespace

std::vector<Comparison> compare(const Baseline& before, const Baseline& now) {
  std::vector<Comparison> comparisons;
  std::vector<double> p_values;
  for (const BaselineRow& row : now.rows) {
    const auto found = std::ranges::find_if(before.rows, [&](const BaselineRow& other) {
      return other.scenario == row.scenario && other.strategy == row.strategy;
    });
    comparisons.push_back(compare_rows(found == before.rows.end() ? nullptr : &*found, row));
    if (was_compared(comparisons.back())) p_values.push_back(comparisons.back().p);
  }
  const std::vector<double> adjusted = holm(p_values);
  auto next = adjusted.begin();
  for (Comparison& comparison : comparisons) {
    if (!was_compared(comparison)) continue;
    comparison.p_adjusted = *next++;
    comparison.regression = comparison.p_adjusted <= kSuiteAlpha;
  }
  return comparisons;
}

std::string to_letters(const std::vector<Trial::Result>& results) {
  std::string letters;
  for (std::size_t i = 0; i < results.size();) {
    std::size_t end = i;
    while (end < results.size() && results[end] == results[i]) ++end;
    letters += letter_of(results[i]);
    if (end - i > 1) letters += fmt::format("{}", end - i);
    i = end;
  }
  return letters;
}

Result<std::vector<Trial::Result>> from_letters(std::string_view letters, std::size_t most) {
  std::vector<Trial::Result> results;
  for (std::size_t i = 0; i < letters.size();) {
    const auto* const letter =
        std::ranges::find(kLetters, letters[i], &std::pair<char, Trial::Result>::first);
    if (letter == std::end(kLetters)) {
      return fail(ErrorCode::malformed, fmt::format("character {} is none of r, w, n", i + 1));
    }
    ++i;
    const std::size_t digits = std::min(letters.find_first_not_of("0123456789", i), letters.size());
    std::size_t times = 1;
    if (digits > i) {
      const auto [end, error] = std::from_chars(letters.data() + i, letters.data() + digits, times);
      if (error != std::errc() || times > most) times = most + 1;
    }
    if (times > most - results.size()) {
      return fail(ErrorCode::malformed, fmt::format("more than {} trials", most));
    }
    results.insert(results.end(), times, letter->second);
    i = digits;
  }
  return results;
}

}  // namespace rebisect
