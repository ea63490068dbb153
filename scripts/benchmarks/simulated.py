"""Simulated bisections beside real ones, on the same range: `rebisect evaluate` and `git bisect run`."""

import json
from dataclasses import dataclass

from . import games
from .timing import Failed, Usage, measured, median, output

RANGE = 10_000
GIT_A_SECOND, BAYES_A_SECOND = 10_000, 200  # goals
CULPRITS = 5  # of git's bisections: so many commits of the range, evenly spread

# name, the strategy as suites write it, how often the bug shows, bisections, the goal
PLAYED = (
    ("git, one run of each commit", "{strategy: git-run}", 1, 30_000, GIT_A_SECOND),
    ("git, ten runs of each commit", "{strategy: git-runs, runs: 10}", 0.9, 30_000, GIT_A_SECOND),
    ("git, ten runs of each commit", "{strategy: git-runs, runs: 10}", 0.3, 30_000, GIT_A_SECOND),
    ("bayes", "{strategy: bayes}", 0.9, 1_000, BAYES_A_SECOND),
    ("bayes", "{strategy: bayes}", 0.5, 1_000, BAYES_A_SECOND),
    ("bayes", "{strategy: bayes}", 0.3, 1_000, BAYES_A_SECOND),
)

SUITE = """why: how many bisections can be played in a second
graphs: {{range: {{repo: "{repository}"}}}}
strategies: {{played: {strategy}}}
scenarios: {{speed: {{graph: range, bad: {bad}, good: {good}, world: {{introduced: any, rate: {rate}}}}}}}
"""


@dataclass(frozen=True)
class Speed:
    what: str
    rate: float  # how often the bug shows
    bisections: int
    right: float  # share
    usage: Usage  # of all of them
    goal: float = None  # bisections a second

    @property
    def a_second(self):
        return self.bisections / self.usage.seconds


def played_by_git(bench, repository, bad, good):
    """Git's median, for culprits in all parts of the range."""
    candidates = output(["git", "-C", repository, "rev-list", "--topo-order", f"{good}..{bad}"]).split()
    culprits = [candidates[(2 * i + 1) * len(candidates) // (2 * CULPRITS)] for i in range(CULPRITS)]
    usages = []
    for culprit in culprits:
        usage, found = games.git_run(repository, bad, good, culprit)
        if found != culprit:
            raise Failed(f"git bisect run found {found}, not {culprit}")
        usages.append(usage)
    speed = Speed("`git bisect run`", 1, 1, 1, median(usages))
    bench.say(f"{speed}")
    return speed


def played_by_us(bench, repository, ends, row):
    """Median of whole processes on one thread."""
    what, strategy, rate, bisections, goal = row
    suite = bench.store.folder / "speed.yaml"
    suite.write_text(SUITE.format(repository=repository.resolve(), strategy=strategy, rate=rate, **ends),
                     encoding="utf-8")
    words = (bench.rebisect, "evaluate", suite, "--threads", 1, "--trials", bisections, "--format", "json")
    score = json.loads(output(words))["suites"][0]["scenarios"][0]["strategies"][0]
    usage = median(measured(words) for _ in range(bench.runs))
    speed = Speed(what, rate, bisections, score["right"]["value"], usage, goal)
    bench.say(f"{speed}")
    return speed


def simulated(bench, repositories, name):
    """Bisections of one range, with a commit-graph file in the repository."""
    found = bench.store.ranges(name, repositories.graph_file, (RANGE,))
    ends = {"bad": found["bad"], "good": found["goods"][0]["id"]}
    repository = repositories.with_graph
    speeds = [played_by_git(bench, repository, **ends)]
    speeds += [played_by_us(bench, repository, ends, row) for row in PLAYED]
    if speeds[1].right != 1:
        raise Failed("a bug that always shows was not always found")
    return found["goods"][0]["size"], speeds
