"""--cross-check from outside: hostile repositories, odd gits, and that nothing is written, run or left behind."""

import json
import os
import shutil
import signal
import stat
import subprocess
import time
import unittest

import jsonschema

from planted import SOURCE_ROOT
from program import DEMO_LOG, Repository, demo_repository, rebisect, start, take_program_from_arguments

GIT = shutil.which("git")
LINE = "".join("commit refs/heads/main\nmark :{0}\ncommitter A <a@example.com> {1} +0000\ndata 2\nc{0}\n{2}\n".format(
    mark, 1_600_000_000 + mark, f"from :{mark - 1}" if mark > 1 else "") for mark in range(1, 10))


def contents(folder):
    """Every file below a folder, with what would tell a change."""
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.rglob("*")) if path.is_file()}


class CrossCheck(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.demo = demo_repository()
        self.addCleanup(self.demo.close)
        self.temporary = self.demo.folder / "temporary"
        self.temporary.mkdir()
        self.mark = self.demo.folder / "mark"

    def script(self, name, text):
        path = self.demo.write(name, f"#!/bin/sh\n{text}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    def run_with(self, *arguments, **environment):
        """Status and standard output; nothing may be left behind."""
        environment.setdefault("TMPDIR", str(self.temporary))
        ended, text, error = rebisect(*arguments, environment=environment)
        self.assertEqual(error, "")
        self.assertEqual(list(self.temporary.iterdir()), [], "left behind")
        return ended, text

    def audit(self, *more, status=0, log=DEMO_LOG, **environment):
        ended, text = self.run_with("audit", log, "--repo", self.demo.path, "--cross-check", "--format", "json", *more,
                                    **environment)
        self.assertEqual(ended, status, text)
        return json.loads(text)

    def with_git(self, body):
        """The variables under which `git` is a script: `body`, and git itself for what it lets pass."""
        self.script("bin/git", f'{body}\nexec {GIT} "$@"')
        return {"PATH": f"{self.demo.folder / 'bin'}:{os.environ['PATH']}"}

    def findings(self, report):
        return [finding["id"] for finding in report["findings"] if finding["id"].startswith("cross-check")]


class Agreement(CrossCheck):
    def test_the_installed_git_says_the_same(self):
        report = self.audit()
        check = report.pop("cross_check")
        self.assertEqual((check["compared"], check["equal"], check["ended"]), (check["commands"],) * 2 + ("complete",))
        self.assertNotIn("first_difference", check)
        _, text = self.run_with("audit", DEMO_LOG, "--repo", self.demo.path, "--format", "json")
        self.assertEqual(json.loads(text), report, "nothing else changes")

    def test_both_reports_say_so_in_a_line(self):
        said = r"cross-check: git \d+\.\d+\S* gave the same answer to all 6 commands \(replayed by its own rules"
        for command in ("audit", "replay"):
            status, text = self.run_with(command, DEMO_LOG, "--repo", self.demo.path, "--cross-check")
            self.assertEqual(status, 0)
            self.assertRegex(" ".join(text.split()), said)

    def test_other_rules_for_the_report_change_nothing_here(self):
        check = self.audit("--git-rules", "1.8.3")["cross_check"]
        self.assertEqual(check["equal"], check["commands"])
        self.assertNotEqual(check["git_rules"], "1.8.2.2")

    def test_only_a_repository_can_be_asked(self):
        for source in ((), ("--commit-graph", self.commit_graph())):
            status, text = self.run_with("audit", DEMO_LOG, *source, "--cross-check", "--format", "json")
            self.assertIn(status, (0, 2))
            report = json.loads(text)
            self.assertEqual(report["cross_check"], {
                "commands": 0, "compared": 0, "equal": 0, "ended": "unavailable",
                "why": "it needs a repository: add --repo DIR"})
            self.assertEqual(self.findings(report), ["cross-check-incomplete"])

    def commit_graph(self):
        subprocess.run([GIT, "-C", self.demo.path, "commit-graph", "write", "--reachable", "--no-progress"], check=True)
        return self.demo.path / "objects/info/commit-graph"


class Hostile(CrossCheck):
    def test_nothing_of_the_repository_is_run_and_nothing_written(self):
        run = self.script("run", f"echo ran: $0 >> {self.mark}")
        config = self.demo.path / "config"
        config.write_text(config.read_text(encoding="utf-8") + f"""
[include]
    path = {self.demo.write("included", f"[alias]{chr(10)} bisect = !{run}{chr(10)}")}
[core]
    fsmonitor = {run}
    sshCommand = {run}
    pager = {run}
    editor = {run}
    hooksPath = {self.demo.path}/hooks
    alternateRefsCommand = {run}
[alias]
    bisect = !{run}
[extensions]
    partialClone = origin
[remote "origin"]
    url = ext::{run}
    promisor = true
[diff]
    external = {run}
[gpg]
    program = {run}
[log]
    showSignature = true
""", encoding="utf-8")
        for hook in ("reference-transaction", "post-checkout", "post-index-change", "fsmonitor-watchman", "pre-auto-gc"):
            shutil.copy(run, self.demo.path / "hooks" / hook)
        before = contents(self.demo.path)
        check = self.audit()["cross_check"]
        self.assertEqual(check["equal"], check["commands"])
        self.assertFalse(self.mark.exists(), self.mark.exists() and self.mark.read_text(encoding="utf-8"))
        self.assertEqual(contents(self.demo.path), before)
        subprocess.run([GIT, "-C", self.demo.path, "update-ref", "refs/heads/x", "d1477d63961a308a1377e78dae04020479791d36"], check=True, env=os.environ | {
            "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"})
        self.assertTrue(self.mark.exists(), "the trap works")

    def test_the_users_settings_change_nothing(self):
        home = self.demo.folder / "home"
        run = self.script("run", f"echo ran: $0 >> {self.mark}")
        self.demo.write("home/templates/hooks/reference-transaction", run.read_text(encoding="utf-8"))
        (home / "templates/hooks/reference-transaction").chmod(0o755)
        self.demo.write("home/.gitconfig", f"""[color]
    ui = always
[log]
    showSignature = true
    decorate = full
[alias]
    bisect = !{run}
[init]
    templateDir = {home}/templates
    defaultObjectFormat = sha256
[core]
    hooksPath = {home}/templates/hooks
[safe]
    bareRepository = explicit
""")
        plain = self.audit()
        spoiled = self.audit(HOME=str(home), XDG_CONFIG_HOME=str(home), GIT_DIR="/nonexistent", GIT_TRACE="1",
                             GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="alias.bisect", GIT_CONFIG_VALUE_0=f"!{run}",
                             GIT_TEMPLATE_DIR=f"{home}/templates", GIT_DEFAULT_HASH="sha256", LC_ALL="de_DE.UTF-8",
                             LANGUAGE="de", GIT_NAMESPACE="x", GIT_OBJECT_DIRECTORY="/nonexistent",
                             GIT_PAGER=str(run), GIT_EXTERNAL_DIFF=str(run))
        self.assertEqual(spoiled, plain)
        self.assertFalse(self.mark.exists())

    def test_a_word_of_the_log_is_no_command_of_git(self):
        line = Repository(LINE.encode())
        self.addCleanup(line.close)
        first, last = "refs/heads/main~8", "refs/heads/main"
        ids = subprocess.run([GIT, "-C", line.path, "rev-parse", first, last], stdout=subprocess.PIPE, encoding="utf-8",
                             check=True).stdout.split()
        log = self.demo.write("terms.log", f"""git bisect start '--term-bad=run' '--term-good=visualize' '{ids[1]}' '{ids[0]}'
git bisect run {ids[1]}
""")
        status, text = self.run_with("audit", log, "--repo", line.path, "--cross-check", "--format", "json")
        self.assertEqual(status, 2)
        check = json.loads(text)["cross_check"]
        self.assertEqual((check["equal"], check["ended"]), (check["commands"], "complete"))

    def test_no_place_for_a_scratch_repository(self):
        report = self.audit(TMPDIR="/proc/nowhere")
        self.assertEqual(report["cross_check"]["ended"], "unavailable")
        self.assertIn("no scratch repository can be made", report["cross_check"]["why"])
        self.assertEqual(report["conclusion"], "holds")


class OddGits(CrossCheck):
    def test_another_commit_than_ours_is_told_and_concludes_nothing(self):
        selection = self.audit()
        tested = [step["expected"] for step in selection["selection"]["steps"]]
        path = self.with_git(f"""case "$*" in
*" bisect "*) {GIT} "$@" | sed 's/{tested[2]}/{tested[4]}/'; exit ;;
esac""")
        report = self.audit(status=2, **path)
        self.assertEqual((report["conclusion"], self.findings(report)), ("undecided", ["cross-check-differs"]))
        for name in ("audit", "replay"):
            shape = json.loads((SOURCE_ROOT / f"docs/schema/{name}.schema.json").read_text(encoding="utf-8"))
            only = {"$defs": shape["$defs"], "$ref": "#/$defs/cross_check"}
            jsonschema.validate(report["cross_check"], only, cls=jsonschema.Draft202012Validator)
        check = report["cross_check"]
        self.assertEqual((check["equal"], check["compared"]), (check["commands"] - 1, check["commands"]))
        difference = check["first_difference"]
        self.assertEqual((difference["git"]["commits"], difference["rebisect"]["commits"]), ([tested[4]], [tested[2]]))
        status, text = self.run_with("audit", DEMO_LOG, "--repo", self.demo.path, "--cross-check", **path)
        self.assertEqual(status, 2)
        self.assertRegex(" ".join(text.split()), r"\AUNDECIDED: d1477d63961a is reported, but git \S+ answers otherwise "
                                                 r"than rebisect after step \d+, so nothing is concluded ")
        status, text = self.run_with("replay", DEMO_LOG, "--repo", self.demo.path, "--cross-check", **path)
        self.assertEqual(status, 0, "replay did its work")
        self.assertRegex(" ".join(text.split()), rf"says to test {tested[4][:12]} [^;]*rebisect to test {tested[2][:12]} ")

    def test_another_number_counts_too(self):
        path = self.with_git(f"""case "$*" in
*" bisect "*) {GIT} "$@" | sed 's/(roughly 2 steps)/(roughly 3 steps)/'; exit ;;
esac""")
        self.assertEqual(self.findings(self.audit(status=2, **path)), ["cross-check-differs"])

    def test_a_git_that_hangs_is_ended_with_its_children(self):
        settings = self.demo.write("settings.yaml", "cross_check: {deadline_seconds: 1}\n")
        alive = self.demo.folder / "alive"
        path = self.with_git(f"""case "$*" in
*" bisect good "*) (while :; do echo; date > {alive}; sleep 0.05; done) & wait ;;
esac""")
        report = self.audit("--config", settings, **path)
        self.assertEqual((report["cross_check"]["ended"], report["cross_check"]["why"]), ("deadline", "the time was up"))
        self.assertLess(report["cross_check"]["compared"], report["cross_check"]["commands"])
        self.assertEqual(report["cross_check"]["equal"], report["cross_check"]["compared"])
        self.assertEqual(self.findings(report), ["cross-check-incomplete"])
        alive.unlink()
        time.sleep(0.3)
        self.assertFalse(alive.exists(), "a child of git lives on")

    def test_an_interrupted_program_tidies_up_and_dies_of_the_signal(self):
        alive = self.demo.folder / "alive"
        path = self.with_git(f"""case "$*" in
*" bisect good "*) (while :; do date > {alive}; sleep 0.05; done) & wait ;;
esac""")
        for wanted in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=wanted):
                started = start("audit", DEMO_LOG, "--repo", self.demo.path, "--cross-check",
                                environment={"TMPDIR": str(self.temporary), **path})
                while not alive.exists():
                    self.assertIsNone(started.poll())
                    time.sleep(0.01)
                self.assertEqual(len(list(self.temporary.iterdir())), 1)
                started.send_signal(wanted)
                self.assertEqual(started.communicate(timeout=60), ("", ""))
                self.assertEqual(started.returncode, -wanted)
                self.assertEqual(list(self.temporary.iterdir()), [])
                alive.unlink()
                time.sleep(0.3)
                self.assertFalse(alive.exists(), "a child of git lives on")

    def test_a_git_that_makes_no_sense(self):
        rows = {
            'echo "hello" && exit 0': ("unavailable", "git does not tell its version"),
            'echo "git version 0.50" && exit 0': ("unavailable", "no rules are known for that version"),
            'case "$1" in version) ;; *) exit 3 ;; esac': ("unavailable", "no scratch repository can be made"),
            'case "$*" in *" bisect "*) printf "\\033[31mhello\\n"; exit 0 ;; esac': ("failed", "git then said: "),
            'case "$*" in *" bisect "*) kill -9 $$ ;; esac': ("failed", "nothing, and status 137"),
            'case "$*" in *" bisect good "*) head -c 3000000 /dev/zero; exit 1 ;; esac': ("failed", "git then said: "),
        }
        for body, (ended, why) in rows.items():
            with self.subTest(body=body):
                report = self.audit(**self.with_git(body))
                self.assertEqual(report["cross_check"]["ended"], ended)
                self.assertIn(why, report["cross_check"]["why"])
                self.assertLess(len(report["cross_check"]["why"]), 500)
                self.assertEqual(self.findings(report), ["cross-check-incomplete"])
                self.assertEqual(report["conclusion"], "holds")

    def test_no_git_at_all(self):
        report = self.audit(PATH=str(self.temporary))
        self.assertEqual(report["cross_check"]["ended"], "unavailable")
        self.assertIn("there is no git on PATH", report["cross_check"]["why"])


if __name__ == "__main__":
    take_program_from_arguments()
    unittest.main()
