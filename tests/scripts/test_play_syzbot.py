"""play_syzbot plays by the day's rules, says the truth about its games, and never writes to the repository."""

import functools
import importlib.util
import json
import random
import subprocess
import tempfile
import unittest
from importlib.machinery import SourceFileLoader
from pathlib import Path

from planted import SOURCE_ROOT

loader = SourceFileLoader("play_syzbot", str(SOURCE_ROOT / "scripts" / "play_syzbot"))
play_syzbot = importlib.util.module_from_spec(importlib.util.spec_from_loader("play_syzbot", loader))
loader.exec_module(play_syzbot)

CULPRIT = "55e499b9894139e70fd34ca3caf99aa588f7d637"  # tty: quill: Take the port lock once per burst
DIALECTS = [f"D{number}" for number in range(1, 21)]


def git(directory, *arguments, **options):
    return subprocess.run(["git", "-C", str(directory), *arguments], check=True, capture_output=True, **options).stdout


def setUpModule():
    """Makes the demo's repository, in loose objects and without its trees and files."""
    global place, repository, scratch
    place = tempfile.TemporaryDirectory()
    scratch = Path(place.name)
    repository = scratch / "repository.git"
    subprocess.run(["git", "-c", "init.defaultBranch=main", "init", "--quiet", "--bare", str(repository)], check=True)
    stream = subprocess.run([SOURCE_ROOT / "scripts" / "demo_repository"], check=True, capture_output=True).stdout
    git(repository, "-c", "fastimport.unpackLimit=100000", "fast-import", "--quiet", input=stream)
    for line in git(repository, "cat-file", "--batch-all-objects", "--batch-check", text=True).splitlines():
        name, kind, _ = line.split()
        if kind in ("tree", "blob"):
            (repository / "objects" / name[:2] / name[2:]).unlink()


def tearDownModule():
    place.cleanup()


def play(*options):
    """The log's text and the truth of one game."""
    log, truth = scratch / "log.txt", scratch / "truth.json"
    status = play_syzbot.main(["--repo", str(repository), "--floor", "none", "-o", str(log), "--truth", str(truth),
                               *options])
    assert status == 0, options
    return log.read_text(), json.loads(truth.read_text())


def play_culprit(*options):
    return play("--culprit", CULPRIT, "--start", "v1.4", *options)


@functools.cache
def play_dialect(dialect):
    return play_culprit("--dialect", dialect, "--rate", "0.9", "--seed", "2")


class OneGame(unittest.TestCase):
    def test_gives_the_same_bytes_for_the_same_seed(self):
        self.assertEqual(play("--seed", "7", "--rate", "0.5"), play("--seed", "7", "--rate", "0.5"))

    def test_finds_the_culprit_of_a_frequent_bug_in_every_dialect(self):
        for dialect in DIALECTS:
            with self.subTest(dialect):
                log, truth = play_dialect(dialect)
                self.assertEqual((truth["outcome"], truth["found"]), ("commit", [CULPRIT]))
                self.assertEqual([test["commit"] for test in truth["tests"] if test["false"]], [])
                self.assertIn(f"\nfirst bad commit: {CULPRIT} tty: quill: ", log)

    def test_turns_the_verdicts_of_a_fix_bisection(self):
        log, truth = play("--aim", "fix", "--culprit", CULPRIT, "--start", "v1.2", "--head", "v1.4", "--dialect", "D8")
        self.assertEqual((truth["outcome"], truth["found"]), ("commit", [CULPRIT]))
        words = {(command["revisions"][0]): command["command"] for command in truth["commands"][1:]}
        for test in truth["tests"]:
            if test["role"] == "bisect":
                self.assertEqual(words[test["commit"]], "good" if test["crashes"] else "bad")
        self.assertIn(f"\nfirst good commit: {CULPRIT} ", log)
        self.assertNotIn("\ncrash: ", log)

    def test_prints_what_git_counts(self):
        _, truth = play_culprit("--dialect", "D7")
        bad, goods = truth["range"][0], [truth["range"][1]]
        for before, command in zip(truth["commands"], truth["commands"][1:]):
            candidates = git(repository, "rev-list", bad, "--not", *goods, text=True).split()
            tested = command["revisions"][0]
            inside = git(repository, "rev-list", tested, "--not", *goods, text=True).split()
            self.assertEqual(before["left"], len(candidates) - len(inside) - 1)
            if command["command"] == "bad":
                bad = tested
            else:
                goods.append(tested)

    def test_leaves_the_repository_as_it_was(self):
        def state():
            return sorted((str(path), path.stat().st_mtime_ns) for path in repository.rglob("*"))
        before = state()
        play_culprit("--rate", "0.4")
        self.assertEqual(state(), before)

    def test_made_the_log_of_the_demo(self):
        shipped = (SOURCE_ROOT / "scenarios" / "demo" / "bisect.txt").read_text()
        played, truth = play_culprit("--dialect", "D7", "--seed", "31", "--rate", "0.2",
                                     "--title", "possible deadlock in quill_ring_drain")
        # The file was played where git could show the change: two lines and a blank one more.
        summary = " kernel/sched.c | 1 +\n 1 file changed, 1 insertion(+)\n"
        self.assertEqual(shipped.replace(summary, ""), played)
        self.assertEqual(sum(test["false"] for test in truth["tests"]), 1)
        self.assertFalse(truth["correct"])


