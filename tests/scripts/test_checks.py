"""The checks of scripts/ find what is planted, and are silent about what is allowed."""

import unittest

from planted import complaints


class CheckLayers(unittest.TestCase):
    ALLOWED = (
        ("a layer includes one to its left", "engine/judge/a.cc", '#include "engine/model/b.h"'),
        ("a layer includes itself", "engine/judge/a.cc", '#include "engine/judge/b.h"'),
        ("fmt in a source of the engine", "engine/judge/a.cc", "#include <fmt/format.h>"),
        ("expected in the engine", "engine/base/a.h", "#include <tl/expected.hpp>"),
        ("header-only maths in the engine", "engine/infer/a.cc", "#include <boost/math/special_functions/beta.hpp>"),
        ("threads in the one place", "engine/base/parallel.h", "#include <thread>"),
        ("threads that read repositories", "adapters/git/a.h", "#include <future>"),
        ("an adapter includes the engine", "adapters/git/a.cc", '#include "engine/model/b.h"'),
        ("a library in its folder", "adapters/git/a.cc", "#include <git2.h>"),
        ("the command line includes any adapter", "adapters/cli/a.cc", '#include "adapters/git/a.h"'),
        ("tests include all", "tests/unit/a_test.cc", '#include "adapters/git/a.h"\n#include <gtest/gtest.h>'),
        ("a forbidden word in a comment", "engine/base/a.h", "int x;  // virtual, getenv"),
        ("a forbidden word in a text", "engine/base/a.cc", 'const char* t = "a virtual machine";'),
    )
    FORBIDDEN = (
        ("a layer includes one to its right", "engine/model/a.cc", '#include "engine/judge/b.h"'),
        ("the engine includes an adapter", "engine/review/a.cc", '#include "adapters/git/b.h"'),
        ("fmt in a header of the engine", "engine/judge/a.h", "#include <fmt/format.h>"),
        ("a file in the engine", "engine/judge/a.cc", "#include <fstream>"),
        ("a stream in the engine", "engine/judge/a.cc", "#include <iostream>"),
        ("threads in the engine", "engine/simulate/a.cc", "#include <thread>"),
        ("threads elsewhere", "adapters/cli/a.cc", "#include <mutex>"),
        ("the environment in the engine", "engine/judge/a.cc", 'const char* p = getenv("A");'),
        ("a clock in the engine", "engine/judge/a.cc", "auto t = std::chrono::steady_clock::now();"),
        ("a virtual function in the engine", "engine/judge/a.h", "  virtual ~A() = default;"),
        ("a system header in the engine", "engine/judge/a.cc", "#include <unistd.h>"),
        ("an adapter includes another", "adapters/git/a.cc", '#include "adapters/logs/b.h"'),
        ("an adapter includes config", "adapters/report/a.cc", '#include "config/b.h"'),
        ("git2 elsewhere", "adapters/logs/a.cc", "#include <git2.h>"),
        ("yaml elsewhere", "adapters/logs/a.cc", "#include <yaml-cpp/yaml.h>"),
        ("boost elsewhere", "adapters/git/a.cc", "#include <boost/process.hpp>"),
        ("a library that nobody knows", "adapters/git/a.cc", "#include <lzma.h>"),
        ("an include not from the root", "engine/judge/a.cc", '#include "b.h"'),
        ("an unknown layer", "engine/helper/a.cc", '#include "engine/model/b.h"'),
    )

    def test_is_silent_about_what_is_allowed(self):
        for why, path, text in self.ALLOWED:
            with self.subTest(why):
                self.assertEqual(complaints("check_layers", {path: text}), [])

    def test_names_file_and_line_of_what_is_not(self):
        for why, path, text in self.FORBIDDEN:
            with self.subTest(why):
                found = complaints("check_layers", {path: "// first line\n" + text})
                self.assertEqual(len(found), 1, found)
                self.assertTrue(found[0].startswith(f"{path}:2: "), found)


class CheckSizes(unittest.TestCase):
    def test_knows_the_limit_of_each_kind_of_file(self):
        for path, limit in (("engine/a/a.cc", 400), ("adapters/a/a.h", 200), ("tests/unit/a_test.cc", 500),
                            ("tests/support/a.h", 500), ("scripts/a.py", 400), ("scripts/a", 400)):
            with self.subTest(path):
                self.assertEqual(complaints("check_sizes", {path: "\n" * limit}), [])
                self.assertEqual(complaints("check_sizes", {path: "\n" * (limit + 1)}),
                                 [f"{path}: {limit + 1} lines, at most {limit}"])

    def test_leaves_data_alone(self):
        self.assertEqual(complaints("check_sizes", {"tests/golden/a.cc": "\n" * 900}), [])


