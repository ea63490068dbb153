"""The most that can be known of a played log: the posterior of a judge who knows how the games are made.

He knows from which rates syzbot_player.batch draws, that a log has at most one planted verdict, at any step alike, and
what forced runs look like; not the culprit, the rates of this game, or whether a verdict was planted. Games that look
for a cause only: where a fix is looked for, the commit that brought the bug is one more unknown.
"""

import math
from collections import Counter
from dataclasses import dataclass
from itertools import product

from played_audit.facts import tests_of_commands

# As batch.random_settings() draws them, with their chances; a chance of nothing is a very small one here.
NEVER = 1e-9
CRASH_RATES = {1.0: 2 / 6, 0.9: 1 / 6, 0.6: 1 / 6, 0.35: 1 / 6, 0.2: 1 / 6}
BOOT_FAILURES = {NEVER: 3 / 5, 0.03: 1 / 5, 0.15: 1 / 5}
INFRASTRUCTURE = {NEVER: 3 / 4, 0.02: 1 / 4}
OTHER_CRASHES = {NEVER: 3 / 4, 0.01: 1 / 8, 0.05: 1 / 8}
PLANTED = 0.5  # share of the logs with a planted verdict; moves no rank
IMPOSSIBLE = -1e300


@dataclass
class Seen:
    """One test that gave something. `told`: is the bug there, by the verdict; `step`: of the search, or None."""

    commit: int
    own: int
    other: int
    ok: int
    lost: int
    told: bool | None
    step: int | None

    @property
    def runs(self):
        return self.own + self.other + self.ok + self.lost


def seen_tests(history, truth):
    steps = {place: step for step, place in enumerate(tests_of_commands(truth), 1) if place is not None}
    tests = []
    for place, test in enumerate(truth["tests"]):
        kinds = Counter("own" if run == f"crashed: {truth['title']}" else run.partition(": ")[0] for run in test["runs"])
        own, other, ok = kinds["own"], kinds["crashed"], kinds["ok"]
        if not test["built"] or not own + other + ok:
            continue
        told, step = test["crashes"], steps.get(place)
        if step:
            told = {"good": False, "bad": True}.get(truth["commands"][step]["command"])
        tests.append(Seen(history.index[test["commit"]], own, other, ok, sum(kinds.values()) - own - other - ok, told, step))
    return tests


def log_sum(values):
    highest = max(values, default=IMPOSSIBLE)
    if highest <= IMPOSSIBLE / 2:
        return IMPOSSIBLE
    return highest + math.log(sum(math.exp(value - highest) for value in values))


def ways(test):
    return math.lgamma(test.runs + 1) - sum(math.lgamma(n + 1) for n in (test.own, test.other, test.ok, test.lost))


def log_played(test, present, rate, lost, other):
    """Of an outcome that was drawn, as World draws it."""
    crash = rate if present else 0
    value = ways(test)
    for count, chance in ((test.lost, lost), (test.other, (1 - lost) * other),
                          (test.own, (1 - lost) * (1 - other) * crash), (test.ok, (1 - lost) * (1 - other) * (1 - crash))):
        if count:
            value += count * math.log(chance) if chance > 0 else IMPOSSIBLE
    return max(value, IMPOSSIBLE)


def log_forced(test):
    """Of an outcome that World.runs() was told to give."""
    if test.step is None or test.lost or test.other:
        return IMPOSSIBLE
    third = test.runs // 3
    if test.told is False and test.own == 0:
        return 0.0
    return -math.log(third) if test.told and third < test.own <= 2 * third else IMPOSSIBLE


def classes_of(history, candidates, tests):
    """Which candidates each test contains: candidate -> bits."""
    bits = dict.fromkeys(candidates, 0)
    for place, test in enumerate(tests):
        inside = history.ancestors(test.commit)
        for commit in candidates:
            bits[commit] |= bool(inside[commit]) << place
    return bits


def log_of_class(bits, tests, table):
    """Log likelihood without a planted verdict, and with one at any step (only where all others are true)."""
    present = [bool(bits >> place & 1) for place in range(len(tests))]
    each = [table[place][there] for place, there in enumerate(present)]
    plain = sum(each)
    false = [place for place, test in enumerate(tests) if test.told is not None and test.told != present[place]]
    planted = IMPOSSIBLE
    if len(false) == 1:
        steps = sum(test.step is not None for test in tests)
        others = sum(value for place, value in enumerate(each) if place != false[0])
        planted = others + log_forced(tests[false[0]]) - math.log(max(steps, 1))
    return plain, planted


def p_right(history, allowed, truth):
    """That the found commit is the culprit; None where the game has no single result or looks for a fix."""
    if truth["outcome"] != "commit" or truth["aim"] != "cause":
        return None
    tests = seen_tests(history, truth)
    inside = history.ancestors(history.index[truth["start"]])
    # A culprit is drawn first and then one of its descendants, so an old one has less of a chance at each.
    weight = {commit: 1 / (len(history.ids) - commit + 1) for commit in allowed if inside[commit]}
    found = history.index[truth["found"][0]]
    if found not in weight:
        return 0.0
    bits = classes_of(history, list(weight), tests)
    sums = Counter()
    for commit, of_class in bits.items():
        sums[of_class] += weight[commit]
    right, every = [], []
    for (rate, a), (boot, b), (infra, c), (other, d) in product(*(table.items() for table in (
            CRASH_RATES, BOOT_FAILURES, INFRASTRUCTURE, OTHER_CRASHES))):
        prior = math.log(a * b * c * d)
        lost = 1 - (1 - boot) * (1 - infra)
        table = [[log_played(test, there, rate, lost, other) for there in (False, True)] for test in tests]
        for of_class, share in sums.items():
            plain, planted = log_of_class(of_class, tests, table)
            every += [prior + math.log(share * (1 - PLANTED)) + plain, prior + math.log(share * PLANTED) + planted]
        plain, _ = log_of_class(bits[found], tests, table)
        right.append(prior + math.log(weight[found] * (1 - PLANTED)) + plain)
    whole = log_sum(every)
    return math.exp(log_sum(right) - whole) if whole > IMPOSSIBLE / 2 else 0.0
