"""bench measures what it says, keeps its data, and writes tables and plots that can be read."""

import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from planted import SCRIPTS, load_script
from program import FIXTURES, GIT_LOG, demo_repository

load_script("bench")

from benchmarks import cases, games, page, plot, simulated, timing  # noqa: E402
from benchmarks.data import Repositories, Store, add_graph  # noqa: E402
from benchmarks.timing import Usage  # noqa: E402

CLAIMED = "# first bad commit: ["


def python(code):
    return [sys.executable, "-c", code]


class Timing(unittest.TestCase):
    def test_counts_the_memory_of_a_process_and_of_what_it_starts(self):
        grab = "bytearray(300 << 20)"
        self.assertTrue(300 < timing.measured(python(grab)).megabytes < 400)
        started = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grab!r}])"
        self.assertTrue(300 < timing.measured(python(started)).megabytes < 400)

    def test_fails_where_the_program_fails_unless_that_is_accepted(self):
        self.assertRaises(timing.Failed, timing.measured, python("exit(2)"))
        self.assertIsInstance(timing.measured(python("exit(2)"), accept=(0, 2)), Usage)
        self.assertRaises(timing.Failed, timing.output, python("exit(2)"))

    def test_ends_what_takes_too_long(self):
        self.assertRaises(timing.TooSlow, timing.measured, python("import time; time.sleep(600)"), limit=0.2)

    def test_sums_the_time_of_a_series_and_takes_its_largest_memory(self):
        self.assertEqual(timing.together([Usage(1, 50), Usage(2, 70), Usage(0.5, 20)]), Usage(3.5, 70))

    def test_takes_medians(self):
        self.assertEqual(timing.median([Usage(3, 10), Usage(1, 30), Usage(2, 20)]), Usage(2, 20))


