// The Report as GitHub-flavoured Markdown, to be pasted into a tracker. Text of the log and of the repository
// is shown as text: it makes no markup and no HTML, names nobody, and links to nothing.
#pragma once

#include <string>
#include <string_view>

#include "adapters/report/json.h"
#include "engine/review/report.h"

namespace rebisect {

std::string to_markdown(const Report& report, const ToolVersion& tool);

// A sentence as Markdown. Words with anything but letters, digits and the punctuation of prose become code,
// where trackers look for no names, links or markup: escapes do not keep "@name" from naming somebody. At
// most kMostMarkdownText columns; a longer text ends in "...". Cost: linear.
std::string markdown_text(std::string_view text);
inline constexpr std::size_t kMostMarkdownText = 500;

// The text as one piece of code: `text`, with as many backticks as it takes. Empty for an empty text.
std::string markdown_code(std::string_view text);

}  // namespace rebisect
