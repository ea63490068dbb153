"""What the repository says of the reported commit, from outside: a small tree like that of linux, and logs about it."""

import json
import subprocess
import unittest

from program import Repository, rebisect, take_program_from_arguments

BUG = "0123456789abcdef0123"
DAY = 24 * 60 * 60
FOLDERS = ("arch/x86/Makefile", "drivers/base/core.c", "include/linux/fs.h", "kernel/fork.c", "mm/mmap.c")
CRASH = """BUG: KASAN: use-after-free in jbd2_commit+0x10/0x20 fs/jbd2/commit.c:2
Call Trace:
 dump_stack+0x10/0x20 lib/dump_stack.c:118
 jbd2_commit+0x10/0x20 fs/jbd2/commit.c:2
 kjournald2+0x10/0x20 fs/jbd2/journal.c:1
"""
# The name of each commit, its message, and the file that it changes.
STORY = (
    ("old", "old", "fs/jbd2/commit.c", "one\ntwo\nthree\n"),
    ("good", "good", "fs/jbd2/journal.c", "one\n"),
    ("docs", "docs: new", "Documentation/x", "x\n"),
    ("code", "net: new", "net/core/dev.c", "x\n"),
    ("bad", "bad", "fs/open.c", "x\n"),
    ("fix", "fix it\n\nReported-by: syzbot+{bug}@syzkaller.appspotmail.com\nFixes: {old} (\"old\")\n", "fs/open.c", "y\n"),
    ("revert", "Revert \"net: new\"\n\nThis reverts commit {code}.\n", "fs/open.c", "z\n"),
)


def blob(path, content):
    return f"M 100644 inline {path}\ndata {len(content)}\n{content}\n"


