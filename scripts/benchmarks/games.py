"""Bisections played with the installed git: to make a log, and to measure what its verdicts cost git."""

import re
import shlex
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from .timing import Failed, measured, output, together

MOST_STEPS = 60
ENDED = (0, 128)  # 128: it found the commit, and then could not show its changes, for want of trees
CHOSEN = re.compile(r"^\[([0-9a-f]{40})\]", re.M)
FOUND = re.compile(r"^([0-9a-f]{40}) is the first", re.M)


@contextmanager
def scratch(repository):
    """A bare repository that borrows the objects of another one, so that the state of a bisection harms nothing."""
    place = Path(tempfile.mkdtemp(prefix="rebisect-bench-"))
    try:
        borrowed = Path(repository).resolve()
        output(["git", "init", "--quiet", "--bare", place])
        (place / "objects" / "info" / "alternates").write_text(f"{borrowed / 'objects'}\n", encoding="utf-8")
        if (borrowed / "shallow").exists():
            shutil.copy(borrowed / "shallow", place)
        a_commit = output(["git", "-C", borrowed, "rev-list", "--max-count=1", "--all"]).strip()
        output(["git", "-C", place, "update-ref", "--no-deref", "HEAD", a_commit])  # bisect wants a place to return to
        yield place
    finally:
        shutil.rmtree(place)


def bisect(repository, *words):
    return output(["git", "-C", repository, "bisect", *words], accept=ENDED)


def chosen(answer):
    """The commit that git tells to test."""
    found = CHOSEN.search(answer)
    if not found:
        raise Failed(f"git chose no commit: {answer}")
    return found.group(1)


def play(repository, bad, good):
    """The log of a bisection in which every verdict is the one that leaves more commits: the longest way. The ends are
    ids: a borrowed repository has no names."""
    goods = [good]
    with scratch(repository) as place:
        answer = bisect(place, "start", "--no-checkout", bad, good)
        for _ in range(MOST_STEPS):
            if FOUND.search(answer):
                return bisect(place, "log")
            commit = chosen(answer)
            not_below = [f"^{end}" for end in goods]
            below = int(output(["git", "-C", place, "rev-list", "--count", commit, *not_below]))
            whole = int(output(["git", "-C", place, "rev-list", "--count", bad, *not_below]))
            if 2 * below >= whole:
                bad = commit
                answer = bisect(place, "bad", commit)
            else:
                goods.append(commit)
                answer = bisect(place, "good", commit)
    raise Failed(f"{repository}: no end after {MOST_STEPS} steps")


# Tests the commit that `git bisect` names: bad if the file has it. As little work as a test can be.
RUN_TEST = 'read -r commit < BISECT_HEAD; ! grep -qx "$commit" with-the-bug'


def git_run(repository, bad, good, culprit):
    """What `git bisect run` uses to find a culprit whose bug always shows, and what it finds."""
    with scratch(repository) as place, tempfile.TemporaryFile("w+", encoding="utf-8") as answer:
        with_the_bug = output(["git", "-C", place, "rev-list", "--ancestry-path", f"{culprit}..{bad}"])
        (place / "with-the-bug").write_text(f"{culprit}\n{with_the_bug}", encoding="utf-8")
        bisect(place, "start", "--no-checkout", bad, good)
        usage = measured(["git", "-C", place, "bisect", "run", "sh", "-c", RUN_TEST], accept=ENDED, to=answer)
        answer.seek(0)
        found = FOUND.search(answer.read())
    return usage, found.group(1) if found else None


def commands_of(log):
    """The words behind `git bisect` in each command of a log; `start` is told not to check out."""
    commands = [shlex.split(line)[2:] for line in Path(log).read_text(encoding="utf-8").splitlines()
                if line.startswith("git bisect ")]
    return [["start", "--no-checkout", *words[1:]] if words[0] == "start" else words for words in commands]


def tests_in(log):
    """How many verdicts a log holds besides those on the ends that the search began with."""
    verdicts = [words for words in commands_of(log) if words[0] != "start"]
    started_with = sum(len(words) - 2 for words in commands_of(log) if words[0] == "start")
    return len(verdicts) - max(0, 2 - started_with)


def git_replays(repository, log, limit=None):
    """What git uses to be given a log's verdicts, one command after the other; and where it then stands: the first bad
    commit, or the next to test."""
    usages = []
    with scratch(repository) as place, tempfile.TemporaryFile("w+", encoding="utf-8") as answer:
        for words in commands_of(log):
            answer.seek(0)
            answer.truncate()
            usages.append(measured(["git", "-C", place, "bisect", *words], accept=ENDED, limit=limit, to=answer))
        answer.seek(0)
        last = answer.read()
    found = FOUND.search(last)
    return together(usages), found.group(1) if found else chosen(last)
