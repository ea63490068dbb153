"""The program as a user meets it: each command does its work, and each way to fail says so in one line."""

import fcntl
import json
import os
import pty
import re
import struct
import termios
import textwrap
import unittest

from planted import SOURCE_ROOT
from program import CRASH_REPORT, DEMO_LOG, GIT_LOG, SYZBOT_LOG, demo_repository, rebisect, start, take_program_from_arguments

CULPRIT = "55e499b9894139e70fd34ca3caf99aa588f7d637"
CLAIMED = "d1477d63961a308a1377e78dae04020479791d36"
FALSE_GOOD = "16bed390b20e02763f0df5b5a5f527f2497d977c"
MARKS = re.compile(r"^(?:# )?git bisect (good|bad|skip) (\w+)$", re.MULTILINE)


class Program(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.demo = demo_repository()
        cls.addClassCleanup(cls.demo.close)
        cls.repo = ("--repo", cls.demo.path)

    def done(self, *arguments, status=0, text=None):
        """Standard output; standard error must be empty."""
        ended, output, error = rebisect(*arguments, text=text)
        self.assertEqual((ended, error), (status, ""))
        return output

    def fails(self, status, message, *arguments, text=None):
        """Nothing on standard output, and this one line on standard error (a pattern)."""
        ended, output, error = rebisect(*arguments, text=text)
        self.assertEqual((ended, output), (status, ""), error)
        self.assertRegex(error, rf"\Arebisect: {message}\n\Z")
        self.assertEqual(error.count("\n"), 1, error)


class Commands(Program):
    def test_audit_reads_files_standard_input_and_mail(self):
        log = DEMO_LOG.read_text(encoding="utf-8")
        report = self.done("audit", DEMO_LOG, *self.repo)
        self.assertTrue(report.startswith("HOLDS: d1477d63961a is the one commit that the verdicts leave"), report)
        self.assertIn("A U Thor, 2020-01-27", report)
        self.assertEqual(self.done("audit", "-", *self.repo, text=log), report)
        git_log = self.done("convert", DEMO_LOG, "--to", "git")
        mail = "From: A U Thor <author@example.com>\nSubject: Re: bisected\n\nOn Monday somebody wrote:\n" + "".join(
            f"> {line}\n" for line in git_log.splitlines()) + "\nCan you retry?\n"
        quoted = self.done("audit", "-", *self.repo, text=mail)
        self.assertEqual(quoted.splitlines()[0], report.splitlines()[0])

    def test_audit_tells_by_its_status(self):
        self.done("audit", DEMO_LOG, *self.repo, status=0)
        self.done("audit", GIT_LOG, status=2)
        log = self.done("convert", DEMO_LOG, "--to", "git")
        too_early = "".join(line for line in log.splitlines(keepends=True) if f"bad {CLAIMED}" not in line)
        other = too_early.replace(f"[{CLAIMED}]", f"[{FALSE_GOOD}]")
        doubtful = self.done("audit", "-", *self.repo, status=1, text=too_early)
        self.assertTrue(doubtful.startswith("DOUBTFUL: d1477d63961a is reported, but it is only one of 2"), doubtful)
        refuted = self.done("audit", "-", *self.repo, status=1, text=other)
        self.assertTrue(refuted.startswith("REFUTED: 16bed390b20e is reported, but the verdicts exclude it"), refuted)

    def test_the_readme_shows_what_the_demo_prints(self):
        readme = (SOURCE_ROOT / "README.md").read_text(encoding="utf-8")
        shown = re.search(r"<!-- demo output -->\n(.*?)<!-- end of demo output -->", readme, re.DOTALL).group(1)
        self.assertEqual(textwrap.dedent(shown), self.done("audit", DEMO_LOG, *self.repo))

    def test_replay_puts_git_beside_the_tester(self):
        text = self.done("replay", DEMO_LOG, *self.repo)
        self.assertIn("  5 of 5 are git's own choice\n", text)
        selection = json.loads(self.done("replay", DEMO_LOG, *self.repo, "--format", "json"))["selection"]
        self.assertEqual((selection["matched"], selection["compared"]), (5, 5))

    def test_next_goes_on_as_git_does(self):
        self.assertEqual(self.done("next", DEMO_LOG, *self.repo), f"{CLAIMED} is the first bad commit\n")
        shorter = self.done("convert", DEMO_LOG, "--to", "git", "--until", 3)
        self.assertEqual(self.done("next", "-", *self.repo, text=shorter),
                         "Bisecting: 7 revisions left to test after this (roughly 3 steps)\n"
                         "[95d458249004f6fcc62b05d3391ffe38eaca3b5e] docs: List the kernel parameters\n")

    def test_next_serves_many_questions(self):
        answers = self.done("next", "--serve", *self.repo, text='{"op":"next"}\nnonsense\n').splitlines()
        self.assertEqual([json.loads(answer)["kind"] for answer in answers], ["error", "error"])

    def test_whatif_finds_the_culprit_behind_the_false_verdict(self):
        whatif = ("whatif", DEMO_LOG, *self.repo, "--format", "json")
        ends = json.loads(self.done(*whatif, "--set", "16bed390b20e=bad"))["alternatives"]
        self.assertEqual(len(ends), 1)
        self.assertIn(CULPRIT, ends[0]["candidates"])
        each = json.loads(self.done(*whatif, "--each"))["alternatives"]
        self.assertEqual([end["index"] for end in each], [1, 2, 3, 4, 5, 6, 7])
        until = json.loads(self.done(*whatif, "--until", 4))["alternatives"]
        self.assertEqual((until[0]["candidate_count"], until[0]["edits"]), (7, []))
        outside = json.loads(self.done(*whatif, "--set", "v1.1=good"))["alternatives"]
        self.assertEqual(outside[0]["candidates"], [CLAIMED])

    def test_convert_keeps_every_verdict(self):
        for log in (DEMO_LOG, SYZBOT_LOG):
            with self.subTest(log=log.name):
                told = self.done("convert", log, "--to", "git")
                starts = re.search(r"^# git bisect start (\w+) (\w+)$", log.read_text(encoding="utf-8"), re.MULTILINE)
                marks = [("bad", starts[1]), ("good", starts[2]), *MARKS.findall(log.read_text(encoding="utf-8"))]
                self.assertEqual(MARKS.findall(told), marks)
                self.assertEqual(self.done("convert", "-", "--to", "git", text=told), told)
        audited = [self.done("audit", "-", *self.repo, "--format", "json", text=text) for text in
                   (self.done("convert", DEMO_LOG, "--to", "git"), DEMO_LOG.read_text(encoding="utf-8"))]
        deductions = [json.loads(audit)["deduction"] for audit in audited]
        self.assertEqual(deductions[0], deductions[1])

    def test_corpus_goes_on_after_a_broken_file(self):
        for name, text in (("a.txt", DEMO_LOG.read_text(encoding="utf-8")), ("broken.txt", "hello\n")):
            self.demo.write(f"logs/{name}", text)
        text = self.done("corpus", self.demo.folder / "logs", *self.repo)
        self.assertRegex(text, r"(?m)^a\.txt +holds ")
        self.assertRegex(text, r"(?m)^broken\.txt +error ")
        self.assertTrue(text.endswith("2 logs: 1 hold, 0 doubtful, 0 refuted, 0 undecided, 1 error\n"), text)

    def test_title_reads_a_crash_report(self):
        text = self.done("title", CRASH_REPORT)
        self.assertTrue(text.startswith("possible deadlock in nest_release\n\n  kind      possible deadlock (locking)\n"))
        self.assertIn("\nCall Trace\n  __dump_stack ", text)
        self.assertRegex(text, r"\n  nest_release +net/heron/nest\.c:595\n  stale_call +\(uncertain\)\n")
        self.assertEqual(self.done("title", CRASH_REPORT, "-q"), "possible deadlock in nest_release\n")
        quoted = "".join(f"[   12.345678][ T7] {line}\r\n" for line in CRASH_REPORT.read_text(encoding="utf-8").splitlines())
        self.assertEqual(self.done("title", "-", text=quoted), text)
        crash = json.loads(self.done("title", CRASH_REPORT, "--format", "json"))["crash"]
        self.assertEqual((crash["title"], crash["function"], crash["oops_line"]),
                         ("possible deadlock in nest_release", "nest_release", 3))
        self.assertEqual(crash["stacks"], ["-> #1 (&pond->lock){+.+.}-{0:0}", "Call Trace"])
        self.fails(65, r"standard input: no line tells of a crash; .*", "title", "-", text="hello\n")

    def test_output_goes_to_a_file(self):
        report = self.done("audit", DEMO_LOG)
        self.assertEqual(self.done("audit", DEMO_LOG, "-o", self.demo.folder / "report.txt"), "")
        self.assertEqual((self.demo.folder / "report.txt").read_text(encoding="utf-8"), report)

    def test_audit_writes_for_trackers_and_lists(self):
        log = self.done("convert", DEMO_LOG, "--to", "git")
        header = "From: A U Thor <author@example.com>\nSubject: [bug] it fails\nMessage-ID: <1@example.com>\n"
        quoted = "".join(f"> {line}\n" for line in log.splitlines())
        mail = self.done("audit", "-", *self.repo, "--format", "mail", text=f"{header}\n{quoted}")
        self.assertTrue(mail.startswith("Subject: Re: [bug] it fails\nIn-Reply-To: <1@example.com>\n\n> the first bad"), mail)
        self.assertIn(f"> commit {CLAIMED}\n>     sched: Balance the run queues\n", mail)
        self.assertLessEqual(len(mail.splitlines()), 40)
        markdown = self.done("audit", DEMO_LOG, *self.repo, "--format", "markdown")
        self.assertTrue(markdown.startswith("**Holds**: `d1477d63961a` is the one commit"), markdown)
        self.assertIn("<details><summary>Steps</summary>", markdown)

    def test_help_and_version(self):
        self.assertRegex(self.done("--version"), r"\Arebisect \d+\.\d+\.\d+\n\Z")


class Terminal(Program):
    NAME = "J\u00f6rg"

    def test_messages_are_in_the_locales_characters(self):
        rows = (({"LC_ALL": "C"}, False), ({"LC_ALL": "C.UTF-8"}, True), ({"LC_ALL": "", "LANG": "de_DE.utf8"}, True),
                ({"LC_ALL": "", "LC_CTYPE": "POSIX", "LANG": "C.UTF-8"}, False), ({"LC_ALL": ""}, False))
        for environment, kept in rows:
            with self.subTest(environment):
                status, _, error = rebisect("audit", f"/{self.NAME}", environment=environment)
                self.assertEqual((status, self.NAME in error, "/J?rg" in error), (66, kept, not kept), error)

    def test_reports_are_ascii_in_an_ascii_locale(self):
        log = self.demo.write(f"logs-of-all/{self.NAME}.txt", DEMO_LOG.read_text(encoding="utf-8")).parent
        for environment, name in (({"LC_ALL": "C"}, "J?rg.txt"), ({"LC_ALL": "C.UTF-8"}, f"{self.NAME}.txt")):
            status, text, _ = rebisect("corpus", log, environment=environment)
            self.assertEqual((status, text.split()[0]), (0, name))
        for form in ("json", "csv"):
            self.assertIn(f"{self.NAME}.txt", rebisect("corpus", log, "--format", form)[1])

    def widest(self, text):
        return max(len(line) for line in text.splitlines())

    def test_text_is_as_wide_as_asked_for(self):
        for width, least in ((60, 50), (80, 70), (120, 100)):
            with self.subTest(width):
                text = self.done("audit", DEMO_LOG, *self.repo, "--width", width)
                prose = "\n".join(line for line in text.splitlines() if line.startswith(("  - ", "    ")))
                self.assertLessEqual(self.widest(prose), width)
                self.assertGreater(self.widest(prose), least)
        for width in ("39", "1001", "wide", "80x"):
            self.fails(64, rf"--width: `{width}` is no number from 40 to 1000; see .*", "audit", DEMO_LOG, "--width", width)

    def on_terminal(self, columns, *arguments, environment=None):
        """What the program writes to a terminal of so many columns."""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        running = start(*arguments, environment=environment or {}, output=slave)
        os.close(slave)
        text = b""
        try:
            while chunk := os.read(master, 65536):
                text += chunk
        except OSError:  # the other end is closed
            pass
        os.close(master)
        running.communicate()
        return text.decode("utf-8").replace("\r\n", "\n")

    def test_text_follows_the_terminal(self):
        for columns, width in ((100, 100), (80, 80), (300, 120), (10, 40)):
            with self.subTest(columns):
                self.assertEqual(self.on_terminal(columns, "audit", DEMO_LOG, "--color", "never"),
                                 self.done("audit", DEMO_LOG, "--width", width))
        self.assertEqual(self.on_terminal(100, "audit", DEMO_LOG, "--color", "never", "--width", 80),
                         self.done("audit", DEMO_LOG))

    def test_color_is_for_terminals(self):
        plain = self.on_terminal(80, "audit", DEMO_LOG, environment={"NO_COLOR": "1"})
        self.assertEqual(plain, self.done("audit", DEMO_LOG))
        self.assertEqual(self.on_terminal(80, "audit", DEMO_LOG), f"\x1b[1;32mHOLDS\x1b[0m{plain[len('HOLDS'):]}")


class Failures(Program):
    def test_usage(self):
        rows = (
            (r"no command is given; see `rebisect --help`",),
            (r"`bogus` is not expected here; see `rebisect --help`", "bogus"),
            (r"LOG is required; see `rebisect audit --help`", "audit"),
            (r"`--bogus` is not expected here; see `rebisect audit --help`", "audit", DEMO_LOG, "--bogus"),
            (r"`foo` is not COMMIT=good\|bad\|skip\|none; see .*", "whatif", DEMO_LOG, *self.repo, "--set", "foo"),
            (r"`odd` in `1a2b=odd` is none of good, bad, skip, none; see .*", "whatif", DEMO_LOG, *self.repo, "--set",
             "1a2b=odd"),
            (r"--set zzz=bad: neither the log nor the repository has such a commit", "whatif", DEMO_LOG, *self.repo,
             "--set", "zzz=bad"),
            (r"--set: v1\.0=none: the log has no verdict on it", "whatif", DEMO_LOG, *self.repo, "--set", "v1.0=none"),
            (r"--until 99: the log's steps are 0 to 8", "whatif", DEMO_LOG, *self.repo, "--until", 99),
            (r"`foo` for --git-rules is neither auto nor a known git version .*", "audit", DEMO_LOG, "--git-rules",
             "foo"),
            (r"replay needs a history: add --repo DIR or --commit-graph FILE; see .*", "replay", DEMO_LOG),
            (r"--to: `xml` is none of git, json; see `rebisect convert --help`", "convert", DEMO_LOG, "--to", "xml"),
        )
        for message, *arguments in rows:
            with self.subTest(arguments=arguments):
                self.fails(64, message, *arguments)

    def test_not_a_log(self):
        limit = self.demo.write("limit.yaml", "limits: {log_bytes: 100}\n")
        unknown = self.demo.write("unknown.yaml", "limits:\n  log_byte: 100\n")
        crash = "BUG: unable to handle kernel NULL pointer dereference at 0\nRIP: 0010:quill_ring_drain+0x1a2/0x3f0\n"
        read = r"what is read is a syzbot bisection log .*"
        self.fails(65, rf"standard input: this looks like a kernel crash report, .*; {read}", "audit", "-", text=crash)
        self.fails(65, rf"standard input: the input is empty; {read}", "audit", "-", text="")
        self.fails(65, rf"standard input: this is no bisection log; .*; {read}", "audit", "-", text="hello\n")
        self.fails(65, r".*bisect\.txt: more than 100 bytes; .* raise limits\.log_bytes with --config", "audit",
                   DEMO_LOG, "--config", limit)
        self.fails(65, r".*unknown\.yaml:2: limits\.log_byte: unknown setting; limits has .*", "audit", DEMO_LOG,
                   "--config", unknown)

    def test_no_byte_of_the_input_drives_the_terminal(self):
        status, _, error = rebisect("audit", "-", text="\x1b]0;owned\x07 \x9b31m\n")
        self.assertEqual(status, 65)
        self.assertNotRegex(error, r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")

    def test_no_such_input(self):
        self.fails(66, r"/nonexistent: cannot be opened: No such file or directory", "audit", "/nonexistent")
        self.fails(66, r".*: is a directory, not a file", "audit", self.demo.folder)
        self.fails(66, r"/nonexistent: No such file or directory", "corpus", "/nonexistent")
        self.fails(66, r"/nonexistent: cannot be opened: .*", "audit", DEMO_LOG, "--config", "/nonexistent")

    def test_the_repository_cannot_serve(self):
        self.fails(69, r"cannot open repository /nonexistent: there is no such directory", "audit", DEMO_LOG, "--repo",
                   "/nonexistent")
        self.fails(69, r".* is not in a git repository; name a clone or a folder in it", "audit", DEMO_LOG, "--repo",
                   self.demo.folder)
        ids = [commit for _, commit in MARKS.findall(self.done("convert", GIT_LOG, "--to", "git"))]
        self.fails(69, r"no bad and good commit of the log are both in the repository; fetch the missing ones: "
                   r"git fetch <remote>( [0-9a-f]{40})+", "audit", GIT_LOG, *self.repo)
        _, _, error = rebisect("audit", GIT_LOG, *self.repo)
        for commit in ids:
            self.assertEqual(error.count(commit), 1)

    def test_the_output_cannot_be_written(self):
        self.fails(74, r".*: cannot be opened: Is a directory", "audit", DEMO_LOG, "-o", self.demo.folder)
        self.fails(74, r"/dev/full: cannot be written: No space left on device", "audit", DEMO_LOG, "-o", "/dev/full")
        with open("/dev/full", "wb") as full:
            status, _, error = rebisect("audit", DEMO_LOG, output=full)
        self.assertEqual((status, error), (74, "rebisect: standard output: cannot be written: "
                                               "No space left on device\n"))


if __name__ == "__main__":
    take_program_from_arguments()
    unittest.main()
