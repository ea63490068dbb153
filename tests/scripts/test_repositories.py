"""Repositories as people have them: on each the program goes where the installed git goes, reads only, and fetches
nothing."""

import os
import shutil
import subprocess
import unittest

from program import rebisect, take_program_from_arguments
from sketched import EMPTY_TREE, FIRST_DATE, Sketched, git, next_by_git, object_path, read_answer, write_object

CHAIN = "a; b: a; c: b; d: c; e: d; f: e; g: f; h: g; i: h; j: i; k: j; l: k; m: l; n: m; o: n; p: o"
BRANCH = "a; b: a; c: b; d: c; e: d; f: e; g: f; x: b; h: g x"


class Repositories(unittest.TestCase):
    maxDiff = None

    def sketch(self, text):
        return self.enterContext(Sketched(text))

    def enterContext(self, context):  # which unittest has since Python 3.11
        value = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return value

    def next(self, log, *paths, **environment):
        """The answer of `rebisect next`: (commit, left, rounds)."""
        repos = [word for path in paths for word in ("--repo", path)]
        status, output, error = rebisect("next", "-", *repos, text=log, **environment)
        self.assertEqual((status, error), (0, ""))
        return read_answer(output)

    def same(self, sketch, bad, *goods, path=None, **environment):
        """Git and the program name the same commit and numbers; gives them."""
        path = path or sketch.path
        expected = next_by_git(path, *(sketch.ids[name] for name in (bad, *goods)), **environment)
        self.assertEqual(self.next(sketch.log(bad, *goods), path, environment=environment), expected)
        return expected

    def report(self, sketch, bad, *goods, path=None, **options):
        status, output, error = rebisect("audit", "-", "--repo", path or sketch.path, text=sketch.log(bad, *goods),
                                         **options)
        self.assertEqual((status, error), (2, ""))
        return " ".join(output.split())


class Shallow(Repositories):
    def test_clones_are_replayed_as_git_does_there(self):
        sketch = self.sketch(CHAIN)
        for option in ("--depth=6", f"--shallow-since={FIRST_DATE + 850}"):
            with self.subTest(option):
                clone = sketch.folder / option.partition("=")[0]
                git(sketch.folder, "clone", "--quiet", "--bare", option, sketch.path.as_uri(), clone)
                for good in "mo":
                    self.same(sketch, "p", good, path=clone)
                self.assertIn("[history-truncated]", self.report(sketch, "p", "m", path=clone))
                united = self.next(sketch.log("p", "c"), clone, sketch.path)
                self.assertEqual(united, next_by_git(sketch.path, sketch.ids["p"], sketch.ids["c"]))

    def test_a_range_far_above_the_boundary_is_no_finding(self):
        names = [f"c{number}" for number in range(300)]
        sketch = self.sketch("; ".join([names[0], *(f"{new}: {old}" for old, new in zip(names, names[1:]))]))
        sketch.write("repository.git/shallow", "$c5\n")
        self.same(sketch, "c299", "c280")
        self.assertNotIn("[history-truncated]", self.report(sketch, "c299", "c280"))
        self.same(sketch, "c299", "c6")
        self.assertIn("[history-truncated]", self.report(sketch, "c299", "c6"))

    def test_boundaries_in_odd_files(self):
        sketch = self.sketch(CHAIN)
        for text, good in (("$c\n", "d"), ("$c\n", "a"), ("", "d"), (f"{'7' * 40}\n", "d")):
            with self.subTest(text):
                sketch.write("repository.git/shallow", text)
                self.same(sketch, "p", good)


