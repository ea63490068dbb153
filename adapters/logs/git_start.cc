#include "adapters/logs/git_start.h"

#include <iterator>
#include <optional>
#include <utility>

#include "adapters/logs/words.h"

namespace rebisect {
namespace {

struct TermOption {
  std::string_view name;
  std::string StartOptions::*term;
};
constexpr TermOption kTermOptions[] = {
    {"--term-new", &StartOptions::term_bad},
    {"--term-bad", &StartOptions::term_bad},
    {"--term-old", &StartOptions::term_good},
    {"--term-good", &StartOptions::term_good},
};

const TermOption* find_term_option(std::string_view name) {
  for (const TermOption& option : kTermOptions) {
    if (option.name == name) return &option;
  }
  return nullptr;
}

}  // namespace

// A shell's rules, without expansions: quotes of both kinds and the backslash outside single quotes.
std::vector<std::string> split_arguments(std::string_view text) {
  std::vector<std::string> arguments;
  std::optional<std::string> argument;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == 0 && (c == ' ' || c == '\t')) {
      if (argument) arguments.push_back(*std::exchange(argument, std::nullopt));
      continue;
    }
    if (!argument) argument.emplace();
    if (c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == '\\' && quote != '\'' && i + 1 < text.size()) {
      *argument += text[++i];
    } else {
      *argument += c;
    }
  }
  if (argument) arguments.push_back(*std::move(argument));
  return arguments;
}

StartLine parse_start_line(std::string_view arguments, std::size_t named) {
  StartLine start;
  std::vector<std::string> words = split_arguments(arguments);
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string& word = words[i];
    const std::size_t equals = word.find('=');
    if (word == "--") {
      start.options.dashes = true;
      start.options.paths.insert(start.options.paths.end(),
                                 std::make_move_iterator(words.begin() + static_cast<std::ptrdiff_t>(i) + 1),
                                 std::make_move_iterator(words.end()));
      break;
    }
    if (word == "--first-parent") {
      start.options.first_parent = true;
    } else if (word == "--no-checkout") {
      start.options.no_checkout = true;
    } else if (const TermOption* const option = find_term_option(word.substr(0, equals))) {
      if (equals != std::string::npos) {
        start.options.*option->term = word.substr(equals + 1);
      } else if (i + 1 < words.size()) {
        start.options.*option->term = words[++i];
      }
    } else if (word.starts_with("--")) {
      start.notes.push_back("an unknown option of git bisect start is ignored: " + word);
    } else if (named > 0 && start.revisions.size() == named) {
      start.options.dashes = false;
      start.options.paths.push_back(std::move(word));
    } else {
      start.revisions.push_back(std::move(word));
    }
  }
  return start;
}

}  // namespace rebisect
