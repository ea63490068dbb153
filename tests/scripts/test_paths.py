"""Bisections within paths, from outside: the installed git bisects, the program reads its log."""

import os
import subprocess
import unittest

from program import Repository, rebisect, take_program_from_arguments

COMMITS = 12
IN_KERNEL = (2, 3, 6, 9)  # the commits that change kernel/; the others change docs/
CULPRIT = 6


def line_of_commits():
    stream = ""
    for number in range(1, COMMITS + 1):
        folder = "kernel" if number in IN_KERNEL else "docs"
        stream += (f"commit refs/heads/main\nmark :{number}\n"
                   f"committer C <c@example.com> {1_600_000_000 + 60 * number} +0000\n"
                   f"data 1\n{number % 10}\nM 100644 inline {folder}/file\ndata 2\n{number:02}\n")
    return stream


class WithinPaths(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.repository = Repository(line_of_commits().encode())
        cls.addClassCleanup(cls.repository.close)
        cls.git("symbolic-ref", "HEAD", "refs/heads/main")
        cls.ids = [None] + cls.git("rev-list", "--reverse", "main").split()
        cls.repo = ("--repo", cls.repository.path)

    @classmethod
    def git(cls, *arguments):
        done = subprocess.run(["git", "-C", cls.repository.path, *arguments], stdout=subprocess.PIPE, check=False,
                              env={"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": cls.repository.folder},
                              stderr=subprocess.STDOUT, encoding="utf-8")
        return done.stdout

    def bisect(self, *limit):
        """The log of a bisection whose verdicts are right."""
        said = self.git("bisect", "start", "main", self.ids[1], *limit)
        while "left to test" in said:
            tested = self.ids.index(self.git("rev-parse", "BISECT_HEAD").strip())
            said = self.git("bisect", "bad" if tested >= CULPRIT else "good")
        log = self.git("bisect", "log")
        self.git("bisect", "reset")
        return log

    def test_the_claim_holds_and_every_test_is_gits_own(self):
        log = self.bisect("--", "kernel")
        status, report, error = rebisect("audit", "-", *self.repo, text=log)
        self.assertEqual((status, error), (0, ""), report)
        self.assertIn(f"HOLDS: {self.ids[CULPRIT][:12]} is the one commit", report)
        self.assertIn("the search was limited to paths", report)
        self.assertRegex(report, "git would have tested the same [0-9]+ commits")

    def test_next_is_gits_next_commit(self):
        for limit in (["--", "kernel"], ["kernel", "nowhere"], ["--", ".", ":!docs"], ["--first-parent", "--", "k*"]):
            with self.subTest(limit=limit):
                options = [word for word in limit if word.startswith("--f")]
                paths = [word for word in limit if not word.startswith("--f")]
                said = self.git("bisect", "start", *options, "main", self.ids[1], *paths)
                log = self.git("bisect", "log")
                self.git("bisect", "reset")
                _, answer, _ = rebisect("next", "-", *self.repo, text=log)
                self.assertEqual(answer.splitlines()[:1], said.splitlines()[:1] if "left" in said else
                                 ["No testable commit found"], said)

    def test_a_claim_that_leaves_the_paths_alone_is_refuted(self):
        claim = "# first bad commit: ["
        log = self.bisect("--", "kernel").replace(claim + self.ids[CULPRIT], claim + self.ids[CULPRIT + 1])
        status, report, _ = rebisect("audit", "-", *self.repo, text=log)
        self.assertEqual(status, 1, report)
        told = " ".join(report.split())
        self.assertIn("but the verdicts lead to " + self.ids[CULPRIT][:12], told)

    def test_without_trees_one_line_says_so(self):
        log = self.bisect("--", "kernel")
        self.git("commit-graph", "write", "--reachable")
        graph = self.repository.path / "objects" / "info" / "commit-graph"
        status, report, _ = rebisect("audit", "-", "--commit-graph", graph, text=log)
        self.assertEqual(status, 2, report)
        self.assertIn("is not known: a commit-graph file has no trees", " ".join(report.split()))
        status, output, error = rebisect("next", "-", "--commit-graph", graph, text=log)
        self.assertEqual((status, output), (69, ""))
        self.assertEqual(error.count("\n"), 1, error)

    def test_a_path_that_is_not_supported_is_named(self):
        log = self.bisect("--", "kernel").replace("'kernel'", "':(attr:x)kernel'")
        status, report, _ = rebisect("audit", "-", *self.repo, text=log)
        self.assertEqual(status, 2, report)
        self.assertIn("the path ':(attr:x)kernel' is not supported", " ".join(report.split()))

    def test_whatif_turns_a_verdict_within_the_paths(self):
        log = self.bisect("--", "kernel")
        status, report, error = rebisect("whatif", "-", *self.repo, "--set", f"{self.ids[6]}=good", text=log)
        self.assertEqual((status, error), (0, ""))
        self.assertIn(self.ids[9][:12], report)


if __name__ == "__main__":
    take_program_from_arguments()
    unittest.main()
