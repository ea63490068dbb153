#!/usr/bin/env python3
"""Checks that every source is built and every test of a script is run: a file in no CMakeLists.txt proves nothing."""

import re
import sys
from pathlib import Path

BY_STEM = ("tests/fuzz/", "tests/bench/")  # may be listed by name alone, for a foreach() to complete


def listed_files(root):
    """Paths from the root, and bare words, that some CMakeLists.txt names."""
    paths, words = set(), set()
    for listing in sorted(root.rglob("CMakeLists.txt")):
        folder = listing.parent.relative_to(root)
        if folder.parts[:1] == ("build",):
            continue
        code = re.sub(r"#.*", "", listing.read_text(encoding="utf-8"))
        for word in re.split(r'[\s()"]+', code):
            words.add(word)
            paths.add((folder / word).as_posix())
    return paths, words


def main(root):
    paths, words = listed_files(root)
    sources = [file for folder in ("engine", "adapters", "config", "tests") for file in (root / folder).rglob("*.cc")]
    sources += (root / "tests" / "scripts").glob("test_*.py")
    problems = []
    for path in sorted(file.relative_to(root).as_posix() for file in sources):
        stem = Path(path).stem
        by_stem = path.startswith(BY_STEM) and (stem in words or stem.removesuffix("_fuzz") in words)
        by_stem = by_stem or (path.endswith(".py") and stem in words)
        if path not in paths and not by_stem:
            problems.append(f"{path}: in no CMakeLists.txt")
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent)))
