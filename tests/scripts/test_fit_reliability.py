"""Scores of made-up labelled logs, and the weights that are fitted to them."""

import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from planted import SOURCE_ROOT
from program import rebisect, take_program_from_arguments

OWN, OTHER = "KASAN: use-after-free Read in tipc_dump", "INFO: task hung in rtnl_lock"
PROGRAM = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None


def block(digit, crashes, title):
    runs = [f"run #{i}: crashed: {title}" if i < crashes else f"run #{i}: OK" for i in range(10)]
    return [f"testing commit {digit * 40}", "compiler: gcc (GCC) 10.2.1 20210217", f"kernel signature: {digit * 64}", *runs]


def log(drifted, releases, subject="tipc: rework the table"):
    """A bisection to commit 6: the last verdict is bad; `drifted`: on one crash with another title."""
    lines = [f"bisecting cause commit starting from {'1' * 40}", f"building syzkaller on {'f' * 40}", *block("1", 10, OWN)]
    for i in range(releases):
        lines += [f"testing release v5.{9 - i}", *block("2", 10, OWN)]
    lines += ["testing release v5.1", *block("3", 0, OWN), f"# git bisect start {'1' * 40} {'3' * 40}",
              "Bisecting: 3 revisions left to test after this (roughly 2 steps)", f"[{'4' * 40}] x", "",
              *block("4", 0, OWN), f"# git bisect good {'4' * 40}",
              "Bisecting: 1 revision left to test after this (roughly 1 step)", f"[{'6' * 40}] y", "",
              *block("6", *((1, OTHER) if drifted else (10, OWN))), f"# git bisect bad {'6' * 40}",
              f"{'6' * 40} is the first bad commit", f"commit {'6' * 40}", "Author: A <a@b.c>", "", f"    {subject}", "",
              " net/tipc/table.c | 2 +-", "", "revisions tested: 4, total time: 1h0m0s (build: 1m0s, test: 1m0s)",
              f"first bad commit: {'6' * 40} {subject}", f"crash: {OTHER if drifted else OWN}"]
    return "\n".join(lines) + "\n"


class Labelled(unittest.TestCase):
    """Twenty logs: the drifted ones are wrong but for two, the others right but for two."""

    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = Path(place.name)
        (self.folder / "logs").mkdir()
        rows = []
        for i in range(20):
            drifted = i % 2 == 0
            wrong = drifted != (i in (2, 3, 8, 9))
            (self.folder / f"logs/{i:02}.txt").write_text(log(drifted, i % 3), encoding="utf-8")
            rows.append({"log": f"{i:02}.txt", "outcome": "incorrect" if wrong else "correct", "bug_title": f"WARNING in f{i}",
                         "reported_commits": f"{i:040}", "true_commit": f"{i + wrong:040}",
                         "first_wrong_verdict_commit": ("6" if drifted else "3") * 40 if wrong else ""})
        (self.folder / "logs/broken.txt").write_text("hello\n", encoding="utf-8")
        with open(self.folder / "labels.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)

    def corpus(self, *arguments):
        status, text, error = rebisect("corpus", self.folder / "logs", *arguments)
        self.assertEqual(status, 0, error)
        return text

    def scored(self, *arguments):
        return json.loads(self.corpus("--labels", self.folder / "labels.csv", "--format", "json", *arguments))

    def test_the_labels_add_scores(self):
        document = self.scored()
        scores = document["totals"]["scores"]
        self.assertEqual((scores["claims"], scores["wrong"]), (20, 10))
        self.assertEqual(document["totals"]["errors"], 1)
        self.assertGreater(scores["area_under_curve"], 0.6)
        self.assertEqual(sum(bin["claims"] for bin in scores["calibration"]), 20)
        self.assertNotIn("scores", json.loads(self.corpus("--format", "json"))["totals"])
        text = self.corpus("--labels", self.folder / "labels.csv")
        for words in ("20 labelled claims, 10 wrong", "area under the curve", "Calibration", "Thresholds"):
            self.assertIn(words, text)

    def test_csv_has_the_columns_of_its_first_line(self):
        rows = list(csv.DictReader(io.StringIO(self.corpus("--format", "csv"))))
        self.assertEqual(len(rows), 21)
        broken = next(row for row in rows if row["log"] == "broken.txt")
        self.assertEqual((broken["conclusion"], broken["p_correct"]), ("error", ""))
        self.assertTrue(broken["error"])
        for row in rows:
            self.assertNotIn(None, row)
            if row is not broken:
                self.assertEqual(float(row["other_crash"]), float(int(row["log"][:2]) % 2 == 0))

    def test_labels_that_cannot_be_read_are_refused(self):
        (self.folder / "labels.csv").write_text("name\nx\n", encoding="utf-8")
        status, _, error = rebisect("corpus", self.folder / "logs", "--labels", self.folder / "labels.csv")
        self.assertEqual(status, 65)
        self.assertRegex(error, r"labels\.csv:1: labels need the columns")

    def fit(self, config, *arguments):
        command = [sys.executable, "-B", SOURCE_ROOT / "scripts/fit_reliability", self.folder / "logs",
                   self.folder / "labels.csv", "--program", PROGRAM, "--config", config, "--bootstrap", "20", *arguments]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False,
                              env={"PATH": os.environ["PATH"], "LC_ALL": "C"})
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_the_fit_is_repeatable_and_can_be_used(self):
        shipped = (SOURCE_ROOT / "config/reliability.yaml").read_text(encoding="utf-8")
        texts = []
        for name in ("a.yaml", "b.yaml"):
            config = self.folder / name
            config.write_text(shipped, encoding="utf-8")
            output = self.fit(config, "--shuffles", "1")
            texts.append(config.read_text(encoding="utf-8"))
        self.assertIn("20 claims, 10 wrong", output)
        self.assertRegex(output, r"area under the curve +0\.\d+ +\[")
        self.assertEqual(texts[0], texts[1])
        self.assertNotEqual(texts[0], shipped)
        self.assertIn("fitted_wrong_share: 0.5000", texts[0])
        fitted = self.scored("--config", self.folder / "a.yaml")["totals"]["scores"]
        self.assertLess(fitted["brier"], 0.2)
        self.assertGreater(fitted["area_under_curve"], 0.75)

    def test_a_dry_run_writes_nothing(self):
        config = self.folder / "c.yaml"
        config.write_text((SOURCE_ROOT / "config/reliability.yaml").read_text(encoding="utf-8"), encoding="utf-8")
        before = config.read_text(encoding="utf-8")
        self.fit(config, "--shuffles", "0", "--dry-run")
        self.assertEqual(config.read_text(encoding="utf-8"), before)


if __name__ == "__main__":
    take_program_from_arguments()
    unittest.main()
