"""audit_played passes a right rebisect, fails a wrong one, and says why.

The path of the built program is the first argument.
"""

import contextlib
import importlib.util
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from importlib.machinery import SourceFileLoader
from pathlib import Path

from planted import SOURCE_ROOT

loader = SourceFileLoader("audit_played", str(SOURCE_ROOT / "scripts" / "audit_played"))
audit_played = importlib.util.module_from_spec(importlib.util.spec_from_loader("audit_played", loader))
loader.exec_module(audit_played)
from played_audit import judged  # noqa: E402

# A rebisect whose answer is changed on the way out: {change} is a statement about `answer`.
LIAR = """#!{python}
import json, subprocess, sys
done = subprocess.run([{program!r}, *sys.argv[1:]], capture_output=True, text=True)
answer = json.loads(done.stdout)
if sys.argv[1] == "audit":
    {change}
print(json.dumps(answer))
sys.exit(done.returncode)
"""


def setUpModule():
    global place, repository, scratch
    place = tempfile.TemporaryDirectory()
    scratch = Path(place.name)
    repository = scratch / "repository.git"
    subprocess.run(["git", "-c", "init.defaultBranch=main", "init", "--quiet", "--bare", str(repository)], check=True)
    stream = subprocess.run([SOURCE_ROOT / "scripts" / "demo_repository"], check=True, capture_output=True).stdout
    subprocess.run(["git", "-C", str(repository), "fast-import", "--quiet"], input=stream, check=True)


def tearDownModule():
    place.cleanup()


def run(program, count, faulted, out, *more):
    """Exit status and the lines printed."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        status = audit_played.main(["--repo", str(repository), "--rebisect", str(program), "--count", str(count),
                                    "--faulted", str(faulted), "--out", str(out), "--seed", "1", *more])
    return status, printed.getvalue().splitlines()


class AuditPlayed(unittest.TestCase):
    program = ""

    def test_finds_the_audit_right_in_every_dialect_and_with_every_fault(self):
        out = scratch / "right"
        status, lines = run(self.program, 40, 6, out)
        self.assertEqual((status, lines[-1]), (0, "76 passed, 0 failed"), "\n".join(lines))
        self.assertEqual([line.split()[:2] for line in lines[1:8]],
                         [["none", "40"], ["departure", "6"], ["wrong-count", "6"], ["missing-commit", "6"],
                          ["false-verdict", "6"], ["wrong-word", "6"], ["time-limit", "6"]])
        self.assertRegex(lines[8], "^40 pairs of dialect and aim, ")
        self.assertEqual(list(out.iterdir()), [])

    def test_keeps_the_logs_of_a_wrong_audit_with_the_reason(self):
        for change, reason in (
                ("answer['deduction']['follows'] = not answer['deduction']['follows']", "follows: "),
                ("answer['conclusion'] = 'refuted'", "conclusion: 'refuted', but it is "),
                ("answer['log']['steps'][0]['runs'].clear()", "step 0: runs: [], but it is "),
                ("answer['log']['steps'].pop()", "number of steps: "),
                ("answer['selection']['steps'] and answer['selection']['steps'][0].update(left=99, match='different')",
                 "verdict 1: match: 'different', but it is 'same'"),
                ("answer['findings'].append({'id': 'count-differs', 'severity': 'warning', 'steps': [0]})", "warnings and errors: ")):
            with self.subTest(reason):
                liar, out = scratch / "liar", scratch / reason.split(":")[0].replace(" ", "-")
                liar.write_text(LIAR.format(python=sys.executable, program=str(self.program), change=change))
                liar.chmod(0o755)
                status, lines = run(liar, 3, 0, out)
                self.assertEqual(status, 1)
                whys = sorted(out.glob("*.why"))
                self.assertEqual(lines[-1], f"{3 - len(whys)} passed, {len(whys)} failed")
                self.assertIn(reason, "".join(why.read_text() for why in whys))
                for why in whys:
                    self.assertTrue(why.with_suffix(".txt").exists())
                    self.assertIn("culprit", json.loads(why.with_suffix(".json").read_text()))

    def test_fails_where_the_program_does(self):
        status, lines = run("/bin/false", 2, 0, scratch / "false")
        # /bin/false has an exit status that audits have, too: what it prints is no answer.
        self.assertEqual((status, lines[-1]), (1, "0 passed, 2 failed"))


    def test_says_how_well_games_can_be_judged_at_best(self):
        status, lines = run(self.program, 40, 0, scratch / "ceiling", "--ceiling")
        self.assertEqual(status, 0, "\n".join(lines))
        best = [line for line in lines if line.startswith("... and of who knows how they are made: ")]
        self.assertTrue(best, "\n".join(lines))
        for line in best:
            area, low, high = map(float, re.findall(r"[0-9.]+(?=[\] ,]|$)", line.partition("made: ")[2]))
            self.assertGreater(area, 0.5)
            self.assertTrue(low <= area <= high <= 1, line)


class Figures(unittest.TestCase):
    def test_are_of_all_games_and_of_those_with_a_trace(self):
        def game(number, right, p_claim, planted=None, behind=0, disputed=()):
            return judged.Judged(number, right, p_claim, planted, behind, list(disputed))

        games = [game(1, True, 0.9), game(2, True, 0.6), game(1, False, 0.8, 5, 0, [4, 5]), game(2, False, 0.1, 3, 9, [3, 5])]
        figures = [line.partition(" [")[0] for line in judged.summary(games)]
        self.assertEqual(figures, ["2 planted false verdicts, first dispute: 0.500", "... among three: 1.000",
                                   "P(claim) of 2 right and 2 wrong claims, AUC: 0.750",
                                   "... without those planted among the last 3, AUC: 1.000"])

    def test_are_absent_without_games(self):
        self.assertEqual(judged.summary([]), [])
        self.assertEqual(judged.summary([judged.Judged(1, True, 0.9, None, 0, [])]), [])


if __name__ == "__main__":
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        sys.exit("usage: test_audit_played.py REBISECT")
    AuditPlayed.program = Path(sys.argv.pop(1)).resolve()
    unittest.main()
