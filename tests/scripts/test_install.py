"""What is installed works where it is put: as a prefix and as an unpacked Debian package. The manual page and the
completion are tried with the programs that people read and complete with."""

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import program
from planted import SOURCE_ROOT
from program import DEMO_LOG, rebisect, take_program_from_arguments

BUILD = None  # the build folder that the program is part of
PAGES = None


def done(*words, environment=None, **options):
    """Exit status and both outputs as one."""
    ran = subprocess.run([*map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
                         timeout=120, check=False, env=environment, **options)
    return ran.returncode, ran.stdout


def commands():
    """The names of all commands, as --help lists them."""
    listed = rebisect("--help")[1].partition("Subcommands:\n")[2]
    return re.findall(r"^  (\w+) ", listed, re.M)


def needs(name):
    return unittest.skipUnless(shutil.which(name), f"{name} is not installed (scripts/packages, check)")


class Installed(unittest.TestCase):
    def check_tree(self, usr):
        """The program below usr/ runs, alone and as git's subcommand, and its pages are beside it."""
        environment = {"PATH": f"{usr / 'bin'}:{os.environ['PATH']}", "HOME": str(usr), "LC_ALL": "C"}
        version = rebisect("--version")[1]
        self.assertEqual(done("rebisect", "--version", environment=environment), (0, version))
        self.assertEqual(done("git", "rebisect", "--version", environment=environment), (0, version))
        status, report = done("git", "rebisect", "audit", DEMO_LOG, environment=environment)
        self.assertEqual((status, report.split(":")[0]), (0, "HOLDS"))
        for name in ("rebisect", "git-rebisect"):
            with gzip.open(usr / "share" / "man" / "man1" / f"{name}.1.gz", "rt") as page:
                self.assertIn(".SH COMMANDS", page.read())
            completion = usr / "share" / "bash-completion" / "completions" / name
            self.assertIn("complete -F _rebisect", completion.read_text(encoding="utf-8"))
        documents = usr / "share" / "doc" / "rebisect"
        for name in ("README.md", "copyright", "changelog.gz", "docs/tutorial-syzbot.md", "docs/findings/flaky.md",
                     "docs/schema/audit.schema.json", "examples/defaults.yaml"):
            self.assertTrue((documents / name).exists(), name)
        status, text = done("rebisect", "audit", DEMO_LOG, "-q", "--config", documents / "examples" / "defaults.yaml",
                            environment=environment)
        self.assertEqual(status, 0, text)

    def test_in_a_prefix(self):
        with tempfile.TemporaryDirectory() as place:
            status, text = done("cmake", "--install", BUILD, "--prefix", place, "--strip")
            self.assertEqual(status, 0, text)
            self.check_tree(Path(place))

    @needs("dpkg-shlibdeps")
    def test_as_a_debian_package(self):
        with tempfile.TemporaryDirectory() as place:
            status, text = done("cpack", "-G", "DEB", "-B", place, "--config", BUILD / "CPackConfig.cmake")
            self.assertEqual(status, 0, text)
            package, = Path(place).glob("rebisect_*.deb")
            fields = done("dpkg-deb", "--field", package)[1]
            self.assertRegex(fields, r"(?m)^Section: devel$")
            self.assertRegex(fields, r"(?m)^Depends: .*libgit2-")
            self.assertRegex(fields, r"(?m)^Depends: .*libyaml-cpp")
            root = Path(place) / "root"
            self.assertEqual(done("dpkg-deb", "--extract", package, root)[0], 0)
            self.check_tree(root / "usr")
            owners = done("dpkg-deb", "--contents", package)[1]
            self.assertNotRegex(owners, r"(?m)^\S+ (?!root/root)")


class Help(unittest.TestCase):
    def test_every_command_has_an_example(self):
        self.assertIn("audit", commands())
        for command in commands():
            with self.subTest(command):
                text = rebisect(command, "--help")[1]
                self.assertRegex(text, rf"\nExample:\n  .*\brebisect {command}\b")


class ManualPage(unittest.TestCase):
    def test_has_every_command(self):
        page = (PAGES / "rebisect.1").read_text(encoding="ascii")
        self.assertEqual(re.findall(r'^\.SS "rebisect (\w+)', page, re.M), commands())

    @needs("groff")
    def test_renders_without_warnings(self):
        self.assertEqual(done("groff", "-man", "-ww", "-z", "-Tascii", PAGES / "rebisect.1"), (0, ""))

    @needs("man")
    def test_is_shown_by_man(self):
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "MANWIDTH": "80"}
        status, text = done("man", "--warnings", "-l", PAGES / "rebisect.1.gz", environment=environment)
        self.assertEqual(status, 0, text)
        self.assertNotIn("warning", text)
        self.assertIn("git bisect log | rebisect audit - --repo .", text)

    @needs("mandoc")
    def test_is_clean_for_mandoc(self):
        # A date would be another one with each build.
        _, text = done("mandoc", "-T", "lint", "-W", "warning", PAGES / "rebisect.1")
        self.assertEqual([line for line in text.splitlines() if "missing date" not in line], [])


