#include "adapters/process/bisect_with_git.h"

#include <algorithm>
#include <csignal>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "adapters/process/git_reply.h"
#include "adapters/process/system_git.h"

namespace rebisect {
namespace {

using Clock = std::chrono::steady_clock;

// The scratch repository has no configuration that could start anything; this is the second lock on the door.
// A commit-graph file would order merge bases of one date by dates that the replay does not look at.
constexpr const char* kSettings[] = {
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.commitGraph=false",
    "protocol.allow=never",
    "gc.auto=0",
    "color.ui=never",
};

constexpr const char* kTimeWasUp = "the time was up";

std::vector<std::string> words_of(const GitScript& script, const ToldCommand& told) {
  std::vector<std::string> words = {"bisect"};
  const bool start = told.kind == GitCommand::Kind::start;
  if (start) {
    words.emplace_back("start");
    words.emplace_back("--no-checkout");
    if (script.first_parent) words.emplace_back("--first-parent");
  } else {
    words.emplace_back(to_text(told.verdict));
  }
  for (const Oid& commit : told.commits) words.push_back(commit.hex());
  if (start && !script.paths.empty()) {
    words.emplace_back("--");
    words.insert(words.end(), script.paths.begin(), script.paths.end());
  }
  return words;
}

// The last line that says something; git puts its reason there.
std::string last_words(const GitRun& run) {
  constexpr std::size_t kMost = 200;
  const std::string& said = run.errors.empty() ? run.output : run.errors;
  const std::size_t end = said.find_last_not_of(" \n");
  if (end == std::string::npos) return fmt::format("nothing, and status {}", run.status);
  const std::size_t before = said.rfind('\n', end);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  return said.substr(begin, std::min(end + 1 - begin, kMost));
}

class Interview {
 public:
  Interview(const ScratchRepository& scratch, const GitScript& script, Clock::time_point deadline)
      : scratch_(scratch), script_(script), deadline_(deadline) {}

  void hold(GitAnswers& answers) {
    // A fragment of a log can begin with a verdict.
    if (script_.commands.front().kind != GitCommand::Kind::start) {
      if (!tell({GitCommand::Kind::start, {}, {}, {}, {}, {}}, answers)) return;
      answers.replies.clear();
    }
    for (const ToldCommand& told : script_.commands) {
      if (!answers.replies.empty() && !scratch_.has_session()) {
        answers.end = GitAnswers::End::session_over;
        answers.why = "git had ended its session by then";
        return;
      }
      if (!tell(told, answers)) return;
    }
  }

  // The signal that ended it; 0: none.
  int interrupted() const { return interrupted_; }

 private:
  // False where there is no answer.
  bool tell(const ToldCommand& told, GitAnswers& answers) {
    if (Clock::now() >= deadline_) return stop(answers, GitAnswers::End::deadline, kTimeWasUp);
    GitCall call;
    call.arguments = {"--git-dir", scratch_.path()};
    for (const char* setting : kSettings) {
      call.arguments.emplace_back("-c");
      call.arguments.emplace_back(setting);
    }
    const std::vector<std::string> words = words_of(script_, told);
    call.arguments.insert(call.arguments.end(), words.begin(), words.end());
    call.directory = scratch_.path();
    call.deadline = time_until(deadline_);
    call.on_signal = GitCall::OnSignal::end_git_only;
    const Result<GitRun> run = run_git(call);
    if (!run && Clock::now() >= deadline_) return stop(answers, GitAnswers::End::deadline, kTimeWasUp);
    if (!run) return stop(answers, GitAnswers::End::failed, run.error().message);
    if (run->interrupted != 0) {
      interrupted_ = run->interrupted;
      return stop(answers, GitAnswers::End::failed, "a signal came");
    }
    std::optional<GitReply> reply = read_git_reply(*run);
    if (!reply) return stop(answers, GitAnswers::End::failed, "git then said: " + last_words(*run));
    answers.replies.push_back(*std::move(reply));
    return true;
  }

  static bool stop(GitAnswers& answers, GitAnswers::End end, std::string why) {
    answers.end = end;
    answers.why = std::move(why);
    return false;
  }

  const ScratchRepository& scratch_;
  const GitScript& script_;
  Clock::time_point deadline_;
  int interrupted_ = 0;
};

std::optional<Oid> first_commit(const GitScript& script) {
  for (const ToldCommand& told : script.commands) {
    if (!told.commits.empty()) return told.commits.front();
  }
  return std::nullopt;
}

}  // namespace

std::chrono::milliseconds time_until(Clock::time_point deadline) {
  // Rounded up, so that who waited for it finds the deadline passed.
  return std::max(std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()),
                  std::chrono::milliseconds(1));
}

GitAnswers bisect_with_git(const GitScript& script, const BorrowedStores& stores, const std::string& version,
                           Clock::time_point deadline) {
  GitAnswers answers;
  answers.version = version;
  if (script.commands.empty()) return answers;
  // Git starts no session without a commit in HEAD.
  const std::optional<Oid> head = first_commit(script);
  if (!head) {
    answers.end = GitAnswers::End::unavailable;
    answers.why = "no commit is named";
    return answers;
  }
  auto scratch = ScratchRepository::make(stores, *head, time_until(deadline));
  if (!scratch) {
    const bool late = Clock::now() >= deadline;
    answers.end = late ? GitAnswers::End::deadline : GitAnswers::End::unavailable;
    answers.why = late ? kTimeWasUp : scratch.error().message;
    return answers;
  }
  Interview interview(*scratch, script, deadline);
  interview.hold(answers);
  if (interview.interrupted() != 0) {
    scratch = fail(ErrorCode::repository, "removed");
    static_cast<void>(std::raise(interview.interrupted()));
  }
  return answers;
}

}  // namespace rebisect
