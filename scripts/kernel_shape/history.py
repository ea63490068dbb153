"""A history as plain lists: dates and parents by number, parents before children."""

from array import array
from dataclasses import dataclass, field


@dataclass
class History:
    """Commit i has the committer date times[i] and the parents parents[i], all smaller than i."""

    times: array = field(default_factory=lambda: array("q"))
    parents: list = field(default_factory=list)

    def __len__(self):
        return len(self.times)

    def add(self, time, parents):
        """The new commit's number."""
        self.times.append(time)
        self.parents.append(tuple(parents))
        return len(self.times) - 1


def parents_first(times, parents):
    """The same history, renumbered so that parents come before children; otherwise near the given order."""
    order, state = [], bytearray(len(times))
    for tip in range(len(times)):
        stack = [tip]
        while stack:
            commit = stack[-1]
            waiting = [parent for parent in parents[commit] if not state[parent]]
            if state[commit] or not waiting:
                stack.pop()
                if not state[commit]:
                    state[commit] = 1
                    order.append(commit)
            else:
                stack.extend(reversed(waiting))
    number = array("q", bytes(8 * len(order)))
    for place, commit in enumerate(order):
        number[commit] = place
    return History(array("q", (times[commit] for commit in order)),
                   [tuple(number[parent] for parent in parents[commit]) for commit in order]), order
