"""The repository that is played on: its commits and tags, and git's own bisection of it.

The repository is only read. Bisections run in a scratch repository beside it that borrows its objects; nothing is
checked out, so bare, shallow and treeless repositories will do.
"""

import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

COUNTS = re.compile(r"^Bisecting: (-?\d+) revisions? left to test after this \(roughly (\d+) steps?\)$", re.M)
RELEASE = re.compile(r"^v(\d+)\.(\d+)(?:\.(\d+))?$")


class HistoryError(Exception):
    """The repository cannot be read, or a name in it cannot be found."""


def git_environment(home):
    """No settings of the system or the user, no translation, one time zone."""
    keep = {"PATH": os.environ.get("PATH", "/usr/bin:/bin")}
    return keep | {"HOME": str(home), "LC_ALL": "C", "TZ": "UTC", "GIT_CONFIG_NOSYSTEM": "1",
                   "GIT_CONFIG_GLOBAL": os.devnull, "GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_COUNT": "1",
                   "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}


def run_git(git_dir, *arguments):
    """Status and text (both streams, as syzkaller captures them)."""
    done = subprocess.run(["git", "-C", str(git_dir), *arguments], env=git_environment(git_dir),
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout.decode("utf-8", "surrogateescape")


class History:
    """Commits as numbers, parents smaller than children."""

    def __init__(self, repository, tags_pattern=RELEASE):
        self.repository = Path(repository)
        self.git_dir = Path(self._ask("rev-parse", "--absolute-git-dir").strip())
        self.objects = Path(self._ask("rev-parse", "--path-format=absolute", "--git-path", "objects").strip())
        self.shallow = Path(self._ask("rev-parse", "--path-format=absolute", "--git-path", "shallow").strip())
        self.ids, self.parents, self.subjects, self.times = [], [], [], []
        self.index = {}
        log = self._ask("log", "--all", "--topo-order", "--reverse", "--format=%H %P%x00%ct%x00%s")
        for line in log.split("\n"):
            if line:
                ids, time, subject = line.split("\0", 2)
                self._add(*ids.split(), time=int(time), subject=subject)
        self.releases = self._read_releases(tags_pattern)
        self.versions = self._reachable_versions()

    def _ask(self, *arguments):
        status, text = run_git(self.repository, *arguments)
        if status:
            raise HistoryError(f"{self.repository}: git {arguments[0]} failed: {text.strip()}")
        return text

    def _add(self, commit, *parents, time, subject):
        self.index[commit] = len(self.ids)
        self.ids.append(commit)
        self.parents.append([self.index[p] for p in parents])
        self.times.append(time)
        self.subjects.append(subject)

    def _read_releases(self, pattern):
        """Release tags as (version, name, commit), newest version first."""
        found = []
        for line in self._ask("for-each-ref", "--format=%(refname:strip=2) %(*objectname) %(objectname)",
                              "refs/tags").splitlines():
            name, commit = line.split()[:2]
            match = pattern.match(name)
            if match and commit in self.index:
                found.append((tuple(int(part or 0) for part in match.groups()), name, self.index[commit]))
        return sorted(found, reverse=True)

    def _reachable_versions(self):
        """For each commit the newest release among its ancestors and itself, (0, 0) where there is none."""
        versions = [(0, 0)] * len(self.ids)
        for version, _, commit in reversed(self.releases):
            versions[commit] = version[:2]
        for commit, parents in enumerate(self.parents):
            for parent in parents:
                if versions[parent] > versions[commit]:
                    versions[commit] = versions[parent]
        return versions

    def commit(self, name):
        """The commit that a revision names."""
        text = self._ask("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").strip()
        if text not in self.index:
            raise HistoryError(f"{name}: not reachable from any ref of {self.repository}")
        return self.index[text]

    def tips(self):
        children = {parent for parents in self.parents for parent in parents}
        return [commit for commit in range(len(self.ids)) if commit not in children]

    def descendants(self, commit):
        """Flags of the commits that contain this one (itself too)."""
        flags = bytearray(len(self.ids))
        flags[commit] = 1
        for later in range(commit + 1, len(self.ids)):
            for parent in self.parents[later]:
                if flags[parent]:
                    flags[later] = 1
                    break
        return flags

    def ancestors(self, commit):
        """Flags of the commits that this one contains (itself too)."""
        flags = bytearray(len(self.ids))
        flags[commit] = 1
        for earlier in range(commit, -1, -1):
            if flags[earlier]:
                for parent in self.parents[earlier]:
                    flags[parent] = 1
        return flags

    def merge_bases(self, one, other):
        status, text = run_git(self.repository, "merge-base", "--all", self.ids[one], self.ids[other])
        return [self.index[line] for line in text.split()] if status == 0 else []

    def change_summary(self, commit, raw):
        """What git prints under a commit's message; nothing where the repository has no trees."""
        if len(self.parents[commit]) != 1:
            return ""
        shape = ["--raw", "--no-abbrev"] if raw else ["--stat", "--summary"]
        status, text = run_git(self.repository, "diff-tree", "--no-commit-id", *shape, self.ids[commit])
        return text if status == 0 else ""


@dataclass(frozen=True)
class GitAnswer:
    """What git said to one bisect command."""

    kind: str  # test, found, only-skipped or failed
    text: str
    status: int
    commit: int | None = None  # the one to test, or the one found
    left: int | None = None
    rounds: int | None = None
    merge_base: bool = False
    possible: tuple = ()  # only-skipped: the ids in git's order


class BisectSession:
    """One `git bisect` in a scratch repository. Use it in a `with` statement."""

    def __init__(self, history):
        self.history = history

    def __enter__(self):
        self.place = tempfile.TemporaryDirectory(prefix="play_syzbot.")
        git_dir = self.git_dir = Path(self.place.name)
        (git_dir / "objects" / "info").mkdir(parents=True)
        (git_dir / "refs").mkdir()
        (git_dir / "objects" / "info" / "alternates").write_text(f"{self.history.objects}\n")
        (git_dir / "config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = true\n")
        (git_dir / "HEAD").write_text(f"{self.history.ids[-1]}\n")
        if self.history.shallow.exists():
            (git_dir / "shallow").write_bytes(self.history.shallow.read_bytes())
        return self

    def __exit__(self, *_):
        self.place.cleanup()

    def start(self, bad, good):
        return self._answer("start", self.history.ids[bad], self.history.ids[good])

    def tell(self, word, commit):
        return self._answer(word, self.history.ids[commit])

    def candidates(self):
        """What git may still choose: the possible first bad commits but for the one known to be bad."""
        _, text = run_git(self.git_dir, "rev-list", "refs/bisect/bad", "--not", "--glob=refs/bisect/good-*")
        _, bad = run_git(self.git_dir, "rev-parse", "refs/bisect/bad")
        return [self.history.index[line] for line in text.split() if line != bad.strip()]

    def _answer(self, *arguments):
        status, text = run_git(self.git_dir, "bisect", *arguments)
        found = re.search(r"^([0-9a-f]{40}) is the first bad commit$", text, re.M)
        if found:  # a treeless repository makes git fail after this line, for want of a diff
            return GitAnswer("found", found.group(0) + "\n", 0, self.history.index[found.group(1)])
        if status == 2 and "There are only 'skip'ped commits left to test" in text:
            possible = re.findall(r"^[0-9a-f]{40}$", text, re.M)
            return GitAnswer("only-skipped", text, status, possible=tuple(possible))
        chosen = re.search(r"^\[([0-9a-f]{40})\]", text, re.M)
        if status or not chosen:
            return GitAnswer("failed", text, status)
        counts = COUNTS.search(text)
        return GitAnswer("test", text, status, self.history.index[chosen.group(1)],
                         left=int(counts.group(1)) if counts else None,
                         rounds=int(counts.group(2)) if counts else None, merge_base=counts is None)
