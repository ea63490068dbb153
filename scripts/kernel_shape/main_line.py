"""The main line: from the last commit by first parents."""


def main_line(history):
    """Oldest first: each commit, and how many it reaches that no earlier one of the line does, itself included."""
    line = [len(history) - 1]
    while history.parents[line[-1]]:
        line.append(history.parents[line[-1]][0])
    line.reverse()
    seen, brought = bytearray(len(history)), []
    for commit in line:
        new, stack = 0, [commit]
        while stack:
            other = stack.pop()
            if not seen[other]:
                seen[other] = 1
                new += 1
                stack.extend(history.parents[other])
        brought.append(new)
    return line, brought
