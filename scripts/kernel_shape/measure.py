"""What a history looks like, in numbers: how its commits branch, merge, and are dated."""

import heapq
from array import array
from collections import Counter

from .main_line import main_line

DAY = 86400


def quantile(values, share):
    """The value below which about that share lies; values must be sorted."""
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0


def measure(history):
    """Rows (what, value) in the order in which docs/benchmarks.md shows them."""
    return [*parent_rows(history), *distance_rows(history), *branch_rows(history), *merge_rows(history),
            *date_rows(history)]


def share(part, whole):
    return f"{100 * part / whole:.2f} %" if whole else "-"


def spread(values, unit=""):
    """Median, 90th and 99th percentile."""
    values = sorted(values)
    return " / ".join(f"{quantile(values, part):,.3g}" if isinstance(values[0], float) else
                      f"{quantile(values, part):,}" for part in (0.5, 0.9, 0.99)) + unit if values else "-"


def parent_rows(history):
    merges = [parents for parents in history.parents if len(parents) > 1]
    octopuses = sum(len(parents) > 2 for parents in merges)
    return [("commits", f"{len(history):,}"), ("merges", share(len(merges), len(history))),
            ("of these with three parents or more", share(octopuses, len(merges)))]


def distance_rows(history):
    """How far back parents lie, in days and in commits of the date order."""
    by_date = sorted(range(len(history)), key=history.times.__getitem__)
    place = array("q", bytes(8 * len(history)))
    for position, commit in enumerate(by_date):
        place[commit] = position
    days, commits = {}, {}
    for child, parents in enumerate(history.parents):
        for number, parent in enumerate(parents):
            kind = "only" if len(parents) == 1 else "first" if number == 0 else "other"
            days.setdefault(kind, []).append(max(0, history.times[child] - history.times[parent]) / DAY)
            commits.setdefault(kind, []).append(max(0, place[child] - place[parent]))
    words = {"only": "an only parent", "first": "a merge's first parent", "other": "a merge's other parents"}
    return [row for kind, word in words.items() for row in (
        (f"{word} lies back, days", spread(days.get(kind, []))),
        (f"{word} lies back, commits by date", spread(commits.get(kind, []))))]


def branch_rows(history):
    """Segments, runs of commits without a fork or merge inside, and how many branches are open side by side."""
    children = Counter(parent for parents in history.parents for parent in set(parents))
    length, of = [], array("q", bytes(8 * len(history)))
    for commit, parents in enumerate(history.parents):
        joins = len(parents) == 1 and children[parents[0]] == 1
        of[commit] = of[parents[0]] if joins else len(length)
        if joins:
            length[of[commit]] += 1
        else:
            length.append(1)
    return [("segments per 1,000 commits", f"{1000 * len(length) / len(history):.0f}"),
            ("commits of a segment", spread(length)),
            ("children of a commit, most", f"{max(children.values(), default=0)}"),
            ("open branches in a walk by date", spread(open_branches(history)))]


def open_branches(history):
    """The length of the queue of a walk from all tips by date, after each commit."""
    has_child = bytearray(len(history))
    for parents in history.parents:
        for parent in parents:
            has_child[parent] = 1
    seen = bytearray(len(history))
    queue = [(-history.times[len(history) - 1], len(history) - 1)]
    lengths = []
    while queue:
        _, commit = heapq.heappop(queue)
        for parent in history.parents[commit]:
            if not seen[parent]:
                seen[parent] = 1
                heapq.heappush(queue, (-history.times[parent], parent))
        lengths.append(len(queue))
    return lengths


def merge_rows(history):
    """How long the main line is, and how much each of its merges brings."""
    line, new = main_line(history)
    brought = [count - 1 for commit, count in zip(line, new) if len(history.parents[commit]) > 1]
    return [("commits on the main line", share(len(line), len(history))),
            ("merges among these", share(len(brought), len(line))),
            ("commits that such a merge brings", spread(brought))]


def date_rows(history):
    older = [history.times[parent] - history.times[child] for child, parents in enumerate(history.parents)
             for parent in parents if history.times[parent] > history.times[child]]
    edges = sum(map(len, history.parents))
    same_as_parent = sum(history.times[parent] == history.times[child]
                         for child, parents in enumerate(history.parents) for parent in parents[:1])
    dates = Counter(history.times)
    per_day = Counter(time // DAY for time in history.times)
    span = range(min(per_day), max(per_day) + 1) if per_day else ()
    return [("parents dated after their child", share(len(older), edges)),
            ("by how much, minutes", spread([seconds / 60 for seconds in older])),
            ("commits dated as their first parent", share(same_as_parent, len(history))),
            ("commits that share their date", share(sum(n for n in dates.values() if n > 1), len(history))),
            ("commits a day", spread([per_day[day] for day in span]))]
