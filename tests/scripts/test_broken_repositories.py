"""Repositories that cannot serve, in whole or in part: one line says what, where, and what helps."""

import hashlib
import json
import os
import struct
import unittest
import zlib

from program import rebisect, take_program_from_arguments
from sketched import EMPTY_TREE, Sketched, commit_text, git, next_by_git, object_path, read_answer

CHAIN = "a; b: a; c: b; d: c; e: d; f: e; g: f; h: g; i: h; j: i; k: j; l: k; m: l; n: m; o: n; p: o"


def change(path, edit):
    """Rewrites a file that git made read-only."""
    path.chmod(0o644)
    path.write_bytes(edit(path.read_bytes()))


def chunk(graph, name):
    """Where a chunk of a commit-graph file begins and ends."""
    at = next(8 + 12 * row for row in range(graph[6]) if graph[8 + 12 * row:12 + 12 * row] == name)
    return int.from_bytes(graph[at + 4:at + 12], "big"), int.from_bytes(graph[at + 16:at + 24], "big")


def put(content, at, new):
    return content[:at] + new + content[at + len(new):]


def in_each_row(place, value):
    """An edit of a commit-graph file: of each commit's row, the same bytes."""
    def edit(graph):
        begin, end = chunk(graph, b"CDAT")
        for number, row in enumerate(range(begin, end, 36)):
            graph = put(graph, row + place, value(number))
        return graph
    return edit


def with_checksum(edit):
    """An edit after which the checksum fits again."""
    return lambda graph: edit(graph)[:-20] + hashlib.sha1(edit(graph)[:-20]).digest()


class Broken(unittest.TestCase):
    maxDiff = None

    def sketch(self, text=CHAIN, contents=None):
        sketch = Sketched(text, contents)
        self.addCleanup(sketch.__exit__)
        return sketch

    def refuses(self, message, sketch, *ends, path=None, status=69, **options):
        """One line on standard error, which matches; nothing on standard output."""
        ended, output, error = rebisect("next", "-", "--repo", path or sketch.path, text=sketch.log(*(ends or "pd")),
                                        **options)
        self.assertEqual((ended, output), (status, ""), error)
        self.assertRegex(error, rf"\Arebisect: {sketch.with_ids(message)}\n\Z")
        self.assertEqual(error.count("\n"), 1, error)

    def agrees(self, sketch, *ends, path=None):
        """The program chooses as git does."""
        path = path or sketch.path
        bad, good = ends or "pd"
        status, output, error = rebisect("next", "-", "--repo", path, text=sketch.log(bad, good))
        self.assertEqual((status, error), (0, ""))
        chosen = git(path, "rev-list", "--bisect", sketch.ids[bad], f"^{sketch.ids[good]}").strip()
        self.assertEqual(read_answer(output)[0], chosen)


