"""What the measurements were made on."""

import os
import platform
import re
from pathlib import Path

from .timing import Failed, output


def first_match(path, pattern):
    try:
        found = re.search(pattern, Path(path).read_text(encoding="utf-8"), re.M)
    except OSError:
        return None
    return found.group(1).strip() if found else None


def first_line(*argv):
    try:
        return output(argv).splitlines()[0]
    except (Failed, OSError, IndexError):
        return "unknown"


def machine(rebisect, source):
    """Rows (what, value)."""
    memory = first_match("/proc/meminfo", r"^MemTotal:\s*(\d+) kB")
    cached = Path(rebisect).resolve().parents[1] / "CMakeCache.txt"
    return [
        ("processor", f"{first_match('/proc/cpuinfo', r'^model name[^:]*:(.*)') or platform.machine()}, "
                      f"{os.cpu_count()} cores"),
        ("memory", f"{int(memory) / 2**20:.0f} GiB" if memory else "unknown"),
        ("load before", f"{os.getloadavg()[0]:.1f} processes that want to run"),
        ("kernel", f"{platform.system()} {platform.release()}"),
        ("compiler", f"{first_line('c++', '--version')}, "
                     f"{first_match(cached, r'^CMAKE_BUILD_TYPE:[^=]*=(.*)') or 'unknown build type'}"),
        ("git", first_line("git", "--version")),
        ("rebisect", first_line("git", "-C", source, "describe", "--always", "--dirty", "--exclude", "*")),
    ]