class Completion(unittest.TestCase):
    def completed(self, *words, folder=None):
        """What bash offers for the last word, after the script was read."""
        script = PAGES / "completion" / "rebisect"
        line = " ".join(f"'{word}'" for word in words)
        function = "_git_rebisect" if words[0] == "git" else "_rebisect"
        status, text = done("bash", "--norc", "-c", f"source {script}; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; "
                            f'{function}; printf "%s\\n" "${{COMPREPLY[@]}}"', cwd=folder)
        self.assertEqual(status, 0, text)
        return text.split()

    def test_completes_commands_options_and_values(self):
        rows = (
            (["rebisect", ""], commands()),
            (["rebisect", "au"], ["audit"]),
            (["git", "rebisect", "pl"], ["plan"]),
            (["rebisect", "--v"], ["--version"]),
            (["rebisect", "whatif", "--s"], ["--set"]),
            (["rebisect", "audit", "x", "--format", "ma"], ["markdown", "mail"]),
            (["rebisect", "audit", "x", "--format", "=", "j"], ["json"]),
            (["rebisect", "convert", "x", "--to", "="], ["git", "json"]),
            (["rebisect", "corpus", "x", "--format", ""], ["text", "json", "csv"]),
            (["rebisect", "plan", "--color", "al"], ["always"]),
            (["rebisect", "audit", "--title", "x"], []),
            (["rebisect", "audit", "--", "--no"], []),
        )
        for words, offered in rows:
            with self.subTest(words):
                got = self.completed(*words)
                # Formats can be added; what is asked for here is among them, in this order.
                self.assertEqual([word for word in got if word in offered], offered)
                self.assertTrue(offered or not got, got)

    def test_offers_every_option_of_every_command(self):
        for command in commands():
            declared = re.findall(r"^ +(?:-\w,)?(--[\w-]+)", rebisect(command, "--help")[1], re.M)
            with self.subTest(command):
                self.assertGreater(len(declared), 3)
                self.assertLessEqual(set(declared), set(self.completed("rebisect", command, "--")))

    def test_completes_files_and_folders(self):
        with tempfile.TemporaryDirectory() as place:
            (Path(place) / "bisect.log").touch()
            (Path(place) / "linux").mkdir()
            self.assertEqual(self.completed("rebisect", "audit", "b", folder=place), ["bisect.log"])
            self.assertEqual(self.completed("rebisect", "audit", "x", "--repo", "", folder=place), ["linux"])
            self.assertEqual(self.completed("rebisect", "audit", "x", "--config", "b", folder=place), ["bisect.log"])
            self.assertEqual(self.completed("rebisect", "corpus", "", folder=place), ["linux"])

    def test_works_at_a_prompt(self):
        script = f"source {PAGES / 'completion' / 'rebisect'}\nrebisect conv\t--t\tg\t\n"
        with tempfile.TemporaryDirectory() as place:
            shown = Path(place) / "rebisect"
            shown.write_text('#!/bin/sh\necho "<$*>"\n', encoding="utf-8")
            shown.chmod(0o755)
            environment = {"PATH": f"{place}:{os.environ['PATH']}", "HOME": place, "TERM": "dumb", "LC_ALL": "C"}
            _, text = done("bash", "--norc", "--noprofile", "-i", environment=environment, input=script)
        self.assertIn("<convert --to git>", text)

    @needs("shellcheck")
    def test_is_clean_for_shellcheck(self):
        self.assertEqual(done("shellcheck", "-s", "bash", PAGES / "completion" / "rebisect"), (0, ""))


if __name__ == "__main__":
    take_program_from_arguments()
    BUILD = Path(sys.argv.pop(1)).resolve()
    PAGES = BUILD / "pages"
    unittest.main()
