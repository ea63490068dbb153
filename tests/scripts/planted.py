"""A source tree of a few planted files, and what a check of scripts/ says about it."""

import importlib
import io
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path

SOURCE_ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE_ROOT / "scripts"))


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
