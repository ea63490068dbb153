"""Many games at once: dialect, aim, culprit, rates and faults vary with the number of the game."""

import json
import multiprocessing
import random
from pathlib import Path

from syzbot_player import crashes, eras
from syzbot_player.faults import Faults, random_faults
from syzbot_player.truth import truth
from syzbot_player.walk import Walk
from syzbot_player.world import Settings

TURNS = 2 * len(eras.DIALECTS)  # games until each dialect had a cause and a fix
SHARED = {}  # what the worker processes inherit: the history is read once


def play(history, settings):
    """The log's text and the truth about it."""
    walk = Walk(history, settings)
    text = walk.play()
    return text, truth(walk)


def write(text, facts, log, truth_file):
    """Writes a log and its truth, each where a path is given."""
    if log:
        Path(log).write_text(text, encoding="utf-8", errors="surrogateescape")
    if truth_file:
        Path(truth_file).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def choose_commits(history, aim, rng, allowed, culprits=None):
    """Culprit, start and head of a game: the start contains a cause's culprit, and the head contains a fix."""
    for _ in range(200):
        culprit = rng.choice(culprits or allowed)
        contains = history.descendants(culprit)
        if aim == "cause":
            later = [commit for commit in allowed if contains[commit]]
            return culprit, rng.choice(later), None
        heads = [tip for tip in history.tips() if contains[tip]]
        if not heads:
            continue
        head = rng.choice(heads)
        inside = history.ancestors(head)
        earlier = [commit for commit in allowed if inside[commit] and not contains[commit]]
        if earlier:
            return culprit, rng.choice(earlier), head
    raise ValueError("no commit of the repository can be the fix of a fix bisection")


def random_settings(history, basis, number, allowed):
    """The game of this number. Fields that `basis` fixes stay as they are; dialects and aims take turns."""
    seed = f"{basis['seed']}-{number}"
    rng = random.Random(f"{seed}/settings")
    dialect = basis["dialect"] or f"D{number % len(eras.DIALECTS) + 1}"
    aim = basis["aim"] or ("cause", "fix")[number // len(eras.DIALECTS) % 2]
    culprit, start, head = choose_commits(history, aim, rng, allowed)
    settings = Settings(seed=seed, era=eras.era_of(dialect, seed), aim=aim, culprit=culprit, start=start,
                        head=head, title=rng.choice(crashes.TITLES), floor=basis["floor"])
    settings.rate = basis["rate"] if basis["rate"] is not None else rng.choice([1.0, 1.0, 0.9, 0.6, 0.35, 0.2])
    settings.boot_fail_rate = rng.choice([0, 0, 0, 0.03, 0.15])
    settings.infra_rate = rng.choice([0, 0, 0, 0.02])
    settings.git_warnings = rng.random() < 0.1
    settings.minimised_config = rng.random() < 0.2
    settings.family = "clang" if rng.random() < 0.2 else "gcc"
    if rng.random() < 0.25:
        settings.other_crashes = [(rng.choice([0.01, 0.05]), rng.choice(crashes.OTHER_TITLES))]
    for ranges in (settings.broken, settings.unbootable):
        if rng.random() < 0.15:
            ranges.append(_short_range(history, rng, allowed))
    if rng.random() < 0.1:
        settings.same_binary.add(culprit)
    if aim == "fix" and rng.random() < 0.5:
        settings.introduced = _an_ancestor(history, start, allowed, rng)
    names = [name for _, name, _ in history.releases]
    settings.faults = random_faults(rng, names) if rng.random() < basis["fault_rate"] else Faults()
    settings.faults.rewritten = rng.random() < 0.1
    return settings


def _short_range(history, rng, allowed):
    """A commit and one some first parents later, so that skips stay few."""
    early = late = rng.choice(allowed)
    for _ in range(rng.randrange(1, 8)):
        early = history.parents[early][0] if history.parents[early] else early
    return early, late


def _an_ancestor(history, commit, allowed, rng):
    inside = history.ancestors(commit)
    return rng.choice([earlier for earlier in allowed if inside[earlier]])


def _play_number(number):
    history, basis, allowed, directory = (SHARED[key] for key in ("history", "basis", "allowed", "directory"))
    settings = random_settings(history, basis, number, allowed)
    text, facts = play(history, settings)
    name = f"{number:04d}-{settings.era.dialect}-{settings.aim}"
    write(text, facts, directory / f"{name}.txt", directory / f"{name}.json")
    return name, facts["outcome"], facts["correct"]


def play_many(history, basis, count, directory, jobs):
    """Plays games 0..count-1 into a directory; rows of (name, outcome, correct) in that order."""
    directory = Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    SHARED.update(history=history, basis=basis, directory=directory,
                  allowed=allowed_commits(history, basis["since"]))
    if jobs == 1:
        return [_play_number(number) for number in range(count)]
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        return pool.map(_play_number, range(count), chunksize=1)


def allowed_commits(history, since):
    """The commits that a game may choose from: all, or those that do not lie before `since`."""
    if since is None:
        return list(range(len(history.ids)))
    before = history.ancestors(since)
    return [commit for commit in range(len(history.ids)) if not before[commit]]