class CheckTestsListed(unittest.TestCase):
    def test_finds_what_is_in_no_list(self):
        files = {"engine/CMakeLists.txt": "add_library(e\n  model/a.cc\n  # model/c.cc\n)", "engine/model/a.cc": "",
                 "engine/model/c.cc": "", "tests/CMakeLists.txt": "unit/a_test.cc", "tests/unit/a_test.cc": "",
                 "tests/unit/b_test.cc": "", "tests/scripts/test_x.py": ""}
        self.assertEqual(complaints("check_tests_listed", files),
                         [f"{path}: in no CMakeLists.txt"
                          for path in ("engine/model/c.cc", "tests/scripts/test_x.py", "tests/unit/b_test.cc")])

    def test_takes_names_without_suffix_for_fuzzers_and_benchmarks_only(self):
        files = {"tests/CMakeLists.txt": "foreach(name log mail_fuzz a_test) endforeach()",
                 "tests/fuzz/log_fuzz.cc": "", "tests/fuzz/mail_fuzz.cc": "",
                 "tests/unit/a_test.cc": ""}
        self.assertEqual(complaints("check_tests_listed", files), ["tests/unit/a_test.cc: in no CMakeLists.txt"])


class CheckLinks(unittest.TestCase):
    def test_finds_links_paths_and_functions_that_lead_nowhere(self):
        text = ("[a](docs/a.md) [b](docs/b.md#part) [c](https://example.org)\n"
                "`engine/x.{h,cc}` `engine/y.h` `build/z` `scripts/setup build`\n"
                "`known()` `Known::unknown()`\n```\n`engine/fenced.h`\n```\n")
        files = {"README.md": text, "docs/a.md": "", "engine/x.h": "int known();", "engine/x.cc": "",
                 "scripts/setup": ""}
        self.assertEqual(complaints("check_links", files),
                         ["README.md:1: no such file: docs/b.md", "README.md:2: no such path: engine/y.h",
                          "README.md:3: no such function: Known::unknown()"])


class CheckFindings(unittest.TestCase):
    CODE = 'constexpr KindText kKinds[] = {\n    {FindingKind::first, "first"},\n    {FindingKind::second, "second"},\n};\n'
    INDEX = ("# Findings\n\n## The runs\n\nHow many.\n\n<!-- pages -->\n"
             "- [first](findings/first.md): What it is.\n- [second](findings/second.md): What it is.\n<!-- end of pages -->\n")

    @staticmethod
    def page(name, group="the runs", do="## What to do\n\nLook.\n\n"):
        return (f"# {name}\n\nOne of the findings of [{group}](../findings.md#the-runs).\n\nWhat it is. And more.\n\n"
                f"{do}## How it looks\n\n    note [{name}]: it is so\n")

    def tree(self, **changes):
        files = {"engine/review/finding.cc": self.CODE, "docs/findings.md": self.INDEX,
                 "docs/findings/first.md": self.page("first"), "docs/findings/second.md": self.page("second")}
        files.update({path.replace("__", "/") + ".md": text for path, text in changes.items()})
        return {path: text for path, text in files.items() if text is not None}

    def test_is_silent_where_each_finding_has_its_page(self):
        self.assertEqual(complaints("check_findings", self.tree()), [])

    def test_finds_what_is_missing(self):
        rows = (
            ({"docs__findings__second": None}, "docs/findings/second.md: no such page, but the code has that finding"),
            ({"docs__findings__third": self.page("third")}, "docs/findings/third.md: the code has no such finding"),
            ({"docs__findings__first": self.page("first", do="")},
             "docs/findings/first.md: not of the form: title, group, text, What to do, How it looks with an example"),
            ({"docs__findings__first": self.page("first", group="nothing")},
             "docs/findings/first.md: docs/findings.md has no section nothing with marks for a list"),
            ({"docs__findings__first": self.page("first").replace("note [first]", "note [second]")},
             "docs/findings/first.md: the example is of another finding"),
            ({"docs__findings": self.INDEX.replace("What it is.", "What it was.", 1)},
             "docs/findings.md: its lists are not those of the pages; scripts/check_findings.py --write"),
        )
        for changes, complaint in rows:
            with self.subTest(complaint):
                self.assertEqual(complaints("check_findings", self.tree(**changes)), [complaint])


if __name__ == "__main__":
    unittest.main()
