#include "adapters/logs/refusal.h"

#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "adapters/logs/line_reader.h"
#include "adapters/logs/words.h"

namespace rebisect {
namespace {

constexpr std::string_view kRemedy =
    "what is read is a syzbot bisection log (bisect.txt, with lines \"testing commit ...\"), the output of "
    "`git "
    "bisect log`, or a mail that holds one of them";

constexpr std::size_t kShownBytes = 200;

// Signs of other texts, the surest first, looked for in each line.
struct Sign {
  std::string_view text;
  bool at_start;
  std::string_view kind;
};
constexpr Sign kSigns[] = {
    {"<!doctype html", true, "an HTML page"},
    {"<html", true, "an HTML page"},
    {"bisection log: ", true,
     "a mail about a bisection; save the page that its line \"bisection log:\" names"},
    {"call trace:", false, "a kernel crash report, which `rebisect title` reads"},
    {"rip: 0010:", false, "a kernel crash report, which `rebisect title` reads"},
    {"hardware name: ", false, "a kernel crash report, which `rebisect title` reads"},
    {"kernel panic - not syncing", false, "a kernel crash report, which `rebisect title` reads"},
    {"[ cut here ]", false, "a kernel crash report, which `rebisect title` reads"},
    {"diff --git ", true, "a patch"},
    {"subject: ", true, "a mail without a bisection log"},
};

// How the errors of syzbot's bisection jobs begin, as its dashboard stores them where a job has no log.
constexpr std::string_view kJobErrors[] = {
    "bisection is taking too long (",
    "the crash wasn't reproduced on the original commit",
    "commit ",
    "kernel clean failed: ",
    "failed to run [",
    "syzkaller build failed: ",
    "couldn't get repo HEAD: ",
    "no release tags ",
    "config minimization failed: ",
    "more than 50% of runs failed with an infra error",
    "unable to determine the verdict because of infra errors",
    "repro testing failure: ",
    "oldest tested release had kernel build, boot or test errors",
    "no result for culprit commit",
};

bool is_job_error(std::string_view line) {
  // "commit <id>" alone begins a commit in `git log`.
  if (line.starts_with("commit ")) return line.find(" not reachable in branch ") != std::string_view::npos;
  if (line.find(": error: ") != std::string_view::npos) return true;  // a compiler's
  return std::ranges::any_of(kJobErrors, [&](std::string_view start) { return line.starts_with(start); });
}

bool is_commit_header(const LineView& line) {
  const auto id = after(line.text, "commit ");
  return id && is_whole_id(id->substr(0, Oid::kDigits));
}

std::optional<std::string_view> kind_of(const std::vector<LineView>& lines) {
  for (const Sign& sign : kSigns) {
    for (const LineView& line : lines) {
      const std::size_t at = lowered(line.text).find(sign.text);
      if (at == 0 || (!sign.at_start && at != std::string::npos)) return sign.kind;
    }
  }
  if (std::ranges::any_of(lines, is_commit_header)) return "the output of git log";
  return std::nullopt;
}

}  // namespace

std::string describe_refusal(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) {
    return fmt::format("this is binary data, no bisection log; {}", kRemedy);
  }
  const std::vector<LineView> lines = read_lines(text);
  const auto first = std::ranges::find_if_not(lines, is_blank, &LineView::text);
  if (first == lines.end()) return fmt::format("the input is empty; {}", kRemedy);
  const std::string_view shown = trim(first->text).substr(0, kShownBytes);
  if (is_job_error(first->text)) {
    return fmt::format("this is only the error of a bisection job, without its log: {}; {}", shown, kRemedy);
  }
  if (const auto kind = kind_of(lines)) {
    return fmt::format("this looks like {}, not a bisection log; {}", *kind, kRemedy);
  }
  return fmt::format("this is no bisection log; it begins with \"{}\"; {}", shown, kRemedy);
}

}  // namespace rebisect
