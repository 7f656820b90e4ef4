#!/usr/bin/env python3
"""Hold `leadline why` to the reference: what it says hit did, and each change that it names makes a missed indicator hit.

usage: why.py --bin build/leadline --seeds A..B [--jobs N] [--keep DIR]

Of each seed a case is generated, and `why --json` asked about some of its purchasers, dealers and addresses. Each change that it
names is made to the events (of a report: to the report), and the reference must then find the indicator on that timeline; of a
purchaser, `replay` too, from the changed events. Prints the number of changes, and `N passed, M failed` at the end.
"""
import argparse
import copy
import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import cases
import engine
import events
import facts
import items
import reference

NUMBER, WRITTEN = "@number {}@", re.compile('"@number ([^"@]*)@"')
PURCHASERS, OTHERS = 6, 3  # of each kind that are asked about
OF_GUN = {"class", "manufacturer", "model", "caliber", "action", "detachable_magazine", "price"}
PARTS = {"purchaser.country_of_birth": ("purchaser", "country_of_birth"), "dealer.state": ("dealer", "state"),
         "dealer.division": ("dealer", "division"), "recovery.country": ("recovery", "country"),
         "recovery.state": ("recovery", "state"), "sale.payment": (None, "payment"), "sale.form": (None, "form"),
         "status": (None, "status"), "sold_on": (None, "sold_on")}


# ---- events that are changed ----


def inner(event, name):
    if event.get(name) is None:
        event[name] = {}
    return event[name]


def set_licence(event, field, value):
    dealer = inner(event, "dealer")
    ffl = dealer.get("ffl") or "0-00-000-00-0A-00000"
    if field == "dealer.key":
        dealer["ffl"] = value[:4] + ffl[4:15] + value[5:]
    else:
        dealer["ffl"] = ffl[:9] + value + ffl[11:]


def set_field(event, gun, field, value):
    if field in OF_GUN:
        (event["firearms"][gun] if event["type"] == "sale" else event["firearm"])[field] = value
    elif field in ("dealer.key", "dealer.type"):
        set_licence(event, field, value)
    elif field == "purchaser.state":
        inner(event["purchaser"], "address")["state"] = value
    else:
        part, name = PARTS[field]
        (inner(event, part) if part else event)[name] = value


def set_day(event, day):
    if event["type"] == "sale":
        event["occurred_at"] = day + event["occurred_at"][10:]
        event.pop("reported_at", None)
    else:
        event["recovered_on" if event.get("recovered_on") else "requested_on"] = day


def trace_of(sale, gun, ident, day):
    names = ("class", "manufacturer", "model", "caliber", "serial")
    dealer = sale["dealer"]
    return {"type": "trace", "id": ident, "recovered_on": day, "status": "successful",
            "recovery": {"country": "US", "state": dealer.get("state")}, "dealer": copy.deepcopy(dealer),
            "firearm": {name: sale["firearms"][gun].get(name) for name in names},
            "purchaser": copy.deepcopy(sale["purchaser"])}


def named(known, of):
    """The place of the event that a change names, and the gun's place in it."""
    kind = "sale" if "sale" in of else "trace"
    return next(i for i, e in enumerate(known) if e["type"] == kind and e["id"] == of[kind]), of.get("gun", 1) - 1


def one_more(known, change, ident):
    at, gun = named(known, change["like"])
    like = known[at]
    if change["item"] == "trace" and like["type"] == "sale":
        event = trace_of(like, gun, ident, change["on"])
    else:
        event = copy.deepcopy(like)
        event["id"] = ident
        event.pop("version", None)
        set_day(event, change["on"])
    if change["item"] == "firearm":
        event["firearms"] = [dict(like["firearms"][gun], serial=ident)]
    if "field" in change:
        set_field(event, 0, change["field"], change["value"])
    known.append(event)


def change_events(known, change):
    """Of the list; the events that were in it stay as they are."""
    if change["change"] == "add":
        for ident in change["ids"]:
            one_more(known, change, ident)
        return
    at, gun = named(known, change["of"])
    event = known[at] = copy.deepcopy(known[at])
    if change["change"] == "move":
        set_day(event, change["on"])
    else:
        set_field(event, gun, change["field"], change["value"])


# ---- reports that are changed ----


