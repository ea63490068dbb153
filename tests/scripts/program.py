"""The program under test, run from outside, and what it is run on."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from planted import SOURCE_ROOT

FIXTURES = SOURCE_ROOT / "tests" / "fixtures"
DEMO_LOG = SOURCE_ROOT / "scenarios" / "demo" / "bisect.txt"
SYZBOT_LOG = FIXTURES / "syzbot-2021-05.txt"
GIT_LOG = FIXTURES / "git-2010-first.log"
CRASH_REPORT = SOURCE_ROOT / "tests" / "fuzz" / "corpus" / "crash_report" / "circular.txt"

_program = None


def take_program_from_arguments():
    """The first argument of a test is the path of the program."""
    global _program
    _program = Path(sys.argv.pop(1)).resolve()


def path():
    """Where the program is."""
    return _program


def _environment(added):
    """Nothing of the caller's but the search path and what sanitizers are told."""
    passed = {name: os.environ[name] for name in ("PATH", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS")
              if name in os.environ}
    return {**passed, "LC_ALL": "C", **(added or {})}


def rebisect(*arguments, text=None, output=subprocess.PIPE, environment=None, user=None):
    """Exit status, standard output, standard error. `text` is standard input, `environment` adds variables."""
    done = subprocess.run([_program, *map(str, arguments)], input=text, stdout=output, stderr=subprocess.PIPE,
                          env=_environment(environment), encoding="utf-8",
                          errors="replace", timeout=60, check=False, user=user)
    return done.returncode, done.stdout or "", done.stderr


def start(*arguments, environment, output=subprocess.PIPE):
    """The program, running."""
    return subprocess.Popen([_program, *map(str, arguments)], stdout=output, stderr=subprocess.PIPE,
                            env=_environment(environment), encoding="utf-8")


class Repository:
    """A bare repository made from a fast-import stream, in a directory that is removed with it."""

    def __init__(self, stream):
        self._place = tempfile.TemporaryDirectory()
        self.folder = Path(self._place.name)
        self.path = self.folder / "repository.git"
        environment = {"PATH": os.environ["PATH"], "HOME": self._place.name, "GIT_CONFIG_NOSYSTEM": "1"}
        subprocess.run(["git", "init", "--quiet", "--bare", self.path], env=environment, check=True)
        subprocess.run(["git", "-C", self.path, "fast-import", "--quiet", "--date-format=raw"], input=stream,
                       env=environment, check=True)

    def close(self):
        self._place.cleanup()

    def write(self, name, text):
        """A file beside the repository."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


def demo_repository():
    """The repository that scripts/demo uses."""
    script = SOURCE_ROOT / "scripts" / "demo_repository"
    return Repository(subprocess.run([sys.executable, script], stdout=subprocess.PIPE, check=True).stdout)
