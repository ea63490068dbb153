"""Plays and audits many games in several processes."""

import json
import multiprocessing
import subprocess
from collections import Counter
from dataclasses import dataclass, field

from played_audit import games
from played_audit.ceiling import p_right
from played_audit.compare import Comparison
from played_audit.facts import tests_of_commands
from played_audit.judged import Judged, judged
from syzbot_player import batch

EXIT_CODES = (0, 1, 2)  # of an audit that could be made
SHARED = {}  # what the worker processes inherit: the history is read once


@dataclass
class Result:
    """One game, audited."""

    number: int
    name: str
    truth: dict
    problems: list
    equal: Counter = field(default_factory=Counter)
    judged: Judged | None = None


def rebisect(command, log, *options):
    """The program's answer as JSON, or None with what it said instead."""
    done = subprocess.run([SHARED["rebisect"], command, str(log), "--repo", SHARED["repo"], "--format", "json", *options],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode not in EXIT_CODES or not done.stdout:
        return None, f"rebisect {command}: exit status {done.returncode}: {done.stderr.strip()}"
    return json.loads(done.stdout), ""


def audit(number, game):
    """Audits a game. Its files stay if the audit is wrong."""
    log, truth_file = (SHARED["out"] / f"{game.name}{suffix}" for suffix in (".txt", ".json"))
    batch.write(game.log, game.truth, log, truth_file)
    comparison = Comparison(game, SHARED["history"])
    asked = [("audit", comparison.check_audit, [])]
    if game.fault == "false-verdict":
        asked.append(("whatif", comparison.check_flips, ["--each"]))
    opinion = None
    for command, check, options in asked:
        answer, complaint = rebisect(command, log, *options)
        if answer is None:
            comparison.problems.append(complaint)
        else:
            check(answer)
            if command == "audit":
                place = tests_of_commands(comparison.truth)[game.step - 1] if game.step else None
                opinion = judged(number, game, place, answer)
                if opinion and SHARED["ceiling"]:
                    opinion.p_known = p_right(SHARED["history"], SHARED["allowed"], game.truth)
    if comparison.problems:
        (SHARED["out"] / f"{game.name}.why").write_text("".join(f"{line}\n" for line in comparison.problems))
    else:
        log.unlink()
        truth_file.unlink()
    return Result(number, game.name, game.truth, comparison.problems, comparison.equal, opinion)


def audit_plain(number):
    return audit(number, games.play_plain(SHARED["history"], SHARED["basis"], number, SHARED["allowed"]))


def audit_faulted(plain, fault, attempt):
    """The plain game with the fault; None where none of its steps takes it."""
    game = games.play_faulted(SHARED["history"], SHARED["basis"], SHARED["allowed"], plain, fault, attempt)
    return audit(plain.number, game) if game else None


def run(count, faulted, jobs, **shared):
    """Kind of fault -> its results. `shared`: history, basis, allowed, repo, rebisect, out, ceiling."""
    SHARED.update(shared)
    results = {}
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        plain = results[games.PLAIN] = pool.map(audit_plain, range(count), chunksize=1)
        for fault in games.FAULTS:
            fit = games.spread([result for result in plain if games.can_take(result.truth, fault)], fault)
            tasks = [(result, fault, attempt) for attempt in range(games.ATTEMPTS) for result in fit]
            found = results[fault] = []
            while len(found) < faulted and tasks:
                missing = faulted - len(found)
                found += [result for result in pool.starmap(audit_faulted, tasks[:missing], chunksize=1) if result]
                del tasks[:missing]
    return results
