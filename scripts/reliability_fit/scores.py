"""How well probabilities of "wrong" fit the truth, and how sure that figure is."""

import math
import random

from reliability_fit.regression import fit_logistic


def area_under_curve(cases):
    """Of (probability, truth); ties count half."""
    order = sorted(cases)
    wrong = sum(truth for _, truth in order)
    right = len(order) - wrong
    won = seen_right = i = 0
    while i < len(order):
        j = i
        while j < len(order) and order[j][0] == order[i][0]:
            j += 1
        tied_wrong = sum(truth for _, truth in order[i:j])
        tied_right = j - i - tied_wrong
        won += tied_wrong * (seen_right + tied_right / 2)
        seen_right += tied_right
        i = j
    return won / (wrong * right) if wrong and right else float("nan")


def brier(cases):
    return sum((p - truth) ** 2 for p, truth in cases) / len(cases)


def log_loss(cases):
    return -sum(math.log(max(1e-6, p if truth else 1 - p)) for p, truth in cases) / len(cases)


def recalibration(cases):
    """(intercept, slope) of the truth on the predicted log odds."""
    rows = [[math.log(max(1e-6, p) / max(1e-6, 1 - p))] for p, _ in cases]
    return tuple(fit_logistic(rows, [truth for _, truth in cases], 1e-9))


def precision_at_recall(cases, recall):
    """Of the most suspected cases that hold this share of the wrong ones."""
    order = sorted(cases, key=lambda case: -case[0])
    wanted = recall * sum(truth for _, truth in order)
    wrong = 0
    for i, (p, truth) in enumerate(order):
        wrong += truth
        if wrong >= wanted and (i + 1 == len(order) or order[i + 1][0] < p):
            return wrong / (i + 1)
    return float("nan")


def figures(outcomes):
    """All figures by name. An outcome: p, wrong, hard, place (of the first wrong verdict, from 1, or 0), most."""
    cases = [(o["p"], o["wrong"]) for o in outcomes]
    wrong = [o for o in outcomes if o["wrong"]]
    right = [o for o in outcomes if not o["wrong"]]
    flagged = [o for o in outcomes if o["p"] > 0.5 or o["hard"]]
    hard = [o for o in outcomes if o["hard"]]
    intercept, slope = recalibration(cases)

    def share(part, whole):
        return sum(part) / len(whole) if whole else float("nan")

    return {
        "area under the curve": area_under_curve(cases),
        "Brier score": brier(cases),
        "log loss": log_loss(cases),
        "calibration slope": slope,
        "calibration intercept": intercept,
        "precision at recall 0.70": precision_at_recall(cases, 0.7),
        "precision of p > 0.5 or hard": share([o["wrong"] for o in flagged], flagged),
        "recall of p > 0.5 or hard": share([o["p"] > 0.5 or o["hard"] for o in wrong], wrong),
        "precision of hard facts": share([o["wrong"] for o in hard], hard),
        "first wrong verdict, most suspected": share([o["place"] == 1 for o in wrong], wrong),
        "first wrong verdict, among three": share([1 <= o["place"] <= 3 for o in wrong], wrong),
        "right claims with a dispute over 0.5": share([o["most"] > 0.5 for o in right], right),
    }


def interval(outcome_sets, groups, name_order, repeats, seed):
    """95 % of the figures when whole groups are drawn again; a figure is the mean over the sets."""
    by_group = {}
    for i, group in enumerate(groups):
        by_group.setdefault(group, []).append(i)
    names = sorted(by_group)
    draw = random.Random(seed)
    drawn = {name: [] for name in name_order}
    for _ in range(repeats):
        chosen = [i for _ in names for i in by_group[names[draw.randrange(len(names))]]]
        sets = [figures([outcomes[i] for i in chosen]) for outcomes in outcome_sets]
        for name in name_order:
            drawn[name].append(sum(s[name] for s in sets) / len(sets))
    result = {}
    for name, values in drawn.items():
        values = sorted(v for v in values if v == v)
        result[name] = (values[int(0.025 * len(values))], values[int(0.975 * len(values))]) if values else None
    return result
