// Verdict: the word told to git about a commit. Whether the bug was there is another question
// (BisectionLog::aim).
#pragma once

#include <optional>
#include <string_view>

namespace rebisect {

enum class Verdict { good, bad, skip };

constexpr std::string_view to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::good:
      return "good";
    case Verdict::bad:
      return "bad";
    case Verdict::skip:
      break;
  }
  return "skip";
}

constexpr std::optional<Verdict> parse_verdict(std::string_view text) {
  for (const Verdict verdict : {Verdict::good, Verdict::bad, Verdict::skip}) {
    if (text == to_text(verdict)) return verdict;
  }
  return std::nullopt;
}

}  // namespace rebisect