class Partial(Repositories):
    def clone(self, kind):
        """A partial clone with loose objects, whose remote leaves a mark when it is asked for more."""
        sketch = self.sketch("a; b: a; c: b; d: c; e: d; f: e; g: f")
        sketch.git("config", "uploadpack.allowFilter", "true")
        sketch.git("config", "uploadpack.allowAnySHA1InWant", "true")
        clone = sketch.folder / "clone.git"
        git(sketch.folder, "clone", "--quiet", "--bare", f"--filter={kind}", sketch.path.as_uri(), clone)
        packs = [shutil.move(pack, sketch.folder) for pack in (clone / "objects" / "pack").glob("pack-*.pack")]
        for pack in packs:
            with open(pack, "rb") as stream:
                subprocess.run(["git", "unpack-objects", "-q"], cwd=clone, stdin=stream, check=True)
        shutil.rmtree(clone / "objects" / "pack")
        upload = sketch.write("upload-pack", f"#!/bin/sh\ntouch '{sketch.folder}/asked'\nexit 1\n")
        upload.chmod(0o755)
        git(clone, "config", "remote.origin.uploadpack", upload)
        return sketch, clone

    def test_clones_are_read_without_fetching(self):
        for kind in ("blob:none", "tree:0"):
            with self.subTest(kind):
                sketch, clone = self.clone(kind)
                self.same(sketch, "g", "a", path=clone)
                g = sketch.ids["g"]
                log = sketch.log("g", "f") + f"# first bad commit: [{g}] g\n"
                status, output, error = rebisect("audit", "-", "--repo", clone, text=log)
                self.assertEqual((status, error), (0, ""))
                self.assertIn("A U Thor", output)
                self.assertFalse((sketch.folder / "asked").exists())

    def test_a_missing_commit_is_named_with_the_fetch_that_brings_it(self):
        sketch, clone = self.clone("tree:0")
        d = sketch.ids["d"]
        object_path(clone, d).unlink()
        for good, beginning in (("a", "the history was read too sparsely"), ("d", "no bad and good commit")):
            status, output, error = rebisect("next", "-", "--repo", clone, text=sketch.log("g", good))
            self.assertEqual((status, output), (69, ""))
            self.assertRegex(error, rf"\Arebisect: {beginning}.*git fetch origin {d} brings it\n\Z")
        self.assertFalse((sketch.folder / "asked").exists())
        git(clone, "rev-list", sketch.ids["g"], fails=True)
        self.assertTrue((sketch.folder / "asked").exists(), "the trap works")


class Overridden(Repositories):
    def test_replace_refs_hold_as_for_git(self):
        for replacement in ("x", "later"):
            with self.subTest(replacement):
                sketch = self.sketch(BRANCH)
                sketch.ids["later"] = write_object(sketch.path, "commit", sketch.git("cat-file", "commit", "$f").replace(
                    str(FIRST_DATE + 500), str(FIRST_DATE + 9000)).encode())
                sketch.git("commit-graph", "write", "--reachable")
                sketch.git("replace", "$f", f"${replacement}")
                self.same(sketch, "h", "a")
                self.assertIn("[history-replaced]", self.report(sketch, "h", "a"))
                for value in ("1", "0", ""):
                    self.same(sketch, "h", "a", GIT_NO_REPLACE_OBJECTS=value)
                unreplaced = self.report(sketch, "h", "a", environment={"GIT_NO_REPLACE_OBJECTS": "1"})
                self.assertNotIn("[history-replaced]", unreplaced)

    def test_the_repository_may_switch_replace_refs_off(self):
        sketch = self.sketch(BRANCH)
        sketch.git("replace", "$f", "$x")
        for value, commit in (("false", "e"), ("true", "f")):
            sketch.git("config", "core.useReplaceRefs", value)
            # git bisect heeds it since 2.42, git rev-list ever since there is the setting.
            by_git = sketch.git("rev-list", "--bisect", "$h", "^$a").split()
            self.assertEqual(sketch.names([self.next(sketch.log("h", "a"), sketch.path)[0]]), [commit])
            self.assertEqual(sketch.names(by_git), [commit])

    def test_grafts_hold_as_for_git(self):
        sketch = self.sketch(BRANCH)
        sketch.git("commit-graph", "write", "--reachable")
        for text in ("$f $b\n", "$f $b $c\r\n", "$f  $b\n", "$f $b \n", " $f $b\n", "$f $b # c\n", "$f\n", "nonsense\n",
                     "$f $b"):
            with self.subTest(text):
                sketch.write("repository.git/info/grafts", text)
                self.same(sketch, "h", "a")

    def test_those_of_one_repository_hold_in_the_other(self):
        sketch = self.sketch(BRANCH)
        git(sketch.folder, "clone", "--quiet", "--bare", sketch.path, "other.git")
        sketch.write("repository.git/info/grafts", "$f $b\n")
        expected = next_by_git(sketch.path, sketch.ids["h"], sketch.ids["a"])
        for paths in ((sketch.path, sketch.folder / "other.git"), (sketch.folder / "other.git", sketch.path)):
            self.assertEqual(self.next(sketch.log("h", "a"), *paths), expected)


