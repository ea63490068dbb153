"""scripts/setup installs what is missing and nothing else; dpkg, apt-get, id and sudo are stand-ins here."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from planted import SOURCE_ROOT

SETUP = SOURCE_ROOT / "scripts" / "setup"


def packages(purpose):
    lines = (SOURCE_ROOT / "scripts" / "packages").read_text().splitlines()
    return [line.split()[1] for line in lines if line.startswith(f"{purpose} ")]


def run_setup(*arguments, installed, user=0, sudo=False):
    """Exit status, error text, and the calls of apt-get."""
    with tempfile.TemporaryDirectory() as place:
        calls = Path(place) / "calls"
        listing = "".join(f"{name}=installed " for name in installed)
        stand_ins = {"dpkg-query": f"printf '%s' '{listing}'", "apt-get": f'echo "$*" >> {calls}',
                     "id": f"echo {user}", "sudo": 'shift; exec "$@"' if sudo else "exit 1"}
        for name, body in stand_ins.items():
            (Path(place) / name).write_text(f"#!/bin/sh\n{body}\n")
            (Path(place) / name).chmod(0o755)
        done = subprocess.run([SETUP, *arguments], env=os.environ | {"PATH": f"{place}:{os.environ['PATH']}"},
                              capture_output=True, text=True, check=False)
        return done.returncode, done.stderr, calls.read_text().splitlines() if calls.exists() else []


class Setup(unittest.TestCase):
    def test_does_nothing_where_all_is_there(self):
        self.assertEqual(run_setup(installed=packages("build")), (0, "", []))

    def test_updates_once_and_installs_what_is_missing(self):
        status, _, calls = run_setup(installed=[name for name in packages("build") if name not in ("g++", "cmake")])
        self.assertEqual(status, 0)
        self.assertEqual([call.split()[-1] for call in calls], ["update", "g++"])
        self.assertTrue(calls[1].endswith(" install --no-install-recommends cmake g++"), calls)

    def test_installs_the_checks_only_when_asked(self):
        _, _, calls = run_setup("build", "check", installed=packages("build"))
        self.assertTrue(calls[1].endswith(" ".join(packages("check"))), calls)

    def test_takes_a_name_for_no_other(self):
        _, _, calls = run_setup(installed=[name for name in packages("build") if name != "libboost-dev"])
        self.assertTrue(calls[1].endswith(" libboost-dev"), calls)

    def test_uses_sudo_where_it_may(self):
        status, _, calls = run_setup(installed=[], user=1000, sudo=True)
        self.assertEqual((status, len(calls)), (0, 2))

    def test_says_what_to_run_where_it_may_not(self):
        status, text, calls = run_setup(installed=packages("build")[1:], user=1000)
        self.assertEqual((status, calls), (1, []))
        self.assertIn(f"please run: sudo apt-get update && sudo apt-get install {packages('build')[0]}\n", text)

    def test_refuses_an_unknown_set(self):
        self.assertEqual(run_setup("nonsense", installed=[])[0], 1)


if __name__ == "__main__":
    unittest.main()
