#!/usr/bin/env python3
"""Checks that each finding of the code has its page under docs/findings, and that docs/findings.md lists them.

With --write the lists are written. What stands outside of their marks is left alone.
"""

import re
import sys
from pathlib import Path

INDEX = "docs/findings.md"
IDS = re.compile(r'\{FindingKind::\w+,\s*"([a-z-]+)"\}')
# Of a page: the title, the group as a link to its section of the index, then the parts that it must have.
PAGE = re.compile(r"# (?P<id>[a-z-]+)\n\nOne of the findings of \[(?P<group>[^]]+)\]\(\.\./findings\.md#[a-z-]+\)\.\n\n"
                  r"(?P<meaning>.+?)\n\n## What to do\n\n.+?\n\n## How it looks\n\n    (?:error|warning|note) \[", re.S)
LIST = re.compile(r"(?<=\n)## (?P<group>[^\n]+)\n(?P<between>.*?)<!-- pages -->\n.*?<!-- end of pages -->\n", re.S)


def first_sentence(text):
    """Up to the first full stop that ends a sentence, on one line, without links."""
    plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", " ".join(text.split()))
    return re.split(r"(?<=[.])\s+(?=[A-Z])", plain)[0]


def read_pages(root):
    return {file.stem: PAGE.match(file.read_text(encoding="utf-8"))
            for file in sorted((root / "docs" / "findings").glob("*.md"))}


def filled(index, pages, order):
    """The index with every list as it should be: the pages of the section above it, in the order of the code."""
    def fill(found):
        rows = [f"- [{page['id']}](findings/{page['id']}.md): {first_sentence(page['meaning'])}\n"
                for page in (pages.get(name) for name in order)
                if page and page["group"].lower() == found["group"].lower()]
        return f"## {found['group']}\n{found['between']}<!-- pages -->\n{''.join(rows)}<!-- end of pages -->\n"
    return LIST.sub(fill, index)


def problems_in(ids, pages, index):
    groups = {found["group"].lower() for found in LIST.finditer(index)}
    for name in ids:
        if name not in pages:
            yield f"docs/findings/{name}.md: no such page, but the code has that finding"
    for name, page in pages.items():
        place = f"docs/findings/{name}.md"
        if name not in ids:
            yield f"{place}: the code has no such finding"
        elif not page or page["id"] != name:
            yield f"{place}: not of the form: title, group, text, What to do, How it looks with an example"
        elif page["group"].lower() not in groups:
            yield f"{place}: {INDEX} has no section {page['group']} with marks for a list"
        elif f" [{name}]: " not in page.string:
            yield f"{place}: the example is of another finding"


def main(root, write=False):
    code = root / "engine" / "review" / "finding.cc"
    ids = IDS.findall(code.read_text(encoding="utf-8")) if code.exists() else []
    pages = read_pages(root)
    index = (root / INDEX).read_text(encoding="utf-8") if (root / INDEX).exists() else ""
    problems = list(problems_in(ids, pages, index))
    wanted = filled(index, pages, ids)
    if write:
        (root / INDEX).write_text(wanted, encoding="utf-8")
    elif not problems and wanted != index:
        problems.append(f"{INDEX}: its lists are not those of the pages; scripts/check_findings.py --write")
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).parent.parent, write=sys.argv[1:] == ["--write"]))
