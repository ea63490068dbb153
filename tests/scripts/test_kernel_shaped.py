"""kernel_shaped grows the history it promises, stores it as git does, and measures what is there."""

import contextlib
import io
import subprocess
import tempfile
import unittest
from array import array
from pathlib import Path

from planted import load_script
from program import Repository

kernel_shaped = load_script("kernel_shaped")

from kernel_shape import commits, growth, measure, ranges  # noqa: E402
from kernel_shape.graph_file import GraphFileError, read_graph_file, write_graph_file  # noqa: E402
from kernel_shape.history import History, parents_first  # noqa: E402


def history_of(*parents, times=None):
    """parents[i] are those of commit i; one commit an hour unless dated."""
    return History(array("q", times or [3600 * i for i in range(len(parents))]), list(parents))


def stream_of(history, seed="1"):
    output = io.BytesIO()
    commits.write_stream(output, history, seed)
    return output.getvalue()


def run(*words):
    """Exit status, standard output, standard error."""
    printed, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
        status = kernel_shaped.main([str(word) for word in words])
    return status, printed.getvalue(), complained.getvalue()


class Growth(unittest.TestCase):
    def test_is_the_same_from_the_same_seed_and_another_from_another(self):
        self.assertEqual(growth.grow(3000, "7"), growth.grow(3000, "7"))
        self.assertNotEqual(growth.grow(3000, "7").parents, growth.grow(3000, "8").parents)

    def test_has_as_many_commits_as_asked_and_the_last_one_reaches_all(self):
        for size in (1, 2, 3, 45, 46, 47, 100, 2500):
            with self.subTest(size=size):
                history = growth.grow(size, "1")
                self.assertEqual(len(history), size)
                self.assertTrue(all(parent < child for child, parents in enumerate(history.parents)
                                    for parent in parents))
                reached, stack = set(), [size - 1]
                while stack:
                    commit = stack.pop()
                    if commit not in reached:
                        reached.add(commit)
                        stack.extend(history.parents[commit])
                self.assertEqual(len(reached), size)

    def test_has_the_shares_of_the_kernel(self):
        measured = dict(measure.measure(growth.grow(60_000, "3")))
        for what, low, high in (("merges", 5.5, 7.5), ("of these with three parents or more", 1, 3.5),
                                ("commits on the main line", 13, 19), ("parents dated after their child", 0.1, 0.4),
                                ("commits dated as their first parent", 32, 39)):
            self.assertTrue(low <= float(measured[what].removesuffix(" %")) <= high, (what, measured[what]))
        self.assertTrue(110 <= int(measured["segments per 1,000 commits"]) <= 150, measured)


class Storage(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.file = Path(place.name) / "commit-graph"

    def repository(self, history):
        repository = Repository(stream_of(history))
        self.addCleanup(repository.close)
        return lambda *words: subprocess.run(["git", "-C", repository.path, *words], check=True, capture_output=True,
                                             encoding="utf-8").stdout.strip()

    def write(self, history):
        write_graph_file(self.file, history, commits.ids_of(history, "1"), bytes.fromhex(commits.EMPTY_TREE))

    def test_git_finds_the_written_file_sound(self):
        history = growth.grow(2000, "1")
        git = self.repository(history)
        self.write(history)
        git("commit-graph", "write", "--reachable")
        graph_file = Path(git("rev-parse", "--absolute-git-dir")) / "objects" / "info" / "commit-graph"
        self.assertEqual(read_graph_file(graph_file), read_graph_file(self.file))
        graph_file.unlink()
        graph_file.write_bytes(self.file.read_bytes())
        git("commit-graph", "verify")
        self.assertEqual(git("rev-list", "--count", "main"), "2000")

    def test_keeps_roots_merges_and_octopuses(self):
        history = history_of((), (0,), (), (1, 2), (0,), (0,), (3, 4, 5), (6, 1, 2, 4),
                             times=[5, 9, 2**33 + 1, 4, 4, 4, 8, 8])
        self.write(history)
        read, ids = read_graph_file(self.file)
        original = [name.hex() for name in commits.ids_of(history, "1")]
        self.assertEqual(sorted(ids), sorted(original))
        for commit, parents in enumerate(history.parents):
            found = ids.index(original[commit])
            self.assertEqual([ids[parent] for parent in read.parents[found]], [original[parent] for parent in parents])
            self.assertEqual(read.times[found], history.times[commit])

    def test_numbers_parents_first(self):
        history, order = parents_first([3, 2, 1, 0], [(2, 1), (3,), (3,), ()])
        self.assertEqual((order, history), ([3, 2, 1, 0], history_of((), (0,), (0,), (1, 2), times=[0, 1, 2, 3])))

    def test_refuses_what_is_no_commit_graph_file(self):
        self.file.write_bytes(b"CGPH\2\1\0\0")
        self.assertRaises(GraphFileError, read_graph_file, self.file)
        self.assertEqual(run("--measure", self.file),
                         (1, "", "scripts/kernel_shaped: not a single commit-graph file with SHA-1 ids\n"))
        self.assertEqual(run("--measure", self.file.parent / "none")[0], 1)

    def test_copies_the_shape_of_a_commit_graph_file(self):
        history = growth.grow(300, "1")
        self.write(history)
        copy = self.file.parent / "copy"
        self.assertEqual(run("--like", self.file, "--seed", "2", "--commit-graph", copy), (0, "", ""))
        (one, ids), (other, other_ids) = read_graph_file(self.file), read_graph_file(copy)
        self.assertEqual(run("--measure", self.file), run("--measure", copy))
        self.assertEqual((len(one), sorted(one.times)), (len(other), sorted(other.times)))
        self.assertFalse(set(ids) & set(other_ids))

    def test_ranges_are_as_large_as_git_says(self):
        history = growth.grow(2000, "1")
        git = self.repository(history)
        names = [name.hex() for name in commits.ids_of(history, "1")]
        for commit, size in ranges.good_ends(history, (100, 700, 10**9)):
            self.assertEqual(git("rev-list", "--count", f"{names[commit]}..main"), str(size))


class Measure(unittest.TestCase):
    def test_counts_by_hand(self):
        # 0-1-2-5-6, 1-3-4, 5 merges 4; 6 is dated before its parent.
        history = history_of((), (0,), (1,), (1,), (3,), (2, 4), (5,), times=[0, 60, 60, 90, 90, 86400, 86340])
        measured = dict(measure.measure(history))
        for what, value in (("commits", "7"), ("merges", "14.29 %"), ("of these with three parents or more", "0.00 %"),
                            ("segments per 1,000 commits", "571"),  # 0-1, 2, 3-4 and 5-6
                            ("commits of a segment", "2 / 2 / 2"), ("children of a commit, most", "2"),
                            ("commits on the main line", "71.43 %"), ("merges among these", "20.00 %"),
                            ("commits that such a merge brings", "2 / 2 / 2"),
                            ("parents dated after their child", "14.29 %"), ("by how much, minutes", "1 / 1 / 1"),
                            ("commits dated as their first parent", "28.57 %"),
                            ("commits that share their date", "57.14 %"), ("commits a day", "6 / 6 / 6"),
                            ("open branches in a walk by date", "2 / 2 / 2")):
            self.assertEqual(measured[what], value, what)

    def test_a_single_commit_has_a_shape(self):
        self.assertEqual(dict(measure.measure(history_of(())))["commits on the main line"], "100.00 %")


if __name__ == "__main__":
    unittest.main()
