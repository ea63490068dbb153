"""The lines of the log, as the day worded them."""

import hashlib
import random
from datetime import datetime, timedelta, timezone

# What one test takes, in seconds; real ones take 10 to 15 minutes in all.
BUILD_SECONDS = 300.25
TEST_SECONDS = 380.123456789


def duration(seconds):
    """As Go prints a time.Duration: 5h21m9.318321764s."""
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    text = f"{rest:.9f}".rstrip("0").rstrip(".") + "s"
    if hours >= 1 or minutes >= 1:
        text = f"{int(minutes)}m{text}"
    return f"{int(hours)}h{text}" if hours >= 1 else text


def host_line(era, seed):
    rng = random.Random(f"{seed}/host")
    host = rng.choice(["ci", "ci2"])
    seconds, nanoseconds = rng.randrange(86400), rng.randrange(10**8, 10**9) | 1
    uptime = rng.uniform(100, 40000)
    when = datetime.combine(era.day, datetime.min.time(), timezone.utc) + timedelta(seconds=seconds)
    return f"{host} starts bisection {when:%Y-%m-%d %H:%M:%S}.{nanoseconds} +0000 UTC m=+{uptime:.9f}"


def tested_line(counted, tests):
    build, test = BUILD_SECONDS * tests, TEST_SECONDS * tests
    return (f"revisions tested: {counted}, total time: {duration(build + test + 61.5)} "
            f"(build: {duration(build)}, test: {duration(test)})")


def made_up_id(seed, what):
    return hashlib.sha1(f"{seed}/{what}".encode()).hexdigest()


def signature(era, seed, *what):
    """The hash of a kernel image: equal for equal commit, compiler and configuration."""
    text = f"{seed}/image/{'/'.join(map(str, what))}".encode()
    return hashlib.sha256(text).hexdigest() if era.has("sha-256 signatures") else hashlib.sha1(text).hexdigest()


def testing_line(era, commit_id, family, compiler):
    if era.has("compiler family"):
        return f"testing commit {commit_id} {family}"
    if era.has("compiler line"):
        return f"testing commit {commit_id}"
    return f"testing commit {commit_id} with {compiler}"


def run_lines(era, outcomes):
    """The outcomes as a list, or as one line where they are all the same."""
    texts = []
    for kind, title in outcomes:
        text = "OK" if kind == "ok" else f"{kind}: {title}"
        if kind in ("crashed", "ignore") and era.has("doubled crash lines"):
            texts.append(f"crashed: {title}")
        texts.append(text)
    if len(set(texts)) == 1:
        return [f"all runs: {texts[0]}"]
    return [f"run #{number}: {text}" for number, text in enumerate(texts)]


def build_failure_lines(era, commit_id):
    text = 'failed to run ["make" "-j" "64" "ARCH=x86_64" "bzImage"]: exit status 2'
    if era.has("honest endings"):
        return text, [text, f"failed building {commit_id}: {text}"]
    return text, [text]


def picked_line(era, picked, total):
    if era.has("malformed picked line"):
        return f"picked [{' '.join(f'%!d(string={tag})' for tag in picked)}] out of %!d(MISSING) release tags"
    return f"picked [{' '.join(picked)}] out of {total} release tags"


def commit_block(era, history, commit):
    """The found commit as git shows it, with an author of our own and the subject alone."""
    date = datetime.fromtimestamp(history.times[commit], timezone.utc)
    lines = [f"commit {history.ids[commit]}"]
    if len(history.parents[commit]) > 1:
        lines.append("Merge: " + " ".join(history.ids[parent][:12] for parent in history.parents[commit]))
    lines += ["Author: A U Thor <author@example.com>",
              f"Date:   {date:%a %b} {date.day} {date:%H:%M:%S %Y} +0000", "",
              f"    {history.subjects[commit]}", ""]
    summary = history.change_summary(commit, raw=era.has("raw diff"))
    return lines + (summary.rstrip("\n").split("\n") if summary else [])


def people_lines(era):
    if era.has("recipients"):
        return ['recipients (to): ["author@example.com"]', 'recipients (cc): ["linux-kernel@example.org"]']
    return ['cc: ["author@example.com" "linux-kernel@example.org"]']


def nothing_found_line(era, aim):
    if aim == "cause":
        return ("oldest tested release already had the bug or it had kernel test errors"
                if era.has("honest endings") else "the crash already happened on the oldest tested release")
    if not era.has("honest endings"):
        return "the crash still happens on HEAD"
    if era.has("cross-tree ending"):
        return "crash still not fixed or there were kernel test errors"
    return "crash still not fixed on HEAD or HEAD had kernel test errors"


def detectors(era):
    """What the first trial of a smaller configuration switches off."""
    if era.has("fine crash types"):
        return "[hang memleak ubsan bug_or_warning kasan locking atomic_sleep]"
    return "[UBSAN BUG KASAN LOCKDEP ATOMIC_SLEEP HANG LEAK]"
