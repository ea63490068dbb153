#!/usr/bin/env python3
"""Checks who includes whom. The tables are the architecture: docs/architecture.md draws what stands here."""

import re
import sys
from pathlib import Path

LAYERS = ["base", "model", "replay", "judge", "infer", "simulate", "review"]  # each may include those before it
# Folder -> folders of ours that it may include, besides itself. Other adapters: engine alone.
FOLDERS = {f"engine/{layer}": [f"engine/{lower}" for lower in LAYERS[:i]] for i, layer in enumerate(LAYERS)}
FOLDERS |= {"config": ["engine"], "tests": ["engine", "adapters", "config"],
            "adapters/cli": ["engine", "adapters", "config"]}
# Third-party or system header -> the folders where it may be included.
LIBRARIES = {"tl/expected.hpp": [""], "fmt/": [""], "boost/math/": ["engine", "tests"], "boost/": ["adapters/process"],
             "git2": ["adapters/git"], "zlib.h": ["adapters/git"], "libdeflate.h": ["adapters/git"],
             "openssl/": ["adapters/git"], "yaml-cpp/": ["config"],
             "nlohmann/": ["adapters/report", "tests"], "CLI/": ["adapters/cli"],
             "gtest/": ["tests"], "gmock/": ["tests"], "benchmark/": ["tests"],
             "rapidcheck": ["tests"]}
SYSTEM = r"(sys|netinet|arpa)/\w+\.h|(unistd|fcntl|signal|poll|errno|malloc|spawn|pwd|dirent|termios|fnmatch|strings)\.h"
NOT_IN_ENGINE = re.compile(  # no I/O, clock, environment, thread, nor anything virtual
    r"#include <(?:iostream|fstream|ostream|istream|filesystem|thread|future|mutex|locale|cstdio|random)>"
    r"|_clock\b|\bgetenv\b|\bsetlocale\b|\bvirtual\b|\bstd::time\b|\bfopen\b|\bprintf\b")
COMMENT = re.compile(r"//.*|/\*.*?\*/")  # block comments over several lines are not our style
STRING = re.compile(r'"(?:\\.|[^"\\])*"')
EXEMPT = ("engine/base/ensure.h", "engine/base/parallel.h")  # last words of a bug; the engine's only threads
# A file's checksum and packed commits can be computed beside the walk, with the same result whoever does it.
THREADS = re.compile(r"(thread|future|mutex|shared_mutex|condition_variable|atomic|stop_token)")
WITH_THREADS = ("engine/base/parallel.h", "adapters/git", "tests", "adapters/cli/progress.h")


def is_under(path, folder):
    return folder == "" or path == folder or path.startswith(folder + "/")


def folder_of(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] in ("engine", "adapters") else parts[0]


def problem_with_include(path, bracket, header):
    """Why a file may not include a header, or None."""
    folder = folder_of(path)
    ours = FOLDERS.get(folder, ["engine"] if is_under(path, "adapters") else [])
    if bracket == '"':
        allowed = any(is_under(header, f) for f in [folder, *ours])
        return None if allowed else f'{folder} may not include "{header}"'
    if "." not in header and "/" not in header:  # the standard library
        allowed = not THREADS.fullmatch(header) or any(is_under(path, place) for place in WITH_THREADS)
        return None if allowed else "threads may not be used here"
    if re.fullmatch(SYSTEM, header):
        return f"engine may not include <{header}>" if is_under(path, "engine") else None
    places = next((p for prefix, p in LIBRARIES.items() if header.startswith(prefix)), [])
    if header.startswith("fmt/") and is_under(path, "engine") and path.endswith(".h"):
        return "engine includes fmt in .cc files only"
    return None if any(is_under(path, p) for p in places) else f"<{header}> may not be included here"


def problems_in(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        line = COMMENT.sub("", line)
        include = re.match(r'\s*#include\s*(["<])([^">]+)', line)
        problem = problem_with_include(path, *include.groups()) if include else None
        if problem is None and is_under(path, "engine") and path not in EXEMPT:
            found = NOT_IN_ENGINE.search(STRING.sub('""', line))
            problem = f"engine may not use {found.group(0)}" if found else None
        if problem:
            yield f"{path}:{number}: {problem}"


def main(root):
    problems = [problem for folder in ("engine", "adapters", "config", "tests")
                for file in sorted((root / folder).rglob("*")) if file.suffix in (".cc", ".h")
                for problem in problems_in(file.relative_to(root).as_posix(), file.read_text(encoding="utf-8"))]
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent)))
