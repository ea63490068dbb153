"""The hidden truth of a game: where the bug is, what fails to build, and what each run of the reproducer gives."""

import random
from dataclasses import dataclass, field


@dataclass
class Settings:
    """One game. Commits are numbers of the History."""

    seed: str
    era: object
    aim: str  # cause or fix
    culprit: int
    start: int  # the commit that the bug was seen on
    head: int | None = None  # fix: the tip of the branch
    introduced: int | None = None  # fix: where the bug came in; None: it was always there
    title: str = "WARNING in quill_ring_drain"
    rate: float = 1.0  # chance of a crash per run, where the bug is
    boot_fail_rate: float = 0.0
    infra_rate: float = 0.0
    other_crashes: list = field(default_factory=list)  # (chance per run, title), on every commit
    broken: list = field(default_factory=list)  # (after, up to): these do not build
    unbootable: list = field(default_factory=list)  # (after, up to): these do not boot
    same_binary: set = field(default_factory=set)  # the kernel image is that of the first parent
    family: str = "gcc"
    floor: object = "era"  # era, none or a version
    faults: object = None
    git_warnings: bool = False
    minimised_config: bool = False


class World:
    def __init__(self, history, settings):
        self.settings = settings
        self.has_bug = self._bug(history)
        self.broken = self._ranges(history, settings.broken)
        self.unbootable = self._ranges(history, settings.unbootable)
        self._tested = {}

    def _bug(self, history):
        contains_culprit = history.descendants(self.settings.culprit)
        if self.settings.aim == "cause":
            return contains_culprit
        if self.settings.introduced is None:
            return bytes(1 - flag for flag in contains_culprit)
        introduced = history.descendants(self.settings.introduced)
        return bytes(was and not fixed for was, fixed in zip(introduced, contains_culprit))

    @staticmethod
    def _ranges(history, ranges):
        """Commits that contain the first end of a range and not the second."""
        flags = bytearray(len(history.ids))
        for after, up_to in ranges:
            late = history.descendants(up_to)
            for commit, inside in enumerate(history.descendants(after)):
                flags[commit] |= inside and not late[commit]
        return flags

    def runs(self, commit_id, commit, count, forced=None):
        """Outcomes as (kind, title), in order of completion: what crashes is done before what runs on.

        `forced` (crash or no-crash) makes the outcomes speak for one side, whatever the truth is.
        """
        again = self._tested[commit] = self._tested.get(commit, 0) + 1
        rng = random.Random(f"{self.settings.seed}/{commit_id}/{again}")
        if forced == "no-crash":
            return [("ok", "")] * count
        outcomes = [self._run(rng, commit) for _ in range(count)]
        if forced == "crash":
            crashes = count // 3 + 1 + rng.randrange(count // 3)
            outcomes = [("crashed", self.settings.title)] * crashes + [("ok", "")] * (count - crashes)
        return sorted(outcomes, key=lambda outcome: outcome[0] == "ok")

    def _run(self, rng, commit):
        chances = [rng.random() for _ in range(4 + len(self.settings.other_crashes))]
        if self.unbootable[commit] or chances[0] < self.settings.boot_fail_rate:
            if chances[1] < 0.7:
                return ("boot failed", "can't ssh into the instance")
            return ("basic kernel testing failed", "timed out")
        if chances[2] < self.settings.infra_rate:
            if self.settings.era.has("infrastructure errors"):
                return ("infra problem", "failed to create an instance: quota exceeded")
            return ("failed", "test machine failed to connect to host")
        for chance, (rate, title) in zip(chances[4:], self.settings.other_crashes):
            if chance < rate:
                return ("crashed", title)
        if self.has_bug[commit] and chances[3] < self.settings.rate:
            return ("crashed", self.settings.title)
        return ("ok", "")
