#include "adapters/labels/labels.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <fmt/format.h>

namespace rebisect {
namespace {

struct Row {
  std::uint32_t line = 0;  // its first
  std::vector<std::string> fields;
};

tl::unexpected<Error> fault(const std::string& name, std::uint32_t line, const std::string& what) {
  return fail(ErrorCode::malformed, fmt::format("{}:{}: {}", name, line, what));
}

// Reads one row after the other from a text.
class CsvReader {
 public:
  CsvReader(std::string_view text, const std::string& name) : rest_(text), name_(name) {}

  bool at_end() const { return rest_.empty(); }

  Result<Row> read() {
    Row row{line_, {""}};
    bool quoted = false;
    while (!rest_.empty()) {
      const char c = take();
      if (quoted) {
        // A doubled quote stands for one.
        if (c != '"' || take_if('"')) {
          row.fields.back() += c;
        } else {
          quoted = false;
        }
      } else if (c == '"' && row.fields.back().empty()) {
        quoted = true;
      } else if (c == ',') {
        row.fields.emplace_back();
      } else if (c == '\n') {
        return row;
      } else if (c != '\r') {
        row.fields.back() += c;
      }
    }
    if (quoted) return fault(name_, row.line, "a quoted field does not end");
    return row;
  }

 private:
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '\n') ++line_;
    return c;
  }
  bool take_if(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    take();
    return true;
  }

  std::string_view rest_;
  const std::string& name_;
  std::uint32_t line_ = 1;
};

struct Columns {
  std::size_t log = 0;
  std::size_t outcome = 0;
  std::optional<std::size_t> bug_title;
  std::optional<std::size_t> first_wrong;
};

std::optional<std::size_t> find_column(const Row& header, std::string_view column) {
  const auto found = std::ranges::find(header.fields, column);
  if (found == header.fields.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header.fields.begin());
}

Result<Columns> find_columns(const Row& header, const std::string& name) {
  const auto log = find_column(header, "log");
  const auto outcome = find_column(header, "outcome");
  if (!log || !outcome) {
    return fault(name, header.line, "labels need the columns `log` and `outcome`; the first line names them");
  }
  return Columns{*log, *outcome, find_column(header, "bug_title"),
                 find_column(header, "first_wrong_verdict_commit")};
}

Label label_of(const Row& row, const Columns& columns) {
  const auto field = [&](std::optional<std::size_t> column) {
    return column ? row.fields[*column] : std::string();
  };
  return {field(columns.outcome), field(columns.bug_title), field(columns.first_wrong)};
}

}  // namespace

Result<std::map<std::string, Label>> read_labels(std::string_view text, const std::string& name) {
  CsvReader reader(text, name);
  REBISECT_TRY(const Row header, reader.read());
  REBISECT_TRY(const Columns columns, find_columns(header, name));
  std::map<std::string, Label> labels;
  while (!reader.at_end()) {
    REBISECT_TRY(const Row row, reader.read());
    if (row.fields.size() == 1 && row.fields.front().empty()) continue;
    if (row.fields.size() != header.fields.size()) {
      return fault(name, row.line,
                   fmt::format("{} fields; the first line has {}", row.fields.size(), header.fields.size()));
    }
    const bool is_new = labels.emplace(row.fields[columns.log], label_of(row, columns)).second;
    if (!is_new) return fault(name, row.line, row.fields[columns.log] + " stands twice");
  }
  return labels;
}

}  // namespace rebisect
