"""What is true of a played game, for a test of a reader to compare with."""

from syzbot_player import verdicts


def truth(walk):
    commits, settings = walk.history, walk.settings
    has_bug = walk.world.has_bug
    kind, found = walk.outcome
    return {
        "seed": settings.seed, "dialect": settings.era.dialect, "date": settings.era.day.isoformat(),
        "rule": verdicts.rule_on(settings.era.day), "aim": settings.aim, "rate": settings.rate, "title": settings.title,
        "culprit": commits.ids[settings.culprit], "start": commits.ids[settings.start],
        "range": [commits.ids[end] for end in walk.range] if walk.range else None,
        "outcome": kind, "found": [commits.ids[commit] for commit in found],
        "correct": kind == "commit" and found == [settings.culprit],
        "revisions_tested": walk.tester.revisions_tested(), "printed": walk.printed,
        "flaky": walk.tester.flaky and (settings.era.has("flaky lines") or settings.era.has("confidence")),
        "tests": [_test(commits, settings.era, test, bool(has_bug[test.commit])) for test in walk.tester.tests],
        "commands": walk.commands, "planted": settings.faults.planted,
    }


def _test(commits, era, test, has_bug):
    crashed = {"bad": True, "good": False}.get(test.verdict)
    shown = era.has("representative crash") and any(kind == "crashed" for kind, _ in test.outcomes)
    return {"role": test.role, "commit": commits.ids[test.commit], "release": test.release,
            "built": test.counts is not None, "crashes": crashed, "has_bug": has_bug,
            "false": crashed is not None and crashed != has_bug, "flaky_before": test.flaky_before,
            "runs": [f"{kind}: {title}" if title else kind for kind, title in test.outcomes],
            "signature": test.signature, "representative_crash": test.title if shown else "",
            "crash_types": list(test.types) if shown else [], "false_negative_chance": test.false_negative}
