#include "adapters/cli/man_page.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace rebisect {
namespace {

// What the commands have in common, and no option tells.
constexpr std::string_view kDescription =
    "A published bisection says which commit is the first bad one. rebisect replays the recorded verdicts on "
    "the\n"
    "repository as the git of that day would have gone, says whether that commit follows from them, how "
    "probable\n"
    "it and others are, and which test would settle it. It only reads: repositories are not written, nothing "
    "is\n"
    "sent, and there is no network.\n"
    ".PP\n"
    "LOG is a file, or \\- for standard input: a syzbot bisection log, or what\n"
    ".B git bisect log\n"
    "prints, either also quoted in a mail.\n";

constexpr std::string_view kEnvironment =
    ".TP\n.B NO_COLOR\nIf it is set and not empty, text has no colour unless\n.B \\-\\-color\nsays so.\n"
    ".TP\n.BR LC_ALL \", \" LC_CTYPE \", \" LANG\n"
    "The first that is set tells whether text may have characters beyond ASCII.\n"
    ".TP\n.B GIT_NO_REPLACE_OBJECTS\nReplace refs do not hold, as for git.\n";

// Text as troff shows it: a backslash is itself, a dash is a dash, and no line is a request.
std::string escaped(std::string_view text) {
  std::string result;
  bool begins = true;
  for (const char c : text) {
    if (begins && (c == '.' || c == '\'')) result += "\\&";
    begins = c == '\n';
    if (c == '\\') {
      result += "\\e";
    } else if (c == '-') {
      result += "\\-";
    } else {
      result += c;
    }
  }
  return result;
}

// With a full stop, where it does not end a question.
std::string sentence(std::string_view text) {
  return escaped(text) + (text.ends_with('?') ? "" : ".");
}

std::string item(const DeclaredOption& option) {
  std::string names;
  for (const std::string& name : option.names) {
    names += fmt::format("{}\\fB{}\\fR", names.empty() ? "" : ", ", escaped(name));
  }
  const std::string values = option.values.empty() ? "" : fmt::format(" \\fI{}\\fR", escaped(option.values));
  return fmt::format(".TP\n{}{}\n{}\n", names, values, escaped(option.about));
}

// Is the option one of every command?
bool is_shared(const DeclaredProgram& program, const DeclaredOption& option) {
  return std::ranges::all_of(program.commands, [&](const DeclaredCommand& command) {
    return std::ranges::find(command.options, option) != command.options.end();
  });
}

std::string section(const DeclaredProgram& program, const DeclaredCommand& command) {
  std::string words;
  std::string items;
  for (const DeclaredOption& option : command.options) {
    if (option.positional) {
      words += " " + option.names.front();
    } else if (!is_shared(program, option)) {
      items += item(option);
    }
  }
  std::string text = fmt::format(".SS \"{} {}{} [OPTION]...\"\n{}\n", program.name, command.name, words,
                                 sentence(command.about));
  text += items;
  if (command.example.empty()) return text;
  return text + fmt::format(".PP\nExample:\n.PP\n.RS 4\n.nf\n{}\n.fi\n.RE\n", escaped(command.example));
}

}  // namespace

std::string man_page(const DeclaredProgram& program, std::string_view version) {
  std::string name = program.name;
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  std::string text = fmt::format(".TH {} 1 \"\" \"{} {}\" \"User Commands\"\n", name, program.name, version);
  text += fmt::format(".SH NAME\n{} \\- {}\n", program.name, "audit published git bisections");
  text += fmt::format(
      ".SH SYNOPSIS\n.B {0}\n.I COMMAND\n[\\fIOPTION\\fR]...\n.br\n.B git {0}\n.I "
      "COMMAND\n[\\fIOPTION\\fR]...\n",
      program.name);
  text += fmt::format(".SH DESCRIPTION\n{}\n.PP\n{}", escaped(program.about), kDescription);
  text += ".SH COMMANDS\n";
  for (const DeclaredCommand& command : program.commands) text += section(program, command);
  text += ".SH OPTIONS OF EVERY COMMAND\n";
  if (!program.commands.empty()) {
    for (const DeclaredOption& option : program.commands.front().options) {
      if (!option.positional && is_shared(program, option)) text += item(option);
    }
  }
  text += ".SH OPTIONS WITHOUT A COMMAND\n";
  for (const DeclaredOption& option : program.options) text += item(option);
  text += fmt::format(".SH EXIT STATUS\n{}\n", escaped(program.footer));
  text += fmt::format(".SH ENVIRONMENT\n{}", kEnvironment);
  return text + ".SH SEE ALSO\n.BR git\\-bisect (1)\n";
}

}  // namespace rebisect
