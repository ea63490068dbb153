#include "adapters/cli/read_input.h"

#include <unistd.h>

#include <filesystem>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace rebisect {
namespace {

// A path of this test's own, gone with the object.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& name)
      : path_(::testing::TempDir() + "rebisect-" + std::to_string(::getpid()) + "-" + name) {}
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile(TemporaryFile&&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST(ReadInput, GivesBackEveryByteThatWasWritten) {
  const TemporaryFile file("bytes");
  const std::string bytes("a\r\n\0\xff\n no last newline", 22);
  const Result<void> written = write_output(file.path(), bytes);
  ASSERT_TRUE(written.has_value()) << written.error().message;
  EXPECT_EQ(read_input(file.path(), bytes.size()), bytes);
}

TEST(ReadInput, ReplacesWhatAFileHeld) {
  const TemporaryFile file("replaced");
  ASSERT_TRUE(write_output(file.path(), "long ago").has_value());
  ASSERT_TRUE(write_output(file.path(), "now").has_value());
  EXPECT_EQ(read_input(file.path(), 100), "now");
}

TEST(ReadInput, ReadsMoreThanABlock) {
  const std::string text(200'000, 'x');
  std::istringstream in(text);
  EXPECT_EQ(read_stream(in, "standard input", text.size()), text);
}

TEST(ReadInput, StopsAtTheLimitAndNamesIt) {
  std::istringstream in("12345");
  const Result<std::string> text = read_stream(in, "x.log", 4);
  ASSERT_FALSE(text.has_value());
  EXPECT_EQ(text.error(), (Error{ErrorCode::malformed,
                                 "x.log: more than 4 bytes; if it is a bisection log, raise limits.log_bytes "
                                 "with --config"}));
}

TEST(ReadInput, NamesTheFileThatCannotBeRead) {
  EXPECT_EQ(read_input("/no/such/file", 10).error(),
            (Error{ErrorCode::not_readable, "/no/such/file: cannot be opened: No such file or directory"}));
  EXPECT_EQ(read_input("/", 10).error(), (Error{ErrorCode::not_readable, "/: is a directory, not a file"}));
}

TEST(WriteOutput, NamesTheFileThatCannotBeWritten) {
  EXPECT_EQ(write_output("/no/such/file", "x").error(),
            (Error{ErrorCode::not_writable, "/no/such/file: cannot be opened: No such file or directory"}));
}

TEST(WriteOutput, NoticesAFullDisk) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full on this system";
  EXPECT_EQ(write_output("/dev/full", "x").error(),
            (Error{ErrorCode::not_writable, "/dev/full: cannot be written: No space left on device"}));
}

}  // namespace
}  // namespace rebisect
