// Pieces that the sections of a page are made of.
#pragma once

#include <string>
#include <string_view>

#include "adapters/report/html.h"
#include "engine/review/report.h"

namespace rebisect {

// A section with a heading that the page's contents name: <section id><h2>title</h2>...
Html section(std::string_view id, std::string_view title, const Html& content);

// A paragraph under a heading, in small type.
Html note(const Html& text);

// "41 %", "<1 %", ">99 %": a probability is never shown as certain. With a blank that does not break.
std::string page_percent(double probability);
// "13,597".
std::string grouped(std::size_t number);

// The first digits, with the whole id to point at; a tag or a name as it is.
Html commit_code(std::string_view revision);
// The commit, and behind it subject, author and date where somebody could tell them.
Html described_commit(const Report& report, const std::string& revision);
// The subject alone; empty where it is not known.
std::string subject_of(const Report& report, const std::string& digits);

// "step 7", leading to its row in the table of steps.
Html step_link(std::size_t step);

// A verdict as a sign and a word: a disc good, a square bad, a diamond skip. The sign's colour says whether
// the bug was there.
Html verdict_mark(Verdict verdict, Aim aim);
// The word alone, for where the sign stands beside it already.
Html verdict_word(Verdict verdict, Aim aim);
// The sign alone, a <g> at a place of a drawing. A commit without a verdict is a small ring.
Html verdict_sign(std::string_view x, std::string_view y, std::optional<Verdict> verdict, Aim aim);

// A table of the given columns, which scrolls by itself where the page is too narrow.
Html scrolling(std::string_view label, const Html& content);

// Shapes for strips of runs and for verdicts, to be used by name. Once on a page.
Html shape_definitions();

// Does a disputed verdict stand there, and how probably is it false? Below this share none is shown.
inline constexpr double kLeastShownDispute = 0.05;
const DisputePart* dispute_at(const Report& report, std::size_t step);

// How far a value lies from 0 to `whole`, as a length: "41.53%".
std::string length(double value, double whole);

}  // namespace rebisect
