"""Bisections played again: of a log, and of suites on a repository."""

import json

from program import DEMO_LOG, rebisect, take_program_from_arguments
from test_program import Program

SUITE = """why: {why}
trials: 60
graphs:
  demo: {{repo: repository.git{log}}}
strategies:
  git: {{strategy: git-run}}
  git-10: {{strategy: git-runs, runs: 10}}
scenarios:
  one: {{graph: demo, {scenario}}}
"""


class Simulate(Program):
    def suite(self, scenario, log=""):
        """A suite file beside the repository."""
        return self.demo.write("suite.yaml", SUITE.format(why="a test", scenario=scenario, log=log))

    def scores(self, *words, status=0):
        document = json.loads(self.done("evaluate", *words, "--format", "json", status=status))
        return {score["strategy"]: score for score in document["suites"][0]["scenarios"][0]["strategies"]}

    def test_the_same_seed_gives_the_same_bytes(self):
        words = ("simulate", DEMO_LOG, *self.repo, "--trials", "40")
        self.assertEqual(self.done(*words), self.done(*words))
        self.assertNotEqual(self.done(*words), self.done(*words, "--seed", "2"))
        self.assertTrue(self.done(*words, "--seed", "2").endswith("seed 2\n"))

    def test_says_how_the_log_was_made_and_how_often_its_claim_comes_again(self):
        text = self.done("simulate", DEMO_LOG, *self.repo, "--trials", "40")
        self.assertRegex(text.splitlines()[0], r"^The log's claim comes out again in [\d.]+ % of 40 bisections")
        self.assertRegex(text.splitlines()[1], r"^  as the log was made: .*, 10 runs of each commit,")
        self.assertLessEqual(max(map(len, text.splitlines())), 80)

    def test_shares_add_up(self):
        document = json.loads(self.done("simulate", DEMO_LOG, *self.repo, "--trials", "40", "--format", "json"))
        self.assertEqual(sum(ending["count"] for ending in document["endings"]), 40)
        results = [document[key]["value"] for key in ("right", "wrong", "no_answer")]
        self.assertAlmostEqual(sum(results), 1, 3)

    def test_needs_a_history_and_a_strategy_that_exists(self):
        self.fails(64, "simulate needs a history: add --repo DIR .*", "simulate", DEMO_LOG)
        status, _, error = rebisect("simulate", DEMO_LOG, *self.repo, "--strategy", "luck")
        self.assertEqual((status, "luck" in error), (64, True), error)

    def test_a_suite_plays_a_logs_worlds_as_simulate_does(self):
        self.demo.write("bisect.txt", DEMO_LOG.read_text(encoding="utf-8"))
        scores = self.scores(self.suite("world: {model: log}", ", log: bisect.txt"))
        for suite_name, strategy in (("git", "git-run"), ("git-10", "git-runs")):
            again = json.loads(self.done("simulate", DEMO_LOG, *self.repo, "--trials", "60", "--strategy", strategy,
                                         "--format", "json"))
            with self.subTest(strategy):
                self.assertEqual(scores[suite_name]["right"], again["right"])
                self.assertEqual(scores[suite_name]["runs"]["mean"]["value"], again["runs"]["mean"]["value"])

    def test_a_suite_names_commits_as_git_does(self):
        scores = self.scores(self.suite("bad: v1.4, good: [v1.0], world: {introduced: v1.2, rate: 1}"))
        self.assertEqual(scores["git"]["right"]["value"], 1)

    def test_what_a_suite_asks_for_in_vain_is_an_error_at_its_place(self):
        for scenario, log, message in (
                ("bad: v9, good: v1.0, world: {introduced: any}", "", r".*suite.yaml:9: .*`v9` names no commit.*"),
                ("world: {model: log}", "", r".*suite.yaml:9: scenarios.one.graph: this graph has no log"),
                ("bad: v1.4, world: {model: log}", ", log: bisect.txt", r".*suite.yaml:9: .*bad: the log says this"),
                ("world: {model: log, rate: 1}", ", log: bisect.txt", r".*suite.yaml:9: .*no other key stands beside.*"),
                ("world: {model: log}", ", log: nowhere.txt", r".*nowhere.txt.*")):
            with self.subTest(scenario):
                status, output, error = rebisect("evaluate", self.suite(scenario, log))
                self.assertEqual((status != 0, output), (True, ""))
                self.assertRegex(error, rf"\Arebisect: {message}\n\Z")


if __name__ == "__main__":
    import unittest

    take_program_from_arguments()
    unittest.main()
