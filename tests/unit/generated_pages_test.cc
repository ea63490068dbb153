#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/cli/command_list.h"
#include "adapters/cli/command_words.h"
#include "adapters/cli/completion.h"
#include "adapters/cli/man_page.h"

namespace rebisect {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

DeclaredProgram the_program() {
  Words words;
  CLI::App app("What it is", "rebisect");
  app.add_option("--hidden", words.generate)->group("");
  declare_commands(app, words);
  return declared(app);
}

TEST(CommandList, HasAnExampleOfEveryCommand) {
  const DeclaredProgram program = the_program();
  EXPECT_GE(program.commands.size(), 8U);
  for (const DeclaredCommand& command : program.commands) {
    EXPECT_THAT(command.example, HasSubstr("rebisect " + command.name)) << command.name;
    EXPECT_THAT(command.about, Not(IsEmpty())) << command.name;
  }
}

TEST(CommandList, TellsWhatCanBeTyped) {
  const auto option = [](const char* values) { return DeclaredOption{{"--x"}, values, "", false}; };
  EXPECT_THAT(choices(option("text|json")), ElementsAre("text", "json"));
  EXPECT_THAT(choices(option("auto|V1..V6")), ElementsAre("auto"));
  EXPECT_THAT(choices(option("COMMIT=good|bad")), IsEmpty());
  EXPECT_THAT(choices(option("FILE")), IsEmpty());
  EXPECT_THAT(choices(option("")), IsEmpty());
}

TEST(ManPage, NamesEveryCommandAndOptionOnceOrMore) {
  const DeclaredProgram program = the_program();
  const std::string page = man_page(program, "1.2.3");
  EXPECT_THAT(page, Not(HasSubstr("hidden")));
  for (const DeclaredCommand& command : program.commands) {
    EXPECT_THAT(page, HasSubstr(".SS \"rebisect " + command.name));
    for (const DeclaredOption& option : command.options) {
      if (option.positional) continue;
      for (const std::string& name : option.names) {
        std::string dashed;
        for (const char c : name) dashed += c == '-' ? "\\-" : std::string(1, c);
        EXPECT_THAT(page, HasSubstr("\\fB" + dashed + "\\fR")) << command.name;
      }
    }
  }
}

TEST(ManPage, ShowsTextAsText) {
  DeclaredProgram program{"p", "a \\ b", {}, {}, ".x\n'y"};
  const std::string page = man_page(program, "1");
  EXPECT_THAT(page, HasSubstr("a \\e b"));
  EXPECT_THAT(page, HasSubstr("\n\\&.x\n\\&'y\n"));
}

TEST(Completion, CompletesTheProgramAndTheCommandOfGit) {
  const std::string script = bash_completion(the_program());
  EXPECT_THAT(script, HasSubstr("complete -F _rebisect rebisect git-rebisect\n"));
  EXPECT_THAT(script, HasSubstr("_git_rebisect() {"));
  EXPECT_THAT(script, Not(HasSubstr("hidden")));
}

}  // namespace
}  // namespace rebisect
