"""Which day printed what: the dialects of syzbot's bisection log and the changes between them.

The dates are the committer dates of the changes in syzkaller's pkg/bisect and pkg/vcs. A log follows the day that
it was made on; a dialect is a stretch of days between two visible changes.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

# Name -> first day, first day of the next dialect.
DIALECTS = {
    "D1": (date(2019, 3, 17), date(2019, 11, 5)),
    "D2": (date(2019, 11, 5), date(2019, 11, 25)),
    "D3": (date(2019, 11, 25), date(2019, 12, 10)),
    "D4": (date(2019, 12, 10), date(2020, 1, 23)),
    "D5": (date(2020, 1, 23), date(2020, 7, 2)),
    "D6": (date(2020, 7, 2), date(2020, 12, 10)),
    "D7": (date(2020, 12, 10), date(2021, 7, 20)),
    "D8": (date(2021, 7, 20), date(2022, 7, 19)),
    "D9": (date(2022, 7, 19), date(2022, 9, 1)),
    "D10": (date(2022, 9, 1), date(2022, 10, 6)),
    "D11": (date(2022, 10, 6), date(2023, 5, 5)),
    "D12": (date(2023, 5, 5), date(2023, 6, 29)),
    "D13": (date(2023, 6, 29), date(2023, 7, 5)),
    "D14": (date(2023, 7, 5), date(2023, 7, 14)),
    "D15": (date(2023, 7, 14), date(2023, 8, 25)),
    "D16": (date(2023, 8, 25), date(2023, 9, 8)),
    "D17": (date(2023, 9, 8), date(2024, 7, 15)),
    "D18": (date(2024, 7, 15), date(2024, 12, 3)),
    "D19": (date(2024, 12, 3), date(2025, 7, 2)),
    "D20": (date(2025, 7, 2), date(2026, 7, 1)),
}

# What the log shows -> first day, first day without it (None: still there).
FEATURES = {
    "ids in the start command": (date(2019, 11, 5), None),
    "commit msg line": (date(2019, 11, 5), None),
    "raw diff": (date(2019, 3, 17), date(2020, 4, 1)),
    "signatures": (date(2019, 11, 25), None),
    "previous signature line": (date(2019, 11, 25), date(2019, 12, 10)),
    "parent build": (date(2019, 12, 10), None),
    "build failure aborts": (date(2019, 12, 10), date(2020, 7, 2)),
    "sha-256 signatures": (date(2020, 1, 23), None),
    "all-skip walk is inconclusive": (date(2020, 7, 2), date(2023, 5, 5)),
    "minimised config note": (date(2020, 7, 2), None),
    "time limit": (date(2020, 7, 12), None),
    "recipients": (date(2020, 7, 31), None),
    "only built tests count": (date(2020, 11, 17), None),
    "flaky lines": (date(2020, 11, 17), date(2023, 7, 14)),
    "blank line after git": (date(2020, 12, 10), None),
    "twenty runs": (date(2021, 2, 20), None),
    "compiler line": (date(2021, 7, 20), None),
    "compiler of failed builds": (date(2021, 9, 16), None),
    "host line": (date(2022, 7, 19), None),
    "compiler family": (date(2022, 9, 1), None),
    "original commit note": (date(2022, 10, 6), None),
    "honest endings": (date(2023, 5, 5), None),
    "infrastructure errors": (date(2023, 5, 9), None),
    "misplaced skip note": (date(2023, 6, 15), date(2023, 6, 29)),
    "undetermined note": (date(2023, 6, 29), None),
    "representative crash": (date(2023, 7, 5), None),
    "instrumentation": (date(2023, 7, 5), None),
    "ignored syz failures": (date(2023, 7, 6), None),
    "doubled crash lines": (date(2023, 7, 6), date(2023, 8, 8)),
    "confidence": (date(2023, 7, 14), None),
    "presence test": (date(2023, 8, 11), None),
    "cross-tree ending": (date(2023, 8, 24), None),
    "release subset": (date(2023, 8, 25), None),
    "malformed picked line": (date(2023, 8, 25), date(2023, 9, 8)),
    "ignored lost connections": (date(2024, 12, 3), None),
    "fine crash types": (date(2025, 7, 2), None),
}

# The oldest release tag that is left out, by compiler family: (since, family or None for any, floor).
FLOORS = (
    (date(2023, 4, 20), "gcc", (4, 18)),
    (date(2022, 9, 1), "clang", (5, 2)),
    (date(2019, 12, 10), None, (4, 5)),
    (date(2019, 3, 17), None, (4, 0)),
)


@dataclass(frozen=True)
class Era:
    """The day of a bisection and what follows from it."""

    dialect: str
    day: date

    def has(self, feature):
        first, end = FEATURES[feature]
        return first <= self.day and (end is None or self.day < end)

    def floor(self, family):
        """The version of the newest release tag that the walk does not test."""
        return next(v for day, f, v in FLOORS if self.day >= day and f in (None, family))

    def time_limit_hours(self):
        return 12 if self.day >= date(2023, 5, 9) else 8


def era_of(dialect, seed):
    """A day of the dialect, drawn from the seed."""
    first, end = DIALECTS[dialect]
    return Era(dialect, first + timedelta(days=random.Random(f"{seed}/day").randrange((end - first).days)))


def era_on(day):
    for dialect, (first, end) in DIALECTS.items():
        if first <= day < end:
            return Era(dialect, day)
    raise ValueError(f"no dialect for {day}: logs were published from {DIALECTS['D1'][0]} on")


def compiler(era, family, version):
    """The compiler's banner for a tree whose newest reachable release is `version` (a tuple)."""
    if family == "clang":
        return _clang(era, version)
    if version >= (5, 9):
        own = era.day >= date(2022, 10, 7) and (version >= (5, 16) or era.day < date(2023, 5, 26))
        if own:
            return ("gcc (Debian 12.2.0-14) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40"
                    if era.day >= date(2023, 6, 10) else
                    "gcc (Debian 10.2.1-6) 10.2.1 20210110, GNU ld (GNU Binutils for Debian) 2.35.2")
        if era.day >= date(2021, 2, 17):
            return _gcc(era, "10.2.1 20210217", "2.35.2")
    if version >= (4, 12):
        return _gcc(era, "8.4.1 20210217" if era.day >= date(2021, 2, 17) else "8.1.0")
    if version >= (4, 11):
        return _gcc(era, "7.3.0")
    return _gcc(era, "5.5.0")


def _gcc(era, number, linker=None):
    if not era.has("compiler line"):
        return f"gcc (GCC) {number}"
    if linker:
        return f"gcc (GCC) {number}, GNU ld (GNU Binutils for Debian) {linker}"
    return f"gcc version {number} (GCC)"


def _clang(era, version):
    if version < (5, 9):
        return "clang version 9.0.1"
    if era.day >= date(2025, 4, 24) and version >= (6, 15):
        return "Debian clang version 20.1.7, Debian LLD 20.1.7"
    if era.day >= date(2022, 10, 7):
        return "Debian clang version 15.0.6, GNU ld (GNU Binutils for Debian) 2.40"
    return "Debian clang version 14.0.6, GNU ld (GNU Binutils for Debian) 2.35.2"
