"""A source tree of a few planted files, and what a check of scripts/ says about it."""

import importlib
import importlib.util
import io
import sys
import tempfile
from contextlib import redirect_stdout
from importlib.machinery import SourceFileLoader
from pathlib import Path

SOURCE_ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = SOURCE_ROOT / "scripts"
sys.path.insert(0, str(SCRIPTS))


def load_script(name):
    """A program of scripts/ that has no suffix, as a module."""
    loader = SourceFileLoader(name, str(SCRIPTS / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


def complaints(check, files):
    """The lines that a check prints about a tree of {path: text}; its exit status must agree with them."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        output = io.StringIO()
        with redirect_stdout(output):
            status = importlib.import_module(check).main(root)
    lines = output.getvalue().splitlines()
    assert (status != 0) == bool(lines), (status, lines)
    return lines
