// The table follows the printing code of syzkaller's pkg/bisect/bisect.go, pkg/bisect/minimize.go,
// pkg/vcs/git.go, pkg/vcs/linux.go and pkg/kconfig/minimize.go from 2018-05 to 2026-08.
#include "adapters/logs/syzbot_lines.h"

#include <algorithm>

#include "adapters/logs/words.h"

namespace rebisect {
namespace {

using M = SyzbotMeaning;
using P = SyzbotPlace;
using R = SyzbotRest;

constexpr SyzbotShape kShapes[] = {
    {"H0", M::header_cause, P::anywhere, "searching for guilty commit starting from ", R::word, "", {0, 0}},
    {"H0", M::header_fix, P::anywhere, "searching for fixing commit since ", R::word, "", {0, 0}},
    {"H1", M::host, P::anywhere, " starts bisection ", R::around, "", {9, 20}},
    {"H2", M::header_cause, P::anywhere, "bisecting cause commit starting from ", R::word, "", {1, 20}},
    {"H3", M::header_fix, P::anywhere, "bisecting fixing commit since ", R::word, "", {1, 20}},
    {"H4", M::syzkaller, P::anywhere, "building syzkaller on ", R::word, "", {}},
    {"H5",
     M::note,
     P::anywhere,
     "fetch other tags and check if the commit is present",
     R::nothing,
     "",
     {15, 20}},
    {"H5", M::note, P::anywhere, "fetch failed with ", R::texts, "", {15, 20}},
    {"H6", M::reidentified, P::anywhere, "rewritten commit ", R::id_then_text, "", {11, 20}},
    {"H7",
     M::ensuring,
     P::anywhere,
     "ensuring issue is reproducible on original commit ",
     R::word,
     "",
     {11, 20}},

    {"T1", M::release, P::anywhere, "testing release ", R::word, "", {}},
    {"T2", M::head, P::anywhere, "testing current HEAD ", R::id, "", {}},
    {"T3a", M::test, P::anywhere, "testing commit ", R::id_then_with, "", {0, 7}},
    {"T3b", M::test, P::anywhere, "testing commit ", R::id, "", {8, 9}},
    {"T3c", M::test, P::anywhere, "testing commit ", R::id_then_text, "", {10, 20}},
    {"T4", M::compiler, P::in_test, "compiler: ", R::text, "", {8, 20}},
    {"P3", M::culprit_signature, P::anywhere, "kernel signature:   ", R::word, "", {2, 3}},
    {"T5", M::signature, P::in_test, "kernel signature: ", R::id, "", {3, 4}},
    {"T5", M::signature, P::in_test, "kernel signature: ", R::sha256, "", {5, 20}},
    {"T5", M::signature, P::in_test, "kernel signature: ", R::word, "", {3, 20}},
    {"T6", M::all_runs, P::in_test, "all runs: ", R::texts, "", {}},
    {"T6", M::run, P::in_test, "run #", R::run_outcome, "", {}},
    {"T7", M::representative, P::anywhere, "representative crash: ", R::text, "", {14, 20}},
    {"T8", M::chance, P::anywhere, "false negative chance: ", R::word, "", {15, 20}},
    {"T9", M::flaky, P::anywhere, "reproducer seems to be flaky", R::nothing, "", {6, 14}},
    {"T10", M::note, P::anywhere, "unable to determine the verdict: ", R::texts, "", {13, 20}},
    {"T11",
     M::note,
     P::anywhere,
     "too many neither good nor bad results, skipping this commit",
     R::nothing,
     "",
     {12, 12}},
    {"T12", M::build_failure, P::anywhere, "failed building ", R::id_then_texts, "", {12, 20}},
    {"T13", M::test_failure, P::anywhere, "failed testing reproducer on ", R::id_then_texts, "", {12, 12}},
    {"T14", M::note, P::anywhere, "repro testing failure: ", R::texts, "", {12, 20}},
    {"T15", M::test_failure, P::in_test, "failed: ", R::texts, "", {0, 11}},

    {"R1", M::picked, P::anywhere, "picked [%!d(", R::text, " out of %!d(MISSING) release tags", {16, 16}},
    {"R1", M::picked, P::anywhere, "picked [", R::text, " release tags", {17, 20}},
    {"R2", M::note, P::anywhere, "determining the merge base between ", R::text, "", {13, 20}},
    {"R3", M::note, P::anywhere, "expected 1 merge base, got ", R::word, "", {13, 20}},
    {"R4",
     M::range_merge_base,
     P::anywhere,
     "",
     R::id_then_text,
     " is a merge base, check if it has the bug",
     {15, 20}},
    {"R4", M::note, P::anywhere, "", R::id_then_text, " is a merge base", {13, 15}},
    {"R5",
     M::note,
     P::anywhere,
     "reproducer does not crash the merge base, so there's no known bad commit",
     R::nothing,
     "",
     {15, 20}},
    {"R6",
     M::note,
     P::anywhere,
     "crash still not fixed/happens on the oldest tested release",
     R::nothing,
     "",
     {12, 20}},
    {"R7", M::note, P::anywhere, "HEAD had kernel build, boot or test errors", R::nothing, "", {12, 20}},

    {"F1",
     M::note,
     P::anywhere,
     "determine whether the revision contains the guilty commit",
     R::nothing,
     "",
     {15, 20}},
    {"F2", M::note, P::anywhere, "revision ", R::id_then_text, " crashed and is reachable", {15, 20}},
    {"F3", M::presence_merge_base, P::anywhere, "checking the merge base ", R::id, "", {15, 20}},
    {"F4", M::note, P::anywhere, "no existing result, test the revision", R::nothing, "", {15, 20}},
    {"F5",
     M::note,
     P::anywhere,
     "the bug was not introduced yet; pretend that kernel crashed",
     R::nothing,
     "",
     {15, 20}},

    {"K1", M::note, P::anywhere, "# configuration already minimized", R::nothing, "", {6, 20}},
    {"K2", M::note, P::anywhere, "crash reproduces with baseline config", R::nothing, "", {6, 6}},
    {"K2",
     M::note,
     P::anywhere,
     "unable to test using baseline config, keep original config",
     R::nothing,
     "",
     {6, 6}},
    {"K2", M::note, P::anywhere, "testing baseline config failed: ", R::texts, "", {6, 6}},
    {"K2", M::note, P::anywhere, "minimizing config failed: ", R::texts, "", {6, 6}},
    {"K2",
     M::note,
     P::anywhere,
     "testing with generated minimized config doesn't reproduce the crash",
     R::nothing,
     "",
     {6, 6}},
    {"K2", M::note, P::anywhere, "# crash reproduces with baseline config", R::nothing, "", {6, 6}},
    {"K2",
     M::note,
     P::anywhere,
     "# unable to test using baseline config, keep original config",
     R::nothing,
     "",
     {6, 6}},
    {"K2", M::note, P::anywhere, "# testing baseline config failed: ", R::texts, "", {6, 6}},
    {"K2", M::note, P::anywhere, "# minimizing config failed: ", R::texts, "", {6, 6}},
    {"K2",
     M::note,
     P::anywhere,
     "# testing with generated minimized config doesn't reproduce the crash",
     R::nothing,
     "",
     {6, 6}},
    {"K3", M::note, P::anywhere, "# start config bisection", R::nothing, "", {6, 6}},
    {"K3", M::note, P::anywhere, "# config-bisect.pl ", R::texts, "", {6, 6}},
    {"K3", M::note, P::anywhere, "# config_bisect.pl finished", R::texts, "", {6, 6}},
    {"K3", M::note, P::anywhere, "# found config option changes ", R::texts, "", {6, 6}},
    {"K4", M::note, P::anywhere, "kconfig minimization: base=", R::text, "", {6, 20}},
    {"K4", M::note, P::anywhere, "base config crashes", R::nothing, "", {6, 14}},
    {"K4", M::note, P::anywhere, "trying half: ", R::text, "", {6, 14}},
    {"K4", M::note, P::anywhere, "half crashed", R::nothing, "", {6, 14}},
    {"K4", M::note, P::anywhere, "both halves did not crash", R::nothing, "", {6, 14}},
    {"K4", M::note, P::anywhere, "resulting configs: ", R::text, "", {6, 14}},
    {"K4", M::note, P::anywhere, "only full config crashes", R::nothing, "", {6, 14}},
    {"K5",
     M::note,
     P::anywhere,
     "check whether we can drop unnecessary instrumentation",
     R::nothing,
     "",
     {14, 20}},
    {"K5", M::note, P::anywhere, "there was nothing we could disable; skip", R::nothing, "", {14, 20}},
    {"K5", M::note, P::anywhere, "disabling configs for [", R::text, "], they are not needed", {14, 20}},
    {"K5", M::note, P::anywhere, "the bug reproduces without the instrumentation", R::nothing, "", {14, 20}},
    {"K6", M::note, P::anywhere, "split chunks (needed=", R::text, "", {14, 20}},
    {"K6", M::note, P::anywhere, "split chunk #", R::text, "", {14, 20}},
    {"K6", M::note, P::anywhere, "testing without sub-chunk ", R::text, "", {14, 20}},
    {"K6", M::note, P::anywhere, "the chunk can be dropped", R::nothing, "", {14, 20}},
    {"K6", M::note, P::anywhere, "no way to further split the chunk", R::nothing, "", {14, 20}},
    {"K6",
     M::note,
     P::anywhere,
     "no need to test this chunk, it's definitely needed",
     R::nothing,
     "",
     {14, 20}},
    {"K6",
     M::note,
     P::anywhere,
     "we have reached the limit on predicate runs (",
     R::text,
     "); pretend it returns false",
     {14, 20}},
    {"K6", M::note, P::anywhere, "minimized to ", R::text, "", {14, 20}},
    {"K7", M::note, P::anywhere, "config minimization failed due to bad Kconfig ", R::texts, "", {17, 20}},
    {"K7", M::note, P::anywhere, "proceeding with the original config", R::nothing, "", {17, 20}},

    {"G", M::git_command, P::anywhere, "# git bisect ", R::text, "", {}},
    {"P0", M::note, P::anywhere, "accumulated error probability: ", R::word, "", {15, 20}},
    {"P1", M::note, P::anywhere, "failed to detect release: ", R::texts, "", {3, 20}},
    {"P1", M::note, P::anywhere, "failed to detect noop change: ", R::texts, "", {4, 20}},
    {"P2", M::parent_untested, P::anywhere, "parent commit ", R::id_then_text, " wasn't tested", {4, 20}},
    {"P3", M::parent_signature, P::anywhere, "previous signature: ", R::word, "", {2, 3}},
    {"P4", M::culprit_signature, P::anywhere, "culprit signature: ", R::word, "", {4, 20}},
    {"P4", M::parent_signature, P::anywhere, "parent  signature: ", R::word, "", {4, 20}},
    {"P5", M::flaky, P::anywhere, "Reproducer flagged being flaky", R::nothing, "", {6, 14}},
    {"P5'", M::flaky, P::anywhere, "reproducer is flaky (", R::text, " repro chance estimate)", {15, 20}},
    {"P6", M::revisions_tested, P::anywhere, "revisions tested: ", R::text, "", {}},
    {"E1", M::error, P::at_end, "error: ", R::texts, "", {}},
    {"E2", M::nothing_found, P::at_end, "the crash still happens on HEAD", R::nothing, "", {1, 11}},
    {"E2",
     M::nothing_found,
     P::at_end,
     "crash still not fixed on HEAD or HEAD had kernel test errors",
     R::nothing,
     "",
     {12, 15}},
    {"E2",
     M::nothing_found,
     P::at_end,
     "crash still not fixed or there were kernel test errors",
     R::nothing,
     "",
     {15, 20}},
    {"E3",
     M::nothing_found,
     P::at_end,
     "the crash already happened on the oldest tested release",
     R::nothing,
     "",
     {1, 11}},
    {"E3",
     M::nothing_found,
     P::at_end,
     "oldest tested release already had the bug or it had kernel test errors",
     R::nothing,
     "",
     {12, 20}},
    {"E4", M::commit_message, P::at_end, "commit msg: ", R::text, "", {2, 20}},
    {"E5",
     M::inconclusive,
     P::anywhere,
     "bisection is inconclusive, the first bad commit could be any of:",
     R::nothing,
     "",
     {1, 20}},
    {"E5",
     M::inconclusive,
     P::anywhere,
     "bisection is inconclusive, the first good commit could be any of:",
     R::nothing,
     "",
     {1, 20}},
    {"E6", M::first_bad, P::anywhere, "first bad commit: ", R::id_then_text, "", {}},
    {"E6", M::first_bad, P::anywhere, "first good commit: ", R::id_then_text, "", {}},
    {"E7", M::recipients, P::at_end, "cc: [", R::text, "]", {1, 6}},
    {"E7'", M::recipients, P::at_end, "recipients (to): [", R::text, "]", {6, 20}},
    {"E7'", M::recipients, P::at_end, "recipients (cc): [", R::text, "]", {6, 20}},
    {"E8", M::crash, P::at_end, "crash: ", R::text, "", {1, 20}},
};

constexpr std::size_t kSha256Digits = 64;

bool is_run_outcome(std::string_view rest) {
  const std::size_t colon = rest.find(": ");
  return colon != std::string_view::npos && parse_number<std::uint32_t>(rest.substr(0, colon)).has_value();
}

// `glue` is what must follow the id, where anything does.
bool is_id_then(std::string_view rest, std::string_view glue) {
  if (!is_whole_id(rest.substr(0, Oid::kDigits))) return false;
  return rest.size() == Oid::kDigits || rest.substr(Oid::kDigits).starts_with(glue);
}

bool fits(std::string_view rest, SyzbotRest kind) {
  switch (kind) {
    case R::nothing:
      return is_blank(rest);
    case R::text:
    case R::texts:
    case R::around:
      return true;
    case R::run_outcome:
      return is_run_outcome(rest);
    case R::id:
      return is_whole_id(rest);
    case R::sha256:
      return rest.size() == kSha256Digits && is_hex(rest);
    case R::id_then_with:
      return rest.size() > Oid::kDigits && is_id_then(rest, " with ");
    case R::id_then_text:
      return is_id_then(rest, " ") || is_id_then(rest, "/");
    case R::id_then_texts:
      return is_id_then(rest, ": ");
    case R::word:
      break;
  }
  return !is_blank(rest) && trim(rest).find(' ') == std::string_view::npos;
}

std::optional<std::string_view> rest_of(std::string_view line, const SyzbotShape& shape) {
  if (shape.rest == R::around) {
    const std::size_t at = line.find(shape.start);
    if (at == 0 || at == std::string_view::npos || line.front() == ' ') return std::nullopt;
    return line;
  }
  if (!line.starts_with(shape.start)) return std::nullopt;
  std::string_view rest = line.substr(shape.start.size());
  if (!rest.ends_with(shape.end)) return std::nullopt;
  rest.remove_suffix(shape.end.size());
  if (!fits(rest, shape.rest)) return std::nullopt;
  return rest;
}

bool is_at(SyzbotPlace place, SyzbotContext context) {
  switch (place) {
    case P::in_test:
      return context.in_test;
    case P::at_end:
      return context.at_end;
    case P::anywhere:
      break;
  }
  return true;
}

}  // namespace

std::span<const SyzbotShape> syzbot_shapes() {
  return kShapes;
}

std::optional<SyzbotLineView> match_syzbot_line(std::string_view line, SyzbotContext context) {
  for (const SyzbotShape& shape : kShapes) {
    if (!is_at(shape.place, context)) continue;
    if (const auto rest = rest_of(line, shape)) return SyzbotLineView{&shape, *rest};
  }
  return std::nullopt;
}

bool goes_on(SyzbotRest rest) {
  return rest == R::texts || rest == R::run_outcome || rest == R::id_then_texts;
}

}  // namespace rebisect
