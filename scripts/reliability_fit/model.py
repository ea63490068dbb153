"""The model of engine/infer/reliability.h: fitted on cases, applied to cases."""

import math
import random

from reliability_fit.regression import fit_logistic, fit_softmax, probability, softmax

# Chosen by cross-validation among a few; the figures are flat around them.
LOGISTIC_PENALTY = 5.0
CHAIN_PENALTY = 1.0
CHAIN_SHARE = 0.5
FOLDS = 5


def folds_of(groups, count, seed):
    """A fold for each case, whole groups together, folds of nearly equal size."""
    order = sorted(set(groups))
    random.Random(seed).shuffle(order)
    size = {group: groups.count(group) for group in order}
    load = [0] * count
    fold = {}
    for group in order:
        fold[group] = min(range(count), key=lambda i: (load[i], i))
        load[fold[group]] += size[group]
    return [fold[group] for group in groups]


def log_odds(p):
    p = min(max(p, 1e-9), 1 - 1e-9)
    return math.log(p / (1 - p))


def fit_parts(cases, terms):
    """Both models. Cases with a hard fact teach the second one about verdicts; the first never sees them."""
    soft = [case for case in cases if not case["hard"]]
    logistic = fit_logistic([case["features"] for case in soft], [case["wrong"] for case in soft], LOGISTIC_PENALTY)
    chain = fit_softmax([(case["hypotheses"], case["place"]) for case in cases], terms, CHAIN_PENALTY)
    return {"logistic": logistic, "chain": chain}


def average(case, parts):
    """The log odds before calibration."""
    logistic = parts["logistic"][0] + sum(w * v for w, v in zip(parts["logistic"][1:], case["features"]))
    chain = log_odds(1 - softmax(parts["chain"], case["hypotheses"])[0])
    return (1 - CHAIN_SHARE) * logistic + CHAIN_SHARE * chain


def fit(cases, groups, terms, seed):
    """The whole model. Slope and shift come from predictions on folds that the parts did not see."""
    parts = fit_parts(cases, terms)
    folds = folds_of(groups, FOLDS, seed)
    unseen = []
    for fold in range(FOLDS):
        inner = fit_parts([case for case, f in zip(cases, folds) if f != fold], terms)
        unseen += [(average(case, inner), case["wrong"]) for case, f in zip(cases, folds)
                   if f == fold and not case["hard"]]
    shift, slope = fit_logistic([[value] for value, _ in unseen], [truth for _, truth in unseen], 1e-9)
    hard = [case["wrong"] for case in cases if case["hard"]]
    # Laplace's rule of succession: none of n was right, the next one may be.
    parts["hard"] = math.log((sum(hard) + 1) / (len(hard) - sum(hard) + 1))
    return parts | {"slope": slope, "shift": shift}


def apply(case, model):
    """What is said of a case, and how it compares with the truth: see scores.figures()."""
    value = model["hard"] if case["hard"] else model["slope"] * average(case, model) + model["shift"]
    p = probability(value)
    chain = softmax(model["chain"], case["hypotheses"])
    order = sorted(range(1, len(chain)), key=lambda i: (-chain[i], i))
    place = order.index(case["place"]) + 1 if case["place"] else 0
    most = p * chain[order[0]] / (1 - chain[0]) if order else 0.0
    return {"p": p, "wrong": case["wrong"], "hard": bool(case["hard"]), "place": place, "most": most}


def validate(cases, groups, terms, seed):
    """Each case judged by a model that was fitted without its fold."""
    folds = folds_of(groups, FOLDS, seed)
    outcomes = [None] * len(cases)
    for fold in range(FOLDS):
        kept = [i for i, f in enumerate(folds) if f != fold]
        model = fit([cases[i] for i in kept], [groups[i] for i in kept], terms, seed)
        for i, f in enumerate(folds):
            if f == fold:
                outcomes[i] = apply(cases[i], model)
    return outcomes
