#!/usr/bin/env python3
"""Checks the length of files. When a limit bites, the code changes, not the limit."""

import sys
from pathlib import Path

DATA = {"corpus", "data", "fixtures", "golden"}  # folders under tests/ that hold no code
TEST_LINES = 500  # any file under tests/
LINES = {".cc": 400, ".h": 200, ".py": 400, ".sh": 400, "": 400}  # elsewhere; "" are scripts without a suffix


def limit(path):
    return TEST_LINES if path.parts[0] == "tests" else LINES[path.suffix]


def main(root):
    problems = []
    for folder in ("engine", "adapters", "config", "scripts", "tests"):
        for file in sorted((root / folder).rglob("*")):
            path = file.relative_to(root)
            is_data = path.parts[0] == "tests" and DATA.intersection(path.parts)
            if not file.is_file() or is_data or file.suffix not in LINES or "__pycache__" in path.parts:
                continue
            lines = file.read_bytes().count(b"\n")
            if lines > limit(path):
                problems.append(f"{path}: {lines} lines, at most {limit(path)}")
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent)))
