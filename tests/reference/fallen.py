#!/usr/bin/env python3
"""Leads that fall away: each must be said to be superseded by the right one, or withdrawn.

usage: fallen.py --bin build/leadline --seeds A..B [--events N] [--jobs N] [--keep DIR]

Of each seed a case is generated, and the reference finds events after which a lead no longer begins
with the same item. Around some of them (--events) the program's last word on each lead that fell
must name the open lead that has most of its last items, the earliest of several, or none.
Prints `N passed, M failed` at the end.
"""
import argparse
import json
import pathlib
import random
import sys
import tempfile

import cases
import compare
import engine
import law
import reference


def _beginnings(checker, lines):
    """The items of each open lead, by its subject and the item that it begins with."""
    return {(lead["subject"]["kind"], lead["subject"]["key"], *details["earliest"].values()):
            set(details["items"]) for lead, details in checker.leads_with_details(lines)}


def _fateful(checker, lines, rng, wanted):
    """Numbers of events after which beginnings are gone: first those that leave several heirs."""
    before, ranked = {}, []
    for length in range(1, len(lines) + 1):
        now = _beginnings(checker, lines[:length])
        heirs = [sum(1 for other, held in now.items() if other[:2] == one[:2] and items & held)
                 for one, items in before.items() if one not in now]
        if heirs:
            ranked.append((-max(heirs), rng.random(), length))
        before = now
    return sorted(length for *_, length in sorted(ranked)[:wanted])


def _heir(items, checker_after, subject):
    """The name of the lead of the subject with most of these items, or None."""
    best = None
    for lead, details in checker_after:
        name = compare.name_of(lead)
        shared = len(items & set(details["items"]))
        if name[:2] == subject and shared:
            rank = (-shared, name[2])
            best = min(best or (rank, name), (rank, name))
    return best and best[1]


def _around(case, binary, checker, lines):
    """What is wrong in what is said of the leads that fell with the last of these events."""
    folder, found = case.folder, []
    names, held = {}, {}
    for which, some in (("before", lines[:-1]), ("after", lines)):
        events = law.write(folder, f"{which}.events", some)
        final, _ = case.replay(binary, folder / f"{which}.ndjson", events=events)
        held[which] = {lead["lead_id"]: lead for lead in map(json.loads, law.records(final))}
        names[which] = {compare.name_of(lead): ident for ident, lead in held[which].items()}
    emitted, _ = case.replay(binary, folder / "emitted.ndjson", final=False,
                             events=folder / "after.events")
    last = law.newest(map(json.loads, law.records(emitted)))
    before = {compare.name_of(lead): details
              for lead, details in checker.leads_with_details(lines[:-1])}
    after = checker.leads_with_details(lines)
    for ident in set(held["before"]) - set(held["after"]):
        name = compare.name_of(held["before"][ident])
        heir = _heir(set(before[name]["items"]), after, name[:2])
        want = ("superseded", names["after"][heir]) if heir else ("withdrawn", None)
        got = last[ident]["status"], last[ident].get("superseded_by")
        if got != want:
            found.append(f"after {len(lines)} events: {ident}: {got}, want {want}")
    return found


def check(_job, seed, binary, keep, n_events):
    with tempfile.TemporaryDirectory(prefix="leadline-") as parent:
        folder = pathlib.Path(parent) / "case"
        cases.write_case(seed, folder)
        case = engine.Case(folder)
        checker = case.reference()
        lines = reference.read_events(case.events)
        found, rng = [], random.Random(f"fallen {seed}")
        for length in _fateful(checker, lines, rng, n_events):
            try:
                found += _around(case, binary, checker, lines[:length])
            except engine.Failed as fault:
                found.append(str(fault))
            if found:
                break
        return (engine.keep(folder, keep, f"fallen-{seed}") if found else None), found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    engine.add_arguments(parser)
    parser.add_argument("--events", type=int, default=12, help="events of each case")
    args = parser.parse_args()
    jobs = [(f"seed {seed}", seed, args.bin, args.keep, args.events)
            for seed in engine.seeds_of(args.seeds)]
    return engine.run_all(check, jobs, args.jobs)


if __name__ == "__main__":
    sys.exit(main())
