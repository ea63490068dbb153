"""Crash titles and the coarse types that syzkaller sorts them into."""

import re

TITLES = (
    "WARNING in quill_ring_drain",
    "KASAN: use-after-free Read in heron_release",
    "general protection fault in marmot_poll",
    "possible deadlock in tern_flush_queue",
    "INFO: task hung in otter_sync",
    "memory leak in ibis_alloc_chunk",
    "kernel BUG in vole_truncate",
    "BUG: unable to handle kernel NULL pointer dereference in lynx_ioctl",
    "WARNING: refcount bug in quill_put",
)
OTHER_TITLES = (
    "INFO: rcu detected stall in corrupted",
    "WARNING in wren_timer_fn",
    "no output from test machine",
    "lost connection to test machine",
    "SYZFATAL: executor failed NUM times: executor NUM: EOF",
)

# Pattern -> type name since 2023-07-05, type name since 2025-07-02; the first match counts.
TYPES = (
    (r"SYZFATAL|SYZFAIL", "SYZ_FAILURE", "SYZ_FAILURE"),
    (r"lost connection", "LOST_CONNECTION", "LOST_CONNECTION"),
    (r"INFO: (task hung|rcu detected stall|task can't die)|soft lockup", "HANG", "HANG"),
    (r"memory leak", "LEAK", "LEAK"),
    (r"KCSAN: data-race", "DATARACE", "KCSAN-DATARACE"),
    (r"unexpected kernel reboot", "REBOOT", "REBOOT"),
    (r"UBSAN:", "UBSAN", "UBSAN"),
    (r"KASAN: .*use-after-free Read", "KASAN", "KASAN-USE-AFTER-FREE-READ"),
    (r"KASAN: .*use-after-free Write", "KASAN", "KASAN-USE-AFTER-FREE-WRITE"),
    (r"KASAN: .*Write", "KASAN", "KASAN-WRITE"),
    (r"KASAN:", "KASAN", "KASAN-READ"),
    (r"possible deadlock|inconsistent lock state|suspicious RCU|locking bug", "LOCKDEP", "LOCKDEP"),
    (r"sleeping function called|scheduling while atomic", "ATOMIC_SLEEP", "ATOMIC_SLEEP"),
    (r"refcount bug", "WARNING", "REFCOUNT_WARNING"),
    (r"kernel BUG", "BUG", "BUG"),
    (r"WARNING", "WARNING", "WARNING"),
    (r"NULL pointer dereference", "UNKNOWN", "NULL-POINTER-DEREFERENCE"),
    (r"paging request", "UNKNOWN", "MEMORY_SAFETY_BUG"),
    (r"general protection fault|kernel panic|divide error", "UNKNOWN", "DoS"),
)


def crash_type(title, era):
    for pattern, coarse, fine in TYPES:
        if re.search(pattern, title):
            if coarse == "LOST_CONNECTION" and not era.has("ignored lost connections"):
                return "UNKNOWN"
            return fine if era.has("fine crash types") else coarse
    return "UNKNOWN"


def is_ignored(title, era, original_types):
    """Is this crash left out because the original crash was of other types?"""
    kind = crash_type(title, era)
    known = ((kind == "SYZ_FAILURE" and era.has("ignored syz failures"))
             or (kind == "LOST_CONNECTION" and era.has("ignored lost connections")))
    return known and bool(original_types) and kind not in original_types


def representative(titles, era):
    """The crash that stands for a test, and the types taken, by syzkaller's mostFrequentReports()."""
    groups = {}
    for title in titles:
        groups.setdefault(crash_type(title, era), []).append(title)
    ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
    types, taken, first = [], 0, None
    for kind, members in ordered:
        if kind == "HANG" and 2 * len(members) < len(titles) and len(ordered) > 1:
            continue
        if kind == "LOST_CONNECTION" and len(ordered) > 1 and era.has("ignored lost connections"):
            continue
        first = first or members[0]
        types.append(kind)
        taken += len(members)
        if taken >= (len(titles) + 2) * 2 // 3 or len(types) == 3:
            break
    return first or titles[0], types or [ordered[0][0]]


def report(title):
    """A short crash report of our own."""
    function = title.split(" in ")[-1] if " in " in title else "unknown"
    return [
        "------------[ cut here ]------------",
        title,
        "CPU: 1 PID: 4711 Comm: syz-executor Not tainted syzkaller #0",
        "Hardware name: Example Machine, BIOS 1.0",
        "Call Trace:",
        f" {function}+0x1a2/0x3f0",
        " do_syscall_64+0x39/0xb0",
        " entry_SYSCALL_64_after_hwframe+0x63/0xcd",
        "---[ end trace 0000000000000000 ]---",
    ]
