#!/usr/bin/env python3
"""The law, through the program: final leads are a pure function of the set of events.

usage: law.py --bin build/leadline --seeds A..B [--prefixes N] [--jobs N] [--keep DIR]

Of each seed a case is generated. Shuffled and repeated events, in batches of any size, must give the
same final leads, byte for byte but for the revision; once on the Redis that LEADLINE_TEST_REDIS names,
where it does. In one order what is emitted is the same for any size of batches, and each of its leads holds by its own evidence. And of some prefixes of the events, what is emitted one after
another, folded as a consumer would, must be that prefix's final leads; the reference must agree.
Prints `N passed, M failed` at the end.
"""
import argparse
import json
import os
import pathlib
import random
import re
import sys
import tempfile

import cases
import compare
import engine
import reference

_REVISION = re.compile(rb'"revision":\s*[0-9]+')
_GONE = ("superseded", "withdrawn")


def records(data):
    return [line for line in data.split(b"\n") if line.strip()]


def write(folder, name, lines):
    """A file of messages. Where the first is malformed by a BOM, the file's own goes before it."""
    path = folder / name
    bom = reference.BOM if lines[0].startswith(reference.BOM) else b""
    path.write_bytes(bom + b"".join(line + b"\n" for line in lines))
    return path


def _disordered(lines, rng):
    """The events shuffled, some of them repeated."""
    lines = lines + rng.sample(lines, len(lines) // 4)
    rng.shuffle(lines)
    return lines


def _order_matters(case, binary, lines, rng):
    """What differs between the final leads of the events as they are and otherwise: in another order, with
    repeats, in batches of another size, on the other store."""
    folder = case.folder
    plain, _ = case.replay(binary, folder / "plain.ndjson",
                           events=write(folder, "plain.events", lines))
    found, redis = [], os.environ.get("LEADLINE_TEST_REDIS")
    for attempt in ("shuffled", "again"):
        events = write(folder, f"{attempt}.events", _disordered(lines, rng))
        batch = rng.choice((1, 2, 7, rng.randint(3, 1000)))
        store = redis if attempt == "again" else None
        other, _ = case.replay(binary, folder / f"{attempt}.ndjson", events=events, batch=batch,
                               store=store)
        one, two = (_REVISION.sub(b"", data) for data in (plain, other))
        if one != two:
            pairs = list(zip(records(one), records(two)))
            first = next((pair for pair in pairs if pair[0] != pair[1]), (b"", b""))
            found.append(f"{attempt}, batches of {batch}, {store or 'memory'}: other final leads:"
                         f" {len(records(one))} and {len(records(two))}, first {first[0][:600]!r}"
                         f" and {first[1][:600]!r}")
    return found


def _batches_matter(case, binary, lines, rng):
    """What is emitted is the same, byte for byte, however many events are taken at a time."""
    events = write(case.folder, "batches.events", lines)
    whole, _ = case.replay(binary, case.folder / "whole.ndjson", final=False, events=events)
    size = rng.choice((1, rng.randint(2, 1000)))
    parts, _ = case.replay(binary, case.folder / "parts.ndjson", final=False, events=events,
                           batch=size)
    found = [] if whole == parts else [f"batches of {size}: another stream is emitted"]
    return found + case.unproven(binary, case.folder / "whole.ndjson")


def newest(leads):
    """Of emitted records, the one with the highest revision of each lead_id."""
    held = {}
    for lead in leads:
        ident = lead["lead_id"]
        if ident not in held or lead["revision"] >= held[ident]["revision"]:
            held[ident] = lead
    return held


def _fold(emitted, found):
    """The leads that a consumer holds: the highest revision of each, unless that fell away."""
    bodies = {}
    for record in emitted:
        lead = json.loads(record)
        ident, revision = lead["lead_id"], lead["revision"]
        if bodies.setdefault((ident, revision), record) != record:
            found.append(f"{ident}: revision {revision} stands for two bodies")
    held = newest(map(json.loads, emitted))
    for ident, lead in held.items():
        if lead["status"] == "superseded" and lead["superseded_by"] not in held:
            found.append(f"{ident}: superseded by a lead that never was")
        if lead["status"] in _GONE and (
                "evidence" in lead or set(lead["subject"]) > {"kind", "key"}):
            found.append(f"{ident}: a lead that fell away carries more than it may")
    return {ident: lead for ident, lead in held.items() if lead["status"] not in _GONE}


def _prefix(case, binary, lines, checker):
    """What differs between folding, final and reference after these events."""
    folder, found = case.folder, []
    events = write(folder, "prefix.events", lines)
    emitted, _ = case.replay(binary, folder / "emitted.ndjson", final=False, events=events)
    final, _ = case.replay(binary, folder / "final.ndjson", events=events)
    leads = [json.loads(record) for record in records(final)]
    folded = _fold(records(emitted), found)
    for lead in leads:
        held = folded.pop(lead["lead_id"], None)
        # A lead that stands unchanged keeps the revision it had; at the end all have the subject's.
        fields = [name for name in lead
                  if name != "revision" and (held is None or held.get(name) != lead[name])]
        if fields:
            found.append(f"{lead['lead_id']}: folded and final differ in {', '.join(fields)}")
    found += [f"{ident}: emitted last as open, not final" for ident in folded]
    found += compare.differences(leads, checker.leads_of(lines))
    return [f"after {len(lines)} events: {sentence}" for sentence in found]


def check(_name, seed, binary, keep, prefixes):
    rng = random.Random(f"law {seed}")
    with tempfile.TemporaryDirectory(prefix="leadline-") as parent:
        folder = pathlib.Path(parent) / "case"
        cases.write_case(seed, folder)
        case = engine.Case(folder)
        lines = reference.read_events(case.events)
        try:
            found = _order_matters(case, binary, lines, rng) + _batches_matter(case, binary, lines, rng)
            checker = case.reference()
            for length in sorted(rng.sample(range(1, len(lines) + 1), prefixes)):
                found += _prefix(case, binary, lines[:length], checker)
                if found:
                    break
        except engine.Failed as fault:
            found = [str(fault)]
        return (engine.keep(folder, keep, f"law-{seed}") if found else None), found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    engine.add_arguments(parser)
    parser.add_argument("--prefixes", type=int, default=8, help="prefixes of each case")
    args = parser.parse_args()
    jobs = [(f"seed {seed}", seed, args.bin, args.keep, args.prefixes)
            for seed in engine.seeds_of(args.seeds)]
    return engine.run_all(check, jobs, args.jobs)


if __name__ == "__main__":
    sys.exit(main())
