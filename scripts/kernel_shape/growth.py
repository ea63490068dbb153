"""Grows a history that is shaped like the kernel's, from a seed.

A main line and a changing crowd of other lines. Work comes in series of patches that are applied at once, so that
their dates are equal or seconds apart. A line that has brought together what it set out to is pulled, by the main
line (in sessions, several pulls in a row) or by another line, and begins anew: from the last release, from the main
line's tip, or where it stood. Lines merge the main line now and then, some merges take several lines at once, and
some clocks are wrong.

Sizes and waiting times are log-normal; the numbers are fitted to what measure.py finds in the kernel's history.
"""

import random
from dataclasses import dataclass

from .history import History
from .measure import DAY

BEGIN = 631152000  # 1990-01-01 UTC: at this rate, 1.4 million commits take 34 years
LINES = (50, 255)  # in the beginning, and from the commit GROWN on
GROWN = 260_000
COMMITS_A_DAY = (70, 0.97)  # of a log-normal distribution: median and the logarithm's standard deviation
RELEASE_EVERY = 9 * DAY  # release candidates count
MAIN_SHARE = 0.088  # of the series: those applied on the main line
SERIES = (2.0, 1.35)  # patches
SERIES_MEAN = 3.9  # of what comes of it, merges and all
SAME_SECOND = (0.15, 0.88)  # chance that a patch is dated as the one before it; of a slow series and a fast one
PULL = (6.3, 1.6)  # commits that a line brings together before it is pulled
INNER_PULL = (2.6, 1.2)  # the same where another line pulls it
INNER_SHARE = 0.4  # of the lines: those that another line pulls
WAIT = (0.28 * DAY, 1.9)  # from a line's last commit to the pull
LONGEST_WAIT = 200 * DAY
LEFT_ALONE = 55 * DAY  # a line that nobody has worked on for so long is pulled as it is
SESSION_EVERY = 0.6 * DAY
BACK_MERGE = 0.03  # chance before a series that the line first merges the main line
OCTOPUS = 0.0213  # of the merges
WRONG_CLOCK = 0.0024  # of the commits: dated before their parent
CLOCK_BEHIND = (800 * 60, 2.9)
FARTHEST_BEHIND = 90 * DAY
FROM_RELEASE, FROM_TIP = 0.35, 0.4  # where a line begins anew; else it goes on from where it stood


@dataclass
class Line:
    """What one maintainer gathers until somebody pulls it."""

    tip: int
    wanted: float
    inner: bool  # pulled by another line
    brought: int = 0
    due: float = None  # when it can be pulled


