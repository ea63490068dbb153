"""Games to audit: plain ones, and the same once more with one planted fault."""

import random
from dataclasses import dataclass

from syzbot_player import batch
from syzbot_player.faults import Faults

PLAIN = "none"
FAULTS = ("departure", "wrong-count", "missing-commit", "false-verdict", "wrong-word", "time-limit")
ATTEMPTS = 3  # times that a plain game may be played with faults of one kind, each at other steps


@dataclass
class Game:
    name: str
    fault: str  # PLAIN or one of FAULTS
    step: int  # the step with the fault, from 1; 0 without one
    log: str
    truth: dict


def play_plain(history, basis, number, allowed):
    settings = batch.random_settings(history, basis, number, allowed)
    log, truth = batch.play(history, settings)
    return Game(f"{number:04d}-{settings.era.dialect}-{settings.aim}", PLAIN, 0, log, truth)


def can_take(truth, fault):
    """Is the plain game one whose result the fault can be seen in?"""
    return len(truth["commands"]) > 2 and truth["outcome"] == "commit" and (fault != "false-verdict" or truth["correct"])


def spread(plain, fault):
    """The games in an order that takes all dialects and aims in turn, another one for each kind of fault."""
    turns = list(range(batch.TURNS))
    random.Random(fault).shuffle(turns)
    return sorted(plain, key=lambda result: (result.number // batch.TURNS, turns[result.number % batch.TURNS]))


def play_faulted(history, basis, allowed, plain, fault, attempt):
    """A plain game (its number and truth) with the fault at one of its steps; None where no step takes it.

    Up to the fault the two games are the same.
    """
    number, words = plain.number, [command["command"] for command in plain.truth["commands"][1:]]
    steps = list(range(1, len(words) + 1))
    random.Random(f"{basis['seed']}/{number}/{fault}").shuffle(steps)
    for step in steps[attempt::ATTEMPTS]:
        if fault == "false-verdict" and words[step - 1] == "skip":
            continue
        settings = batch.random_settings(history, basis, number, allowed)
        settings.faults = _faults(fault, step, words[step - 1])
        log, truth = batch.play(history, settings)
        if _took_effect(history, fault, step, truth):
            name = f"{number:04d}-{settings.era.dialect}-{settings.aim}-{fault}-{step}"
            # The time limit strikes at a test, not at a step.
            return Game(name, fault, 0 if fault == "time-limit" else step, log, truth)
    return None


def _faults(fault, step, word):
    if fault == "departure":
        return Faults(departures={step})
    if fault == "wrong-count":
        return Faults(wrong_counts={step})
    if fault == "missing-commit":
        return Faults(missing={step})
    if fault == "wrong-word":
        return Faults(wrong_words={step: {"good": "bad", "bad": "good", "skip": "good"}[word]})
    if fault == "time-limit":
        return Faults(abort_after=step)
    return Faults(false_verdicts={str(step): {"good": "bad", "bad": "good"}[word]})


def _took_effect(history, fault, step, truth):
    """Is this fault, and no other of its kind, in the log, and did the search end as it then can?"""
    if truth["outcome"] != ("error" if fault == "time-limit" else "commit"):
        return False
    if fault == "false-verdict":
        return wrong_steps(history, truth) == [step]
    return [planted["kind"] for planted in truth["planted"]] == [fault]


def wrong_steps(history, truth):
    """The steps whose word for git is not what the culprit implies; 0 stands for the ends of the range."""
    contains = history.descendants(history.index[truth["culprit"]])
    wrong = []
    for step, command in enumerate(truth["commands"]):
        words = [command["command"]] if step else ["bad", "good"]
        commits = command["revisions"] if step else truth["range"]
        for word, commit in zip(words, commits):
            if word != "skip" and (word == "bad") != bool(contains[history.index[commit]]):
                wrong.append(step)
    return wrong
