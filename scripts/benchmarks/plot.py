"""A plot of time against size on logarithmic axes, as SVG that is readable on light and dark pages."""

import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 110, 24, 56
STYLE = """
    text { font: 13px sans-serif; fill: #24292f; }
    .grid { stroke: #d0d7de; stroke-width: 1; }
    .ours { stroke: #0969da; fill: #0969da; }
    .git { stroke: #bc4c00; fill: #bc4c00; }
    polyline { fill: none !important; stroke-width: 2; }
    circle { stroke: none !important; }
    text.ours, text.git { stroke: none; font-weight: bold; }
    @media (prefers-color-scheme: dark) {
      text { fill: #c9d1d9; }
      .grid { stroke: #30363d; }
      .ours { stroke: #58a6ff; fill: #58a6ff; }
      .git { stroke: #f0883e; fill: #f0883e; }
    }"""


def decades(values):
    """The powers of ten that enclose the values, at least two."""
    low = math.floor(math.log10(min(values)))
    return low, max(low + 1, math.ceil(math.log10(max(values))))


def number(power):
    value = 10.0**power
    return f"{value:,.0f}" if power >= 0 else f"{value:g}"


class Axes:
    def __init__(self, across, up):
        self.across, self.up = decades(across), decades(up)

    def x(self, value):
        return self.place(value, self.across, LEFT, WIDTH - RIGHT)

    def y(self, value):
        return self.place(value, self.up, HEIGHT - BOTTOM, TOP)

    @staticmethod
    def place(value, ends, begin, end):
        return begin + (end - begin) * (math.log10(value) - ends[0]) / (ends[1] - ends[0])

    def lines(self):
        right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
        for power in range(self.across[0], self.across[1] + 1):
            x = self.x(10.0**power)
            yield f'<line class="grid" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom}"/>'
            yield f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{number(power)}</text>'
        for power in range(self.up[0], self.up[1] + 1):
            y = self.y(10.0**power)
            yield f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>'
            yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{number(power)} s</text>'
        yield f'<text x="{(LEFT + right) / 2}" y="{HEIGHT - 12}" text-anchor="middle">commits in the range</text>'


def curve(axes, kind, name, points):
    places = [(axes.x(across), axes.y(up)) for across, up in points]
    yield f'<polyline class="{kind}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}"/>'
    for x, y in places:
        yield f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
    x, y = places[-1]
    yield f'<text class="{kind}" x="{x + 9:.1f}" y="{y + 4:.1f}">{name}</text>'


def plot(title, curves):
    """curves: (kind, name, [(commits, seconds), ...]); a kind is a class of STYLE, a curve without points is left out."""
    curves = [entry for entry in curves if entry[2]]
    points = [point for _, _, curve_points in curves for point in curve_points]
    axes = Axes([across for across, _ in points], [up for _, up in points])
    body = [*axes.lines(), *(line for entry in curves for line in curve(axes, *entry))]
    return "\n".join((f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
                      f"  <title>{escape(title)}</title>", f"  <style>{STYLE}\n  </style>",
                      *(f"  {line}" for line in body), "</svg>", ""))