class Culprit(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.repository = Repository(b"")
        cls.addClassCleanup(cls.repository.close)
        cls.ids = {}
        for number, (name, message, path, content) in enumerate(STORY):
            message = message.format(bug=BUG, **cls.ids)
            stream = (f"commit refs/heads/main\ncommitter C <c@example.com> {1_600_000_000 + 2 * DAY * number} +0000\n"
                      f"data {len(message)}\n{message}\n")
            stream += "from refs/heads/main^0\n" if cls.ids else "".join(blob(folder, "x\n") for folder in FOLDERS)
            cls.git("fast-import", "--quiet", "--date-format=raw", text=stream + blob(path, content))
            cls.ids[name] = cls.git("rev-parse", "refs/heads/main").strip()
        cls.repo = ("--repo", cls.repository.path)
        cls.crash = cls.repository.folder / "report.txt"
        cls.crash.write_text(CRASH, encoding="utf-8")

    @classmethod
    def git(cls, *arguments, text=None):
        done = subprocess.run(["git", "-C", cls.repository.path, *arguments], stdout=subprocess.PIPE, check=True,
                              input=text, encoding="utf-8")
        return done.stdout

    def log(self, claim):
        """Of a bisection from good to bad that ends in the claim."""
        parent = self.git("rev-parse", f"{self.ids[claim]}^").strip()
        lines = [f"git bisect start '{self.ids['bad']}' '{self.ids['good']}'"]
        if parent != self.ids["good"]:
            lines.append(f"git bisect good {parent}")
        lines += [f"git bisect bad {self.ids[claim]}", f"# first bad commit: [{self.ids[claim]}] x"]
        return "\n".join(lines) + "\n"

    def audit(self, claim, *options, repo=None):
        status, text, errors = rebisect("audit", "-", *(repo or self.repo), *options, "--format", "json",
                                        text=self.log(claim))
        self.assertEqual(errors, "")
        report = json.loads(text)
        # The tests are hand-picked, which is a finding of its own.
        return status, report, {finding["id"]: finding for finding in report["findings"]
                                if finding["id"] != "pick-differs"}

    def test_a_commit_that_no_build_notices_is_refuted(self):
        status, report, findings = self.audit("docs")
        self.assertEqual((status, report["conclusion"]), (1, "refuted"))
        self.assertEqual(findings["cannot-affect-build"]["severity"], "error")
        self.assertIn("(Documentation/x)", findings["cannot-affect-build"]["text"])
        _, text, _ = rebisect("audit", "-", *self.repo, text=self.log("docs"))
        self.assertIn("but it changes nothing that the tested builds can notice", " ".join(text.split()))

    def test_what_followed_is_told(self):
        status, _, findings = self.audit("code")
        self.assertEqual(status, 0)
        self.assertEqual(set(findings), {"reverted-later"})
        _, _, findings = self.audit("code", "--syzbot-id", f"syzbot+{BUG}@syzkaller.appspotmail.com")
        self.assertEqual(set(findings), {"reverted-later", "fixes-tag-disagrees"})
        self.assertEqual(findings["fixes-tag-disagrees"]["steps"], [1, 2])
        self.assertIn("but was called good", findings["fixes-tag-disagrees"]["text"])

    def test_the_crash_is_held_against_the_commit(self):
        status, _, findings = self.audit("code", "--crash-report", self.crash)
        self.assertEqual(status, 0, "a hint does not change the conclusion")
        self.assertEqual(set(findings), {"reverted-later", "unrelated-code", "older-than-range"})
        self.assertIn("fs/jbd2/commit.c:2, fs/jbd2/journal.c:1", findings["older-than-range"]["text"])

    def test_commits_near_the_crash_are_more_probable(self):
        _, text, _ = rebisect("audit", "-", *self.repo, "--crash-report", self.crash, text=self.log("docs"))
        self.assertIn("belief: before any test a commit that changes a file of the crash's stack weighs 30,", " ".join(text.split()))
        _, without, _ = self.audit("docs")
        _, weighed, _ = self.audit("docs", "--crash-report", self.crash)
        self.assertLess(weighed["belief"]["p_claim"], without["belief"]["p_claim"], "documentation brings no bug")
        off = self.repository.folder / "off.yaml"
        off.write_text("culprit:\n  compared_commits: 0\n", encoding="utf-8")
        _, off, _ = self.audit("docs", "--crash-report", self.crash, "--config", off)
        self.assertEqual(off["belief"], without["belief"])

    def test_what_a_partial_clone_lacks_is_named_and_not_fetched(self):
        self.git("config", "uploadpack.allowFilter", "true")
        for kind, unread in (("tree:0", "what the reported commit changes is not known"),
                             ("blob:none", "how old the lines of the crash are is not known")):
            with self.subTest(kind):
                clone = self.repository.folder / kind
                subprocess.run(["git", "clone", "--quiet", "--bare", f"--filter={kind}",
                                f"file://{self.repository.path}", clone], check=True)
                self.git("-C", clone, "remote", "set-url", "origin", "/nonexistent")
                options = ("--crash-report", self.crash)
                _, _, findings = self.audit("code", *options, repo=("--repo", clone))
                self.assertEqual("unrelated-code" in findings, kind == "blob:none")
                self.assertIn("reverted-later", findings)
                _, text, _ = rebisect("audit", "-", "--repo", clone, *options, text=self.log("code"))
                text = " ".join(text.split())
                self.assertIn(unread, text)
                self.assertEqual("how near commits come to the crash is not weighed: " in text, kind == "tree:0")

    def test_options_that_are_wrong(self):
        for options, status, error in ((("--syzbot-id", "nonsense"), 64, "is no id of syzbot's"),
                                       (("--crash-report", "/nonexistent"), 66, "/nonexistent"),
                                       (("--crash-report", self.repository.path / "HEAD"), 65, "HEAD")):
            with self.subTest(options):
                done = rebisect("audit", "-", *self.repo, *options, text=self.log("code"))
                self.assertEqual(done[:2], (status, ""))
                self.assertIn(error, done[2])

    def test_corpus_refutes_as_audit_does(self):
        folder = self.repository.folder / "logs"
        folder.mkdir()
        for claim in ("docs", "code"):
            (folder / f"{claim}.log").write_text(self.log(claim), encoding="utf-8")
        _, text, _ = rebisect("corpus", folder, *self.repo, "--format", "json")
        self.assertEqual({row["log"]: row["conclusion"] for row in json.loads(text)["rows"]},
                         {"docs.log": "refuted", "code.log": "holds"})


if __name__ == "__main__":
    take_program_from_arguments()
    unittest.main()
