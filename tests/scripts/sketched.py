"""Small repositories whose objects are written here byte by byte, so that odd and broken ones can be made too, and
git's own bisection of them."""

import hashlib
import os
import re
import subprocess
import tempfile
import zlib
from pathlib import Path

EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
FIRST_DATE = 1_000_000_000
TESTING = re.compile(r"^Bisecting: (-?\d+) revisions? left to test after this \(roughly (\d+) steps?\)$", re.MULTILINE)
CHECKED_OUT = re.compile(r"^\[([0-9a-f]{40})\]", re.MULTILINE)


def git(path, *arguments, text=None, fails=False, **environment):
    """Git's standard output, without user or system configuration."""
    surroundings = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C",
                    "TZ": "UTC", "GIT_AUTHOR_NAME": "A U Thor", "GIT_AUTHOR_EMAIL": "author@example.com",
                    "GIT_COMMITTER_NAME": "A U Thor", "GIT_COMMITTER_EMAIL": "author@example.com",
                    "GIT_COMMITTER_DATE": f"{FIRST_DATE} +0000", "GIT_CONFIG_COUNT": "1",
                    "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*", **environment}
    done = subprocess.run(["git", *map(str, arguments)], cwd=path, env=surroundings, input=text, encoding="utf-8",
                          errors="surrogateescape", stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if not fails and done.returncode != 0:
        raise AssertionError(f"git {' '.join(map(str, arguments))} in {path}: {done.stdout}{done.stderr}")
    return done.stdout


def object_path(path, oid):
    """Where a loose object lies."""
    return Path(path) / "objects" / oid[:2] / oid[2:]


def write_object(path, kind, content):
    """Writes a loose object and gives its id."""
    stored = f"{kind} {len(content)}\0".encode() + content
    oid = hashlib.sha1(stored).hexdigest()
    place = object_path(path, oid)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(zlib.compress(stored))
    return oid


def commit_text(subject, parents, date):
    """A commit object's content."""
    lines = [f"tree {EMPTY_TREE}", *(f"parent {parent}" for parent in parents)]
    lines += [f"{word} A U Thor <author@example.com> {date} +0000" for word in ("author", "committer")]
    return ("\n".join(lines) + f"\n\n{subject}\n").encode()


class Sketched:
    """A bare repository made from a text such as "a; b: a; c@1000000900: a b": commits, their parents, and dates
    where they are not to be a hundred seconds apart. `main`, where HEAD points, is the last commit."""

    def __init__(self, text, contents=None):
        self._place = tempfile.TemporaryDirectory()
        self.folder = Path(self._place.name)
        self.path = self.folder / "repository.git"
        self.ids = {}
        self.parents = {}
        git(self.folder, "init", "--quiet", "--bare", "--initial-branch=main", self.path)
        write_object(self.path, "tree", b"")
        for number, item in enumerate(text.split(";")):
            head, _, parents = item.strip().partition(":")
            name, _, date = head.partition("@")
            self.parents[name] = parents.split()
            parents = [self.ids[parent] for parent in parents.split()]
            content = commit_text(name, parents, date or FIRST_DATE + 100 * number)
            self.ids[name] = write_object(self.path, "commit", (contents or {}).get(name, content))
            self.last = name
        self.git("update-ref", "refs/heads/main", self.ids[self.last])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._place.cleanup()

    def git(self, *arguments, **options):
        """Runs git there; the words $a, $b ... become the ids of those commits."""
        return git(self.path, *(self.with_ids(str(word)) for word in arguments), **options)

    def with_ids(self, text):
        """The text with the ids of commits in place of $a, $b ..."""
        return re.sub(r"\$(\w+)", lambda match: self.ids[match[1]], text)

    def names(self, ids):
        """What the sketch calls these commits; sorted."""
        known = {oid: name for name, oid in self.ids.items()}
        return sorted(known.get(oid, oid) for oid in ids)

    def write(self, name, text):
        """A file beside the repository, or in it."""
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(self.with_ids(text), encoding="utf-8")
        return place

    def log(self, bad, *goods):
        """A log that started with these texts; ids where they are names of the sketch."""
        ends = [self.ids.get(text, text) for text in (bad, *goods)]
        return f"git bisect start '{ends[0]}' " + " ".join(f"'{good}'" for good in ends[1:]) + "\n"


def next_by_git(path, bad, *goods, **environment):
    """What git would test first: (commit, left, rounds), or its words where it ends at once. The repository is left as
    it was."""
    try:
        said = git(path, "bisect", "start", "--no-checkout", bad, *goods, "--", fails=True, **environment)
    finally:
        git(path, "bisect", "reset", fails=True)
    return read_answer(said)


def read_answer(said):
    """The same of what git printed."""
    counts, commit = TESTING.search(said), CHECKED_OUT.search(said)
    if not counts:
        return said.splitlines()[0] if said else ""
    return commit[1], int(counts[1]), int(counts[2])
