"""The data of the benchmarks, made once and kept. All work on histories is done in other processes."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from . import games
from .timing import ENVIRONMENT, Failed, output

KERNEL_SHAPED = Path(__file__).resolve().parents[1] / "kernel_shaped"


@dataclass(frozen=True)
class Repositories:
    """The same commits twice: without a commit-graph file and with one."""

    plain: Path
    with_graph: Path

    @property
    def graph_file(self):
        return self.with_graph / "objects" / "info" / "commit-graph"


class Store:
    """A folder of data; what is there is not made again."""

    def __init__(self, folder, say):
        self.folder, self.say = Path(folder), say
        self.folder.mkdir(parents=True, exist_ok=True)

    def made(self, name, make):
        """The path of that name. make(path) is called where it is not there; what it left half done is never used."""
        path, part = self.folder / name, self.folder / f"part-{name}"
        if not path.exists():
            self.say(f"making {path}")
            if part.is_dir():
                shutil.rmtree(part)
            make(part)
            part.rename(path)
        return path

    def repositories(self, name, *how):
        """Of what `scripts/kernel_shaped` writes with those arguments."""
        plain = self.made(f"{name}.git", lambda path: import_stream(path, how))
        return Repositories(plain, self.made(f"{name}-graph.git", lambda path: add_graph(path, plain)))

    def ranges(self, name, graph_file, sizes):
        """{"bad": id, "goods": [{"id", "size"}...]} on the main line of a commit-graph file."""
        def make(path):
            path.write_text(output([sys.executable, "-B", KERNEL_SHAPED, "--ranges", graph_file, "--sizes", *sizes]),
                            encoding="utf-8")
        label = "-".join(map(str, sizes)) if len(sizes) < 3 else f"{len(sizes)}-sizes-to-{sizes[-1]}"
        return json.loads(self.made(f"{name}-ranges-{label}.json", make).read_text(encoding="utf-8"))

    def played(self, name, repository, bad, good):
        return self.made(name, lambda path: path.write_text(games.play(repository, bad, good), encoding="utf-8"))

    def question(self, name, bad, good):
        """A log with nothing but its ends."""
        path = self.folder / name
        path.write_text(f"git bisect start '{bad}' '{good}'\n", encoding="utf-8")
        return path


def import_stream(path, how):
    output(["git", "init", "--quiet", "--bare", path])
    output(["git", "-C", path, "symbolic-ref", "HEAD", "refs/heads/main"])
    with subprocess.Popen([sys.executable, "-B", KERNEL_SHAPED, *map(str, how)], stdout=subprocess.PIPE) as stream:
        done = subprocess.run(["git", "-C", path, "fast-import", "--quiet", "--done"], stdin=stream.stdout,
                              env=ENVIRONMENT, check=False)
    if done.returncode or stream.returncode:
        raise Failed(f"{path}: `git fast-import` did not take the history")
    output(["git", "-C", path, "-c", "repack.writeBitmaps=false", "repack", "-adq"])


def add_graph(path, plain):
    output(["git", "init", "--quiet", "--bare", path])
    (path / "objects" / "info" / "alternates").write_text(f"{plain.resolve() / 'objects'}\n", encoding="utf-8")
    output(["git", "-C", path, "update-ref", "refs/heads/main", output(["git", "-C", plain, "rev-parse", "main"]).strip()])
    output(["git", "-C", path, "symbolic-ref", "HEAD", "refs/heads/main"])
    output(["git", "-C", path, "commit-graph", "write", "--reachable"])
