"""Every command line of the documents works, and prints what the documents show.

Blocks of ```sh are run as they stand; in ```console the lines behind "$ " are run, and what is printed must be what
stands below them, where "[...]" stands for any lines. A block that cannot be run here has a comment above it that says
why: <!-- not run: REASON -->.
"""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import program
from planted import SOURCE_ROOT
from program import DEMO_LOG, demo_repository, rebisect, take_program_from_arguments

BLOCK = re.compile(r"(?P<reason><!-- not run: [^\n]+ -->\n)?^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.M | re.S)
# Command lines that no block marks as such.
UNMARKED = re.compile(r"^    (?:\$ |git |rebisect |scripts/|cmake |cpack |sudo )", re.M)
# What audit answers with; from 64 on a command has failed (docs/cli.md).
MOST_ANSWERS = 3
FAIL_FROM_64 = "set -o pipefail\ntrap 'status=$?; if (( status >= 64 )); then exit $status; fi' ERR\n"


def documents():
    return [SOURCE_ROOT / "README.md", *sorted((SOURCE_ROOT / "docs").rglob("*.md"))]


def blocks(language):
    """(place, text) of each block that is to be run."""
    for document in documents():
        text = document.read_text(encoding="utf-8")
        for block in BLOCK.finditer(text):
            if block["language"] == language and not block["reason"]:
                line = text.count("\n", 0, block.start("text")) + 1
                yield f"{document.relative_to(SOURCE_ROOT)}:{line}", block["text"]


def examples(text):
    """(command, output) of a console block."""
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def as_pattern(output):
    """Any lines where "[...]" stands."""
    pieces = re.split(r"^\[\.\.\.\]\n", output, flags=re.M)
    return r"(?:.*\n)*?".join(re.escape(piece) for piece in pieces) + r"\Z"


class DocumentedCommands(unittest.TestCase):
    """Run in a clone of the demo's repository, in which the demo's bisection is under way; it is ~/linux, too."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.demo = demo_repository()
        cls.addClassCleanup(cls.demo.close)
        place = tempfile.TemporaryDirectory()
        cls.addClassCleanup(place.cleanup)
        cls.home = Path(place.name)
        cls.folder = cls.home / "linux"
        commands = cls.home / "bin"
        commands.mkdir()
        for name in ("rebisect", "git-rebisect"):
            (commands / name).symlink_to(program.path())
        cls.environment = {"PATH": f"{commands}:{os.environ['PATH']}", "HOME": str(cls.home), "LC_ALL": "C",
                           "GIT_CONFIG_NOSYSTEM": "1"}
        cls.run_command(f"git clone --quiet --branch main {cls.demo.path} linux", cls.home)
        (cls.folder / "bisect.txt").write_bytes(DEMO_LOG.read_bytes())
        git_log = rebisect("convert", DEMO_LOG, "--to", "git")[1]
        (cls.folder / "bisect.log").write_text(git_log, encoding="utf-8")
        quoted = "".join(f"> {line}\n" for line in git_log.splitlines())
        (cls.folder / "mail.txt").write_text(
            "From: A U Thor <author@example.com>\nSubject: bisected\nMessage-ID: <1@example.com>\n\n" + quoted,
            encoding="utf-8")
        (cls.folder / "logs").mkdir()
        (cls.folder / "logs" / "bisect.txt").write_bytes(DEMO_LOG.read_bytes())
        (cls.folder / "tests").symlink_to(SOURCE_ROOT / "tests")
        cls.run_command("git bisect replay bisect.log", cls.folder)

    @classmethod
    def run_command(cls, command, folder):
        return subprocess.run(["bash", "-c", FAIL_FROM_64 + command], cwd=folder, env=cls.environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              encoding="utf-8", timeout=60, check=False)

    def test_commands_work(self):
        found = list(blocks("sh"))
        self.assertGreater(len(found), 5)
        for place, text in found:
            with self.subTest(place):
                done = self.run_command(text, self.folder)
                self.assertLess(done.returncode, MOST_ANSWERS, done.stderr)

    def test_commands_print_what_is_shown(self):
        found = list(blocks("console"))
        self.assertGreater(len(found), 5)
        for place, text in found:
            for command, output in examples(text):
                with self.subTest(place, command=command):
                    done = self.run_command(command, self.folder)
                    self.assertLess(done.returncode, MOST_ANSWERS, done.stderr)
                    self.assertRegex(done.stdout, r"\A" + as_pattern(output))

    def test_no_command_stands_outside_of_a_block(self):
        for document in documents():
            text = BLOCK.sub("", document.read_text(encoding="utf-8"))
            self.assertEqual(UNMARKED.findall(text), [], document)
            unnamed = [block["text"] for block in BLOCK.finditer(document.read_text(encoding="utf-8"))
                       if not block["language"] and re.search(r"^(?:\$ )?(?:git|rebisect) ", block["text"], re.M)]
            self.assertEqual(unnamed, [], document)

    def test_a_wrong_output_is_found(self):
        self.assertRegex("a\nb\nc\n", r"\A" + as_pattern("a\n[...]\nc\n"))
        self.assertRegex("a\nb\nc\n", r"\A" + as_pattern("[...]\nc\n"))
        self.assertRegex("a\nc\n", r"\A" + as_pattern("a\n[...]\nc\n[...]\n"))
        for wrong in ("a\nd\n", "a\nb\nc\nd\n", "b\nc\n"):
            self.assertNotRegex(wrong, r"\A" + as_pattern("a\n[...]\nc\n"))
        self.assertEqual(self.run_command("rebisect bogus; true", self.folder).returncode, 64)
        self.assertEqual(self.run_command("false | true; true", self.folder).returncode, 0)


if __name__ == "__main__":
    take_program_from_arguments()
    unittest.main()