class Objects(Broken):
    def test_a_broken_loose_commit_is_named(self):
        def other(stored):
            return zlib.compress(zlib.decompress(stored).replace(b"A U Thor", b"A V Thor"))
        rows = (("flipped", lambda stored: put(stored, 40, bytes([stored[40] ^ 255])), r"it is not one zlib stream"),
                ("cut short", lambda stored: stored[:len(stored) // 2], r"it is cut short"),
                ("empty", lambda stored: b"", r"it is cut short"),
                ("longer", lambda stored: stored + b"more", r"it is not one zlib stream"),
                ("grown", lambda stored: zlib.compress(zlib.decompress(stored) + b"more"), r"its size is not .* header"),
                ("no header", lambda stored: zlib.compress(b"commit"), r"it has no header"),
                ("another's", other, r"object hash mismatch .*"))
        for why, edit, message in rows:
            with self.subTest(why):
                sketch = self.sketch()
                change(object_path(sketch.path, sketch.ids["h"]), edit)
                self.refuses(rf"cannot read commit $h of .*{message}; see git fsck, or name a clone", sketch)
                self.refuses(rf"cannot read (commit|object) $h of .*{message}.*", sketch, "h", "d")

    def test_a_commit_that_is_not_there_is_named(self):
        sketch = self.sketch()
        object_path(sketch.path, sketch.ids["h"]).unlink()
        self.refuses(r"the history is broken: commit $i has the parent $h, which is not there; see git fsck, or name a "
                     r"second repository that has it", sketch)
        self.refuses(r"no bad and good commit .* git fetch <remote> $h", sketch, "h", "d")

    def test_a_lost_pack_is_named(self):
        rows = (("pack", lambda old: old[:len(old) // 2], r"\.pack is cut short, or another one"),
                ("pack", lambda old: b"", r"\.pack is cut short or no pack"),
                ("pack", lambda old: old + b"more", r"\.pack is cut short, or another one"),
                ("idx", lambda old: old[:len(old) // 2], r"\.idx is corrupt \(git index-pack makes it anew\)"),
                ("idx", lambda old: b"", r"\.idx is corrupt"),
                ("idx", lambda old: put(old, 8, b"\xff"), r"\.idx is corrupt"),
                ("idx", lambda old: put(old, 7, b"\x07"), r"\.idx is corrupt"),
                ("pack", None, r"\.pack: No such file or directory"),
                ("idx", None, r"\.idx: No such file or directory \(git index-pack makes it anew\)"))
        for ending, edit, message in rows:
            with self.subTest(message, edit=edit):
                sketch = self.sketch()
                sketch.git("repack", "-adq")
                pack = next((sketch.path / "objects" / "pack").glob(f"*.{ending}"))
                if edit:
                    change(pack, edit)
                else:
                    pack.unlink()
                self.refuses(rf"no bad and good commit .*; .*: the objects of a pack are lost: .*{message}.*; see git fsck",
                             sketch)

    def test_a_flipped_byte_in_a_pack_is_noticed(self):
        sketch = self.sketch()
        sketch.git("repack", "-adq")
        change(next((sketch.path / "objects" / "pack").glob("*.pack")),
               lambda old: put(old, 300, bytes(byte ^ 255 for byte in old[300:340])))
        self.refuses(r"cannot read commit [0-9a-f]{40} of .*; see git fsck, or name a clone", sketch)

    def test_headers_are_read_as_git_does_or_refused_by_id(self):
        plain = commit_text("h", [self.sketch().ids["g"]], 1_000_000_700).decode()
        author, committer = plain.splitlines()[2:4]
        date = "1000000700 +0000"

        def dated(text):
            return plain.replace(committer, committer.replace(date, text))
        fine = (plain.replace(author + "\n", ""), plain.replace(committer + "\n", ""), dated("9" * 23 + " +0000"),
                dated(f"{2**63} +0000"), dated(f"{2**64 - 1} +0000"), dated(f"{2**35 + 7} +0000"), dated("-5 +0000"),
                dated("0 +0000"), dated("soon"), dated("3> 1000000700 +0000"), plain.replace("<author@example.com>", ""),
                plain.replace("A U Thor", "\udcff\udcfe").replace("\n\nh", "\n\n\udcffh"), plain[:-3])
        for content in fine:
            with self.subTest(content):
                sketch = self.sketch(contents={"h": content.encode("utf-8", "surrogateescape")})
                self.agrees(sketch)
                self.agrees(sketch, "h", "d")
                log = sketch.log("h", "g") + sketch.with_ids("# first bad commit: [$h] h\n")
                status, _, error = rebisect("audit", "-", "--repo", sketch.path, text=log)
                self.assertEqual((status, error), (0, ""))
        corrupt = ((plain.partition("\n")[2], "does not start with its tree"), ("", "does not start with its tree"),
                   (plain.replace("\n", "\r\n"), "does not start with its tree"),
                   (plain.replace("parent ", "parent x"), "a parent of the commit is not an id"))
        for content, message in corrupt:
            with self.subTest(content):
                sketch = self.sketch(contents={"h": content.encode()})
                for ends in ("pd", "hd"):
                    self.refuses(rf"commit $h of .* is corrupt \(git fsck tells more\): .*{message}", sketch, *ends)

    def test_corpus_gives_the_error_to_the_rows_that_meet_it(self):
        sketch = self.sketch()
        object_path(sketch.path, sketch.ids["b"]).unlink()
        for name, ends in (("broken.txt", "da"), ("fine.txt", "op"), ("other.txt", "po")):
            sketch.write(f"logs/{name}", sketch.log(*ends) + sketch.with_ids("# first bad commit: [$p] p\n"))
        sketch.write("repository.git/shallow", "$e\n")
        status, output, error = rebisect("corpus", sketch.folder / "logs", "--repo", sketch.path, "--format", "json")
        self.assertEqual((status, error), (0, ""))
        rows = {row["log"]: row for row in json.loads(output)["rows"]}
        self.assertIn(f"the parent {sketch.ids['b']}, which is not there", rows["broken.txt"]["error"])
        self.assertEqual(rows["other.txt"]["conclusion"], "holds")
        self.assertIn("conclusion", rows["fine.txt"])


class Overrides(Broken):
    def test_a_replacement_that_cannot_be_read_is_named(self):
        removes = r"the replacement of commit $h in .* cannot be read \(git replace -d removes it\): "
        for target, message in ((EMPTY_TREE, removes + ".* is not a commit but a tree"),
                                ("7" * 40, removes + "7{40} is not there"),
                                ("ref: refs/heads/nope", r".*: cannot read refs/replace/$h: .*")):
            sketch = self.sketch()
            sketch.write(f"repository.git/refs/replace/{sketch.ids['h']}", target + "\n")
            self.refuses(message, sketch)
        sketch = self.sketch()
        sketch.write(f"repository.git/refs/replace/{sketch.ids['h']}", "$i\n")
        sketch.write(f"repository.git/refs/replace/{sketch.ids['i']}", "$h\n")
        self.refuses(r".* the replace refs of $i go in circles", sketch)

    def test_grafts_may_not_make_a_commit_its_own_ancestor(self):
        for text in ("$h $h\n", "$h $i\n"):
            sketch = self.sketch()
            sketch.write("repository.git/info/grafts", text)
            self.refuses(r".* the parents form a cycle; look at git replace --list and info/grafts", sketch)


class CommitGraphs(Broken):
    def notes_of(self, sketch):
        status, output, error = rebisect("audit", "-", "--repo", sketch.path, text=sketch.log("p", "d"))
        self.assertEqual((status, error), (2, ""))
        return " ".join(output.split())

    EDITS = (("its checksum", lambda graph: put(graph, len(graph) - 1, bytes([graph[-1] ^ 1])), "checksum does not fit"),
             ("dates", in_each_row(32, lambda row: struct.pack(">I", 7 * row)), "checksum does not fit"),
             ("generations", in_each_row(28, lambda row: b"\x01\x02\x03"), "checksum does not fit"),
             ("ids", lambda graph: put(graph, chunk(graph, b"OIDL")[0], bytes(40)), "checksum does not fit"),
             ("wild parents", with_checksum(in_each_row(20, lambda row: b"\x01\x02\x03\x04")), "lies outside of it"),
             ("cycles", with_checksum(in_each_row(20, lambda row: struct.pack(">I", row))), "the parents form a cycle"),
             ("fan-out", lambda graph: put(graph, chunk(graph, b"OIDF")[0] + 400, b"\0\0\0\x0f"), "the fan-out falls"),
             ("half of it", lambda graph: graph[:len(graph) // 2], "lies outside of the file"),
             ("nothing", lambda graph: b"", "not a commit-graph file"),
             ("text", lambda graph: b"hello\n", "not a commit-graph file"),
             ("a later version", lambda graph: put(graph, 4, b"\x02"), "version 2 is unsupported"))

    def test_a_corrupt_one_is_ignored_and_said(self):
        sound = self.sketch()
        expected = next_by_git(sound.path, sound.ids["p"], sound.ids["d"])
        for why, edit, message in self.EDITS:
            with self.subTest(why):
                sketch = self.sketch()
                sketch.git("commit-graph", "write", "--reachable")
                graph = sketch.path / "objects" / "info" / "commit-graph"
                change(graph, edit)
                answer = rebisect("next", "-", "--repo", sketch.path, text=sketch.log("p", "d"))
                self.assertEqual((read_answer(answer[1]), answer[2]), (expected, ""))
                self.assertRegex(self.notes_of(sketch),
                                 rf"{message}.*; it was ignored \(git commit-graph write makes it anew\)")
                status, output, error = rebisect("next", "-", "--commit-graph", graph, text=sketch.log("p", "d"))
                self.assertEqual((status, output), (65, ""))
                self.assertRegex(error, rf"\Arebisect: .*{message}.*\n\Z")

    def test_a_broken_chain_is_ignored_and_said(self):
        for why, status in (("missing layer", 66), ("missing base", 66), ("cut layer", 65), ("cut chain", 65),
                            ("empty chain", 65)):
            with self.subTest(why):
                sketch = self.sketch()
                for newest in "ejp":
                    sketch.git("commit-graph", "write", "--stdin-commits", "--split=no-merge",
                               text=sketch.ids[newest] + "\n")
                folder = sketch.path / "objects" / "info" / "commit-graphs"
                chain = folder / "commit-graph-chain"
                layers = [folder / f"graph-{line}.graph" for line in chain.read_text().split()]
                self.assertEqual(len(layers), 3)
                self.assertNotIn("ignored", self.notes_of(sketch))
                if why.startswith("missing"):
                    layers[1 if why == "missing layer" else 0].unlink()
                else:
                    place = layers[2] if why == "cut layer" else chain
                    change(place, lambda old: old[:0 if why == "empty chain" else len(old) // 2])
                self.agrees(sketch)
                self.assertIn("; it was ignored", self.notes_of(sketch))
                ended, _, error = rebisect("next", "-", "--commit-graph", chain, text=sketch.log("p", "d"))
                self.assertEqual((ended, error.count("\n")), (status, 1), error)

    def test_a_stale_one_serves_as_it_serves_git(self):
        sketch = self.sketch()
        sketch.git("commit-graph", "write", "--reachable")
        object_path(sketch.path, sketch.ids["h"]).unlink()
        self.agrees(sketch)
        self.refuses(r"no bad and good commit .* git fetch <remote> $h", sketch, "h", "d")


class Kinds(Broken):
    def test_what_cannot_be_read_is_refused_by_name(self):
        cannot = r"cannot open repository .*: "
        older = "; name a clone of it that older versions of git can read"
        rows = ((1, "objectFormat = sha256", cannot + "unsupported: its object ids are SHA-256, and only SHA-1 can be read"),
                (0, "objectFormat = sha256", cannot + "unsupported: its object ids are SHA-256, and only SHA-1 can be read"),
                (1, "objectFormat = sha3", cannot + "unsupported: its object ids are of the unknown kind sha3"),
                (1, "refStorage = reftable", cannot + "unsupported: its refs are stored as reftable; .*git refs migrate .*"),
                (1, "madeUp = true", cannot + r"unsupported extension name extensions\.madeup" + older),
                (1, "compatObjectFormat = sha256", cannot + r"unsupported extension name .*compatobjectformat" + older),
                (2, "", cannot + "unsupported repository version 2; .*" + older),
                ("x", "", cannot + "failed to parse 'x' as a 32-bit integer"),
                (0, "noop\n[broken", cannot + "failed to parse config file: .*/config:[0-9]+.*"),
                (0, "noop\n[core]\nuseReplaceRefs = odd", ".*: its configuration is broken: core.usereplacerefs is no .*"))
        for version, line, message in rows:
            with self.subTest(version=version, line=line):
                sketch = self.sketch()
                change(sketch.path / "config", lambda old: old.replace(
                    b"version = 0", f"version = {version}".encode()) + f"[extensions]\n{line}\n".encode())
                self.refuses(message, sketch)

    def test_extensions_that_change_nothing_are_fine(self):
        for version, line in ((1, "worktreeConfig = true"), (1, "preciousObjects = true"), (1, "partialClone = origin"),
                              (1, "noop = true"), (1, "objectFormat = sha1"), (0, "madeUp = true")):
            sketch = self.sketch()
            change(sketch.path / "config", lambda old: old.replace(
                b"version = 0", f"version = {version}".encode()) + f"[extensions]\n{line}\n".encode())
            self.agrees(sketch)

    def test_a_path_without_a_repository_is_named(self):
        sketch = self.sketch()
        sketch.write("file", "")
        sketch.write("gitfile/.git", "gitdir: ../nowhere\n")
        sketch.write("odd/.git", "hello\n")
        git(sketch.folder, "init", "--quiet", "unborn")
        nothing = r" is not in a git repository; name a clone or a folder in it"
        rows = (("file", ".*/file" + nothing), ("gitfile", r".*/gitfile/\.git leads to \(gitdir: \.\./nowhere\); "
                                                r"git worktree repair corrects it"),
                ("odd", r"cannot open repository .*/odd: .*is malformed"),
                ("nowhere", r"cannot open repository .*/nowhere: there is no such directory"),
                ("unborn", r"no bad and good commit of the log are both in the repository; .*"))
        for place, message in rows:
            with self.subTest(place):
                self.refuses(message, sketch, path=sketch.folder / place)
        status, output, error = rebisect("next", "-", "--repo", "", text=sketch.log("p", "d"))
        self.assertEqual((status, output, error), (69, "", "rebisect: cannot open a repository: its path is empty; "
                                                           "--repo takes a folder\n"))
        self.assertEqual(rebisect("next", "--serve", "--repo", sketch.folder / "unborn", text=""), (0, "", ""))
        status, _, error = rebisect("next", "-", "--repo", sketch.path, "--repo", sketch.folder / "odd",
                                    text=sketch.log("p", "d"))
        self.assertEqual((status, error.count("\n")), (69, 1), error)

    @unittest.skipUnless(os.geteuid() == 0, "only root can be somebody else")
    def test_a_repository_of_somebody_else(self):
        sketch = self.sketch()
        sketch.folder.chmod(0o755)
        try:
            owned = rebisect("next", "-", "--repo", sketch.path, text=sketch.log("p", "d"), user=65534)
        except PermissionError:
            self.skipTest("the program lies where others may not look")
        self.assertEqual(owned[0], 0, owned[2])
        sketch.path.chmod(0o700)
        self.refuses(r"cannot open repository .*: [Pp]ermission denied", sketch, user=65534)
        sketch.path.chmod(0o755)
        for folder in (sketch.path / "objects").glob("??"):
            folder.chmod(0o700)
        self.refuses(r".*; .*/objects.* cannot be looked into: Permission denied", sketch, user=65534)


class Limits(Broken):
    def test_more_commits_than_wanted_are_refused(self):
        sketch = self.sketch()
        for limit, status in ((15, 69), (16, 0)):
            config = sketch.write("config.yaml", f"limits: {{graph_commits: {limit}}}\n")
            ended, _, error = rebisect("next", "-", "--repo", sketch.path, "--config", config, text=sketch.log("p", "a"))
            self.assertEqual(ended, status, error)
        config = sketch.write("config.yaml", "limits: {graph_commits: 15}\n")
        _, _, error = rebisect("next", "-", "--repo", sketch.path, "--config", config, text=sketch.log("p", "a"))
        self.assertEqual(error, "rebisect: the history has more than 15 commits; raise limits.graph_commits with "
                                "--config\n")


class Names(Broken):
    def test_syntax_that_is_not_read_is_named(self):
        sketch = self.sketch()
        for text in ("main@{upstream}", "@{1}", "HEAD@{1}", "@{-1}", ":/p", "main^{/p}", "main^{tree}", "main^!", "main^@",
                     "main^-", "a..b", "HEAD:file", "^main"):
            with self.subTest(text):
                status, output, error = rebisect("next", "-", "--repo", sketch.path, text=sketch.log(text, "a"))
                self.assertEqual((status, output, error.count("\n")), (69, "", 1), error)
                self.assertIn(f"; {text} is revision syntax that is not read here, only ~N, ^N, ^{{}} and ^{{commit}} "
                              "are; write the commit's id\n", error)

    def test_at_is_head(self):
        sketch = self.sketch()
        answers = [rebisect("next", "-", "--repo", sketch.path, text=sketch.log(bad, "a")) for bad in
                   ("@", "HEAD", "@^{object}", "@~0")]
        self.assertEqual(answers, [answers[0]] * 4)
        self.assertEqual(answers[0][0], 0)


if __name__ == "__main__":
    take_program_from_arguments()
    unittest.main()
