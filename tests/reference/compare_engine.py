#!/usr/bin/env python3
"""Compare a program with the reference: random cases of many seeds, and worked scenarios.

usage: compare_engine.py --bin build/leadline [--seeds A..B] [--scenarios DIR] [--jobs N]
                         [--keep DIR] [--reasons]

Of each seed a case is generated and both run on it; final leads and the number of rejected events
must be equal, and each lead must hold by its own evidence. --scenarios runs every folder of DIR under DIR/pack.yaml and compares both with its
expected.ndjson. --reasons compares the reason codes of rejected events, too. The folder of a failed
case is kept, with what was got and wanted in it. Prints `N passed, M failed` at the end.
"""
import argparse
import collections
import json
import pathlib
import sys
import tempfile

import cases
import compare
import engine
import reference


def _leads(data):
    return [json.loads(line) for line in data.splitlines() if line.strip()]


def _rejections(checker, rejected, with_reasons):
    """What differs between the rejected lines of both."""
    rows = [line for line in rejected.split(b"\n") if line]
    want = checker.accounts["rejected"]
    found = []
    if len(rows) != want:
        found.append(f"{len(rows)} events rejected, want {want}")
    if with_reasons:
        got = collections.Counter(json.loads(row)["reason"] for row in rows)
        wanted = collections.Counter(reason for _, reason, _ in checker.rejected)
        found += [f"rejected as {reason}: {got[reason]}, want {wanted[reason]}"
                  for reason in sorted(set(got) | set(wanted)) if got[reason] != wanted[reason]]
    return found


def check_seed(seed, binary, keep, with_reasons):
    with tempfile.TemporaryDirectory(prefix="leadline-") as parent:
        folder = pathlib.Path(parent) / "case"
        cases.write_case(seed, folder)
        case = engine.Case(folder)
        checker = case.reference()
        want = checker.leads_of(reference.read_events(case.events))
        folder.joinpath("want.ndjson").write_text(
            "".join(json.dumps(lead, sort_keys=True) + "\n" for lead in want), encoding="utf-8")
        try:
            leads, rejected = case.replay(binary, folder / "got.ndjson")
            found = compare.differences(_leads(leads), want)
            found += _rejections(checker, rejected, with_reasons)
            found += case.unproven(binary, folder / "got.ndjson")
        except (engine.Failed, ValueError) as fault:
            found = [str(fault)]
        return (engine.keep(folder, keep, f"seed-{seed}") if found else None), found


def check_scenario(name, folder, binary):
    case = engine.Case(folder, pathlib.Path(folder).parent / "pack.yaml")
    want = compare.read(case.folder / "expected.ndjson")
    mine = case.reference().leads_of(reference.read_events(case.events))
    found = [f"reference: {sentence}" for sentence in compare.differences(mine, want)]
    with tempfile.TemporaryDirectory(prefix="leadline-") as parent:
        out = pathlib.Path(parent) / f"{name}.ndjson"
        leads, _ = case.replay(binary, out)
        found += compare.differences(_leads(leads), want) + case.unproven(binary, out)
    return None, found


def check(name, kind, *arguments):
    return check_seed(*arguments) if kind == "seed" else check_scenario(name, *arguments)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    engine.add_arguments(parser)
    parser.add_argument("--scenarios", metavar="DIR")
    parser.add_argument("--reasons", action="store_true")
    args = parser.parse_args()
    jobs = []
    if args.scenarios:
        jobs = [(folder.name, "scenario", folder, args.bin)
                for folder in sorted(pathlib.Path(args.scenarios).iterdir()) if folder.is_dir()]
    if args.seeds:
        jobs += [(f"seed {seed}", "seed", seed, args.bin, args.keep, args.reasons)
                 for seed in engine.seeds_of(args.seeds)]
    return engine.run_all(check, jobs, args.jobs)


if __name__ == "__main__":
    sys.exit(main())
