"""Plots of docs/heuristics.md as SVG: what each strategy does at each rate of reproduction."""

import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 60, 150, 24, 56
COLORS = ("#0969da", "#bc4c00", "#1a7f37", "#8250df", "#9a6700", "#cf222e", "#57606a", "#0550ae", "#bf3989")
STYLE = """
    text { font: 13px sans-serif; fill: #57606a; }
    .grid { stroke: #8c959f; stroke-opacity: 0.3; stroke-width: 1; }
    polyline { fill: none; stroke-width: 2; }"""


def curves(suite, value):
    """By strategy: [(rate, value), ...] of the scenarios that are called rate-NUMBER."""
    found = {}
    for scenario in suite["scenarios"]:
        name, _, rate = scenario["scenario"].partition("-")
        if name != "rate":
            continue
        for row in scenario["strategies"]:
            found.setdefault(row["strategy"], []).append((float(rate), value(row)))
    return found


class Axes:
    """Rates across; up, values between two ends, on a logarithmic scale where `logarithmic`."""

    def __init__(self, ends, logarithmic):
        self.logarithmic = logarithmic
        self.ends = [self.scaled(end) for end in ends]

    def scaled(self, value):
        return math.log10(value) if self.logarithmic else value

    def x(self, rate):
        return LEFT + (WIDTH - LEFT - RIGHT) * rate

    def y(self, value):
        low, high = self.ends
        return HEIGHT - BOTTOM + (TOP - HEIGHT + BOTTOM) * (self.scaled(value) - low) / (high - low)

    def lines(self, marks, words):
        for tenth in range(0, 11, 2):
            x = self.x(tenth / 10)
            yield f'<line class="grid" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}"/>'
            yield f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{tenth / 10:g}</text>'
        for mark, word in zip(marks, words):
            y = self.y(mark)
            yield f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}"/>'
            yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{word}</text>'
        yield (f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">'
               "share of runs that crash where the bug is</text>")


def spread(places, apart=16):
    """The places moved so that neighbours are far enough apart to be read; in the order given."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    for before, after in zip(order, order[1:]):
        moved[after] = max(moved[after], moved[before] + apart)
    over = max(moved, default=0) - (HEIGHT - BOTTOM)
    return [place - max(0, over) for place in moved]


def plot(title, axes, grid, found):
    body = list(grid)
    ends = spread([axes.y(points[-1][1]) for points in found.values()])
    for (strategy, points), color, end in zip(found.items(), COLORS, ends):
        places = [(axes.x(rate), axes.y(value)) for rate, value in points]
        body.append(f'<polyline stroke="{color}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}"/>')
        body += [f'<circle fill="{color}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in places]
        body.append(f'<text style="fill: {color}" x="{WIDTH - RIGHT + 8}" y="{end + 4:.1f}">{escape(strategy)}</text>')
    return "\n".join((f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
                      f"  <title>{escape(title)}</title>", f"  <style>{STYLE}\n  </style>",
                      *(f"  {line}" for line in body), "</svg>", ""))


def right_plot(suite):
    axes = Axes((0, 1), False)
    marks = [0, 0.2, 0.4, 0.6, 0.8, 1]
    grid = axes.lines(marks, [f"{100 * mark:.0f} %" for mark in marks])
    return plot("How often each strategy finds the culprit", axes, grid,
                curves(suite, lambda row: row["right"]["value"]))


def runs_plot(suite):
    found = curves(suite, lambda row: max(1, row["runs"]["mean"]["value"]))
    values = [value for points in found.values() for _, value in points]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    axes = Axes((10.0**low, 10.0**high), True)
    marks = [10.0**power for power in range(low, high + 1)]
    grid = axes.lines(marks, [f"{mark:,.0f}" for mark in marks])
    return plot("How many runs each strategy needs on average", axes, grid, found)
