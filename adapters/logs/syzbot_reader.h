// SyzbotReader: the state behind read_syzbot_log(). It is fed line by line; each line either has a shape of
// the table in syzbot_lines.h, which names the member function that takes it, or it belongs to what stands
// before it: git's output, a test, an error.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/logs/line_reader.h"
#include "adapters/logs/syzbot_dialect.h"
#include "adapters/logs/syzbot_lines.h"
#include "engine/model/bisection_log.h"

namespace rebisect {

class SyzbotReader {
 public:
  explicit SyzbotReader(std::uint32_t line_count);

  void read(const LineView& line);
  BisectionLog finish();

 private:
  using Handler = void (SyzbotReader::*)(std::string_view rest, const LineView& line);
  struct HandlerOf {
    SyzbotMeaning meaning;
    Handler handler;
  };
  static const HandlerOf kHandlers[];

  // What the lines without a shape of their own belong to.
  enum class Part {
    front,       // nothing of the log was seen yet
    log,         // between the bisecter's own lines
    test,        // behind "testing commit"
    git,         // behind "# git bisect"
    tail,        // behind "revisions tested"
    error,       // behind "error:", up to the end of the log
    candidates,  // behind "bisection is inconclusive"
    crash,       // behind "crash:", up to the end of the input
  };

  void note(std::string_view rest, const LineView& line);
  // The head of the log and the range that is searched: syzbot.cc.
  void take_host(std::string_view rest, const LineView& line);
  void take_cause_header(std::string_view rest, const LineView& line);
  void take_fix_header(std::string_view rest, const LineView& line);
  void take_syzkaller(std::string_view rest, const LineView& line);
  void take_reidentified(std::string_view rest, const LineView& line);
  void take_instrumentation(std::string_view rest, const LineView& line);
  void take_picked(std::string_view rest, const LineView& line);
  // Tests: syzbot_tests.cc.
  void take_release(std::string_view rest, const LineView& line);
  void take_head(std::string_view rest, const LineView& line);
  void take_range_merge_base(std::string_view rest, const LineView& line);
  void take_presence_merge_base(std::string_view rest, const LineView& line);
  void take_pretended(std::string_view rest, const LineView& line);
  void take_parent_untested(std::string_view rest, const LineView& line);
  void take_test(std::string_view rest, const LineView& line);
  void take_compiler(std::string_view rest, const LineView& line);
  void take_signature(std::string_view rest, const LineView& line);
  void take_all_runs(std::string_view rest, const LineView& line);
  void take_run(std::string_view rest, const LineView& line);
  void take_representative(std::string_view rest, const LineView& line);
  void take_chance(std::string_view rest, const LineView& line);
  void take_misplaced_skip(std::string_view rest, const LineView& line);
  void take_flaky(std::string_view rest, const LineView& line);
  void take_build_failure(std::string_view rest, const LineView& line);
  void take_test_failure(std::string_view rest, const LineView& line);
  // What was told to git: syzbot_tests.cc.
  void take_git_command(std::string_view rest, const LineView& line);
  // The end of the log: syzbot.cc.
  void take_culprit_signature(std::string_view rest, const LineView& line);
  void take_parent_signature(std::string_view rest, const LineView& line);
  void take_error_probability(std::string_view rest, const LineView& line);
  void take_revisions_tested(std::string_view rest, const LineView& line);
  void take_error(std::string_view rest, const LineView& line);
  void take_nothing_found(std::string_view rest, const LineView& line);
  void take_inconclusive(std::string_view rest, const LineView& line);
  void take_first_bad(std::string_view rest, const LineView& line);
  void take_crash(std::string_view rest, const LineView& line);

  void take(const SyzbotLineView& match, const LineView& line);
  // A line without a shape: its kind, and what it adds to what stands before it.
  LineKind read_shapeless(const LineView& line);
  LineKind read_candidate(const LineView& line);
  // What git prints about the commit that it found.
  void keep_culprit(const GitOutput& output, const LineView& line);
  void open_test(std::string_view id, StepRole role, const LineView& line);
  void close_test();
  StepRole role_of_test(std::string_view id);
  void add_run(std::string_view outcome, const LineView& line);
  void start_search(const std::vector<std::string_view>& words, const LineView& line);
  void tell_verdict(Verdict verdict, std::string_view id, const LineView& line);
  // A number that the bot printed; a diagnostic where it is none.
  std::optional<double> read_number(std::string_view rest, const LineView& line);
  std::optional<std::size_t> last_test_of(std::string_view id, std::size_t from) const;
  void claim(Claim::Kind kind, std::string_view text, const LineView& line);
  void judge_dialect();
  void diagnose(const LineView& line, std::string text);
  void mark(const LineView& line, LineKind kind);
  Step* open_step() { return test_open_ ? &log_.steps.back() : nullptr; }
  bool searching() const { return !log_.commands.empty() && !log_.revisions_tested; }

  BisectionLog log_;
  DialectClues clues_;
  Part part_ = Part::front;
  bool test_open_ = false;
  bool test_failed_ = false;  // the open test ended without a run for a reason beside the build
  bool goes_on_ = false;      // the text of the last shape may go on
  bool header_seen_ = false;
  std::optional<StepRole> next_role_;  // what the next "testing commit" is for
  std::string next_release_;
  std::size_t steps_at_command_ = 0;  // how many tests stood before the last thing told to git
  bool pretended_ = false;            // the next verdict stands for a test that was not made
  bool after_checkout_ = false;       // the line before is "[<id>] <subject>"
  bool blank_after_checkout_ = false;
  std::vector<LineView> crash_lines_;  // behind "crash:"
};

}  // namespace rebisect
