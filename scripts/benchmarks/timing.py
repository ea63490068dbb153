"""Runs programs from outside and takes what they used: wall time and peak memory of the whole process."""

import os
import signal
import statistics
import subprocess
import time
from dataclasses import dataclass
from threading import Timer

ENVIRONMENT = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "HOME": "/nonexistent",
               "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull,
               "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}


class TooSlow(Exception):
    """The program did not end within its limit and was ended."""


class Failed(Exception):
    """A program that should work did not; the text names it."""


@dataclass(frozen=True)
class Usage:
    seconds: float
    megabytes: float  # of the largest process, in 2**20 bytes


def measured(argv, *, accept=(0,), limit=None, to=subprocess.DEVNULL):
    """Runs a program, its standard output going to a file if one is given. It and what it starts are counted.

    The kernel counts a child's memory from before exec() too, so that no value lies below this process's own, which
    therefore must stay small: no history is ever loaded into it.
    """
    begin = time.perf_counter()
    with subprocess.Popen(list(map(str, argv)), stdin=subprocess.DEVNULL, stdout=to,
                          stderr=subprocess.DEVNULL, env=ENVIRONMENT, start_new_session=True) as process:
        late = []
        timer = Timer(limit, lambda: (late.append(True), os.killpg(process.pid, signal.SIGKILL))) if limit else None
        if timer:
            timer.start()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        if timer:
            timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    if late:
        raise TooSlow(f"{argv[0]}: more than {limit} s")
    if process.returncode not in accept:
        raise Failed(f"{' '.join(map(str, argv))}: exit status {process.returncode}")
    return Usage(seconds, used.ru_maxrss / 1024)


def output(argv, *, accept=(0,), text=None):
    """What a program prints. Not measured."""
    done = subprocess.run(list(map(str, argv)), input=text, capture_output=True, env=ENVIRONMENT, encoding="utf-8",
                          check=False)
    if done.returncode not in accept:
        raise Failed(f"{' '.join(map(str, argv))}: exit status {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def together(usages):
    """Of programs that ran one after the other."""
    usages = list(usages)
    return Usage(sum(usage.seconds for usage in usages), max(usage.megabytes for usage in usages))


def median(usages):
    usages = list(usages)
    return Usage(statistics.median(usage.seconds for usage in usages),
                 statistics.median(usage.megabytes for usage in usages))
