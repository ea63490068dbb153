"""Git's commit-graph file: read, and written for a history that has no repository.

The format is that of gitformat-commit-graph(5). Written are version 1 with SHA-1 and the chunks OIDF, OIDL, CDAT and,
where a commit has three or more parents, EDGE; without generation numbers of version 2, which git allows.
"""

import hashlib
import struct
import sys
from array import array

from .history import parents_first

NO_PARENT, MORE_PARENTS, LAST_EDGE = 0x70000000, 0x80000000, 0x80000000
CHUNK_ENTRY = struct.Struct(">4sQ")
COMMIT_DATA = struct.Struct(">20sIIII")


class GraphFileError(Exception):
    """The file is not a commit-graph file that can be read here; the text says why."""


def chunks_of(data):
    if data[:4] != b"CGPH" or data[4] != 1 or data[5] != 1 or data[7] != 0:
        raise GraphFileError("not a single commit-graph file with SHA-1 ids")
    entries = [CHUNK_ENTRY.unpack_from(data, 8 + 12 * i) for i in range(data[6] + 1)]
    return {name: data[begin:end] for (name, begin), (_, end) in zip(entries, entries[1:])}


def words(chunk):
    """The big-endian 32-bit numbers of a chunk."""
    numbers = array("I", bytes(chunk))
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def read_graph_file(path):
    """The history in the file, and the commits' ids (as hex digits) in the same order."""
    with open(path, "rb") as file:
        chunks = chunks_of(file.read())
    names, edges = chunks[b"OIDL"], words(chunks.get(b"EDGE", b""))
    times, parents = array("q"), []
    for _, first, second, generation_and_date, date in COMMIT_DATA.iter_unpack(chunks[b"CDAT"]):
        times.append((generation_and_date & 3) << 32 | date)
        parents.append(parents_of(first, second, edges))
    history, order = parents_first(times, parents)
    return history, [names[20 * i:20 * i + 20].hex() for i in order]


def parents_of(first, second, edges):
    if first == NO_PARENT:
        return ()
    if second == NO_PARENT:
        return (first,)
    if not second & MORE_PARENTS:
        return (first, second)
    others, place = [], second & ~MORE_PARENTS
    while True:
        others.append(edges[place] & ~LAST_EDGE)
        if edges[place] & LAST_EDGE:
            return (first, *others)
        place += 1


def write_graph_file(path, history, ids, tree):
    """Writes the history; ids are 20 bytes each, and so is the tree that all commits share."""
    by_id = sorted(range(len(ids)), key=ids.__getitem__)
    place = array("I", bytes(4 * len(ids)))
    for position, commit in enumerate(by_id):
        place[commit] = position
    data, edges = commit_data(history, by_id, place, tree)
    counts = [0] * 256
    for name in ids:
        counts[name[0]] += 1
    fan_out = [sum(counts[:byte + 1]) for byte in range(256)]
    chunks = [(b"OIDF", struct.pack(">256I", *fan_out)), (b"OIDL", b"".join(ids[i] for i in by_id)), (b"CDAT", data)]
    if edges:
        chunks.append((b"EDGE", struct.pack(f">{len(edges)}I", *edges)))
    content = b"CGPH" + bytes((1, 1, len(chunks), 0)) + table_of(chunks) + b"".join(chunk for _, chunk in chunks)
    with open(path, "wb") as file:
        file.write(content + hashlib.sha1(content).digest())


def table_of(chunks):
    offset, table = 8 + 12 * (len(chunks) + 1), b""
    for name, chunk in chunks:
        table += CHUNK_ENTRY.pack(name, offset)
        offset += len(chunk)
    return table + CHUNK_ENTRY.pack(b"\0\0\0\0", offset)


def commit_data(history, by_id, place, tree):
    """The chunks CDAT and EDGE."""
    generations, data, edges = generations_of(history), [], []
    for commit in by_id:
        parents = [place[parent] for parent in history.parents[commit]]
        first = parents[0] if parents else NO_PARENT
        second = parents[1] if len(parents) > 1 else NO_PARENT
        if len(parents) > 2:
            second = MORE_PARENTS | len(edges)
            edges += [*parents[1:-1], parents[-1] | LAST_EDGE]
        time = history.times[commit]
        data.append(COMMIT_DATA.pack(tree, first, second, generations[commit] << 2 | time >> 32, time & 0xFFFFFFFF))
    return b"".join(data), edges


def generations_of(history):
    """Topological levels: a root has 1, others one more than the highest parent."""
    levels = array("I")
    for parents in history.parents:
        levels.append(1 + max((levels[parent] for parent in parents), default=0))
    return levels
