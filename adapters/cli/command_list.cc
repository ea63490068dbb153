#include "adapters/cli/command_list.h"

#include <algorithm>
#include <string_view>

namespace rebisect {
namespace {

DeclaredOption declared(const CLI::Option& option) {
  DeclaredOption declared;
  declared.positional = option.get_positional();
  declared.about = option.get_description();
  if (declared.positional) {
    declared.names = {option.get_name(true)};
    return declared;
  }
  for (const std::string& name : option.get_snames()) declared.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) declared.names.push_back("--" + name);
  if (option.get_items_expected_max() > 0) declared.values = option.get_type_name();
  return declared;
}

std::vector<DeclaredOption> declared_options(const CLI::App& app) {
  std::vector<DeclaredOption> options;
  for (const CLI::Option* const option : app.get_options()) {
    if (!option->get_group().empty()) options.push_back(declared(*option));
  }
  return options;
}

}  // namespace

DeclaredProgram declared(const CLI::App& app) {
  DeclaredProgram program{app.get_name(), app.get_description(), declared_options(app), {}, app.get_footer()};
  for (const CLI::App* const command : app.get_subcommands([](const CLI::App*) { return true; })) {
    std::string example = command->get_footer();
    const std::string_view title = kExampleTitle;
    example = example.starts_with(title) ? example.substr(title.size()) : "";
    program.commands.push_back(
        {command->get_name(), command->get_description(), example, declared_options(*command)});
  }
  return program;
}

std::vector<std::string> choices(const DeclaredOption& option) {
  std::vector<std::string> words;
  if (option.values.find('=') != std::string::npos) return words;
  for (std::string_view rest = option.values; !rest.empty();) {
    const std::string_view word = rest.substr(0, rest.find('|'));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    const bool typed = std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
    if (typed && !word.empty()) words.emplace_back(word);
  }
  return words;
}

}  // namespace rebisect