class Stored(Repositories):
    def test_alternates_lead_where_git_goes(self):
        sketch = self.sketch("a; b: a; c: b; d: c; e: d")
        sketch.git("commit-graph", "write", "--reachable")
        before = "repository.git"
        for number in range(6):
            git(sketch.folder, "init", "--quiet", "--bare", f"{number}.git")
            sketch.write(f"{number}.git/objects/info/alternates", f"# one\n../../{before}/objects\n")
            sketch.write(f"{number}.git/HEAD", "$e\n")
            before = f"{number}.git"
            self.same(sketch, "e", "a", path=sketch.folder / before)
        real = sketch.path / "objects"
        for text in (f"{real}", '"../../repository.git/objects"\n', '"../../\\162epository.git/objects"\n',
                     f"/nonexistent\n{real}\n", f"../objects\n{real}\n", "../../5.git/objects\n../../repository.git/objects\n"):
            with self.subTest(text):
                sketch.write("0.git/objects/info/alternates", text)
                self.same(sketch, "e", "a", path=sketch.folder / "0.git")

    def test_an_alternate_that_is_not_there_is_named(self):
        sketch = self.sketch("a; b: a; c: b")
        git(sketch.folder, "clone", "--quiet", "--bare", "--shared", sketch.path, "borrower.git")
        sketch.path.rename(sketch.folder / "moved.git")
        status, output, error = rebisect("next", "-", "--repo", sketch.folder / "borrower.git", text=sketch.log("c", "a"))
        self.assertEqual((status, output), (69, ""))
        self.assertRegex(error, r"repository\.git/objects is not there; correct .*borrower\.git/objects/info/alternates")
        self.assertEqual(error.count("\n"), 1)

    def test_a_commit_graph_may_be_borrowed(self):
        date = 2**35 + 5  # which a commit-graph cuts, so that its use shows
        sketch = self.sketch(f"a; b: a; c: b; d: c; x@{date}: b; y@{date + 100}: x; e: d y; f: e; g@{date + 70}: f")
        plain = self.same(sketch, "g", "a")
        git(sketch.folder, "clone", "--quiet", "--bare", "--shared", sketch.path, "borrower.git")
        borrower = sketch.folder / "borrower.git"
        sketch.git("commit-graph", "write", "--stdin-commits", "--split=no-merge", text=sketch.ids["d"] + "\n")
        git(borrower, "commit-graph", "write", "--reachable", "--split=no-merge")
        self.assertNotEqual(self.same(sketch, "g", "a", path=borrower), plain)
        shutil.rmtree(borrower / "objects" / "info" / "commit-graphs")
        self.same(sketch, "g", "a", path=borrower)
        shutil.rmtree(sketch.path / "objects" / "info" / "commit-graphs")
        sketch.git("commit-graph", "write", "--reachable")
        self.assertNotEqual(self.same(sketch, "g", "a", path=borrower), plain)
        git(borrower, "config", "core.commitGraph", "false")
        self.assertEqual(self.same(sketch, "g", "a", path=borrower), plain)

    def test_odd_graphs(self):
        arms = " ".join(f"k{number}" for number in range(70))
        octopus = ("r; " + "; ".join(f"{arm}: r" for arm in arms.split()) +
                   f"; m: {arms}; dup: m m k3; root2; z: dup root2; y: z")
        late = 2**63
        rows = ((octopus, (("y", "r"), ("m", "k3"), ("y", "root2"), ("y", "k5", "k9"), ("root2", "r"))),
                ("a@0; b@0: a; c@0: b; x@0: a; y@0: x; d@0: c y; e@0: d", (("e", "a"), ("c", "y"))),
                (f"a; b@{2**34 + 7}: a; c@{2**35}: b; d: a; e: c d; f@{2**40}: e", (("f", "a"), ("f", "d"))),
                (f"a; b@{late}: a; c@{2**64 - 1}: b; d@{late + 5}: a; e: c d; f: e", (("f", "a"), ("c", "a"))))
        for text, questions in rows:
            sketch = self.sketch(text)
            for graph in (False, True):
                if graph and str(late) not in text:  # which git cannot write
                    sketch.git("commit-graph", "write", "--reachable")
                for ends in questions:
                    with self.subTest(text[:20], ends=ends, graph=graph):
                        self.same(sketch, *ends)