def report_like(report, **fields):
    fields = {**report.fields, **fields}
    rest = {name: value for name, value in fields.items() if name.startswith("dealer.")}
    day = datetime.date.fromisoformat(fields["date"])
    return items.Report(report.indicator, fields["purchaser"], day, fields["guns"], report.address, rest)


def change_reports(found, origin, change):
    of = change.get("like") or change["of"]
    at = next(i for i, r in enumerate(origin)
              if (r.fields["purchaser"], r.fields["dealer.key"], r.fields["date"], r.indicator) ==
              (of["purchaser"], of["dealer"], of["date"], of["indicator"]))
    fields = {"date": change["on"]} if "on" in change else {}
    if "field" in change:
        fields[change["field"]] = change["value"]
    changed = report_like(found[at], **fields)
    if change["change"] == "add":
        found += [changed] * len(change["ids"])
    else:
        found[at] = changed


# ---- subjects ----


class Subject:
    """A timeline: the events that hold on it, and the reports."""

    def __init__(self, checker, kind, key, holding, reports):
        self.checker, self.kind, self.key, self.reports = checker, kind, key, reports
        # Numbers stay as they are written: a double would be another.
        self.events = [json.loads(event.raw.decode("utf-8"), parse_float=NUMBER.format, parse_int=NUMBER.format) for event in holding]
        # Most stay as they are from change to change.
        self.lines = {id(event): line_of(event) for event in self.events}
        self.decoded = {}  # by line

    def can_change(self):
        """Not where an event is about as long as events may be: changed, or only written anew, it may be none."""
        return all(len(line) < events.MAX_BYTES - 1000 for line in self.lines.values())

    def decode(self, line):
        if line not in self.decoded:
            event = self.checker.decode([line])
            if not event:
                raise engine.Failed(f"a changed event is rejected: {self.checker.rejected[0][::-1]}")
            self.decoded[line] = event[0]
        return self.decoded[line]

    def leads(self, known, reports):
        found = facts.Facts()
        for line in self.lines_of(known):
            found.add(self.decode(line))
        if self.kind == "purchaser":
            return self.checker._of_purchaser(found, self.key, [])
        traces = items.traces_of(found.dealer_traces[self.key].holding(), [], self.checker.dealers) if self.kind == "dealer" else []
        return self.checker._leads(self.kind, self.key, [], traces, [report_like(r) for r in reports])

    def lines_of(self, known):
        return [self.lines.get(id(event)) or line_of(event) for event in known]

    def changed(self, changes):
        known, reports = list(self.events), list(self.reports)
        for change in changes:
            if change["item"] == "report":
                change_reports(reports, self.reports, change)
            else:
                change_events(known, change)
        return known, reports

    def hits(self, changes=()):
        found = self.leads(*self.changed(changes))
        return {indicator["id"] for lead, _ in found for indicator in lead["indicators"]}

    def hits_of_replay(self, changes, case, binary):
        """What the program finds in the changed events alone: all that a purchaser's timeline has."""
        changed, out = case.folder / "changed.ndjson", case.folder / "changed-leads.ndjson"
        changed.write_bytes(b"\n".join(self.lines_of(self.changed(changes)[0])) + b"\n")
        found = map(json.loads, case.replay(binary, out, events=changed)[0].splitlines())
        mine = [lead for lead in found if (lead["subject"]["kind"], lead["subject"]["key"]) == (self.kind, self.key)]
        return {indicator["id"] for lead in mine for indicator in lead["indicators"]}


def line_of(event):
    return WRITTEN.sub(r"\1", json.dumps(event)).encode()


