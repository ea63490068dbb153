#include "adapters/cli/serve.h"

#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/sketch.h"

namespace rebisect {
namespace {

using testing::sketch;
using testing::Sketch;
using testing::sketch_id;

// JSON with ' for ", and @b for the id of the commit b.
std::string json(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '@') {
      result += '"' + sketch_id(text.substr(++i, 1)).hex() + '"';
    } else {
      result += text[i] == '\'' ? '"' : text[i];
    }
  }
  return result;
}

std::string answers(const Sketch& history, const std::string& requests) {
  std::istringstream in(json(requests));
  std::ostringstream out;
  serve(history.graph, {}, in, out);
  return out.str();
}

TEST(Serve, AnswersABisectionLineByLine) {
  const Sketch history = sketch("a; b: a; c: b; d: c; e: d; f: e; g: f");
  const std::string requests =
      "{'op':'start','bad':@g,'goods':[@a],'dialect':'2.39.5'}\n"
      "{'op':'good'}\n"
      "\n"
      "{'op':'bad','revs':[@f]}\n"
      "{'op':'skip-range','lo':@d,'hi':@e}\n";
  const std::string expected =
      "{'kind':'test','commit':@d,'n':2,'k':2,"
      "'text':'Bisecting: 2 revisions left to test after this (roughly 2 steps)','all':6,"
      "'warnings':[],'warnings_printed':[]}\n"
      "{'kind':'test','commit':@f,'n':0,'k':1,"
      "'text':'Bisecting: 0 revisions left to test after this (roughly 1 step)','all':3,"
      "'warnings':[],'warnings_printed':[]}\n"
      "{'kind':'test','commit':@e,'n':0,'k':0,"
      "'text':'Bisecting: 0 revisions left to test after this (roughly 0 steps)','all':2,"
      "'warnings':[],'warnings_printed':[]}\n"
      "{'kind':'only-skipped','tried':[@e,@f],'warnings':[],'warnings_printed':[]}\n";
  EXPECT_EQ(answers(history, requests), json(expected));
}

TEST(Serve, AnswersOnMergeBases) {
  const Sketch history = sketch("a; b: a; c: b; x: b");
  const std::string is_bad =
      "{'kind':'merge-base-bad','mb':@b,'warnings':[],'mb_printed':@b,'warnings_printed':[]}\n";
  EXPECT_EQ(
      answers(history, "{'op':'start','bad':@c,'goods':[@x]}\n{'op':'bad'}\n{'op':'next'}\n"),
      json("{'kind':'merge-base-test','commit':@b,'warnings':[],'warnings_printed':[]}\n" + is_bad + is_bad));
}

TEST(Serve, GoesOnAfterARequestThatItCannotServe) {
  struct Row {
    const char* request;
    const char* error;
  };
  const Row rows[] = {
      {"no json", "the request is not a JSON object"},
      {"[1]", "the request is not a JSON object"},
      {"{'op':'good'}", "the first request must be a start"},
      {"{'op':'dance'}", "unknown op dance"},
      {"{'bad':1}", "unknown op null"},
      {"{'op':'start','bad':1}", "expected 40 hexadecimal digits, not number"},
      {"{'op':'start','goods':'a'}", "expected a list of ids, not a"},
      {"{'op':'start','first_parent':3}", "first_parent is neither true nor false"},
      {"{'op':'start','paths':['mm']}", "paths need trees, and no repository is named"},
      {"{'op':'start','paths':'mm'}", "expected a list of paths, not mm"},
      {"{'op':'start','paths':[1]}", "expected a path, not number"},
      {"{'op':'start','dialect':'old'}", "no rules for git old"},
  };
  const Sketch history = sketch("a");
  for (const Row& row : rows) {
    SCOPED_TRACE(row.request);
    EXPECT_EQ(answers(history, std::string(row.request) + "\n{'op':'start','bad':@a}"),
              json(std::string("{'kind':'error','error':'") + row.error + "'}\n") +
                  json("{'kind':'waiting','warnings':[],'warnings_printed':[]}\n"));
  }
  EXPECT_EQ(answers(history, "{'op':'start','bad':@z}"),
            json("{'kind':'error','error':'no commit " + sketch_id("z").hex() + " in the graph'}\n"));
}

}  // namespace
}  // namespace rebisect
