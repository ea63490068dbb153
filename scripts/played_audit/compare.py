"""Where an audit says something else than the truth of the game."""

from collections import Counter

from played_audit import facts

CLAIMS = {"commit": "commit", "several": "several", "none": "none", "error": "error", "cut off": None}
DATED_SINCE = 9  # the first dialect with a host line
MOST_LISTED = 100  # candidates in a report
COMPARED = ("tests", "runs", "verdicts", "picks", "counts")


class Comparison:
    """The differences between one report and the truth, and how much was equal."""

    def __init__(self, game, history):
        self.game, self.history = game, history
        self.truth = facts.as_shown(game.truth)
        self.problems = []
        self.equal = Counter()  # by what is in COMPARED

    def check_audit(self, report):
        self._check_log(report["log"])
        self._check_steps(report["log"]["steps"])
        self._check_selection(report.get("selection"))
        self._check_policy(report["policy"])
        deduction = report["deduction"]
        self._expect("follows", deduction["follows"], facts.follows(self.game, self.truth))
        expected = facts.conclusion(self.game, self.truth, self.history)
        # A claim that follows may be doubted all the same; how well that is done is Judged's part.
        wrong = self.truth["found"] != [self.truth["culprit"]]
        doubted = expected == "holds" and report["conclusion"] in ("doubtful", "refuted" if wrong else "")
        self._expect("conclusion", expected if doubted else report["conclusion"], expected)
        serious = [(finding["id"], finding["steps"]) for finding in report["findings"]
                   if finding["severity"] != "note" and finding["id"] not in facts.BY_CHANCE]
        self._expect("warnings and errors", serious, facts.serious_findings(self.game, self.truth))

    def _check_policy(self, policy):
        """The rule of the day, or one that explains the log as well, gives every verdict but a planted one."""
        self._expect("is the rule of the day named", self.truth["rule"] in [policy["id"], *policy["also"]], True)
        wrong = len(facts.planted_findings(self.game, self.truth)) if self.game.fault == "wrong-word" else 0
        self._expect("verdicts not reproduced", policy["compared"] - policy["reproduced"], wrong)

    def check_flips(self, answer):
        """A false verdict: with that step turned, the true culprit is a candidate."""
        place = facts.tests_of_commands(self.truth)[self.game.step - 1]
        self._expect("is the claim the culprit", self.truth["found"] == [self.truth["culprit"]], False)
        flips = [flip for flip in answer["alternatives"] if flip["index"] == place]
        if len(flips) != 1:
            self.problems.append(f"{len(flips)} alternatives for the step {place}")
            return
        left = facts.candidates(self.history, self.truth, turning=self.game.step)
        ids = {self.history.ids[commit] for commit in left}
        listed = flips[0]["candidates"]
        self._expect("is the culprit possible", self.truth["culprit"] in ids, True)
        self._expect("candidates if flipped", flips[0].get("candidate_count"), len(ids))
        self._expect("candidates listed", len(listed), min(len(ids), MOST_LISTED))
        self._expect("listed, but impossible", sorted(set(listed) - ids), [])
        if len(ids) <= MOST_LISTED:
            self._expect("is the culprit listed", self.truth["culprit"] in listed, True)

    def _expect(self, what, said, true):
        """Is it the same? A difference is noted."""
        if said == true:
            return True
        self.problems.append(f"{what}: {said!r}, but it is {true!r}")
        return False

    def _check_log(self, log):
        claim = log.get("claim")
        self._expect("aim", log["aim"], self.truth["aim"])
        # Lines that two dialects share are called by the older one, unless the host line gives the day.
        said, true = (int(text[1:] or -1) for text in (log["dialect"], self.truth["dialect"]))
        if said > true or said < 0 or (true >= DATED_SINCE and said != true):
            self.problems.append(f"dialect: {log['dialect']!r} of a log of {self.truth['dialect']}")
        for key, true in facts.said_of_the_whole(self.truth).items():
            self._expect(key, log.get(key), true)
        self._expect("claim", claim and claim["kind"], CLAIMS[self.truth["outcome"]])
        if claim and self.truth["outcome"] in ("commit", "several"):
            self._expect("claimed commits", claim["commits"], self.truth["found"])

    def _check_steps(self, steps):
        true_steps = facts.steps(self.game, self.truth, self.history)
        if not self._expect("number of steps", len(steps), len(true_steps)):
            return
        for place, (said, true) in enumerate(zip(steps, true_steps)):
            defaults = {"release": "", "build_failed": False, "signature": "", "representative_crash": "",
                        "crash_types": []}
            shown = {key: said.get(key, defaults.get(key)) for key in true}
            same = [self._expect(f"step {place}: {key}", shown[key], true[key]) for key in true]
            self.equal["tests"] += all(same)
            self.equal["runs"] += len(true.get("runs", [])) if shown.get("runs") == true.get("runs") else 0

    def _check_selection(self, selection):
        rows = selection["steps"] if selection else []
        true_rows = facts.rows(self.game, self.truth)
        if not self._expect("number of verdicts", len(rows), len(true_rows)):
            return
        for step, (said, true) in enumerate(zip(rows, true_rows), start=1):
            same = {key: self._expect(f"verdict {step}: {key}", said.get(key), true[key]) for key in true}
            self.equal["verdicts"] += 1
            self.equal["picks"] += said["match"] == "same"
            self.equal["counts"] += said.get("left") is not None and said.get("left") == said.get("left_logged") and (
                same["rounds"])
