#!/usr/bin/env python3
"""Checks what the documents point at: relative links, `paths` of the tree, and `functions()` of the source."""

import re
import sys
from pathlib import Path

FOLDERS = ("engine", "adapters", "config", "tests", "scripts", "scenarios", "docs", ".ci")
FENCE = re.compile(r"^```.*?^```", re.M | re.S)
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
FUNCTION = re.compile(r"(?:\w+::)*(\w+)\(\)")


def documents(root):
    return [file for file in [root / "README.md", root / "CHANGELOG.md", *sorted((root / "docs").rglob("*.md"))]
            if file.exists()]


def source_words(root):
    words = set()
    for folder in FOLDERS[:5]:
        for file in sorted((root / folder).rglob("*")):
            if file.is_file() and file.suffix in (".cc", ".h", ".py", ".sh", ""):
                words.update(re.findall(r"\w+", file.read_text(encoding="utf-8", errors="replace")))
    return words


def spelled_out(path):
    """a.{h,cc} as a.h and a.cc."""
    braces = re.search(r"\{([^}]*)\}", path)
    if not braces:
        return [path]
    return [path[:braces.start()] + choice + path[braces.end():] for choice in braces.group(1).split(",")]


def missing_path(root, code):
    """Is this code a path of the tree that is not there?"""
    path = code.split()[0].split(":")[0].rstrip("/")
    if "/" not in path or path.split("/")[0] not in FOLDERS or re.search(r"[<>$A-Z]{2}|\.\.\.", path):
        return False
    return not all(any(root.glob(choice)) for choice in spelled_out(path))


def problems_in(root, file, words):
    text = file.read_text(encoding="utf-8")
    prose = FENCE.sub(lambda fence: "\n" * fence.group(0).count("\n"), text)
    for number, line in enumerate(prose.splitlines(), 1):
        place = f"{file.relative_to(root)}:{number}"
        for target in LINK.findall(line):
            name = target.split("#")[0]
            if name and "://" not in target and not (file.parent / name).exists():
                yield f"{place}: no such file: {name}"
        for code in CODE.findall(line):
            if missing_path(root, code):
                yield f"{place}: no such path: {code}"
            function = FUNCTION.fullmatch(code)
            if function and function.group(1) not in words:
                yield f"{place}: no such function: {code}"


def main(root):
    words = source_words(root)
    problems = [problem for file in documents(root) for problem in problems_in(root, file, words)]
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent)))
