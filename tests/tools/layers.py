#!/usr/bin/env python3
"""Check every #include of pkg/ and cmd/ against pkg/LAYERS.

A room includes itself and the rooms above it; a library's header is included only by the rooms that own the library;
the rooms down to the engine know no clock, no thread and no network. Prints each line that breaks a rule; 1 if any does.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')

# header (or folder/) -> the rooms that may include it
OWNERS = {
    "simdjson.h": ["json"],
    "yaml.h": ["yaml"],
    "csv.h": ["csv"],
    "hiredis/": ["redis"],
    "librdkafka/": ["kafka"],
    "zlib.h": ["files"],
    "zstd.h": ["files"],
    "microhttpd.h": ["metrics"],
    "nettle/": ["base", "event"],
    "xxhash.h": ["base"],
    "uni": ["base", "event"],  # libunistring: uninorm.h, unictype.h, unicase.h, unistr.h
}
OUTSIDE_WORLD = ["time.h", "sys/time.h", "pthread.h", "threads.h", "sys/socket.h", "netdb.h", "signal.h"]
INNER_UNTIL = "engine"


def owned_by(header):
    for name, rooms in OWNERS.items():
        if header == name or (not name.endswith(".h") and header.startswith(name) and header != "unistd.h"):
            return rooms
    return None


def fault(room, order, bracket, header):
    """What is wrong with this include, or None."""
    if bracket == '"':
        target = header.split("/")[0]
        if "/" not in header:
            return None if room == "cmd" else f'write "{room}/{header}"'
        if target not in order:
            return f"'{target}' is not in pkg/LAYERS"
        if order[target] > order[room]:
            return f"'{target}' lies below '{room}'"
        return None
    rooms = owned_by(header)
    if rooms is not None and room not in rooms:
        return f"only {' and '.join(rooms)} may know this library"
    if header in OUTSIDE_WORLD and order[room] <= order[INNER_UNTIL]:
        return f"the rooms down to '{INNER_UNTIL}' know no clock, thread or network"
    return None


def main():
    lines = (ROOT / "pkg/LAYERS").read_text(encoding="utf-8").splitlines()
    names = [l.strip() for l in lines if l.strip() and not l.startswith("#")]
    order = {name: i for i, name in enumerate(names)}
    faults, n = [], 0
    if names[-1] != "cmd":
        faults.append("pkg/LAYERS: 'cmd' must be the last")
    for folder in sorted(p for p in (ROOT / "pkg").iterdir() if p.is_dir()):
        if folder.name not in order:
            faults.append(f"pkg/{folder.name}: not in pkg/LAYERS")
    sources = [p for top in ("pkg", "cmd") for p in sorted((ROOT / top).rglob("*")) if p.suffix in (".c", ".h", ".cpp")]
    for path in sources:
        where = path.relative_to(ROOT)
        room = "cmd" if where.parts[0] == "cmd" else where.parts[1]
        if room not in order:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            include = INCLUDE.match(line)
            if not include:
                continue
            n += 1
            why = fault(room, order, *include.groups())
            if why:
                faults.append(f"{where}:{number}: {line.strip()}  -- {why}")
    for line in faults:
        print(line)
    print(f"layers: {n} includes in {len(sources)} files, {len(faults)} against the order")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
