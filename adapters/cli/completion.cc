#include "adapters/cli/completion.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rebisect {
namespace {

// A value behind "=" stands in a word of its own: bash breaks words there.
constexpr const char* kFunction = R"(
_{0}() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} command="" word
  if [[ $current == = ]]; then
    current=""
  elif [[ $previous == = ]]; then
    previous=${{COMP_WORDS[COMP_CWORD-2]}}
  fi
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case $word in
      {1}) command=$word; break ;;
    esac
  done
  COMPREPLY=()
  case "$command $previous" in
{2}  esac
  if [[ $current == -* ]]; then
    case $command in
{3}    esac
    return
  fi
  case $command in
    "") mapfile -t COMPREPLY < <(compgen -W "{4}" -- "$current") ;;
    *) _{0}_files "$command" "$current" ;;
  esac
}}

_{0}_files() {{
  local kind=-f
  case $1 in
{5}  esac
  compopt -o filenames 2> /dev/null
  mapfile -t COMPREPLY < <(compgen "$kind" -- "$2")
}}

# git's own completion looks for this one.
_git_{0}() {{ _{0}; }}

complete -F _{0} {0} git-{0}
)";

std::string words_line(const std::string& pattern, const std::vector<std::string>& words) {
  return fmt::format("    {}) mapfile -t COMPREPLY < <(compgen -W \"{}\" -- \"$current\"){} ;;\n", pattern,
                     fmt::join(words, " "), pattern.starts_with('"') ? "; return" : "");
}

// "audit --format"|"audit -f"
std::string pattern_of(const DeclaredCommand& command, const DeclaredOption& option) {
  std::string pattern;
  for (const std::string& name : option.names) {
    pattern += fmt::format("{}\"{} {}\"", pattern.empty() ? "" : " | ", command.name, name);
  }
  return pattern;
}

bool is_folder(const std::string& values) {
  return values == "DIR";
}

// What may stand behind the options of a command: one of some words, a file, or nothing that is known.
std::string value_cases(const DeclaredCommand& command) {
  std::string cases;
  for (const DeclaredOption& option : command.options) {
    if (option.positional || option.values.empty()) continue;
    const std::vector<std::string> words = choices(option);
    const std::string pattern = pattern_of(command, option);
    if (!words.empty()) {
      cases += words_line(pattern, words);
    } else if (option.values == "FILE" || option.values == "CSV" || is_folder(option.values)) {
      cases += fmt::format("    {}) _rebisect_files \"{}\" \"$current\"; return ;;\n", pattern,
                           is_folder(option.values) ? "--folders" : "");
    } else {
      cases += fmt::format("    {}) return ;;\n", pattern);
    }
  }
  return cases;
}

std::vector<std::string> option_names(const std::vector<DeclaredOption>& options) {
  std::vector<std::string> names;
  for (const DeclaredOption& option : options) {
    if (!option.positional) names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return names;
}

}  // namespace

std::string bash_completion(const DeclaredProgram& program) {
  std::vector<std::string> commands;
  commands.reserve(program.commands.size());
  std::string values;
  std::string names = words_line("''", option_names(program.options));
  std::string folders = "    --folders) kind=-d ;;\n";
  for (const DeclaredCommand& command : program.commands) {
    commands.push_back(command.name);
    values += value_cases(command);
    names += words_line(command.name, option_names(command.options));
    for (const DeclaredOption& option : command.options) {
      if (option.positional && is_folder(option.names.front())) {
        folders += fmt::format("    {}) kind=-d ;;\n", command.name);
      }
    }
  }
  return fmt::format("# Completion for {}, made by `{} --generate completion`.", program.name, program.name) +
         fmt::format(kFunction, program.name, fmt::join(commands, " | "), values, names,
                     fmt::join(commands, " "), folders);
}

}  // namespace rebisect
