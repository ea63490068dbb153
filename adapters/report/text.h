// The Report for a terminal: plain text in the order of docs/cli.md. Text from logs is shown with its control
// characters replaced, so that it cannot drive the terminal.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "adapters/report/json.h"
#include "engine/model/commit_graph.h"
#include "engine/replay/bisect_session.h"
#include "engine/review/report.h"
#include "engine/simulate/what_if.h"

namespace rebisect {

// The fewest columns that a report can be laid out in.
inline constexpr std::size_t kNarrowestText = 40;

struct TextStyle {
  std::size_t width = 80;             // columns; at least kNarrowestText
  std::size_t candidates_shown = 10;  // by id; more are only counted
  bool color = false;
  bool first_line_only = false;  // of a report: what was concluded, nothing else
};

std::string to_text(const Report& report, const TextStyle& style);

// What to test next, and why that is not settled yet.
std::string plan_to_text(const Report& report, const TextStyle& style);

// The steps beside git's choices, nothing else.
std::string selection_to_text(const Report& report, const TextStyle& style);

// What the commits are called, by their 40 digits; those that nobody could describe are absent.
using Descriptions = std::map<std::string, CommitDescription>;

// Where a bisection would have ended, one line for each alternative; of a single one, its candidates too.
std::string to_text(const std::vector<Alternative>& alternatives, const CommitGraph& graph, Aim aim,
                    const Descriptions& descriptions, const TextStyle& style);

// What git would print after the log's last command; one or more lines.
std::string next_to_text(const BisectAnswer& answer, const CommitGraph& graph, const std::string& subject);

}  // namespace rebisect
