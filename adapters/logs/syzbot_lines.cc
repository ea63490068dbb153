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
    {"H0", M::header_cause, P::anywhere, R::word, {0, 0}, "searching for guilty commit starting from ", ""},
    {"H0", M::header_fix, P::anywhere, R::word, {0, 0}, "searching for fixing commit since ", ""},
    {"H1", M::host, P::anywhere, R::around, {9, 20}, " starts bisection ", ""},
    {"H2", M::header_cause, P::anywhere, R::word, {1, 20}, "bisecting cause commit starting from ", ""},
    {"H3", M::header_fix, P::anywhere, R::word, {1, 20}, "bisecting fixing commit since ", ""},
    {"H4", M::syzkaller, P::anywhere, R::word, {0, 20}, "building syzkaller on ", ""},
    {"H5",
     M::note,
     P::anywhere,
     R::nothing,
     {15, 20},
     "fetch other tags and check if the commit is present",
     ""},
    {"H5", M::note, P::anywhere, R::texts, {15, 20}, "fetch failed with ", ""},
    {"H6", M::reidentified, P::anywhere, R::id_then_text, {11, 20}, "rewritten commit ", ""},
    {"H7",
     M::ensuring,
     P::anywhere,
     R::word,
     {11, 20},
     "ensuring issue is reproducible on original commit ",
     ""},

    {"T1", M::release, P::anywhere, R::word, {0, 20}, "testing release ", ""},
    {"T2", M::head, P::anywhere, R::id, {0, 20}, "testing current HEAD ", ""},
    {"T3a", M::test, P::anywhere, R::id_then_with, {0, 7}, "testing commit ", ""},
    {"T3b", M::test, P::anywhere, R::id, {8, 9}, "testing commit ", ""},
    {"T3c", M::test, P::anywhere, R::id_then_text, {10, 20}, "testing commit ", ""},
    {"T4", M::compiler, P::in_test, R::text, {8, 20}, "compiler: ", ""},
    {"P3", M::culprit_signature, P::anywhere, R::word, {2, 3}, "kernel signature:   ", ""},
    {"T5", M::signature, P::in_test, R::id, {3, 4}, "kernel signature: ", ""},
    {"T5", M::signature, P::in_test, R::sha256, {5, 20}, "kernel signature: ", ""},
    {"T5", M::signature, P::in_test, R::word, {3, 20}, "kernel signature: ", ""},
    {"T6", M::all_runs, P::in_test, R::texts, {0, 20}, "all runs: ", ""},
    {"T6", M::run, P::in_test, R::run_outcome, {0, 20}, "run #", ""},
    {"T7", M::representative, P::anywhere, R::text, {14, 20}, "representative crash: ", ""},
    {"T8", M::chance, P::anywhere, R::word, {15, 20}, "false negative chance: ", ""},
    {"T9", M::flaky, P::anywhere, R::nothing, {6, 14}, "reproducer seems to be flaky", ""},
    {"T10", M::note, P::anywhere, R::texts, {13, 20}, "unable to determine the verdict: ", ""},
    {"T11",
     M::misplaced_skip,
     P::anywhere,
     R::nothing,
     {12, 12},
     "too many neither good nor bad results, skipping this commit",
     ""},
    {"T12", M::build_failure, P::anywhere, R::id_then_texts, {12, 20}, "failed building ", ""},
    {"T13", M::test_failure, P::anywhere, R::id_then_texts, {12, 12}, "failed testing reproducer on ", ""},
    {"T14", M::test_failure, P::anywhere, R::texts, {12, 20}, "repro testing failure: ", ""},
    {"T15", M::test_failure, P::in_test, R::texts, {0, 11}, "failed: ", ""},

    {"R1", M::picked, P::anywhere, R::text, {16, 16}, "picked [%!d(", " out of %!d(MISSING) release tags"},
    {"R1", M::picked, P::anywhere, R::text, {17, 20}, "picked [", " release tags"},
    {"R2", M::note, P::anywhere, R::text, {13, 20}, "determining the merge base between ", ""},
    {"R3", M::note, P::anywhere, R::word, {13, 20}, "expected 1 merge base, got ", ""},
    {"R4",
     M::range_merge_base,
     P::anywhere,
     R::id_then_text,
     {15, 20},
     "",
     " is a merge base, check if it has the bug"},
    {"R4", M::note, P::anywhere, R::id_then_text, {13, 15}, "", " is a merge base"},
    {"R5",
     M::note,
     P::anywhere,
     R::nothing,
     {15, 20},
     "reproducer does not crash the merge base, so there's no known bad commit",
     ""},
    {"R6",
     M::note,
     P::anywhere,
     R::nothing,
     {12, 20},
     "crash still not fixed/happens on the oldest tested release",
     ""},
    {"R7", M::note, P::anywhere, R::nothing, {12, 20}, "HEAD had kernel build, boot or test errors", ""},

    {"F1",
     M::note,
     P::anywhere,
     R::nothing,
     {15, 20},
     "determine whether the revision contains the guilty commit",
     ""},
    {"F2", M::note, P::anywhere, R::id_then_text, {15, 20}, "revision ", " crashed and is reachable"},
    {"F3", M::note, P::anywhere, R::id, {15, 20}, "checking the merge base ", ""},
    {"F4",
     M::presence_merge_base,
     P::anywhere,
     R::nothing,
     {15, 20},
     "no existing result, test the revision",
     ""},
    {"F5",
     M::pretended,
     P::anywhere,
     R::nothing,
     {15, 20},
     "the bug was not introduced yet; pretend that kernel crashed",
     ""},

    {"K1", M::note, P::anywhere, R::nothing, {6, 20}, "# configuration already minimized", ""},
    {"K2", M::note, P::anywhere, R::nothing, {6, 6}, "crash reproduces with baseline config", ""},
    {"K2",
     M::note,
     P::anywhere,
     R::nothing,
     {6, 6},
     "unable to test using baseline config, keep original config",
     ""},
    {"K2", M::note, P::anywhere, R::texts, {6, 6}, "testing baseline config failed: ", ""},
    {"K2", M::note, P::anywhere, R::texts, {6, 6}, "minimizing config failed: ", ""},
    {"K2",
     M::note,
     P::anywhere,
     R::nothing,
     {6, 6},
     "testing with generated minimized config doesn't reproduce the crash",
     ""},
    {"K2", M::note, P::anywhere, R::nothing, {6, 6}, "# crash reproduces with baseline config", ""},
    {"K2",
     M::note,
     P::anywhere,
     R::nothing,
     {6, 6},
     "# unable to test using baseline config, keep original config",
     ""},
    {"K2", M::note, P::anywhere, R::texts, {6, 6}, "# testing baseline config failed: ", ""},
    {"K2", M::note, P::anywhere, R::texts, {6, 6}, "# minimizing config failed: ", ""},
    {"K2",
     M::note,
     P::anywhere,
     R::nothing,
     {6, 6},
     "# testing with generated minimized config doesn't reproduce the crash",
     ""},
    {"K3", M::note, P::anywhere, R::nothing, {6, 6}, "# start config bisection", ""},
    {"K3", M::note, P::anywhere, R::texts, {6, 6}, "# config-bisect.pl ", ""},
    {"K3", M::note, P::anywhere, R::texts, {6, 6}, "# config_bisect.pl finished", ""},
    {"K3", M::note, P::anywhere, R::texts, {6, 6}, "# found config option changes ", ""},
    {"K4", M::note, P::anywhere, R::text, {6, 20}, "kconfig minimization: base=", ""},
    {"K4", M::note, P::anywhere, R::nothing, {6, 14}, "base config crashes", ""},
    {"K4", M::note, P::anywhere, R::text, {6, 14}, "trying half: ", ""},
    {"K4", M::note, P::anywhere, R::nothing, {6, 14}, "half crashed", ""},
    {"K4", M::note, P::anywhere, R::nothing, {6, 14}, "both halves did not crash", ""},
    {"K4", M::note, P::anywhere, R::text, {6, 14}, "resulting configs: ", ""},
    {"K4", M::note, P::anywhere, R::nothing, {6, 14}, "only full config crashes", ""},
    {"K5",
     M::note,
     P::anywhere,
     R::nothing,
     {14, 20},
     "check whether we can drop unnecessary instrumentation",
     ""},
    {"K5", M::note, P::anywhere, R::nothing, {14, 20}, "there was nothing we could disable; skip", ""},
    {"K5",
     M::instrumentation,
     P::anywhere,
     R::text,
     {14, 20},
     "disabling configs for [",
     "], they are not needed"},
    {"K5", M::note, P::anywhere, R::nothing, {14, 20}, "the bug reproduces without the instrumentation", ""},
    {"K6", M::note, P::anywhere, R::text, {14, 20}, "split chunks (needed=", ""},
    {"K6", M::note, P::anywhere, R::text, {14, 20}, "split chunk #", ""},
    {"K6", M::note, P::anywhere, R::text, {14, 20}, "testing without sub-chunk ", ""},
    {"K6", M::note, P::anywhere, R::nothing, {14, 20}, "the chunk can be dropped", ""},
    {"K6", M::note, P::anywhere, R::nothing, {14, 20}, "no way to further split the chunk", ""},
    {"K6",
     M::note,
     P::anywhere,
     R::nothing,
     {14, 20},
     "no need to test this chunk, it's definitely needed",
     ""},
    {"K6",
     M::note,
     P::anywhere,
     R::text,
     {14, 20},
     "we have reached the limit on predicate runs (",
     "); pretend it returns false"},
    {"K6", M::note, P::anywhere, R::text, {14, 20}, "minimized to ", ""},
    {"K7", M::note, P::anywhere, R::texts, {17, 20}, "config minimization failed due to bad Kconfig ", ""},
    {"K7", M::note, P::anywhere, R::nothing, {17, 20}, "proceeding with the original config", ""},

    {"G", M::git_command, P::anywhere, R::text, {0, 20}, "# git bisect ", ""},
    {"P0", M::error_probability, P::anywhere, R::word, {15, 20}, "accumulated error probability: ", ""},
    {"P1", M::note, P::anywhere, R::texts, {3, 20}, "failed to detect release: ", ""},
    {"P1", M::note, P::anywhere, R::texts, {4, 20}, "failed to detect noop change: ", ""},
    {"P2", M::parent_untested, P::anywhere, R::id_then_text, {4, 20}, "parent commit ", " wasn't tested"},
    {"P3", M::parent_signature, P::anywhere, R::word, {2, 3}, "previous signature: ", ""},
    {"P4", M::culprit_signature, P::anywhere, R::word, {4, 20}, "culprit signature: ", ""},
    {"P4", M::parent_signature, P::anywhere, R::word, {4, 20}, "parent  signature: ", ""},
    {"P5", M::flaky, P::anywhere, R::nothing, {6, 14}, "Reproducer flagged being flaky", ""},
    {"P5'", M::flaky, P::anywhere, R::text, {15, 20}, "reproducer is flaky (", " repro chance estimate)"},
    {"P6", M::revisions_tested, P::anywhere, R::text, {0, 20}, "revisions tested: ", ""},
    {"E1", M::error, P::at_end, R::texts, {0, 20}, "error: ", ""},
    {"E2", M::nothing_found, P::at_end, R::nothing, {1, 11}, "the crash still happens on HEAD", ""},
    {"E2",
     M::nothing_found,
     P::at_end,
     R::nothing,
     {12, 15},
     "crash still not fixed on HEAD or HEAD had kernel test errors",
     ""},
    {"E2",
     M::nothing_found,
     P::at_end,
     R::nothing,
     {15, 20},
     "crash still not fixed or there were kernel test errors",
     ""},
    {"E3",
     M::nothing_found,
     P::at_end,
     R::nothing,
     {1, 11},
     "the crash already happened on the oldest tested release",
     ""},
    {"E3",
     M::nothing_found,
     P::at_end,
     R::nothing,
     {12, 20},
     "oldest tested release already had the bug or it had kernel test errors",
     ""},
    {"E4", M::commit_message, P::at_end, R::text, {2, 20}, "commit msg: ", ""},
    {"E5",
     M::inconclusive,
     P::anywhere,
     R::nothing,
     {1, 20},
     "bisection is inconclusive, the first bad commit could be any of:",
     ""},
    {"E5",
     M::inconclusive,
     P::anywhere,
     R::nothing,
     {1, 20},
     "bisection is inconclusive, the first good commit could be any of:",
     ""},
    {"E6", M::first_bad, P::anywhere, R::id_then_text, {0, 20}, "first bad commit: ", ""},
    {"E6", M::first_bad, P::anywhere, R::id_then_text, {0, 20}, "first good commit: ", ""},
    {"E7", M::recipients, P::at_end, R::text, {1, 6}, "cc: [", "]"},
    {"E7'", M::recipients, P::at_end, R::text, {6, 20}, "recipients (to): [", "]"},
    {"E7'", M::recipients, P::at_end, R::text, {6, 20}, "recipients (cc): [", "]"},
    {"E8", M::crash, P::at_end, R::text, {1, 20}, "crash: ", ""},
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
