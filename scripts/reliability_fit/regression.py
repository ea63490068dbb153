"""Two regressions with ridge penalties, by Newton's method: plain Python, the same result everywhere."""

import math


def solve(matrix, right):
    """Gaussian elimination with pivoting."""
    n = len(right)
    rows = [row[:] + [right[i]] for i, row in enumerate(matrix)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(i + 1, n):
            factor = rows[r][i] / rows[i][i]
            if factor:
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
    solution = [0.0] * n
    for i in range(n - 1, -1, -1):
        solution[i] = (rows[i][n] - sum(rows[i][c] * solution[c] for c in range(i + 1, n))) / rows[i][i]
    return solution


def probability(log_odds):
    return 1 / (1 + math.exp(-log_odds)) if log_odds >= 0 else math.exp(log_odds) / (1 + math.exp(log_odds))


def spread(values):
    """Mean and standard deviation; 1 where all are equal."""
    mean = sum(values) / len(values)
    if min(values) == max(values):  # rounding would give equal values a deviation of their own
        return mean, 1.0
    return mean, math.sqrt(sum((v - mean) ** 2 for v in values) / len(values))


def fit_logistic(rows, truths, penalty):
    """[intercept, weight...] on the raw scale; the penalty is on standardised features, none on the intercept."""
    columns = [spread(column) for column in zip(*rows)]
    scaled = [[1.0] + [(v - m) / s for v, (m, s) in zip(row, columns)] for row in rows]
    size = len(columns) + 1
    weights = [0.0] * size
    penalties = [1e-9] + [penalty] * (size - 1)
    for _ in range(50):
        gradient = [-p * w for p, w in zip(penalties, weights)]
        hessian = [[0.0] * size for _ in range(size)]
        for row, truth in zip(scaled, truths):
            p = probability(sum(w * v for w, v in zip(weights, row)))
            for a in range(size):
                gradient[a] += (truth - p) * row[a]
                for b in range(size):
                    hessian[a][b] += p * (1 - p) * row[a] * row[b]
        for a in range(size):
            hessian[a][a] += penalties[a]
        step = solve(hessian, gradient)
        weights = [w + s for w, s in zip(weights, step)]
        if max(map(abs, step)) < 1e-9:
            break
    raw = [w / s for w, (_, s) in zip(weights[1:], columns)]
    return [weights[0] - sum(w * m for w, (m, _) in zip(raw, columns))] + raw


def softmax(weights, hypotheses):
    """Probabilities of hypotheses that are lists of (term, value)."""
    scores = [sum(weights[term] * value for term, value in terms) for terms in hypotheses]
    highest = max(scores)
    scores = [math.exp(score - highest) for score in scores]
    whole = sum(scores)
    return [score / whole for score in scores]


def true_shares(probabilities, place):
    """What the truth says of each hypothesis; where only "the claim is wrong" is known, as the model has it."""
    if place is not None:
        return [(place, 1.0)]
    wrong = 1 - probabilities[0]
    return [(i, p / wrong) for i, p in enumerate(probabilities) if i > 0]


def add_case(hypotheses, place, weights, gradient, hessian):
    probabilities = softmax(weights, hypotheses)
    mean = {}
    for terms, p in zip(hypotheses, probabilities):
        for term, value in terms:
            mean[term] = mean.get(term, 0.0) + p * value
            for other, factor in terms:
                hessian[term][other] += p * value * factor
    for i, share in true_shares(probabilities, place):
        for term, value in hypotheses[i]:
            gradient[term] += share * value
    for term, value in mean.items():
        gradient[term] -= value
        for other, factor in mean.items():
            hessian[term][other] -= value * factor


def fit_softmax(cases, size, penalty):
    """Weights of `size` terms; a case is (hypotheses, place of the true one, or None: any but the first)."""
    weights = [0.0] * size
    for _ in range(50):
        gradient = [-penalty * w for w in weights]
        hessian = [[penalty if a == b else 0.0 for b in range(size)] for a in range(size)]
        for hypotheses, place in cases:
            add_case(hypotheses, place, weights, gradient, hessian)
        step = solve(hessian, gradient)
        largest = max(map(abs, step))
        # A long step is not to be trusted: the curvature is another one there.
        weights = [w + s * min(1.0, 2 / largest if largest else 1.0) for w, s in zip(weights, step)]
        if largest < 1e-7:
            break
    return weights