class Wording(unittest.TestCase):
    # A line's beginning -> the dialects that have it, in a game with a flaky bug.
    FINGERPRINTS = (
        ("# git bisect start v1.3 v1.2", DIALECTS[:1]),
        ("kernel signature: ", DIALECTS[2:]),
        ("culprit signature: ", DIALECTS[3:]),
        ("compiler: ", DIALECTS[7:]),
        ("ci", DIALECTS[8:]),
        ("ensuring issue is reproducible on original commit ", DIALECTS[10:]),
        ("representative crash: ", DIALECTS[13:]),
        ("false negative chance: ", DIALECTS[14:]),
        ("accumulated error probability: ", DIALECTS[14:]),
        ("picked [%!d(string=v1.3) ", DIALECTS[15:16]),
        ("picked [v1.3 ", DIALECTS[16:]),
    )

    def test_has_the_fingerprints_of_each_dialect(self):
        found = {beginning: [] for beginning, _ in self.FINGERPRINTS}
        for dialect in DIALECTS:
            log, _ = play_dialect(dialect)
            for beginning in found:
                if any(line.startswith(beginning) for line in log.splitlines()):
                    found[beginning].append(dialect)
        self.assertEqual(found, dict(self.FINGERPRINTS))

    def test_doubles_crash_lines_in_the_weeks_that_did(self):
        for day, doubled in (("2023-07-05", False), ("2023-07-10", True), ("2023-08-07", True), ("2023-08-09", False)):
            with self.subTest(day):
                log, truth = play_culprit("--date", day, "--rate", "0.5")
                first = log.split("\ntesting commit ")[1].split("testing ")[0]
                runs = truth["tests"][0]["runs"]
                crashed = sum(run.startswith("crashed") for run in runs)
                self.assertGreater(crashed, 0)
                self.assertEqual(first.count("\nrun #"), len(runs) + crashed * doubled)

    def test_names_the_recipients_in_one_list_until_july_2020(self):
        for day, wording in (("2020-07-30", "cc: ["), ("2020-07-31", "recipients (to): [")):
            self.assertIn(f"\n{wording}", play_culprit("--date", day)[0])

    def test_prints_a_blank_line_after_git_since_december_2020(self):
        for dialect, blank in (("D6", False), ("D7", True)):
            log, _ = play_culprit("--dialect", dialect)
            step = log.split("\n[", 1)[1].split("\n")
            self.assertEqual(step[1] == "", blank)


