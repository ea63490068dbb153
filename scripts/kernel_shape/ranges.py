"""Ranges of wanted sizes between the last commit and others of the main line."""


def main_line(history):
    """From the last commit by first parents, newest first."""
    line = [len(history) - 1]
    while history.parents[line[-1]]:
        line.append(history.parents[line[-1]][0])
    return line


def commits_behind(history):
    """For each commit of the main line, newest first, how many commits the last one reaches and it does not."""
    line = main_line(history)
    seen, reached = bytearray(len(history)), []
    for commit in reversed(line):
        new, stack = 0, [commit]
        while stack:
            other = stack.pop()
            if not seen[other]:
                seen[other] = 1
                new += 1
                stack.extend(history.parents[other])
        reached.append((reached[-1] if reached else 0) + new)
    return line, [reached[-1] - count for count in reversed(reached)]


def good_ends(history, sizes):
    """For each wanted size (commit, size): the one of the main line whose range comes nearest to it."""
    line, behind = commits_behind(history)
    found = []
    for wanted in sizes:
        place = min(range(len(line)), key=lambda i: abs(behind[i] - wanted))
        found.append((line[place], behind[place]))
    return found
