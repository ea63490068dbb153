"""Plays syzkaller's bisection on a real repository and writes the log that syzbot would have published.

eras      which day printed what
verdicts  runs -> good, bad, skip; how many runs; confidence
history   the repository: commits, tags, and git's own bisection in a scratch repository
world     where the bug is, and what each run of the reproducer gives
wording   the lines of the log
walk      the bisection itself, start to end
faults    what is planted on purpose
batch     many games at once
"""