class Games(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.repository = demo_repository()
        cls.addClassCleanup(cls.repository.close)
        cls.log = cls.repository.folder / "played.log"
        ends = timing.output(["git", "-C", cls.repository.path, "rev-parse", "v1.4^0", "v1.0^0"]).split()
        cls.text = games.play(cls.repository.path, *ends)
        cls.log.write_text(cls.text, encoding="utf-8")

    def test_plays_to_the_end_and_git_ends_there_again(self):
        claimed = self.text[self.text.index(CLAIMED) + len(CLAIMED):][:40]
        self.assertEqual(games.git_replays(self.repository.path, self.log)[1], claimed)
        commits = int(timing.output(["git", "-C", self.repository.path, "rev-list", "--count", "v1.0..v1.4"]))
        self.assertGreaterEqual(2**games.tests_in(self.log), commits)

    def test_names_the_next_commit_of_a_log_that_is_not_at_its_end(self):
        begun = self.repository.write("begun.log", "".join(
            line + "\n" for line in self.text.splitlines() if line.startswith("git bisect start")))
        first_tested = games.commands_of(self.log)[1][1]
        self.assertEqual(games.git_replays(self.repository.path, begun)[1], first_tested)

    def test_leaves_the_repository_as_it_was(self):
        games.git_replays(self.repository.path, self.log)
        refs = timing.output(["git", "-C", self.repository.path, "for-each-ref", "refs/bisect"])
        self.assertEqual((refs, (self.repository.path / "BISECT_LOG").exists()), ("", False))

    def test_runs_git_to_a_culprit(self):
        for culprit in ("v1.2^0", "v1.4^0"):
            culprit, bad, good = timing.output(
                ["git", "-C", self.repository.path, "rev-parse", culprit, "v1.4^0", "v1.0^0"]).split()
            self.assertEqual(games.git_run(self.repository.path, bad, good, culprit)[1], culprit)

    def test_reads_the_commands_of_logs(self):
        self.assertEqual(games.commands_of(GIT_LOG)[0][:2], ["start", "--no-checkout"])
        self.assertEqual([games.tests_in(FIXTURES / name) for name in ("git-2010-first.log", "git-2010-second.log")],
                         [13, 13])

    def test_a_commit_graph_is_found_beside_borrowed_objects(self):
        folder = self.repository.folder / "graph.git"
        add_graph(folder, self.repository.path)
        both = Repositories(self.repository.path, folder)
        self.assertTrue(both.graph_file.exists())
        self.assertEqual(timing.output(["git", "-C", folder, "rev-list", "--count", "main"]),
                         timing.output(["git", "-C", self.repository.path, "rev-list", "--count", "main"]))


class Data(unittest.TestCase):
    def test_is_made_once_and_never_left_half_made(self):
        with tempfile.TemporaryDirectory() as place:
            store, made = Store(Path(place) / "data", lambda text: None), []

            def make(path):
                made.append(path.name)
                path.write_text("half", encoding="utf-8")
                if len(made) == 1:
                    raise timing.Failed("planted")
                path.write_text("whole", encoding="utf-8")

            self.assertRaises(timing.Failed, store.made, "a", make)
            self.assertFalse((store.folder / "a").exists())
            for _ in range(2):
                self.assertEqual(store.made("a", make).read_text(encoding="utf-8"), "whole")
            self.assertEqual(made, ["part-a", "part-a"])


class Page(unittest.TestCase):
    def test_replaces_what_stands_between_markers_and_nothing_else(self):
        text = "before\n<!-- a -->\nold\n<!-- end of a -->\nbehind\n"
        new = page.replace_part(text, "a", "new")
        self.assertEqual(new, text.replace("old", "new"))
        self.assertEqual(page.replace_part(new, "a", "new"), new)

    def test_refuses_a_page_without_the_markers(self):
        for text in ("", "<!-- a -->", "<!-- end of a --><!-- a -->", "<!-- a --><!-- end of a -->" * 2):
            self.assertRaises(page.NoSuchPart, page.replace_part, text, "a", "new")

    def test_tells_whether_goals_are_met(self):
        for ours, git, goal, expected in (
                (Usage(0.1, 50), None, cases.Goal(0.15, 100), "0.15 s, 100 MiB: met"),
                (Usage(0.2, 50), None, cases.Goal(0.15, 100), "0.15 s, 100 MiB: **missed**"),
                (Usage(0.1, 150), None, cases.Goal(0.15, 100), "0.15 s, 100 MiB: **missed**"),
                (Usage(0.1, 50), Usage(3.1, 9), cases.Goal(of_git=1 / 30), "1/30 of git's time: met"),
                (Usage(0.1, 50), Usage(2.9, 9), cases.Goal(of_git=1 / 30), "1/30 of git's time: **missed**"),
                (Usage(0.1, 50), None, cases.Goal(of_git=1 / 30), "1/30 of git's time: **missed**"),
                (Usage(0.1, 50), None, cases.Goal(), "-")):
            self.assertEqual(page.goal_text(cases.Row("work", ours, git, goal)), expected)

    def test_says_where_git_came_to_no_end(self):
        points = [cases.Point(1000, Usage(0.01, 8), Usage(1.5, 30)), cases.Point(3000, Usage(0.02, 8), None),
                  cases.Point(9000, Usage(0.03, 9), None)]
        self.assertEqual(page.points_table(points, 120).splitlines()[2:],
                         ["| 1,000 | 0.010 | 8 | 1.500 | 30 |", "| 3,000 | 0.020 | 8 | over 120 | - |",
                          "| 9,000 | 0.030 | 9 | - | - |"])
        self.assertIn("| over 120 | - | - |", page.rows_table([cases.Row("work", Usage(1, 8), None)], 120))

    def test_tells_speeds_and_whether_they_are_enough(self):
        rows = [simulated.Speed("git", 1, 1, 1, Usage(0.5, 30)),
                simulated.Speed("ours", 0.3, 30_000, 0.5, Usage(2, 60), 10_000),
                simulated.Speed("ours", 0.9, 1_000, 1, Usage(20, 60), 200)]
        self.assertEqual(page.speeds_table(rows).splitlines()[2:], [
            "| git | 1 | 1 | 100.0 % | 0.500 | 30 | 2 | - |",
            "| ours | 0.3 | 30,000 | 50.0 % | 2.000 | 60 | 15,000 | 10,000 a second: met |",
            "| ours | 0.9 | 1,000 | 100.0 % | 20.0 | 60 | 50 | 200 a second: **missed** |"])

    def test_takes_the_medians_of_google_benchmark(self):
        printed = ("2026\nname,iterations,real_time,cpu_time,time_unit\n"
                   '"walk/1_mean",3,2.5,2,ms\n"walk/1_median",3,2.25,2,ms\n"walk/1_stddev",3,0.1,0.1,ms\n')
        self.assertEqual(page.engine_table(printed).splitlines()[2:], ["| walk/1 | 2.25 ms |"])


class Plot(unittest.TestCase):
    def test_is_svg_with_a_point_for_each_value_and_colours_for_dark_pages(self):
        text = plot.plot("a & b", [("ours", "rebisect", [(1000, 0.01), (10_000, 0.02)]),
                                   ("git", "git", [(1000, 5)]), ("git", "nothing", [])])
        svg = ElementTree.fromstring(text)
        circles = [(node.get("class"), float(node.get("cx")), float(node.get("cy")))
                   for node in svg.iter("{http://www.w3.org/2000/svg}circle")]
        self.assertEqual([kind for kind, _, _ in circles], ["ours", "ours", "git"])
        (_, x1, y1), (_, x2, y2), (_, x3, y3) = circles
        self.assertTrue(x1 == x3 < x2 and y3 < y2 < y1, circles)
        self.assertIn("prefers-color-scheme: dark", text)

    def test_draws_single_values(self):
        ElementTree.fromstring(plot.plot("one", [("ours", "rebisect", [(1000, 1.0)])]))


class WholeRun(unittest.TestCase):
    def test_names_what_it_measures(self):
        printed = subprocess.run([sys.executable, "-B", SCRIPTS / "bench", "--help"], check=True,
                                 capture_output=True, encoding="utf-8").stdout
        for option in ("--runs", "--commit-graph", "--kernel-repo", "--kernel-log", "--data"):
            self.assertIn(option, printed)


if __name__ == "__main__":
    unittest.main()
