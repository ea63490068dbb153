#include "adapters/report/crash_report_output.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "adapters/report/layout.h"
#include "engine/judge/crash_title.h"

namespace rebisect {
namespace {

using Json = nlohmann::ordered_json;

std::string place_of(const StackFrame& frame) {
  std::string place = frame.file.empty() ? "" : fmt::format("{}:{}", frame.file, frame.line);
  const std::string_view remark = frame.inlined ? "(inlined)" : frame.uncertain ? "(uncertain)" : "";
  if (!place.empty() && !remark.empty()) place += ' ';
  return place.append(remark);
}

Json frame_to_json(const StackFrame& frame) {
  Json json = {{"function", frame.function}, {"stack", frame.stack}, {"report_line", frame.report_line}};
  if (!frame.file.empty()) {
    json["file"] = frame.file;
    json["line"] = frame.line;
  }
  json["inlined"] = frame.inlined;
  json["uncertain"] = frame.uncertain;
  return json;
}

}  // namespace

std::string to_text(const CrashReport& report, const TextStyle& style) {
  constexpr std::size_t kWidestName = 40;
  std::string text = printable(report.title) + "\n";
  if (style.first_line_only) return text;
  const CrashTitle title = read_title(report.title);
  text += fmt::format("\n  kind      {} ({})\n", report.kind, to_text(title.family));
  if (!title.function.empty()) text += fmt::format("  function  {}\n", printable(title.function));
  text += fmt::format("  line      {} of the report\n", report.oops_line);
  std::size_t widest = 0;
  for (const StackFrame& frame : report.frames) widest = std::max(widest, columns(frame.function));
  widest = std::min(widest, kWidestName);
  const StackFrame* before = nullptr;
  for (const StackFrame& frame : report.frames) {
    if (before == nullptr || before->stack != frame.stack) {
      text += fmt::format("\n{}\n", printable(report.stacks[frame.stack]));
    }
    const std::string name = printable(frame.function);
    const std::string place = place_of(frame);
    const std::size_t gap = widest - std::min(widest, columns(name)) + 2;
    text += place.empty() ? fmt::format("  {}\n", name)
                          : fmt::format("  {}{:{}}{}\n", name, "", gap, printable(place));
    before = &frame;
  }
  return text;
}

std::string to_json(const CrashReport& report, const ToolVersion& tool) {
  const CrashTitle title = read_title(report.title);
  Json crash = {{"title", report.title}, {"kind", report.kind}, {"family", to_text(title.family)}};
  if (!title.function.empty()) crash["function"] = title.function;
  crash["oops_line"] = report.oops_line;
  crash["stacks"] = report.stacks;
  crash["frames"] = Json::array();
  for (const StackFrame& frame : report.frames) crash["frames"].push_back(frame_to_json(frame));
  Json document;
  document["schema_version"] = 1;
  document["tool"] = {{"name", tool.name}, {"version", tool.version}};
  document["crash"] = std::move(crash);
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rebisect
