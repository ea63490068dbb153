"""What an audit must say of a played log, told from the game's truth alone."""

import json

OUTCOMES = {"ok": "ok", "crashed": "crashed", "boot failed": "boot-failed", "basic kernel testing failed": "test-failed",
            "failed": "failed", "infra problem": "infra", "ignore": "ignored"}
SEARCH_ROLES = ("merge-base", "bisect")


def as_shown(truth):
    """The truth with the ids that the log shows."""
    text = json.dumps(truth)
    for fault in truth["planted"]:
        if fault["kind"] == "missing-commit":
            shown = text.replace(fault["commit"], fault["shown"])
            text = json.dumps(json.loads(shown) | {"planted": truth["planted"], "culprit": truth["culprit"]})
    return json.loads(text)


def tests_of_commands(truth):
    """For each command after the start the place of its test; None where the bot pretended a result."""
    searching = [place for place, test in enumerate(truth["tests"]) if test["role"] in SEARCH_ROLES]
    places = []
    for command in truth["commands"][1:]:
        tested = searching and truth["tests"][searching[0]]["commit"] == command["revisions"][0]
        places.append(searching.pop(0) if tested else None)
    return places


def steps(game, truth, history):
    """Each test as the report's `log.steps` has it."""
    told = _words(truth)
    rows = []
    for place, test in enumerate(truth["tests"]):
        rows.append({
            "role": "merge-base" if test["role"] == "presence" else test["role"], "commit": test["commit"],
            "release": test["release"], "runs": _runs(test["runs"]), "run_count_known": len(set(test["runs"])) != 1,
            "build_failed": not test["built"], "signature": test["signature"], "logged": told.get(place),
            "representative_crash": test["representative_crash"], "crash_types": test["crash_types"],
            "false_negative_chance": _number(test["false_negative_chance"])})
    parent = _parent_built(game.truth, history)
    return rows + [{"role": "parent", "commit": parent, "logged": None}] if parent else rows


def said_of_the_whole(truth):
    """What the bot says about the bisection as a whole, as the report's `log` has it."""
    printed = truth["printed"]
    return {"revisions_tested": printed.get("revisions_tested"), "picked_releases": printed.get("picked_releases"),
            "release_count": printed.get("release_count"), "crash_chance": _number(printed.get("crash_chance")),
            "error_probability": _number(printed.get("error_probability")),
            "reproducer_flaky": truth["flaky"] or None}


def _number(text):
    return float(text) if text else None


def _words(truth):
    """Place of a test -> the word that git was told about it."""
    if not truth["commands"]:
        return {}
    told = {}
    for commit, word in zip(truth["range"], ("bad", "good")):
        before = [place for place, test in enumerate(truth["tests"])
                  if test["commit"] == commit and test["role"] not in (*SEARCH_ROLES, "presence")]
        told[before[-1]] = word
    for place, command in zip(tests_of_commands(truth), truth["commands"][1:]):
        if place is not None:
            told[place] = command["command"]
    return told


def _runs(texts):
    """The runs as the log shows them: one line where they are all the same."""
    shown = texts[:1] if len(set(texts)) == 1 else texts
    runs = []
    for text in shown:
        kind, colon, title = text.partition(": ")
        runs.append({"outcome": OUTCOMES[kind]} | ({"title": title} if colon else {}))
    return runs


def _parent_built(truth, history):
    """The culprit's parent where the bot built it just to compare kernels; None where it did not."""
    if truth["outcome"] != "commit" or int(truth["dialect"][1:]) < 4:
        return None
    parents = history.parents[history.index[truth["found"][0]]]
    tested = {test["commit"] for test in truth["tests"]}
    if len(parents) != 1 or history.ids[parents[0]] in tested:
        return None
    return history.ids[parents[0]]


