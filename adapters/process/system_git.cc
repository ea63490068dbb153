// Boost.Process 1.74 has four traps that this file goes around. child::wait_for() swaps the handler of
// SIGCHLD for the whole process: the deadline is an asio timer instead. start_dir ignores a directory that is
// not there: `git -C` does not. And writing to a pipe that git has closed raises SIGPIPE: the input is an
// unnamed file, which cannot fill up either while git waits for us to read. And this_process::path() throws
// where the environment names a locale that the machine does not have: PATH is taken apart here.
#include "adapters/process/system_git.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <optional>
#include <sstream>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/process/args.hpp>
#include <boost/process/async_pipe.hpp>
#include <boost/process/child.hpp>
#include <boost/process/env.hpp>
#include <boost/process/environment.hpp>
#include <boost/process/group.hpp>
#include <boost/process/io.hpp>
#include <boost/process/search_path.hpp>
#include <fmt/format.h>

namespace rebisect {
namespace {

namespace asio = boost::asio;
namespace process = boost::process;

constexpr std::chrono::milliseconds kBetweenLooks{1};
constexpr std::string_view kBeforeVersion = "git version ";

struct CloseFile {
  void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

std::string search_folders() {
  const char* path = std::getenv("PATH");
  return path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin";
}

// Where git is; empty where it is not.
boost::filesystem::path find_git() {
  std::vector<boost::filesystem::path> folders;
  std::istringstream entries(search_folders());
  for (std::string entry; std::getline(entries, entry, ':');) {
    if (!entry.empty()) folders.emplace_back(entry);
  }
  return process::search_path("git", folders);
}

// By set(): operator[] of Boost 1.74 reads past the end of names that are shorter than the one it seeks.
process::environment hermetic_environment() {
  process::environment environment;
  environment.set("PATH", search_folders());
  environment.set("HOME", "/nonexistent");
  environment.set("LC_ALL", "C");
  environment.set("TZ", "UTC");
  environment.set("GIT_CONFIG_NOSYSTEM", "1");
  environment.set("GIT_CONFIG_GLOBAL", "/dev/null");
  environment.set("GIT_TERMINAL_PROMPT", "0");
  environment.set("GIT_OPTIONAL_LOCKS", "0");
  environment.set("GIT_PAGER", "cat");
  environment.set("GIT_EDITOR", "true");
  for (const std::string role : {"AUTHOR", "COMMITTER"}) {
    environment.set("GIT_" + role + "_NAME", "A U Thor");
    environment.set("GIT_" + role + "_EMAIL", "author@example.com");
    environment.set("GIT_" + role + "_DATE", "1000000000 +0000");
  }
  return environment;
}

// A file without a name that holds the text and is read from its start; null where that cannot be had.
File file_with(const std::string& text) {
  File file(std::tmpfile());
  if (!file) return nullptr;
  if (std::fwrite(text.data(), 1, text.size(), file.get()) != text.size()) return nullptr;
  if (std::fflush(file.get()) != 0) return nullptr;
  std::rewind(file.get());
  return file;
}

// One run of git: reads both its pipes until it ends or its time is up.
class Conversation {
 public:
  explicit Conversation(const GitCall& call) : deadline_(io_, call.deadline), look_(io_), signals_(io_) {
    if (call.on_signal == GitCall::OnSignal::end_git_only) watch_signals();
  }
  // Its handlers hold its address.
  Conversation(const Conversation&) = delete;
  Conversation(Conversation&&) = delete;
  Conversation& operator=(const Conversation&) = delete;
  Conversation& operator=(Conversation&&) = delete;
  ~Conversation() = default;

  // The run, or nothing where the deadline passed. Throws what Boost.Process throws.
  std::optional<GitRun> hold(const boost::filesystem::path& git, const std::vector<std::string>& arguments,
                             std::FILE* input) {
    child_ = process::child(git, process::args(arguments), hermetic_environment(),
                            process::std_in<input, process::std_out> out_, process::std_err > err_, group_);
    drain(out_, run_.output);
    drain(err_, run_.errors);
    deadline_.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      late_ = true;
      stop();
    });
    io_.run();
    child_.wait();
    if (late_) return std::nullopt;
    if (run_.interrupted != 0) return run_;
    group_.detach();
    const int native = child_.native_exit_code();
    run_.status = WIFSIGNALED(native) ? 128 + WTERMSIG(native) : child_.exit_code();
    return run_;
  }

 private:
  void drain(process::async_pipe& pipe, std::string& into) {
    asio::async_read(pipe, asio::dynamic_buffer(into), [this](const boost::system::error_code&, std::size_t) {
      if (--open_pipes_ == 0) look_for_the_end();
    });
  }

  // Git may close its pipes before it ends.
  void look_for_the_end() {
    if (!child_.running()) {
      deadline_.cancel();
      signals_.cancel();
      return;
    }
    look_.expires_after(kBetweenLooks);
    look_.async_wait([this](const boost::system::error_code& error) {
      if (!error) look_for_the_end();
    });
  }

  // Those that are not ignored: who runs under nohup or in the background wants them to be.
  void watch_signals() {
    for (const int signal : {SIGINT, SIGTERM}) {
      struct sigaction now = {};
      if (::sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_DFL) signals_.add(signal);
    }
    signals_.async_wait([this](const boost::system::error_code& error, int signal) {
      if (error) return;
      run_.interrupted = signal;
      stop();
    });
  }

  void stop() {
    std::error_code ignored;  // it may have ended just now
    group_.terminate(ignored);
    io_.stop();
  }

  asio::io_context io_;
  asio::steady_timer deadline_;
  asio::steady_timer look_;
  asio::signal_set signals_;
  process::async_pipe out_{io_};
  process::async_pipe err_{io_};
  process::group group_;
  process::child child_;
  GitRun run_;
  int open_pipes_ = 2;
  bool late_ = false;
};

}  // namespace

Result<GitRun> run_git(const GitCall& call) {
  std::vector<std::string> arguments;
  if (!call.directory.empty()) arguments = {"-C", call.directory};
  arguments.insert(arguments.end(), call.arguments.begin(), call.arguments.end());
  const std::string what = fmt::format("git {}", fmt::join(call.arguments, " "));
  try {
    const boost::filesystem::path git = find_git();
    if (git.empty()) return fail(ErrorCode::repository, "cannot run " + what + ": there is no git on PATH");
    const File input = file_with(call.input);
    if (!input) return fail(ErrorCode::repository, "cannot run " + what + ": no room for a temporary file");
    std::optional<GitRun> run = Conversation(call).hold(git, arguments, input.get());
    if (!run) {
      return fail(ErrorCode::repository,
                  fmt::format("{} took longer than {} ms and was ended", what, call.deadline.count()));
    }
    return *std::move(run);
  } catch (const std::exception& error) {
    return fail(ErrorCode::repository, "cannot run " + what + ": " + error.what());
  }
}

Result<std::string> git_version(std::chrono::milliseconds deadline) {
  REBISECT_TRY(const GitRun run, run_git({.arguments = {"version"}, .deadline = deadline}));
  std::string_view said = run.output;
  if (run.status != 0 || !said.starts_with(kBeforeVersion)) {
    return fail(ErrorCode::repository, "git does not tell its version: " + run.output + run.errors);
  }
  said.remove_prefix(kBeforeVersion.size());
  return std::string(said.substr(0, said.find_first_of(" \n")));
}

}  // namespace rebisect
