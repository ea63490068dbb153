"""Ranges of wanted sizes between the last commit and others of the main line."""

from .main_line import main_line


def commits_behind(history):
    """For each commit of the main line, newest first, how many commits the last one reaches and it does not."""
    line, new = main_line(history)
    behind, count = [], 0
    for brought in reversed(new):
        behind.append(count)
        count += brought
    return line[::-1], behind


def good_ends(history, sizes):
    """For each wanted size (commit, size): the one of the main line whose range comes nearest to it."""
    line, behind = commits_behind(history)
    found = []
    for wanted in sizes:
        place = min(range(len(line)), key=lambda i: abs(behind[i] - wanted))
        found.append((line[place], behind[place]))
    return found
