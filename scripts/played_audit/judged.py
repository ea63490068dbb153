"""How well the judgement of the audits fits what is true of the games."""

from dataclasses import dataclass


@dataclass
class Judged:
    """Of one game that ended with one commit."""

    right: bool  # is it the culprit?
    p_claim: float
    planted: int | None  # the step with the false verdict, where one was planted
    disputed: list  # steps, the most doubtful first


def judged(game, truth, place, report):
    """None where the game has no single result or the report no belief."""
    belief = report.get("belief", {})
    if truth["outcome"] != "commit" or "p_claim" not in belief or game.fault in ("missing-commit", "wrong-word"):
        return None
    return Judged(truth["found"] == [truth["culprit"]], belief["p_claim"],
                  place if game.fault == "false-verdict" else None,
                  [dispute["index"] for dispute in report.get("disputes", [])])


def area_under_curve(right, wrong):
    """How often a right claim is believed more than a wrong one; ties count as a half. None without both."""
    if not right or not wrong:
        return None
    won = sum((r > w) + (r == w) / 2 for r in right for w in wrong)
    return won / (len(right) * len(wrong))


def summary(games):
    """A line for each figure that the games allow."""
    lines = []
    planted = [game for game in games if game.planted is not None]
    if planted:
        first = sum(game.disputed[:1] == [game.planted] for game in planted)
        three = sum(game.planted in game.disputed[:3] for game in planted)
        lines.append(f"planted false verdicts: {len(planted)}; first dispute: {first} ({first / len(planted):.0%}), "
                     f"among three: {three} ({three / len(planted):.0%})")
    right = [game.p_claim for game in games if game.right]
    wrong = [game.p_claim for game in games if not game.right]
    area = area_under_curve(right, wrong)
    if area is not None:
        lines.append(f"P(claim) of {len(right)} right and {len(wrong)} wrong claims: AUC {area:.3f}")
    return lines