class Places(Repositories):
    def test_every_way_to_name_a_repository(self):
        sketch = self.sketch("a; b: a; c: b; d: c; e: d")
        folder = sketch.folder
        git(folder, "clone", "--quiet", sketch.path, "work")
        (folder / "work" / "sub" / "sub").mkdir(parents=True)
        git(folder / "work", "worktree", "add", "--quiet", "--detach", folder / "linked")
        git(folder, "init", "--quiet", "super")
        git(folder / "super", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", sketch.path, "module")
        os.symlink("work", folder / "link")
        sketch.write("gitfile/.git", "gitdir: ../repository.git\n")
        expected = next_by_git(sketch.path, sketch.ids["e"], sketch.ids["a"])
        for place in ("repository.git", "work", "work/.git", "work/sub/sub", "linked", "linked/.git", "super/module",
                      "super/.git/modules/module", "link", "gitfile", "work/../work"):
            with self.subTest(place):
                self.assertEqual(self.next(sketch.log("e", "a"), folder / place), expected)
        self.assertEqual(self.next(sketch.log("e", "a"), sketch.path, sketch.path), expected)
        self.assertEqual(self.next(sketch.log("HEAD", "HEAD~4"), folder / "linked"), expected)

    def test_commits_are_found_wherever_they_are(self):
        sketch = self.sketch("a; b: a; c: b; d: c; e: d")
        git(sketch.folder, "clone", "--quiet", "--bare", sketch.path, "mainline.git")
        lost = sketch.git("commit-tree", "-p", "$c", "-m", "lost", EMPTY_TREE).strip()
        expected = next_by_git(sketch.path, lost, sketch.ids["a"])
        mainline = sketch.folder / "mainline.git"
        for bad in (lost, lost[:9]):
            for paths in ((sketch.path,), (mainline, sketch.path), (sketch.path, mainline)):
                self.assertEqual(self.next(sketch.log(bad, "a"), *paths), expected)
        git(mainline, "update-ref", "refs/heads/x", sketch.ids["c"])
        sketch.git("update-ref", "refs/heads/x", "$e")
        self.assertEqual(self.next(sketch.log("x", "a"), mainline, sketch.path)[1], 0)
        self.assertEqual(self.next(sketch.log("x", "a"), sketch.path, mainline)[1], 1)

    def test_nothing_is_written_and_a_bisection_goes_on(self):
        sketch = self.sketch("a; b: a; c: b; d: c; e: d")
        git(sketch.folder, "clone", "--quiet", sketch.path, "work")
        work = sketch.folder / "work"
        git(work, "bisect", "start", sketch.ids["e"], sketch.ids["a"])
        log = git(work, "bisect", "log")

        def content():
            return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in work.rglob("*") if path.is_file()}
        before = content()
        self.assertEqual(self.next(log, work)[0], sketch.ids["c"])
        self.assertEqual(rebisect("audit", "-", "--repo", work, text=log)[0], 2)
        self.assertEqual(self.next(sketch.log("refs/bisect/bad", f"refs/bisect/good-{sketch.ids['a']}"), work)[0],
                         sketch.ids["c"])
        self.assertEqual(content(), before)


if __name__ == "__main__":
    take_program_from_arguments()
    unittest.main()
