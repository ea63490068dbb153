"""The bisection from the header to the last line, in syzkaller's order."""

from syzbot_player import crashes, eras, faults, history, wording
from syzbot_player.tester import JobFailed, Tester
from syzbot_player.world import World


class Walk:
    def __init__(self, commits, settings):
        self.history, self.settings, self.era = commits, settings, settings.era
        self.lines = []
        self.world = World(commits, settings)
        self.tester = Tester(commits, settings, self.world, self.lines)
        self.commands = []  # what was told to git, and what it said
        self.step_commits = {}  # step -> commit
        self.range = None
        self.printed = {}  # what the bot says about the whole bisection, as the log has it
        self.names = {}  # commit -> what was checked out (a tag name)
        self.departure_draws = faults.draws_of(settings.seed)

    # Each stage returns the outcome if the job ends there: (kind, commits).

    def play(self):
        """The log's text. Afterwards `outcome` and the fields above say what happened."""
        self._header()
        error = ""
        try:
            self.outcome = self._original() or self._find_range() or self._bisect()
        except JobFailed as failure:
            self.outcome, error = ("error", []), str(failure)
        self._tail(error)
        tested = {step: self.history.ids[commit] for step, commit in self.step_commits.items()}
        return self.settings.faults.finish(self.lines, self.settings.seed, tested)

    def _header(self):
        seed, planted = self.settings.seed, self.settings.faults
        start = self.history.ids[self.settings.start]
        named = start
        if planted.rewritten and self.era.has("original commit note"):
            named = wording.made_up_id(seed, "rewritten")
            planted.note("rewritten", shown=named, commit=start)
        if self.era.has("host line"):
            self.lines.append(wording.host_line(self.era, seed))
        what = "cause commit starting from" if self.settings.aim == "cause" else "fixing commit since"
        self.lines += [f"bisecting {what} {named}",
                       f"building syzkaller on {wording.made_up_id(seed, 'syzkaller')}"]
        if named != start:
            title = self.history.subjects[self.settings.start]
            self.lines += [f"rewritten commit {start} reidentified by title '{title}'", ""]
        if self.era.has("original commit note"):
            self.lines += [f"ensuring issue is reproducible on original commit {start}", ""]

    def _original(self):
        test = self.tester.test(self.settings.start, "start", "start")
        if test.verdict != "bad":
            raise JobFailed("the crash wasn't reproduced on the original commit")
        self.tester.original_types = test.types
        self.tester.confidence.rebase(test.counts)
        if self.settings.minimised_config and self.era.has("minimised config note"):
            self.lines.append("# configuration already minimized")
        elif self.era.has("instrumentation"):
            self._drop_instrumentation()

    def _drop_instrumentation(self):
        tester, switched_off = self.tester, wording.detectors(self.era)
        self.lines += ["check whether we can drop unnecessary instrumentation",
                       f"disabling configs for {switched_off}, they are not needed"]
        tester.config = "without instrumentation"
        test = tester.test(self.settings.start, "config", "config")
        rate = test.counts.bad / (test.counts.bad + test.counts.good) if test.verdict == "bad" else 0
        if test.verdict == "bad" and not (rate < 1 / 3 and rate < tester.confidence.chance):
            tester.confidence.rebase(test.counts)
            self.lines += ["the bug reproduces without the instrumentation",
                           f"disabling configs for {switched_off}, they are not needed"]
        else:
            tester.config = "full"

    def _find_range(self):
        return self._walk_releases() if self.settings.aim == "cause" else self._test_head()

    def _test_head(self):
        head = self.settings.head
        self.lines.append(f"testing current HEAD {self.history.ids[head]}")
        test = self.tester.test(head, "head", "head")
        if test.verdict != "good":
            if self.era.has("honest endings"):
                self.lines.append("crash still not fixed/happens on the oldest tested release"
                                  if test.verdict == "bad" else "HEAD had kernel build, boot or test errors")
            return ("none", [head])
        self.range = (head, self.settings.start)

    def _release_tags(self):
        """The release tags before the start commit, newest first, down to the floor."""
        inside = self.history.ancestors(self.settings.start)
        special = {"era": self.era.floor(self.settings.family), "none": (-1,)}
        floor = special.get(self.settings.floor, self.settings.floor)
        tags = [(version, name, commit) for version, name, commit in self.history.releases
                if inside[commit] and commit != self.settings.start and version > (*floor, 0, 0)[:3]]
        if not tags:
            raise JobFailed("no release tags before this commit")
        if not self.era.has("release subset"):
            return tags
        picked = pick_releases(tags)
        self.printed["picked_releases"] = [name for _, name, _ in picked]
        if not self.era.has("malformed picked line"):
            self.printed["release_count"] = len(tags)
        self.lines.append(wording.picked_line(self.era, self.printed["picked_releases"], len(tags)))
        return picked

    def _walk_releases(self):
        bad, verdict, worst = self.settings.start, None, None
        for _, name, commit in self._release_tags():
            self.lines.append(f"testing release {name}")
            verdict = self.tester.test(commit, "release", name).verdict
            self.names[commit] = name
            if verdict == "good":
                self.range = (bad, commit)
                return None
            if verdict == "bad":
                bad = worst = commit
        return self._no_good_release(worst, verdict)

    def _no_good_release(self, worst, last_verdict):
        if self.era.has("honest endings"):
            if last_verdict == "skip":
                raise JobFailed("oldest tested release had kernel build, boot or test errors")
            self.lines.append("crash still not fixed/happens on the oldest tested release")
        if worst is not None:
            return ("none", [worst])
        if self.era.has("all-skip walk is inconclusive"):
            return ("several", [self.settings.start, self.settings.start])
        return ("cut off", [])  # the bot itself crashed here, and the log ends

    def _bisect(self):
        bad, good = self.range
        shown = [self.history.ids[bad], self.history.ids[good]]
        if not self.era.has("ids in the start command"):
            shown = [self.names.get(bad, shown[0]), self.names.get(good, shown[1])]
        with history.BisectSession(self.history) as session:
            answer = self._told(f"start {' '.join(shown)}", session.start(bad, good))
            while answer.kind == "test":
                step = len(self.step_commits) + 1
                commit = self.settings.faults.choose(step, answer.commit, session, self.departure_draws)
                self.step_commits[step] = commit
                word = self.settings.faults.word(step, self._verdict_at(step, commit, answer.merge_base))
                answer = self._told(f"{word} {self.history.ids[commit]}", session.tell(word, commit))
        if answer.kind == "found":
            return ("commit", [answer.commit])
        return ("several", [self.history.index[commit] for commit in answer.possible])

    def _told(self, command, answer):
        """Prints a command to git and what git said."""
        self.lines.append(f"# git bisect {command}")
        word = command.split()[0]
        self.commands.append({"command": word, "revisions": command.split()[1:], "answer": answer.kind,
                              "left": answer.left, "rounds": answer.rounds})
        if answer.kind == "failed":
            raise JobFailed(f'failed to run ["git" "bisect" "{word}"]: exit status {answer.status}\n'
                            f"{answer.text.rstrip()}")
        text = self.settings.faults.git_text(len(self.step_commits) + 1, answer).rstrip("\n").split("\n")
        if self.settings.git_warnings:
            text[1:1] = ["warning: unable to access '/syzkaller/.config/git/ignore': Permission denied"]
        self.lines += text
        if answer.kind == "found":
            self.lines += wording.commit_block(self.era, self.history, answer.commit)
        if self.era.has("blank line after git"):
            self.lines.append("")
        return answer

    def _verdict_at(self, step, commit, is_merge_base):
        """The word for git about a commit that it chose."""
        verdict = None
        if self.settings.aim == "fix" and self.era.has("presence test"):
            verdict = self._verdict_without_test(commit)
        if verdict is None:
            test = self.tester.test(commit, "merge-base" if is_merge_base else "bisect", str(step))
            verdict = test.verdict
            if test.counts and self.era.has("confidence"):
                self.tester.confidence.step(test.counts, verdict)
        if self.settings.aim == "fix":
            return {"bad": "good", "good": "bad"}.get(verdict, verdict)
        return verdict

    def _verdict_without_test(self, commit):
        """The verdict where the bug cannot be in the commit yet; None where it must be tested."""
        ids = self.history.ids
        self.lines.append("determine whether the revision contains the guilty commit")
        inside = self.history.ancestors(commit)
        for tested, test in self.tester.results.items():
            # A commit that could not be tested counts here too: syzkaller keeps a report for it as well.
            if (test.title or test.verdict == "skip") and inside[tested]:
                self.lines.append(f"revision {ids[tested]} crashed and is reachable")
                return None
        for base in self.history.merge_bases(commit, self.settings.start):
            self.lines.append(f"checking the merge base {ids[base]}")
            if base not in self.tester.results:
                self.lines.append("no existing result, test the revision")
                self.tester.test(base, "presence", "presence")
            if self.tester.results[base].verdict == "bad":
                return None
        self.lines.append("the bug was not introduced yet; pretend that kernel crashed")
        return "bad"

    def _tail(self, error):
        kind, commits = self.outcome
        if kind == "cut off":
            return
        if kind == "commit":
            self._check_culprit(commits[0])
        self._flaky_line()
        self.printed["revisions_tested"] = self.tester.revisions_tested()
        self.lines.append(wording.tested_line(self.printed["revisions_tested"], len(self.tester.tests)))
        if kind == "error":
            self.lines.append(f"error: {error}")
        elif kind == "none":
            self._nothing_found(commits[0])
        elif kind == "several":
            word = "bad" if self.settings.aim == "cause" else "good"
            self.lines.append(f"bisection is inconclusive, the first {word} commit could be any of:")
            self.lines += [self.history.ids[commit] for commit in commits]
        else:
            self._found(commits[0])

    def _check_culprit(self, culprit):
        if self.era.has("confidence"):
            self.printed["error_probability"] = f"{float(1 - self.tester.confidence.total):.2f}"
            self.lines.append(f"accumulated error probability: {self.printed['error_probability']}")
        if len(self.history.parents[culprit]) != 1 or not self.era.has("signatures"):
            return
        parent = self.history.parents[culprit][0]
        own = self.tester.results[culprit].signature if culprit in self.tester.results else ""
        before = self.tester.results[parent].signature if parent in self.tester.results else ""
        self.printed["same_image"] = bool(own) and own == before
        if self.era.has("previous signature line"):
            if own and before:
                self.lines += [f"kernel signature:   {own}", f"previous signature: {before}"]
            return
        if parent not in self.tester.results:
            self.lines.append(f"parent commit {self.history.ids[parent]} wasn't tested")
            before = self.tester.build(parent)
            self.printed["same_image"] = bool(own) and own == before
        if own and before:
            self.lines += [f"culprit signature: {own}", f"parent  signature: {before}"]

    def _flaky_line(self):
        if not self.tester.flaky:
            return
        if self.era.has("flaky lines"):
            self.lines.append("Reproducer flagged being flaky")
        elif self.era.has("confidence"):
            self.printed["crash_chance"] = f"{float(self.tester.confidence.chance):.2f}"
            self.lines.append(f"reproducer is flaky ({self.printed['crash_chance']} repro chance estimate)")

    def _nothing_found(self, commit):
        self.lines.append(wording.nothing_found_line(self.era, self.settings.aim))
        if self.era.has("commit msg line"):
            self.lines.append(f"commit msg: {self.history.subjects[commit]}")
        self._crash(commit)

    def _found(self, culprit):
        word = "bad" if self.settings.aim == "cause" else "good"
        self.lines.append(f"first {word} commit: {self.history.ids[culprit]} {self.history.subjects[culprit]}")
        self.lines += wording.people_lines(self.era)
        self._crash(culprit)

    def _crash(self, commit):
        test = self.tester.results.get(commit)
        if test and test.title:
            self.lines += [f"crash: {test.title}", *crashes.report(test.title)]


def pick_releases(tags):
    """The subset of the release tags that is tried since 2023-08-25."""
    points, plain = [], []
    for tag in tags:
        if tag[0][2] == 0:
            plain.append(tag)
        elif not plain:
            points.append(tag)
    picked = points[:2]
    if len(points) > 5:
        picked.append(points[len(points) // 2])
    for place, tag in enumerate(plain):
        early = place <= 2 or (place <= 10 and place % 2 == 0) or (place > 10 and place % 3 == 0)
        if early or place == len(plain) - 1:
            picked.append(tag)
    return picked
