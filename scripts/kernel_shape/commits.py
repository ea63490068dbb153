"""Commits of a history as git stores them: with empty trees, and messages as long as the kernel's."""

import hashlib
import random

EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
WORDS = ("lock", "driver", "queue", "the", "a", "of", "to", "page", "fix", "remove", "when", "buffer", "interrupt", "is",
         "device", "use", "instead", "error", "path", "clock", "and", "table", "flags", "unused", "helper", "for", "race",
         "probe", "net", "on", "resume", "count", "before", "free", "memory", "in", "return", "check", "value", "this")
LINES_OF_A_MESSAGE = (4.2, 0.8)  # log-normal; the kernel's messages have 382 bytes at the median, 937 at 90 %
BRANCH = "refs/heads/main"


class Messages:
    """Messages from a seed, one after the other."""

    def __init__(self, seed):
        self.rng = random.Random(f"messages {seed}")
        self.lines = [" ".join(self.rng.choices(WORDS, k=13)) for _ in range(4096)]

    def next(self):
        median, deviation = LINES_OF_A_MESSAGE
        lines = max(1, round(median * self.rng.lognormvariate(0, deviation)))
        subject, *body = self.rng.choices(self.lines, k=1 + lines)
        return f"{subject}\n\n" + "\n".join(body) + "\n\nSigned-off-by: A U Thor <author@example.com>\n"


def identities(time):
    return (f"author A U Thor <author@example.com> {time} +0000\n"
            f"committer C O Mitter <committer@example.com> {time} +0000\n")


def write_stream(output, history, seed):
    """Writes a `git fast-import` stream to a binary file. Commit i gets the mark i + 1, the branch is BRANCH."""
    messages = Messages(seed)
    for commit, parents in enumerate(history.parents):
        message = messages.next().encode()
        start = "" if parents else f"reset {BRANCH}\n"
        links = "".join(f"{'merge' if number else 'from'} :{parent + 1}\n" for number, parent in enumerate(parents))
        output.write(b"%scommit %s\nmark :%d\n%sdata %d\n%s%s\n" % (
            start.encode(), BRANCH.encode(), commit + 1, identities(history.times[commit]).encode(), len(message),
            message, links.encode()))
    output.write(f"reset {BRANCH}\nfrom :{len(history)}\ndone\n".encode())


def ids_of(history, seed):
    """The ids, 20 bytes each, that git gives to the commits of write_stream()."""
    messages, ids, names = Messages(seed), [], []
    for commit, parents in enumerate(history.parents):
        content = "".join((f"tree {EMPTY_TREE}\n", *(f"parent {names[parent]}\n" for parent in parents),
                           identities(history.times[commit]), "\n", messages.next())).encode()
        name = hashlib.sha1(b"commit %d\0%s" % (len(content), content))
        ids.append(name.digest())
        names.append(name.hexdigest())
    return ids