class Growth:
    def __init__(self, seed):
        self.rng = random.Random(f"kernel-shaped {seed}")
        self.history = History()
        self.now = float(BEGIN)
        self.main = self.release = self.history.add(BEGIN, [])
        self.next_release = self.now + RELEASE_EVERY
        self.next_session = self.now + SESSION_EVERY
        self.next_day, self.series_a_day = self.now, 1.0
        self.lines = []

    def some(self, median_and_spread):
        median, deviation = median_and_spread
        return median * self.rng.lognormvariate(0, deviation)

    def grow(self, commits):
        """The history once it has so many commits; the last one reaches all of them."""
        while len(self.history) + len(self.lines) + 1 < commits:
            self.pass_time()
            self.pull_what_is_due()
            room = commits - len(self.history) - len(self.lines) - 1
            length = min(room, max(1, round(self.some(SERIES))))
            if self.rng.random() < MAIN_SHARE:
                self.main = self.apply_series(self.main, length)
            elif length > 0:
                self.work_on(self.some_line(), length)
        while len(self.history) < commits:
            self.now += 600
            line = self.lines.pop() if self.lines else None
            self.main = self.history.add(int(self.now), [self.main, line.tip] if line else [self.main])
        return self.history

    def pass_time(self):
        if self.now >= self.next_day:
            self.next_day += DAY * (1 + (self.now - self.next_day) // DAY)
            self.series_a_day = self.some(COMMITS_A_DAY) / SERIES_MEAN
        self.now = min(self.now + DAY * self.rng.expovariate(self.series_a_day), max(self.now, self.next_day) + 1)
        while len(self.lines) < self.wanted_lines():
            self.lines.append(self.new_line(self.main))
        if self.now >= self.next_release:
            self.next_release += RELEASE_EVERY
            self.release = self.main = self.apply_series(self.main, 1)
            self.tidy()

    def tidy(self):
        for line in self.lines:
            if line.brought == 0:
                line.tip = self.main if self.history.times[line.tip] < self.now - LEFT_ALONE else line.tip
            elif line.due is None and self.history.times[line.tip] < self.now - LEFT_ALONE:
                line.due = self.now

    def wanted_lines(self):
        first, last = LINES
        return first + (last - first) * min(1, len(self.history) / GROWN) ** 2

    def new_line(self, tip):
        inner = self.rng.random() < INNER_SHARE
        return Line(tip, self.some(INNER_PULL if inner else PULL), inner)

    def some_line(self):
        """Big plans are worked on more often, or they would never be finished."""
        ready = [line for line in self.lines if line.due is None]
        return self.rng.choices(ready or self.lines, [line.wanted for line in ready or self.lines])[0]

    def work_on(self, line, length):
        if line.brought and self.rng.random() < BACK_MERGE:
            line.tip = self.merge(self.now - 60, line.tip, self.release if self.rng.random() < 0.5 else self.main)
        line.tip = self.apply_series(line.tip, min(length, max(1, round(line.wanted - line.brought))))
        line.brought += length
        if line.brought >= line.wanted:
            line.due = self.now + min(self.some(WAIT), LONGEST_WAIT)

    def apply_series(self, tip, length):
        time = max(self.now, self.history.times[tip])
        same_second = self.rng.choice(SAME_SECOND)
        for _ in range(length):
            tip = self.commit(time, [tip])
            if self.rng.random() >= same_second:
                time += 1 + self.rng.expovariate(0.5) if self.rng.random() < 0.7 else self.rng.expovariate(1 / 900)
        return tip

    def commit(self, time, parents):
        time = int(time)
        if self.rng.random() < WRONG_CLOCK:
            behind = min(self.some(CLOCK_BEHIND), FARTHEST_BEHIND * self.rng.random())
            time = max(BEGIN, self.history.times[parents[0]] - int(behind))
        return self.history.add(time, parents)

    def merge(self, time, into, other):
        parents = [into, other]
        if self.rng.random() < OCTOPUS:
            more = min(len(self.lines), 1 + int(self.rng.expovariate(0.8)))
            parents += [line.tip for line in self.rng.sample(self.lines, more)]
        time = max(time, *(self.history.times[parent] for parent in parents))
        return self.commit(time, list(dict.fromkeys(parents)))

    def pull_what_is_due(self):
        for line in [line for line in self.lines if line.inner and line.due is not None and line.due <= self.now]:
            by = self.some_line()
            if by is not line:
                by.tip = self.merge(self.now, by.tip, line.tip)
                by.brought += line.brought + 1
                self.begin_anew(line)
        if self.now < self.next_session:
            return
        self.next_session = self.now + self.rng.expovariate(1 / SESSION_EVERY)
        for line in [line for line in self.lines if not line.inner and line.due is not None and line.due <= self.now]:
            self.main = self.merge(self.now, self.main, line.tip)
            self.begin_anew(line)
            self.now += self.rng.expovariate(1 / 600)

    def begin_anew(self, line):
        where = self.rng.random()
        tip = self.release if where < FROM_RELEASE else self.main if where < FROM_RELEASE + FROM_TIP else line.tip
        self.lines[self.lines.index(line)] = self.new_line(tip)



def grow(commits, seed):
    return Growth(seed).grow(commits)
