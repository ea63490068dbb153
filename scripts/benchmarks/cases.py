"""What is measured. Each case makes its data, checks that the answer is git's, and then takes the time of both."""

import json
from dataclasses import dataclass
from pathlib import Path

from . import games
from .timing import Failed, TooSlow, Usage, measured, median, output

CONCLUSIONS = (0, 1, 2)  # exit statuses of `rebisect audit`
ALL = 10**9  # as a range: the whole main line
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
RANGE, MILLION = 15_000, 1_000_000


@dataclass(frozen=True)
class Goal:
    seconds: float = None
    megabytes: float = None
    of_git: float = None  # share of git's time


@dataclass(frozen=True)
class Row:
    what: str
    ours: Usage
    git: Usage  # None: not within the limit
    goal: Goal = Goal()


@dataclass(frozen=True)
class Point:
    """One choice in a range of that many commits."""

    commits: int
    ours: Usage
    git: Usage


@dataclass
class Bench:
    rebisect: Path
    commits_read: Path
    store: object
    runs: int
    git_runs: int
    git_limit: float
    say: object

    def ours(self, *words, accept=CONCLUSIONS):
        """rebisect's median. The page cache must be warm."""
        return median(measured([self.rebisect, *words], accept=accept) for _ in range(self.runs))

    def gits(self, repository, log, limit=None):
        """Git's median and its answer; nothing and nothing where it takes longer than the limit. The first run warms the
        page cache, and counts where it is to be the only one."""
        try:
            first, answer = games.git_replays(repository, log, limit)
            if self.git_runs == 1:
                return first, answer
            return median(games.git_replays(repository, log, limit)[0] for _ in range(self.git_runs)), answer
        except TooSlow:
            return None, None

    def answer(self, *words):
        return json.loads(output([self.rebisect, *words, "--format", "json"], accept=CONCLUSIONS))

    def row(self, what, ours, git, goal=Goal()):
        self.say(f"{what}: {ours}, git: {git}")
        return Row(what, ours, git, goal)


def expect_same(what, ours, gits):
    if ours != gits:
        raise Failed(f"{what}: rebisect says {ours}, git says {gits}")


def choice(bench, repository, log, limit=None):
    """One choice, by both, after a check that it is the same."""
    git, chosen = bench.gits(repository, log, limit)
    ours = bench.answer("next", log, "--repo", repository)["next"]["commit"]
    if git:
        expect_same(log, ours, chosen)
    return bench.ours("next", log, "--repo", repository), git


def audit(bench, log, history, found):
    """An audit, after a check that it says what git does."""
    report = bench.answer("audit", log, *history)
    selection = report["selection"]
    expect_same(f"{log}, steps that git would have chosen", selection["matched"], selection["compared"])
    expect_same(f"{log}, the first bad commit", report["deduction"]["candidates"], [found])
    return bench.ours("audit", log, *history)


def shaped_like(store, graph_file):
    """A repository with the parents and dates of a commit-graph file, and its name in the store."""
    name = f"like-{Path(graph_file).stem.replace('.', '-')}"
    return store.repositories(name, "--like", graph_file), name


def whole_history(bench, graph_file):
    """(a) One choice in all of a commit-graph file. Git has it from a repository of the same shape, with other ids."""
    like, like_name = shaped_like(bench.store, graph_file)
    name = like_name.removeprefix("like-")
    copied, original = (bench.store.ranges(label, file, (ALL,)) for label, file in
                        ((like_name, like.graph_file), (name, graph_file)))
    log = bench.store.question(f"{like_name}.log", copied["bad"], copied["goods"][0]["id"])
    ours_log = bench.store.question(f"{name}.log", original["bad"], original["goods"][0]["id"])
    git, chosen = bench.gits(like.with_graph, log)
    expect_same(log, bench.answer("next", log, "--commit-graph", like.graph_file)["next"]["commit"], chosen)
    bench.answer("next", ours_log, "--commit-graph", graph_file)
    ours = bench.ours("next", ours_log, "--commit-graph", graph_file)
    size = original["goods"][0]["size"]
    return [bench.row(f"(a) one choice among {size:,} commits of Linux, commit-graph file alone", ours, git,
                      Goal(0.15, 100))]


def kernel_logs(bench, repository, graph_file, logs):
    """(b), (c) Audits of logs that people made, from objects and from a commit-graph file alone."""
    from_objects, from_file = [], []
    for log in logs:
        git, found = bench.gits(repository, log)
        what = f"audit of {Path(log).stem}, {games.tests_in(log)} tests"
        for letter, rows, history, goal in (
                ("b", from_objects, ("--repo", repository), Goal(of_git=1 / 10)),
                ("c", from_file, ("--commit-graph", graph_file), Goal(of_git=1 / 30))):
            ours = audit(bench, log, history, found)
            rows.append(bench.row(f"({letter}) {what}, {'from objects' if letter == 'b' else 'commit-graph file alone'}",
                                  ours, git, goal))
    return [*from_objects, *from_file]


def generated(bench, repositories, name):
    """(d), (e) A log of a range in a big repository, without and with a commit-graph file. And the commits read."""
    ends = bench.store.ranges(name, repositories.graph_file, (RANGE, MILLION))
    bad, (near, far) = ends["bad"], ends["goods"]
    log = bench.store.played(f"{name}-{RANGE}.log", repositories.with_graph, bad, near["id"])
    what = f"audit of {games.tests_in(log)} tests in a range of {near['size']:,} commits"
    rows = []
    for letter, words, repository, goal in (("d", "from objects", repositories.plain, Goal(1.0, 300)),
                                            ("e", "with a commit-graph", repositories.with_graph, Goal(0.1))):
        git, found = bench.gits(repository, log)
        ours = audit(bench, log, ("--repo", repository), found)
        rows.append(bench.row(f"({letter}) {what}, {words}", ours, git, goal))
    question = bench.store.question(f"{name}-{MILLION}.log", bad, far["id"])
    ours, git = choice(bench, repositories.with_graph, question, bench.git_limit)
    rows.append(bench.row(f"(e) one choice among {far['size']:,} commits, with a commit-graph", ours, git,
                          Goal(0.8, 300)))
    read = int(output([bench.commits_read, log, repositories.plain]))
    return rows, f"The audit (d) reads {read:,} commits, {read / near['size']:.2f} times the range (goal: at most 3)."


def growth(bench, repositories, name, sizes=SIZES):
    """(f) One choice, in ranges of growing size."""
    ends = bench.store.ranges(name, repositories.graph_file, sizes)
    points, git_ends = [], True
    for good in ends["goods"]:
        log = bench.store.question(f"{name}-{good['size']}.log", ends["bad"], good["id"])
        if git_ends:
            ours, git = choice(bench, repositories.with_graph, log, bench.git_limit)
            git_ends = git is not None
        else:
            ours, git = bench.ours("next", log, "--repo", repositories.with_graph), None
        points.append(Point(good["size"], ours, git))
        bench.say(f"(f) {good['size']:,} commits: {ours}, git: {git}")
    return points
