#!/usr/bin/env python3
"""Two packs on one history: what `tune --candidate` counts, against a comparison of what `replay --final` gives with each.

usage: packs.py --bin build/leadline --seeds A..B [--jobs N] [--keep DIR]

Of each seed a case is generated, and a candidate made of its pack: other numbers, weights and windows, indicators that are
off, new or renamed. Leads are pairs by their ids; of the rest of a subject's, each present one by first date with the
candidate's that has most of its items, as the reference knows them. The counts in all, of each kind of
difference, and by indicator, state, division and group must be those of the program, for any order of the events and number
of threads. Prints `N passed, M failed` at the end.
"""
import argparse
import collections
import decimal
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import cases
import compare
import engine
import law
import reference
import yaml_text

CHANGES = ("same", "changed", "only_present", "only_candidate")
DIFFERENCES = ("id", "score", "dates", "routes", "other_indicators", "evidence")


# ---- the candidate

def _plain(value):
    """A decimal as JSON writes a number."""
    if isinstance(value, decimal.Decimal):
        return int(value) if value == int(value) else float(value)
    raise TypeError(value)


def _vary_params(rng, params):
    for name, value in (params or {}).items():
        if isinstance(value, decimal.Decimal) and rng.random() < 0.5:
            params[name] = value + rng.choice((-1, 1, 2))


def _vary(rng, indicator):
    """Change one thing of an indicator, or nothing."""
    choice = rng.random()
    window = indicator.get("window") or {}
    if choice < 0.3:
        indicator["weight"] = rng.randint(0, 60)
    elif choice < 0.45 and "days" in window:
        window["days"] = rng.randint(1, 20)
    elif choice < 0.55:
        indicator["having"] = f"count() >= {rng.randint(1, 4)}"
    elif choice < 0.62:
        indicator["enabled"] = False
    elif choice < 0.7:
        indicator["title"] = "another title"
    else:
        _vary_params(rng, indicator.get("params"))


def candidate_of(text, rng):
    """The text of a pack that is another, and little of it."""
    pack = yaml_text.load(text)
    pack["pack"] = "candidate"
    if rng.random() < 0.3:
        pack.setdefault("lead", {})
        pack["lead"] = {"quiet_days": rng.choice((0, 5, 30, 90))}
    _vary_params(rng, pack.get("params"))
    for indicator in pack["indicators"]:
        if rng.random() < 0.4:
            _vary(rng, indicator)
    if rng.random() < 0.5:
        pack["indicators"].append({"id": "new-one", "timeline": "purchaser", "items": "firearms", "weight": 7,
                                   "having": "count() >= 2", "window": {"days": rng.randint(1, 9)}})
    return json.dumps(pack, default=_plain, indent=1)


# ---- a comparison of its own

class Side:
    """What one pack finds: records as replay has them, items as the reference has them."""

    def __init__(self, case, binary, lines, events):
        final, _ = case.replay(binary, case.folder / "final.ndjson", events=events)
        items = {compare.name_of(lead): set(details["items"])
                 for lead, details in case.reference().leads_with_details(lines)}
        self.leads = [json.loads(line) for line in law.records(final)]
        for lead in self.leads:
            lead["items"] = items[compare.name_of(lead)]


def pairs_of(present, candidate):
    """(present, candidate) of each lead, one of them None where there is none."""
    rest = collections.defaultdict(list)
    for lead in candidate:
        rest[lead["subject"]["kind"], lead["subject"]["key"]].append(lead)
    found, left = [], []
    for lead in present:
        open_leads = rest[lead["subject"]["kind"], lead["subject"]["key"]]
        same = [other for other in open_leads if other["lead_id"] == lead["lead_id"]]
        if same:
            open_leads.remove(same[0])
        (found if same else left).append((lead, same[0] if same else None))
    for lead, _ in left:
        open_leads = rest[lead["subject"]["kind"], lead["subject"]["key"]]
        shared = [(len(lead["items"] & other["items"]), other) for other in open_leads]
        most = max((count for count, _ in shared), default=0)
        heir = next((other for count, other in shared if count == most), None) if most else None
        if heir:
            open_leads.remove(heir)
        found.append((lead, heir))
    return found + [(None, lead) for leads in rest.values() for lead in leads]


def _ids(lead):
    return [entry["id"] for entry in lead["indicators"]]


def _evidence(lead):
    evidence = lead["evidence"]
    return ([sale["id"] for sale in evidence["sales"]], [trace["id"] for trace in evidence["traces"]],
            evidence["reports"])


def differences(one, other):
    """Which kinds of differences two records of a pair show."""
    routes = [[(route["group"], route["priority"]) for route in lead["routes"]] for lead in (one, other)]
    hits = [[(entry["id"], entry["hits"]) for entry in lead["indicators"]] for lead in (one, other)]
    ids = _ids(one) != _ids(other)
    found = {"id": one["lead_id"] != other["lead_id"], "score": one["score"] != other["score"],
             "dates": any(one[name] != other[name] for name in ("first_date", "last_date")),
             "routes": routes[0] != routes[1], "other_indicators": ids,
             "evidence": _evidence(one) != _evidence(other) or (not ids and hits[0] != hits[1])}
    return {name for name, differs in found.items() if differs}


