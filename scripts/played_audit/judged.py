"""How well the judgement of the audits fits what is true of the games."""

import random
from dataclasses import dataclass

TRACE = 3  # a planted verdict that so many others follow leaves a streak that chance seldom gives
DRAWS = 400  # for the intervals


@dataclass
class Judged:
    """Of one game that ended with one commit."""

    number: int  # a plain game and those with faults of the same number are played alike up to the fault
    right: bool  # is it the culprit?
    p_claim: float
    planted: int | None  # the place of the test with the false verdict, where one was planted
    behind: int  # verdicts that follow it
    disputed: list  # places of tests, the most doubtful first
    p_known: float | None = None  # that the claim is right, of a judge who knows how games are made


def judged(number, game, place, report):
    """None where the game has no single result or the report no belief."""
    belief, truth = report.get("belief", {}), game.truth
    if truth["outcome"] != "commit" or "p_claim" not in belief or game.fault in ("missing-commit", "wrong-word"):
        return None
    return Judged(number, truth["found"] == [truth["culprit"]], belief["p_claim"],
                  place if game.fault == "false-verdict" else None, len(truth["commands"]) - 1 - game.step,
                  [dispute["index"] for dispute in report.get("disputes", [])])


def area_under_curve(right, wrong):
    """How often a right claim is believed more than a wrong one; ties count as a half. None without both."""
    if not right or not wrong:
        return None
    won = sum((r > w) + (r == w) / 2 for r in right for w in wrong)
    return won / (len(right) * len(wrong))


def interval(figure, games):
    """95 % of the figure when whole groups of games are drawn again."""
    by_number = {}
    for game in games:
        by_number.setdefault(game.number, []).append(game)
    numbers, draw, drawn = sorted(by_number), random.Random(1), []
    for _ in range(DRAWS):
        value = figure([game for _ in numbers for game in by_number[numbers[draw.randrange(len(numbers))]]])
        if value is not None:
            drawn.append(value)
    drawn.sort()
    return drawn[int(0.025 * len(drawn))], drawn[int(0.975 * len(drawn))]


def share_within(first):
    """The share of planted verdicts among so many first disputes."""
    return lambda games: sum(game.planted in game.disputed[:first] for game in games) / len(games)


def area_of(probability):
    def area(games):
        return area_under_curve([probability(game) for game in games if game.right],
                                [probability(game) for game in games if not game.right])
    return area


def line(name, figure, games):
    value = figure(games)
    if value is None:
        return []
    low, high = interval(figure, games)
    return [f"{name}: {value:.3f} [{low:.3f}, {high:.3f}]"]


def summary(games):
    """A line for each figure that the games allow, with 95 % intervals."""
    lines = []
    planted = [game for game in games if game.planted is not None]
    if planted:
        lines += line(f"{len(planted)} planted false verdicts, first dispute", share_within(1), planted)
        lines += line("... among three", share_within(3), planted)
    right = sum(game.right for game in games)
    lines += line(f"P(claim) of {right} right and {len(games) - right} wrong claims, AUC",
                  area_of(lambda game: game.p_claim), games)
    traced = [game for game in games if game.planted is None or game.behind >= TRACE]
    lines += line(f"... without those planted among the last {TRACE}, AUC", area_of(lambda game: game.p_claim), traced)
    known = [game for game in games if game.p_known is not None]
    for name, some in (("all", known), (f"without the last {TRACE}", [game for game in known if game in traced])):
        lines += line(f"{len(some)} games for a cause ({name}), AUC of P(claim)", area_of(lambda game: game.p_claim), some)
        lines += line("... and of who knows how they are made", area_of(lambda game: game.p_known), some)
    return lines
