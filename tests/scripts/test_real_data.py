"""Real logs and real histories, where they are at hand: REBISECT_SHARED, or the folder `shared` beside the sources.

Arguments: the program, then the binary of the unit tests. Skipped, aloud, where the data are not there.
"""

import json
import lzma
import os
import subprocess
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

import program
from planted import SOURCE_ROOT
from program import rebisect

SHARED = Path(os.environ.get("REBISECT_SHARED", SOURCE_ROOT.parent / "shared"))
UNIT_TESTS = None

# Tests that each log says it made ("revisions tested"), by the start of its name.
TESTED = {"000": 20, "001": 15, "003": 15, "004": 17}

FIRST_LOG = "cx23885-went-astray.log"
SECOND_LOG = "cx23885-second-try.log"


def unpacked(archive, into):
    with tarfile.open(archive) as tar:
        if hasattr(tarfile, "data_filter"):  # not in every Python of Debian 12
            tar.extractall(into, filter="data")
        else:
            tar.extractall(into)


def scratch_git(path, objects):
    """A bare repository of its own that borrows the objects of another; gives a function that runs git there."""
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}

    def git(*arguments):
        return subprocess.run(["git", "-C", path, *arguments], env=environment, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, encoding="utf-8", check=False)

    subprocess.run(["git", "init", "--quiet", "--bare", path], env=environment, check=True)
    (path / "objects/info/alternates").write_text(f"{objects}/objects\n", encoding="utf-8")
    for name in ("shallow", "packed-refs"):
        (path / name).write_bytes((objects / name).read_bytes())
    return git


@unittest.skipUnless((SHARED / "data").is_dir(), f"skipped: no real data at {SHARED}")
class RealData(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.place.name)
        unpacked(SHARED / "data/linux-2.6.36-treeless.git.tar.xz", cls.folder)
        unpacked(SHARED / "data/syzbot-train.tar.xz", cls.folder)
        cls.repository = cls.folder / "linux-2.6.36-treeless.git"
        cls.commit_graph = cls.folder / "commit-graph"
        cls.commit_graph.write_bytes(lzma.open(SHARED / "data/linux-3.1-rc9.commit-graph.xz").read())

    @classmethod
    def tearDownClass(cls):
        cls.place.cleanup()

    def audit(self, name, *source):
        status, text, errors = rebisect("audit", SHARED / "data/kernel-logs" / name, *source, "--format", "json")
        self.assertEqual((status, errors), (2, ""), "a log of 2010 claims nothing")
        return json.loads(text)

    def test_published_logs_are_read_whole(self):
        for log in sorted((SHARED / "seeds").glob("*.txt")):
            with self.subTest(log.name):
                tested = TESTED.get(log.name[:3])
                status, text, errors = rebisect("convert", log, "--to", "json")
                if tested is None:
                    self.assertEqual((status, text), (65, ""))
                    self.assertIn("kernel crash report", errors)
                    continue
                parsed = json.loads(text)["log"]
                self.assertEqual(parsed["diagnostics"], [])
                self.assertEqual(sum(step["role"] != "parent" for step in parsed["steps"]), tested)

    def test_the_unit_tests_of_the_corpus_pass(self):
        environment = dict(os.environ, REBISECT_CORPUS=str(self.folder / "syzbot-train/logs"))
        done = subprocess.run([UNIT_TESTS, "--gtest_filter=Corpus.*"], env=environment, stdout=subprocess.PIPE,
                              encoding="utf-8", check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-2000:])
        self.assertNotIn("SKIPPED", done.stdout)

    def test_every_file_of_the_corpus_is_a_row(self):
        status, text, _ = rebisect("corpus", self.folder / "syzbot-train/logs", "--format", "json")
        self.assertEqual(status, 0)
        rows = json.loads(text)["rows"]
        self.assertEqual(len(rows), 1432)
        self.assertEqual({row["log"][:5] for row in rows if "error" in row}, {"Error"})
        self.assertEqual(sum("error" in row for row in rows), 308)

    def test_the_kernel_logs_are_gits_own_choices(self):
        ends = {SECOND_LOG: "44835f197bf1", FIRST_LOG: "82ce67bf262b"}
        for name, end in ends.items():
            for source in (("--repo", self.repository), ("--commit-graph", self.commit_graph)):
                with self.subTest(name=name, source=source[0]):
                    report = self.audit(name, *source)
                    self.assertEqual({step["match"] for step in report["selection"]["steps"]}, {"same"})
                    self.assertEqual(report["selection"]["compared"], 13)
                    self.assertEqual(report["deduction"]["kind"], "first-bad")
                    self.assertEqual([c[:12] for c in report["deduction"]["candidates"]], [end])

    def test_the_cross_check_finds_the_installed_git_of_one_mind(self):
        for name in (SECOND_LOG, FIRST_LOG):
            check = self.audit(name, "--repo", self.repository, "--cross-check")["cross_check"]
            self.assertEqual((check["commands"], check["compared"], check["equal"], check["ended"]),
                             (16, 16, 16, "complete"), check)

    def test_the_installed_git_chooses_the_same(self):
        for name in (SECOND_LOG, FIRST_LOG):
            git = scratch_git(self.folder / name, self.repository)
            git("bisect", "start", "--no-checkout")
            chosen = None
            for step in self.marks(name):
                if chosen is not None:
                    self.assertEqual(step["commit"], chosen, f"{name}, step {step['index']}")
                git("bisect", step["logged"], step["commit"])
                head = git("rev-parse", "--verify", "--quiet", "BISECT_HEAD")
                chosen = head.stdout.strip() or None if step["index"] > 0 else None

    def marks(self, name):
        _, text, _ = rebisect("convert", SHARED / "data/kernel-logs" / name, "--to", "json")
        return json.loads(text)["log"]["steps"]

    def test_the_false_good_turned_gives_the_culprit_back(self):
        status, text, _ = rebisect("whatif", SHARED / "data/kernel-logs" / FIRST_LOG, "--repo", self.repository,
                                   "--set", "efce8ca3c5d8=bad", "--format", "json")
        self.assertEqual(status, 0)
        (alternative,) = json.loads(text)["alternatives"]
        self.assertIn("44835f197bf1", [commit[:12] for commit in alternative["candidates"]])

    def test_reverts_are_found_where_there_are_messages_alone(self):
        git = scratch_git(self.folder / "reverted", self.repository)
        revert, reverted = (git("rev-parse", name).stdout.strip() for name in ("b0239c80fe89", "8cb8e6f1684b"))
        parent = git("rev-parse", f"{reverted}^").stdout.strip()
        log = (f"git bisect start '{reverted}' '{parent}'\n"
               f"# first bad commit: [{reverted}] Bluetooth: Don't accept ConfigReq\n")
        _, text, errors = rebisect("audit", "-", "--repo", self.repository, text=log)
        self.assertEqual(errors, "")
        shown = " ".join(text.split())
        self.assertIn(f"note [reverted-later]: {reverted[:12]} was reverted later, by {revert[:12]}", shown)
        self.assertIn("what the reported commit changes is not known: tree", shown)
        self.assertNotIn("cannot-affect-build", shown)


if __name__ == "__main__":
    program.take_program_from_arguments()
    UNIT_TESTS = Path(sys.argv.pop(1)).resolve()
    unittest.main()
