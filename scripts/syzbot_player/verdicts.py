"""Runs -> verdict, as syzkaller's pkg/bisect decided on each day; run counts, flakiness, confidence."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

# Verdict rules: first day -> name. Before 2019-03-22 one result of any kind decided.
RULES = (
    (date(2024, 7, 15), "V6"),
    (date(2023, 6, 29), "V5"),
    (date(2023, 6, 15), "V4"),
    (date(2023, 5, 9), "V3"),
    (date(2019, 3, 22), "V2"),
    (date(2018, 5, 17), "V1"),
)


@dataclass(frozen=True)
class Counts:
    """Results of one test by class. `infra` is 0 before the bot knew that class (they are in `other` then)."""

    good: int
    bad: int
    infra: int
    other: int

    @property
    def total(self):
        return self.good + self.bad + self.infra + self.other


@dataclass(frozen=True)
class Decision:
    verdict: str  # good, bad, skip or abort
    wanted_good: int = 0  # V5, V6: what a verdict would have taken
    wanted_total: int = 0


def rule_on(day):
    return next(name for since, name in RULES if day >= since)


def decide(day, counts, flaky):
    """The verdict on the counts; `flaky` is the reproducer's mark before this test."""
    rule = rule_on(day)
    if rule in ("V5", "V6"):
        return _decide_by_share(rule, counts, flaky)
    if rule in ("V3", "V4") and counts.infra > counts.total // 2:
        return Decision("abort")
    if counts.bad:
        return Decision("bad")
    failed = counts.infra + counts.other
    if rule == "V2" and failed > counts.total // 3 * 2:
        return Decision("skip")
    enough = 2 * counts.good > counts.total if rule == "V4" else counts.good >= 1
    return Decision("good" if enough else "skip")


def _decide_by_share(rule, counts, flaky):
    wanted_good = counts.total * 3 // 4 if flaky else counts.total // 2
    wanted_total = counts.total // 2
    wanted_bad = max(2, (counts.total - counts.infra) // 6) if rule == "V6" else 1
    if counts.bad == 0 and counts.good >= wanted_good:
        return Decision("good", wanted_good, wanted_total)
    if counts.bad >= wanted_bad and counts.good + counts.bad >= wanted_total:
        return Decision("bad", wanted_good, wanted_total)
    verdict = "abort" if counts.infra > counts.other else "skip"
    return Decision(verdict, wanted_good, wanted_total)


def runs_wanted(era, first_built, flaky):
    return 20 if era.has("twenty runs") and (first_built or flaky) else 10


def marks_flaky(era, counts, verdict):
    """Does this test mark the reproducer as flaky (for all later tests)?"""
    if era.has("confidence"):
        return verdict == "bad" and 2 * counts.bad < counts.bad + counts.good
    if era.has("undetermined note"):
        return 0 < counts.bad < counts.good
    return era.has("flaky lines") and verdict == "bad" and counts.bad < counts.good


class Confidence:
    """The bot's own estimate of how sure the result is (since 2023-07-14)."""

    def __init__(self):
        self.chance = None  # of a crash per run
        self.total = Fraction(1)

    def rebase(self, counts):
        """Takes the reproduction chance from a test of the original commit."""
        self.chance = Fraction(counts.bad, counts.bad + counts.good)

    def of_good(self, counts):
        """The confidence in a good verdict."""
        return 1 - (1 - self.chance) ** counts.good

    def step(self, counts, verdict):
        """A test inside git's bisection."""
        if verdict == "good":
            self.total *= self.of_good(counts)
        elif verdict == "bad":
            rate = Fraction(counts.bad, counts.bad + counts.good)
            self.chance = min(self.chance, (self.chance + rate) / 2)
