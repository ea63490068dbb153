"""Tables for docs/benchmarks.md, and their place there: between markers, so that a new run replaces them."""

import csv


class NoSuchPart(Exception):
    """The page has no such markers."""


def replace_part(page, name, text):
    """The page with what stands between <!-- name --> and <!-- end of name --> replaced."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    if page.count(begin) != 1 or page.count(end) != 1 or page.index(begin) > page.index(end):
        raise NoSuchPart(f"needs one {begin} and one {end} behind it")
    return page[:page.index(begin) + len(begin)] + f"\n{text.strip()}\n" + page[page.index(end):]


def table(head, rows, numbers=()):
    """A Markdown table; the columns with those numbers (from 0) are set flush right."""
    rule = ["--:" if column in numbers else "---" for column in range(len(head))]
    return "\n".join((f"| {' | '.join(head)} |", f"|{'|'.join(rule)}|", *(f"| {' | '.join(cells)} |" for cells in rows)))


def number(value):
    """Three digits, and all of those before the point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def engine_table(csv_text):
    """The medians of what Google Benchmark prints as CSV, behind its lines about the machine."""
    lines = csv_text[csv_text.index("name,"):].splitlines()
    rows = [(row["name"].removesuffix("_median"), number(float(row["real_time"])) + " " + row["time_unit"])
            for row in csv.DictReader(lines) if row["name"].endswith("_median")]
    return table(("benchmark", "median"), rows, (1,))


def seconds(usage):
    if usage is None:
        return "-"
    return f"{usage.seconds:.3f}" if usage.seconds < 10 else f"{usage.seconds:.1f}"


def megabytes(usage):
    return f"{usage.megabytes:.0f}" if usage else "-"


def times(ours, git):
    return f"{git.seconds / ours.seconds:,.0f}" if git else "-"


def goal_text(row):
    """The goal, and whether it is met."""
    goal, parts, met = row.goal, [], True
    if goal.seconds is not None:
        parts.append(f"{goal.seconds:g} s")
        met = met and row.ours.seconds <= goal.seconds
    if goal.megabytes is not None:
        parts.append(f"{goal.megabytes:g} MiB")
        met = met and row.ours.megabytes <= goal.megabytes
    if goal.of_git is not None:
        parts.append(f"1/{1 / goal.of_git:.0f} of git's time")
        met = met and row.git is not None and row.ours.seconds <= goal.of_git * row.git.seconds
    return ", ".join(parts) + (": met" if met else ": **missed**") if parts else "-"


def rows_table(rows, git_limit):
    head = ("work", "rebisect, s", "MiB", "git, s", "MiB", "git takes", "goal")
    cells = [(row.what, seconds(row.ours), megabytes(row.ours),
              seconds(row.git) if row.git else f"over {git_limit:g}", megabytes(row.git),
              f"{times(row.ours, row.git)}x" if row.git else "-", goal_text(row)) for row in rows]
    return table(head, cells, (1, 2, 3, 4, 5))


def speeds_table(speeds):
    """Bisections a second, and what share of them found the culprit."""
    head = ("played", "the bug shows", "bisections", "right", "s", "MiB", "a second", "goal")
    cells = [(speed.what, f"{speed.rate:g}", f"{speed.bisections:,}", f"{100 * speed.right:.1f} %",
              seconds(speed.usage), megabytes(speed.usage), number(speed.a_second), speed_goal_text(speed))
             for speed in speeds]
    return table(head, cells, (1, 2, 3, 4, 5, 6))


def speed_goal_text(speed):
    if speed.goal is None:
        return "-"
    return f"{speed.goal:,} a second: {'met' if speed.a_second >= speed.goal else '**missed**'}"


def points_table(points, git_limit):
    head = ("commits in the range", "rebisect, s", "MiB", "git, s", "MiB")
    cells, over = [], False
    for point in points:
        cells.append((f"{point.commits:,}", seconds(point.ours), megabytes(point.ours),
                      seconds(point.git) if point.git else "-" if over else f"over {git_limit:g}",
                      megabytes(point.git)))
        over = over or point.git is None
    return table(head, cells, (0, 1, 2, 3, 4))


def shape_table(real_name, real, generated):
    """Two histories as measure.py describes them; the generated one may lack none of the other's rows."""
    made = dict(generated)
    return table(("", real_name, "generated"), [(what, value, made[what]) for what, value in real])
