#include "config/yaml_node.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rebisect {
namespace {

TEST(YamlNode, KnowsWhereItStands) {
  const Result<YamlNode> root = parse_yaml("# first\ngraph:\n  edges:\n    - a\n    - {b: c}\n", "x.yaml");
  ASSERT_TRUE(root.has_value());
  const YamlNode& edges = root->items[0].items[0];
  EXPECT_EQ(edges.path, "graph.edges");
  EXPECT_EQ(edges.items[1].items[0].path, "graph.edges[1].b");
  EXPECT_EQ(edges.items[1].items[0].line, 5U);
  EXPECT_EQ(edges.items[1].items[0].key, "b");
  EXPECT_EQ(edges.items[1].items[0].text, "c");
}

TEST(YamlNode, IsNothingWhereTheTextHasNoDocument) {
  for (const char* text : {"", "\n", "# only a comment\n", "---\n"}) {
    SCOPED_TRACE(text);
    const Result<YamlNode> root = parse_yaml(text, "x.yaml");
    ASSERT_TRUE(root.has_value());
    EXPECT_EQ(root->kind, YamlNode::Kind::null);
  }
}

TEST(YamlNode, RefusesTextThatWouldBeMisread) {
  struct Row {
    const char* why;
    std::string text;
    const char* message;
  };
  const Row rows[] = {
      {"a repeated key", "a: 1\nb: 2\na: 3\n", "x.yaml:3: the key `a` stands twice, first in line 1"},
      {"a repeated key below", "t:\n  a: 1\n  a: 3\n",
       "x.yaml:3: t: the key `a` stands twice, first in line 2"},
      {"a repeated key in other quotes", "{a: 1, 'a': 2}",
       "x.yaml:1: the key `a` stands twice, first in line 1"},
      {"an alias", "a: &x 1\nb: *x\n", "x.yaml:2: an alias (`*name`) is not supported; write the value out"},
      {"a tag", "a: !!str 1\n", "x.yaml:1: a tag (`tag:yaml.org,2002:str`) is not supported"},
      {"a list as a key", "? [a]\n: b\n", "x.yaml:1: a key must be a word"},
      {"nothing as a key", "~: b\n", "x.yaml:1: a key must be a word"},
      {"two documents", "a: 1\n---\nb: 2\n", "x.yaml: a second document"},
      {"a byte that ends yaml-cpp's reading", "a: 1\n\004b: 2\n", "x.yaml:2: a control character"},
      {"an open bracket", "a: [1\n", "x.yaml:2: not YAML: end of sequence flow not found"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.why);
    const Result<YamlNode> root = parse_yaml(row.text, "x.yaml");
    ASSERT_FALSE(root.has_value());
    EXPECT_EQ(root.error().code, ErrorCode::malformed);
    EXPECT_EQ(root.error().message, row.message);
  }
}

TEST(YamlNode, RefusesDepthInsteadOfOverflowingTheStack) {
  EXPECT_FALSE(parse_yaml(std::string(100'000, '['), "x.yaml").has_value());
}

// The fault that reading `v` gives, or "" where it can be read.
template <typename Read>
std::string fault_of(const char* value, Read read) {
  const Result<YamlNode> root = parse_yaml("v: " + std::string(value), "x.yaml");
  if (!root) return root.error().message;
  const auto result = read(root->items.at(0));
  return result ? "" : result.error().message;
}

TEST(YamlNode, ReadsCountsInTheirRangeOnly) {
  struct Row {
    const char* value;
    const char* fault;
  };
  const Row rows[] = {
      {"1", ""},
      {"10", ""},
      {"0", "x.yaml:1: v: 0 is not in the range 1 to 10"},
      {"11", "x.yaml:1: v: 11 is not in the range 1 to 10"},
      {"99999999999999999999", "x.yaml:1: v: 99999999999999999999 is not in the range 1 to 10"},
      {"-1", "x.yaml:1: v: expected a whole number, found `-1`"},
      {"1.5", "x.yaml:1: v: expected a whole number, found `1.5`"},
      {"0x1", "x.yaml:1: v: expected a whole number, found `0x1`"},
      {"1 2", "x.yaml:1: v: expected a whole number, found `1 2`"},
      {"[1]", "x.yaml:1: v: expected a word, found a list"},
      {"", "x.yaml:1: v: expected a word, found nothing"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.value);
    EXPECT_EQ(fault_of(row.value, [](const YamlNode& v) { return v.as_count({1, 10}); }), row.fault);
  }
}

TEST(YamlNode, ReadsFiniteNumbersInTheirRangeOnly) {
  struct Row {
    const char* value;
    const char* fault;
  };
  const Row rows[] = {
      {"0.25", ""},
      {"1e-3", ""},
      {"nan", "x.yaml:1: v: expected a number, found `nan`"},
      {".nan", "x.yaml:1: v: expected a number, found `.nan`"},
      {"inf", "x.yaml:1: v: inf is not in the range 0 to 1"},
      {"1e999", "x.yaml:1: v: 1e999 is not in the range 0 to 1"},
      {"-0.5", "x.yaml:1: v: -0.5 is not in the range 0 to 1"},
      {"half", "x.yaml:1: v: expected a number, found `half`"},
      {"{}", "x.yaml:1: v: expected a word, found a map"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.value);
    EXPECT_EQ(fault_of(row.value, [](const YamlNode& v) { return v.as_number({0, 1}); }), row.fault);
  }
}

TEST(YamlNode, SaysWhichTypeItFound) {
  EXPECT_EQ(fault_of("word", [](const YamlNode& v) { return v.as_list(); }),
            "x.yaml:1: v: expected a list, found a word");
  EXPECT_EQ(fault_of("[word]", [](const YamlNode& v) { return v.as_map({"a"}); }),
            "x.yaml:1: v: expected a map, found a list");
  EXPECT_EQ(fault_of("word", [](const YamlNode& v) { return v.as_free_map(); }),
            "x.yaml:1: v: expected a map, found a word");
  EXPECT_EQ(fault_of("yes", [](const YamlNode& v) { return v.as_bool(); }),
            "x.yaml:1: v: expected true or false, found `yes`");
  EXPECT_EQ(fault_of("'null'", [](const YamlNode& v) { return v.as_text(); }), "");
}

TEST(YamlNode, RefusesKeysThatNobodyReads) {
  EXPECT_EQ(fault_of("{a: 1, c: 2}",
                     [](const YamlNode& v) {
                       return v.as_map({"a", "b"});
                     }),
            "x.yaml:1: v.c: unknown key; known here: a, b");
}

TEST(YamlNode, SaysWhichKeyIsMissing) {
  EXPECT_EQ(fault_of("{a: 1}",
                     [](const YamlNode& v) -> Result<const YamlNode*> {
                       REBISECT_TRY(const YamlMapView map, v.as_map({"a", "b"}));
                       EXPECT_EQ(map.find("b"), nullptr);
                       return map.at("b");
                     }),
            "x.yaml:1: v: the key `b` is missing");
}

}  // namespace
}  // namespace rebisect
