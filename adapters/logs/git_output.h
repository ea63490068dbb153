// What git prints while it bisects: the lines between the commands, in syzbot's logs and in transcripts of a
// terminal.
#pragma once

#include "adapters/logs/line_reader.h"
#include "engine/model/bisection_log.h"

namespace rebisect {

// Is `line` one that git prints after `git bisect start|good|bad|skip`? What it says is added to `output`,
// which is what the lines before it said. The shapes are those of git 1.5 to 2.55 (builtin/bisect.c,
// bisect.c, git-bisect.sh), in English; the commit that git shows at the end is recognised too.
bool read_git_output(const LineView& line, GitOutput& output);

// Is `line` what git prints before the commit that it checks out, in any of the languages that git speaks?
// The numbers are added to `output`: the one in brackets is K of "roughly K steps". Any line with a colon
// might be one, so the next line must be a checkout line.
bool read_translated_output(const LineView& line, GitOutput& output);

// "[<40 digits>] <subject>": the commit that git checked out.
bool is_checkout_line(std::string_view text);

}  // namespace rebisect