def _rows_of(lead):
    """The rows of each table that a lead counts in."""
    if lead is None:
        return {"indicators": set(), "states": set(), "divisions": set(), "groups": set()}
    dealers = [item["dealer"] for items in lead["evidence"].values() for item in items if item["dealer"]]
    return {"indicators": set(_ids(lead)), "states": {dealer["state"] for dealer in dealers},
            "divisions": {dealer["division"] for dealer in dealers},
            "groups": {route["group"] for route in lead["routes"]}}


def counted(pairs):
    """The counts of the document's section "changes"."""
    counts = {name: 0 for name in CHANGES + DIFFERENCES}
    tables = {name: collections.defaultdict(collections.Counter)
              for name in ("indicators", "states", "divisions", "groups")}
    for one, other in pairs:
        differ = differences(one, other) if one and other else set()
        change = ("only_present" if not other else "only_candidate" if not one
                  else "changed" if differ else "same")
        counts[change] += 1
        counts.update({name: counts[name] + 1 for name in differ})
        had, has = _rows_of(one), _rows_of(other)
        for name, table in tables.items():
            for row in had[name] | has[name]:
                table[row][change] += 1
                if change == "changed" and row not in had[name]:
                    table[row]["came"] += 1
                if change == "changed" and row not in has[name]:
                    table[row]["went"] += 1
    return counts, tables


# ---- the program's

def tune(case, candidate, binary, events, threads, samples):
    """The section "changes" as tune has it."""
    out = case.folder / "tune.json"
    command = [str(word) for word in (
        binary, "tune", *case.options(), "--candidate", candidate, "--threads", threads, "--samples", samples,
        "--json", out, events)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=engine.SECONDS,
                          check=False)
    if done.returncode != 0:
        raise engine.Failed(f"tune: exit {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-1500:]}")
    return json.loads(out.read_bytes())["changes"]


def _wrong_counts(changes, pairs):
    counts, tables = counted(pairs)
    for name, count in counts.items():
        if changes[name] != count:
            yield f"{name}: {changes[name]}, want {count}"
    for name, table in tables.items():
        got = {row["id"]: {key: row[key] for key in CHANGES + ("came", "went")} for row in changes[name]}
        for row in set(got) | set(table):
            want = {key: table[row][key] for key in CHANGES + ("came", "went")}
            if got.get(row, dict.fromkeys(want, 0)) != want:
                yield f"{name}, {row}: {got.get(row)}, want {want}"


def _wrong_samples(changes, pairs):
    """Samples must be leads of that change, each once, with what they have."""
    names = {}
    for one, other in pairs:
        names[one and one["lead_id"], other and other["lead_id"]] = (one, other)
    seen = set()
    for sample in changes["samples"]:
        sides = [sample[side] for side in ("present", "candidate")]
        name = tuple(side and side["lead_id"] for side in sides)
        if name not in names or name in seen:
            yield f"sample {name}: no such pair, or twice"
            continue
        seen.add(name)
        for side, lead in zip(sides, names[name]):
            if side and (side["score"], side["first_date"], side["last_date"],
                         [entry["id"] for entry in side["indicators"]]) != (
                             lead["score"], lead["first_date"], lead["last_date"], _ids(lead)):
                yield f"sample {name}: another lead"
            shown = sum(item["counted"] for item in side["items"]) if side else 0
            if side and not side["left_out"] and shown != len(lead["items"]):
                yield f"sample {name}: {shown} items in hits, want {len(lead['items'])}"


def check(_job, seed, binary, keep):
    with tempfile.TemporaryDirectory(prefix="leadline-") as parent:
        folder = pathlib.Path(parent) / "case"
        cases.write_case(seed, folder)
        rng = random.Random(f"packs {seed}")
        case = engine.Case(folder)
        other = folder / "candidate.yaml"
        other.write_text(candidate_of((folder / "pack.yaml").read_text(encoding="utf-8-sig"), rng),
                         encoding="utf-8")
        lines = reference.read_events(case.events)
        try:
            sides = [Side(engine.Case(folder, rules), binary, lines, case.events)
                     for rules in (folder / "pack.yaml", other)]
            pairs = pairs_of(sides[0].leads, sides[1].leads)
            changes = tune(case, other, binary, case.events, 1, 10000)
            found = list(_wrong_counts(changes, pairs)) + list(_wrong_samples(changes, pairs))
            few = tune(case, other, binary, case.events, 1, 3)
            shuffled = law.write(folder, "shuffled.events", rng.sample(lines, len(lines)))
            if tune(case, other, binary, shuffled, 3, 3) != few:
                found.append("another order and more threads: other changes")
        except engine.Failed as fault:
            found = [str(fault)]
        return (engine.keep(folder, keep, f"packs-{seed}") if found else None), found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    engine.add_arguments(parser)
    args = parser.parse_args()
    jobs = [(f"seed {seed}", seed, args.bin, args.keep) for seed in engine.seeds_of(args.seeds)]
    return engine.run_all(check, jobs, args.jobs)


if __name__ == "__main__":
    sys.exit(main())
