// The command line: words to a Request, which says what to do and holds no third-party type.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/own_test.h"
#include "engine/simulate/what_if.h"

namespace rebisect {

// csv: `corpus` and `evaluate`; junit: `evaluate`; html: `audit` and `corpus`; markdown and mail: `audit`.
enum class OutputFormat { text, json, csv, junit, html, markdown, mail };
enum class ColorWhen { automatic, always, never };

// Options that several commands share; a command that does not take one leaves it as it is here.
struct CommonOptions {
  std::string log;                        // a file, or "-" for standard input
  std::vector<std::string> repositories;  // directories; their graphs are united
  std::string commit_graph_file;          // git's own commit-graph file; empty: none
  std::string git_rules = "auto";         // or a version that find_git_rules() knows
  std::string policy = "auto";            // or an id that find_policy() knows
  std::string config_file;                // empty: the defaults alone
  OutputFormat format = OutputFormat::text;
  std::string output;  // a file; empty: standard output
  ColorWhen color = ColorWhen::automatic;
  std::optional<std::size_t> width;  // columns of text; absent: the terminal's, or as the settings have it
  bool quiet = false;
  bool verbose = false;
  bool cross_check = false;  // ask the installed git too
  std::string syzbot_id;     // the bug's, hexadecimal digits alone; empty: none
  std::string crash_report;  // a file; empty: the one in the log, where there is one

  friend bool operator==(const CommonOptions&, const CommonOptions&) = default;
};

// Is there a repository or a commit-graph file to replay on?
bool has_history(const CommonOptions& options);

// What a person knows beside the log.
struct EvidenceOptions {
  std::string title;             // the bug's title; empty: not known
  std::vector<OwnTest> results;  // tests of their own

  friend bool operator==(const EvidenceOptions&, const EvidenceOptions&) = default;
};

struct AuditRequest {
  CommonOptions common;
  EvidenceOptions evidence{};
  friend bool operator==(const AuditRequest&, const AuditRequest&) = default;
};
struct PlanRequest {
  CommonOptions common;
  EvidenceOptions evidence{};
  friend bool operator==(const PlanRequest&, const PlanRequest&) = default;
};
struct ReplayRequest {
  CommonOptions common;
  friend bool operator==(const ReplayRequest&, const ReplayRequest&) = default;
};
struct NextRequest {
  CommonOptions common;  // `log` is empty with `serve`
  bool serve = false;    // answer questions on standard input, a JSON line each
  friend bool operator==(const NextRequest&, const NextRequest&) = default;
};
struct WhatIfRequest {
  CommonOptions common;
  std::vector<Edit> set;             // no commit twice
  bool each = false;                 // flip every verdict in turn; `set` is empty then
  std::optional<std::size_t> until;  // drop the steps after this one
  friend bool operator==(const WhatIfRequest&, const WhatIfRequest&) = default;
};
struct ConvertRequest {
  enum class To { git, json };
  CommonOptions common;
  To to = To::git;
  std::optional<std::size_t> until;
  friend bool operator==(const ConvertRequest&, const ConvertRequest&) = default;
};
struct CorpusRequest {
  CommonOptions common;  // without `log`
  std::string directory;
  std::string labels = {};  // a CSV file of what is known of the logs; empty: nothing is
  friend bool operator==(const CorpusRequest&, const CorpusRequest&) = default;
};
struct EvaluateRequest {
  CommonOptions common;                    // without `log`
  std::vector<std::string> suites;         // files
  std::string baseline = {};               // a file to compare with; empty: none
  std::string write_baseline = {};         // a file to write; empty: none
  std::optional<std::uint64_t> seed = {};  // instead of those of the suites
  std::optional<std::uint32_t> trials = {};
  std::optional<std::size_t> threads = {};  // absent: as many as are worth starting
  friend bool operator==(const EvaluateRequest&, const EvaluateRequest&) = default;
};
struct SimulateRequest {
  CommonOptions common;
  EvidenceOptions evidence{};
  std::string strategy = {};  // a name that find_strategy() knows; empty: the log's own way
  std::uint32_t trials = 1000;
  std::uint64_t seed = 1;
  friend bool operator==(const SimulateRequest&, const SimulateRequest&) = default;
};
struct TitleRequest {
  CommonOptions common;  // `log` is the crash report
  friend bool operator==(const TitleRequest&, const TitleRequest&) = default;
};
// Help or the version: print it, done.
struct ShowText {
  std::string text;  // ends with a newline
  friend bool operator==(const ShowText&, const ShowText&) = default;
};

using Request = std::variant<ShowText, AuditRequest, PlanRequest, ReplayRequest, NextRequest, WhatIfRequest,
                             ConvertRequest, CorpusRequest, EvaluateRequest, SimulateRequest, TitleRequest>;

// `argv` as main() gets it, the program's own name first. `version` is what --version prints. Fails (usage)
// with one line that names the word at fault and the help that tells more; no file is looked at.
Result<Request> parse_args(std::span<const char* const> argv, std::string_view version);

}  // namespace rebisect