def rows(game, truth):
    """Each verdict as the report's `selection.steps` has it; no numbers where a missing commit makes them unknowable."""
    places = tests_of_commands(truth)
    missing = {fault["shown"] for fault in truth["planted"] if fault["kind"] == "missing-commit"}
    result, bad_missing, other_missing = [], False, False
    for step, (before, command) in enumerate(zip(truth["commands"], truth["commands"][1:]), start=1):
        known = not (bad_missing or other_missing)
        tested, is_bad = command["revisions"][0], command["command"] == "bad"
        departs = game.fault == "departure" and step == game.step
        match = "unknown" if not known or tested in missing else "different" if departs else "same"
        result.append({"index": places[step - 1], "tested": tested, "match": match,
                       "left_logged": _printed_left(game, truth, step, before), "rounds_logged": before["rounds"],
                       "left": before["left"] if known else None, "rounds": before["rounds"] if known else None})
        if tested in missing:
            bad_missing, other_missing = bad_missing or is_bad, other_missing or not is_bad
        elif is_bad:
            bad_missing = False
    return result


def _printed_left(game, truth, step, before):
    if game.fault == "wrong-count" and step == game.step:
        return next(fault["printed"] for fault in truth["planted"] if fault["kind"] == "wrong-count")
    return before["left"]


# Of these a game's truth does not tell: chance alone can bring them about.
BY_CHANCE = ("single-crash-bad", "mostly-uninformative", "rate-drop", "other-crash-bad", "title-drift",
             "culprit-other-crash", "end-streak", "release-walk-risk", "same-binary-different-verdict",
             "same-binary-as-parent", "compiler-changed", "unrelated-code", "merge-culprit", "release-culprit",
             "reverted-later", "cannot-affect-build", "fixes-tag-disagrees", "weak-good", "weak-bad",
             "older-than-range")


def planted_findings(game, truth):
    """Id and steps of what the planted fault must raise."""
    place = tests_of_commands(truth)[game.step - 1] if game.step else None
    at_step = [] if place is None else [place]
    if game.fault == "departure":
        return [("pick-differs", at_step)]
    if game.fault == "wrong-count":
        return [("count-differs", at_step)]
    if game.fault == "missing-commit":
        return [("commit-missing", at_step)]
    if game.fault == "wrong-word" and at_step:
        return [("verdict-differs", at_step)]
    return []


def skipped_merge_bases(truth):
    """A departure can lead beside git's way, to where it asks for a merge base; git goes on where that is skipped."""
    told = zip(truth["commands"][1:], tests_of_commands(truth))
    return [("merge-base-untested", [place]) for command, place in told
            if place is not None and command["command"] == "skip" and truth["tests"][place]["role"] == "merge-base"]


def serious_findings(game, truth):
    """Id and steps of each finding that is a warning or an error, but for those of BY_CHANCE."""
    return planted_findings(game, truth) + skipped_merge_bases(truth)


def has_search_result(truth):
    """Does the log report commits that git's bisection ended with?"""
    return truth["outcome"] in ("commit", "several") and bool(truth["commands"])


def follows(game, truth):
    if not has_search_result(truth) or game.fault == "missing-commit":
        return None
    return True


def conclusion(game, truth, history):
    """The same kernel without the claim refutes it. A missing commit leaves it open, unless the others lead to it."""
    if not has_search_result(truth):
        return "undecided"
    if truth["printed"].get("same_image") and truth["aim"] == "cause":
        return "refuted"
    if game.fault == "missing-commit":
        left = candidates(history, game.truth, leaving_out=game.step)
        alone = left == {history.index[commit] for commit in game.truth["found"]}
        return "holds" if alone and truth["found"] == game.truth["found"] else "undecided"
    return "holds"


def candidates(history, truth, leaving_out=0, turning=0):
    """The commits that may be the first bad one, without the verdict of one step or with another one turned."""
    marks = list(zip(("bad", "good"), truth["range"]))
    marks += [(command["command"], command["revisions"][0]) for command in truth["commands"][1:]]
    if turning:
        word, commit = marks[turning + 1]
        marks[turning + 1] = ({"good": "bad", "bad": "good"}[word], commit)
    if leaving_out:
        del marks[leaving_out + 1]
    left = set(range(len(history.ids)))
    for word, commit in marks:
        if word != "skip":
            inside = {place for place, flag in enumerate(history.ancestors(history.index[commit])) if flag}
            left = left & inside if word == "bad" else left - inside
    return left
