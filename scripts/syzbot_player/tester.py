"""One test of a commit: its runs, its verdict, and its block of lines."""

from dataclasses import dataclass, field

from syzbot_player import crashes, eras, verdicts, wording


class JobFailed(Exception):
    """The job ends with an `error:` line."""


@dataclass
class Test:
    role: str  # start, config, release, head, merge-base, bisect or presence
    commit: int
    release: str = ""
    outcomes: list = field(default_factory=list)
    counts: verdicts.Counts | None = None  # None: the build failed
    verdict: str = "skip"  # bad: it crashes
    signature: str = ""
    title: str = ""  # of the crash that the log would show for it
    types: tuple = ()
    false_negative: str = ""  # the chance of one, as the log has it
    flaky_before: bool = False


class Tester:
    """Tests commits one after the other; what a test leaves behind for the next ones is kept here."""

    def __init__(self, history, settings, world, lines):
        self.history, self.settings, self.world, self.lines = history, settings, world, lines
        self.era = settings.era
        self.tests, self.results = [], {}
        self.flaky = False
        self.original_types = ()
        self.config = "full"
        self.confidence = verdicts.Confidence()

    def revisions_tested(self):
        only_built = self.era.has("only built tests count")
        return sum(1 for test in self.tests if test.counts or not only_built)

    def test(self, commit, role, key=None):
        """Tests a commit and prints its block. `key` is the name of the test for planted outcomes."""
        self._check_time()
        test = Test(role, commit, release=key if role == "release" else "", flaky_before=self.flaky)
        self.tests.append(test)
        test.signature = self.build(commit)
        if test.signature is None:
            test.signature = ""
        else:
            self._run(test, self.settings.faults.forced_outcome(key, self.settings.aim))
        self.results[commit] = test
        if test.counts and not self.era.has("signatures"):
            test.signature = ""
        return test

    def _check_time(self):
        """The bot looks at the clock before each test. A planted limit strikes earlier."""
        faults, done = self.settings.faults, len(self.tests)
        planted = faults.abort_after is not None and done >= faults.abort_after
        hours = self.era.time_limit_hours()
        over = done * (wording.BUILD_SECONDS + wording.TEST_SECONDS) > hours * 3600
        if self.era.has("time limit") and (planted or over):
            faults.note("time-limit", tests=done)
            raise JobFailed(f"bisection is taking too long (>{hours}h0m0s), aborting")

    def build(self, commit):
        """Prints the lines of a build; its signature, or None where it fails."""
        commit_id = self.history.ids[commit]
        compiler = eras.compiler(self.era, self.settings.family, self.history.versions[commit])
        self.lines.append(wording.testing_line(self.era, commit_id, self.settings.family, compiler))
        failed = self.world.broken[commit]
        if self.era.has("compiler line") and (not failed or self.era.has("compiler of failed builds")):
            self.lines.append(f"compiler: {compiler}")
        if failed:
            reason, lines = wording.build_failure_lines(self.era, commit_id)
            if self.era.has("build failure aborts"):
                raise JobFailed(reason)
            self.lines += lines
            return None
        source = commit
        while source in self.settings.same_binary and self.history.parents[source]:
            source = self.history.parents[source][0]
        image = wording.signature(self.era, self.settings.seed, self.history.ids[source], compiler, self.config)
        if self.era.has("signatures"):
            self.lines.append(f"kernel signature: {image}")
        return image

    def _run(self, test, forced):
        first_built = not any(earlier.counts for earlier in self.tests)
        wanted = verdicts.runs_wanted(self.era, first_built, self.flaky)
        drawn = self.world.runs(self.history.ids[test.commit], test.commit, wanted, forced)
        test.outcomes = [self._ignore(outcome) for outcome in drawn]
        test.counts = self._count(test.outcomes)
        self.lines += wording.run_lines(self.era, test.outcomes)
        self._note_crash(test)
        decision = verdicts.decide(self.era.day, test.counts, self.flaky)
        test.verdict = decision.verdict
        if decision.verdict == "abort":
            test.verdict = "skip"
            raise JobFailed("unable to determine the verdict because of infra errors"
                            if self.era.has("undetermined note")
                            else "more than 50% of runs failed with an infra error")
        self._note_verdict(test, decision)

    def _ignore(self, outcome):
        kind, title = outcome
        if kind == "crashed" and crashes.is_ignored(title, self.era, self.original_types):
            return ("ignore", title)
        return outcome

    def _count(self, outcomes):
        kinds = [kind for kind, _ in outcomes]
        good, bad = kinds.count("ok"), kinds.count("crashed")
        infra = kinds.count("infra problem") + kinds.count("failed")
        if not self.era.has("infrastructure errors"):
            infra = 0
        return verdicts.Counts(good, bad, infra, len(kinds) - good - bad - infra)

    def _note_crash(self, test):
        titles = [title for kind, title in test.outcomes if kind == "crashed"]
        if not titles:
            return
        test.title, types = crashes.representative(titles, self.era)
        test.types = tuple(types)
        if self.era.has("representative crash"):
            self.lines.append(f"representative crash: {test.title}, types: [{' '.join(types)}]")
        else:
            test.title = titles[-1]

    def _note_verdict(self, test, decision):
        counts = test.counts
        if decision.verdict == "skip" and self.era.has("undetermined note"):
            self.lines.append(
                f"unable to determine the verdict: {counts.good} good runs (wanted {decision.wanted_good}), "
                f"for bad wanted {decision.wanted_total} in total, got {counts.good + counts.bad}")
        if decision.verdict == "good" and self.era.has("misplaced skip note"):
            self.lines.append("too many neither good nor bad results, skipping this commit")
        if not self.flaky and verdicts.marks_flaky(self.era, counts, decision.verdict):
            self.flaky = True
            if self.era.has("flaky lines"):
                self.lines.append("reproducer seems to be flaky")
        if decision.verdict == "good" and self.era.has("confidence"):
            sure = self.confidence.of_good(counts) if self.confidence.chance is not None else 0
            test.false_negative = f"{float(1 - sure):.3f}"
            self.lines.append(f"false negative chance: {test.false_negative}")
