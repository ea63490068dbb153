"""The Markdown tables of docs/heuristics.md, from what `rebisect evaluate --format json` prints."""

from benchmarks.page import number, table

HEAD = ("strategy", "right, %", "95 %", "wrong, %", "no answer, %", "runs", "90 %", "builds", "of the limit",
        "p against the first")


def percent(share):
    return f"{100 * share:.1f}"


def interval(estimate):
    return f"{percent(estimate['low'])} to {percent(estimate['high'])}"


def p_value(scenario, strategy):
    for paired in scenario["paired"]:
        if paired["second"] == strategy:
            return f"{paired['p_mid']:.1g}"
    return ""


def strategy_row(scenario, row):
    efficiency = f"{100 * row['efficiency']:.0f} %" if "efficiency" in row else ""
    return (row["strategy"], percent(row["right"]["value"]), interval(row["right"]), percent(row["wrong"]["value"]),
            percent(row["no_answer"]["value"]), number(row["runs"]["mean"]["value"]),
            number(row["runs"]["p90"]["value"]), number(row["builds"]["mean"]["value"]), efficiency,
            p_value(scenario, row["strategy"]))


def scenario_part(scenario):
    """One scenario's heading and table. Columns that are empty throughout are left out."""
    rows = [strategy_row(scenario, row) for row in scenario["strategies"]]
    used = [column for column in range(len(HEAD)) if any(row[column] for row in rows)]
    head = [HEAD[column] for column in used]
    cells = [[row[column] for column in used] for row in rows]
    heading = (f"**{scenario['scenario']}**: {scenario['candidates']:,} commits in the range, "
               f"{scenario['trials']:,} trials, seed {scenario['seed']}")
    return heading + "\n\n" + table(head, cells, range(1, len(head)))


def is_told(scenario):
    """Scenarios of one trial are checks of single cases; the tables are of the others."""
    return scenario["trials"] > 1


def suite_part(suite, plots=()):
    expectations = [expected for scenario in suite["scenarios"] for expected in scenario["expectations"]]
    held = sum(expected["held"] == "yes" for expected in expectations)
    parts = [f"![{title}]({file})" for title, file in plots]
    parts += [scenario_part(scenario) for scenario in suite["scenarios"] if is_told(scenario)]
    parts.append(f"{held} of {len(expectations)} expectations of the suite hold." if expectations else "")
    failed = [f"{expected['strategy']}: {expected['text']} ({expected['held']})" for expected in expectations
              if expected["held"] != "yes"]
    return "\n\n".join([*filter(None, parts), *failed])