class Faults(unittest.TestCase):
    def test_plants_a_false_verdict_in_the_runs(self):
        log, truth = play_culprit("--false-verdict", "1=good")
        false = [test for test in truth["tests"] if test["false"]]
        self.assertEqual([(test["role"], test["crashes"], test["has_bug"]) for test in false],
                         [("bisect", False, True)])
        self.assertFalse(truth["correct"])
        self.assertIn(f"# git bisect good {false[0]['commit']}", log)

    def test_plants_a_false_verdict_in_the_release_walk(self):
        _, truth = play_culprit("--false-verdict", "v1.3=good")
        self.assertEqual([test["release"] for test in truth["tests"] if test["false"]], ["v1.3"])

    def test_plants_faults_that_are_seen_in_the_log(self):
        plain, _ = play_culprit("--dialect", "D17")
        for options, kind in ((("--wrong-word", "1=skip"), "wrong-word"), (("--departure", "1"), "departure"),
                              (("--wrong-count", "1"), "wrong-count"), (("--missing-commit", "2"), "missing-commit"),
                              (("--truncate-front", "3"), "truncated-front"), (("--abort-after", "4"), "time-limit"),
                              (("--rewritten",), "rewritten")):
            with self.subTest(kind):
                log, truth = play_culprit("--dialect", "D17", *options)
                self.assertEqual([fault["kind"] for fault in truth["planted"]], [kind])
                self.assertNotEqual(log, plain)
                self.assertNotEqual(log, "")

    def test_a_departure_never_tests_the_commit_known_to_be_bad(self):
        for step in range(1, 6):
            _, truth = play_culprit("--dialect", "D8", "--departure", str(step))
            for fault in truth["planted"]:
                self.assertNotIn(fault["tested"], [fault["choice"], *truth["range"]])
        # With two commits left there is nowhere else to go.
        _, truth = play_culprit("--dialect", "D8", "--departure", str(len(truth["commands"]) - 1))
        self.assertEqual(truth["planted"], [])

    def test_plants_the_false_verdicts_that_are_drawn(self):
        drawn = (play_syzbot.batch.random_faults(random.Random(seed), []) for seed in range(200))
        faults = next(faults for faults in drawn if faults.false_verdicts)
        (step, word), = faults.false_verdicts.items()
        self.assertEqual(faults.forced_outcome(step, "cause"), {"bad": "crash", "good": "no-crash"}[word])
        self.assertIsInstance(step, str)

    def test_skips_what_does_not_build_except_when_that_ended_the_job(self):
        for dialect, outcome in (("D3", "commit"), ("D5", "error"), ("D8", "commit"), ("D17", "commit")):
            with self.subTest(dialect):
                _, truth = play_culprit("--dialect", dialect, "--broken", "16bed390b20e..da50e2d")
                self.assertEqual(truth["outcome"], outcome)

    def test_ends_as_that_day_ended_where_no_release_boots(self):
        for dialect, outcome in (("D3", "cut off"), ("D7", "several"), ("D17", "error")):
            with self.subTest(dialect):
                _, truth = play_culprit("--dialect", dialect, "--unbootable", "main^{/Start of the tree}..v1.4")
                self.assertEqual(truth["outcome"], outcome)

    def test_reports_that_the_oldest_release_crashes_too(self):
        log, truth = play_culprit("--culprit", "main^{/Start of the tree}", "--dialect", "D8")
        self.assertEqual((truth["outcome"], truth["found"]), ("none", [truth["tests"][-1]["commit"]]))
        self.assertEqual(truth["tests"][-1]["release"], "v1.0")
        self.assertIn("\nthe crash already happened on the oldest tested release\ncommit msg: Kernel 1.0\ncrash: ", log)

    def test_pretends_a_crash_where_the_bug_was_not_yet_there(self):
        # The bug came with ibis and went with the merge of lockdep, whose branch had forked before ibis.
        log, truth = play("--aim", "fix", "--culprit", "main^{/Merge tag 'lockdep}", "--head", "v1.4",
                          "--start", "main^{/Merge tag 'ibis-fs}", "--introduced", "main^{/ibis: Reject}",
                          "--dialect", "D17")
        self.assertEqual(log.count("\ndetermine whether the revision contains"), len(truth["commands"]) - 1)
        self.assertIn("\nthe bug was not introduced yet; pretend that kernel crashed\n# git bisect good ", log)
        self.assertTrue(truth["correct"])


class ManyGames(unittest.TestCase):
    def test_writes_the_same_logs_with_any_number_of_jobs(self):
        def many(directory, count, jobs):
            status = play_syzbot.main(["--repo", str(repository), "--floor", "none", "--many", count, "--jobs", jobs,
                                       "--out", str(directory), "--seed", "9"])
            self.assertEqual(status, 0)
            return {path.name: path.read_bytes() for path in directory.iterdir()}
        all_dialects = many(scratch / "two", "20", "2")
        self.assertEqual(len(all_dialects), 40)
        self.assertEqual({name.split("-")[1] for name in all_dialects}, set(DIALECTS))
        self.assertLessEqual(many(scratch / "one", "5", "1").items(), all_dialects.items())


if __name__ == "__main__":
    unittest.main()