def subjects_of(checker, lines):
    known = facts.Facts()
    for event in checker.decode(lines):
        known.add(event)
    reports, found = [], {"purchaser": [], "dealer": [], "address": []}
    for key in sorted(known.purchasers()):
        checker._of_purchaser(known, key, reports)
        holding = known.sales[key].holding() + known.purchaser_traces[key].holding()
        found["purchaser"].append(Subject(checker, "purchaser", key, holding, []))
    # Those that no indicator of the timeline asks for are on none.
    counted = {kind: {indicator.report_of for indicator in checker.pack.of(kind)} for kind in found}
    of_address = [r for r in reports if r.address and r.indicator in counted["address"]]
    reports = [r for r in reports if r.indicator in counted["dealer"]]
    for key in sorted({r.fields["dealer.key"] for r in reports} | set(known.dealer_traces)):
        mine = [r for r in reports if r.fields["dealer.key"] == key]
        found["dealer"].append(Subject(checker, "dealer", key, known.dealer_traces[key].holding(), mine))
    for key in sorted({r.address for r in of_address}):
        found["address"].append(Subject(checker, "address", key, [], [r for r in of_address if r.address == key]))
    return [s for kind, all_of in found.items() for s in all_of[:PURCHASERS if kind == "purchaser" else OTHERS] if (s.events or s.reports) and s.can_change()]


# ---- what is held ----


def ask(case, binary, subject):
    command = [binary, "why", "--json", "--rules", case.rules, "--dealers", case.folder / "dealers.csv", "--calendar",
               case.folder / "calendar.yaml", "--groups", case.folder / "groups.yaml", "--calibers", reference.DEFAULT_CALIBERS,
               "--subject", f"{subject.kind}:{subject.key}", case.events]
    done = subprocess.run([str(word) for word in command], capture_output=True, timeout=engine.SECONDS, check=False)
    if done.returncode != 0:
        raise engine.Failed(f"{subject.kind} {subject.key}: exit {done.returncode}: {done.stderr.decode()[-500:]}")
    return json.loads(done.stdout)


def variants(changes):
    """As they are named, and with the days at the ends of what they say would do."""
    yield changes
    for at, change in enumerate(changes):
        for end in ("from", "to"):
            if change.get(end) not in (None, change.get("on")):
                yield changes[:at] + [dict(change, on=change[end])] + changes[at + 1:]


def judged(change):
    # The reference's reports have the dealers file's state and division, which another dealer would not have.
    return change["item"] != "report" or change.get("field") != "dealer.key"


def check_indicator(subject, indicator, case, binary, count):
    where = f"{subject.kind} {subject.key}, {indicator['id']}"
    miss = indicator["miss"]
    if miss["would"] and subject.kind == "purchaser":
        count["replayed"] = count.get("replayed", 0) + 1
        if indicator["id"] not in subject.hits_of_replay(miss["would"], case, binary):
            yield f"{where}: replay does not hit with {json.dumps(miss['would'])}"
    for changes in [miss["would"]] + [[change] for change in miss["or_each_of"]]:
        if not changes or not all(map(judged, changes)):
            continue
        for variant in variants(changes):
            count[len(variant)] = count.get(len(variant), 0) + 1
            if indicator["id"] not in subject.hits(variant):
                yield f"{where}: does not hit with {json.dumps(variant)}"


def check_subject(case, binary, subject, count):
    told = ask(case, binary, subject)
    hits = subject.hits()
    for indicator in told["indicators"]:
        if indicator["state"] == "disabled":
            continue
        count["asked"] = count.get("asked", 0) + 1
        is_hit, want = indicator["state"] != "missed", indicator["id"] in hits
        if is_hit != want:
            yield f"{subject.kind} {subject.key}, {indicator['id']}: {indicator['state']}, the reference says {want}"
        elif not is_hit:
            yield from check_indicator(subject, indicator, case, binary, count)


def check_seed(seed, binary, keep):
    with tempfile.TemporaryDirectory(prefix="leadline-") as parent:
        folder = pathlib.Path(parent) / "case"
        cases.write_case(seed, folder)
        case = engine.Case(folder)
        count, found = {}, []
        for subject in subjects_of(case.reference(), reference.read_events(case.events)):
            found += check_subject(case, binary, subject, count)
        if not count.get("asked"):
            found.append("there was nothing to ask about")
        one, two, replayed = (count.get(name, 0) for name in (1, 2, "replayed"))
        print(f"seed {seed}: {one} changes, {two} pairs, {replayed} of them replayed", flush=True)
        return (engine.keep(folder, keep, f"why-{seed}") if found else None), found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    engine.add_arguments(parser)
    args = parser.parse_args()
    jobs = [(seed, args.bin, args.keep) for seed in engine.seeds_of(args.seeds)]
    return engine.run_all(check_seed, jobs, args.jobs)


if __name__ == "__main__":
    sys.exit(main())
