#!/usr/bin/env python3
"""Every figure of leadline tune, held to the reference engine's leads day by day and to pandas.
needs:
"""
import csv
import datetime
import json
import sys

import numpy
import pandas

from cli import ROOT, check, finish, fresh, run, same

sys.path.insert(0, str(ROOT / "tests/reference"))
import facts  # noqa: E402
import items  # noqa: E402
import reference  # noqa: E402

PACK = """pack: tuned
version: '1'
lead: {{quiet_days: 10}}
indicators:
  - {{id: several, title: Several guns, timeline: purchaser, items: firearms, window: {{days: {window}}}, having: count() >= $min,
     params: {{min: {min}}}, weight: 20}}
  - {{id: handguns, timeline: purchaser, items: firearms, where: 'class in ["pistol", "revolver"]', same: [dealer.key],
     window: {{business_days: 5}}, having: count() >= 2, weight: 10}}
  - {{id: traced, timeline: purchaser, items: traces, where: sold and time_to_crime <= 365, weight: 40}}
  - {{id: reported, timeline: dealer, items: reports(handguns), window: {{days: 30}}, having: count() >= 3, weight: 5}}
  - {{id: address, timeline: address, items: reports(handguns), window: {{days: 60}}, having: distinct(purchaser) >= 2,
     weight: {weight}}}
"""
GROUPS = """groups:
  - {id: texas, covers: dealer.state == "TX", accept: score >= 30}
  - {id: all}
  - {id: none, accept: score > 1000}
"""
IDS = ["several", "handguns", "traced", "reported", "address"]
KIND = {"several": "purchaser", "handguns": "purchaser", "traced": "purchaser", "reported": "dealer", "address": "address"}
Z = 1.959963984540054


def day_of(text):
    return datetime.date.fromisoformat(text[:10])


def known_day(line):
    event = json.loads(line)
    return day_of(event.get("reported_at") or event.get("occurred_at") or event.get("recovered_on") or event["requested_on"])


def name_of(reduced, details):
    return (reduced["subject"]["kind"], reduced["subject"]["key"], *details["earliest"].values())


def heir_of(fallen, held, now):
    """The lead that has most of what the fallen one had last, the earliest of several."""
    best = None
    for name, (reduced, details) in now.items():
        shared = len(held & set(details["items"]))
        if name[:2] == fallen[:2] and shared:
            best = min(best or ((-shared, reduced["first_date"]), name), ((-shared, reduced["first_date"]), name))
    return best and best[1]


class Shown:
    """A lead from the day on which it is first shown."""

    def __init__(self, day):
        self.since, self.hits, self.open, self.followed = day, {}, True, False


class Cell:
    """What one pack finds: the leads at the end, and when each was first shown."""

    def __init__(self, pack, groups, dealers, lines):
        self.engine = reference.Reference(pack, groups, dealers)
        self.shown, self.now = {}, {}
        events = {line: self.engine.decode([line]) for _, line in lines}
        self.engine.decode = lambda some: [event for line in some for event in events[line]]
        for day in sorted({known for known, _ in lines}):
            self.step(day, [line for known, line in lines if known <= day])
        self.withdrawn = sum(1 for lead in self.shown.values() if not lead.open and not lead.followed)

    def step(self, day, lines):
        now = {name_of(*pair): pair for pair in self.engine.leads_with_details(lines)}
        for name, (reduced, _) in now.items():
            lead = self.shown.setdefault(name, Shown(day))
            lead.open, lead.followed = True, False
            for indicator in reduced["indicators"]:
                lead.hits.setdefault(indicator["id"], day)
        for name, (_, details) in self.now.items():
            if name not in now:
                self.fall(name, set(details["items"]), now)
        self.now = now

    def fall(self, name, held, now):
        fallen, heir = self.shown[name], heir_of(name, held, now)
        fallen.open, fallen.followed = False, heir is not None
        if heir:
            lead = self.shown[heir]
            lead.since = min(lead.since, fallen.since)
            for indicator, day in fallen.hits.items():
                lead.hits[indicator] = min(day, lead.hits.get(indicator, day))


class History:
    """The facts that stand at the end, subject by subject."""

    def __init__(self, engine, lines):
        known = facts.Facts()
        received = {}
        for day, line in lines:
            for event in engine.decode([line]):
                known.add(event)
                if event.kind == "trace":
                    received[event.raw] = day
        self.firearms, self.traces, self.sales = {}, {}, 0
        for key in known.purchasers():
            sales = known.sales[key].holding()
            self.sales += len(sales)
            self.firearms[key] = items.firearms_of(sales, engine.dealers)
            self.take_traces("purchaser", key, known.purchaser_traces[key].holding(), self.firearms[key], engine, received)
        for key in known.dealer_traces:
            self.take_traces("dealer", key, known.dealer_traces[key].holding(), [], engine, received)
        self.purchasers = sum(1 for guns in self.firearms.values() if guns)
        self.days = [gun.date for guns in self.firearms.values() for gun in guns]
        self.trace_days = [trace["day"] for traces in self.traces.values() for trace in traces]

    def take_traces(self, kind, key, events, firearms, engine, received):
        by_id = {event.id: event for event in events}
        self.traces[kind, key] = [
            {"id": trace.id, "day": by_id[trace.id].date, "known": received[by_id[trace.id].raw], "sold_on": by_id[trace.id].sold_on,
             "sale": trace.matched and trace.matched.sale.id} for trace in items.traces_of(events, firearms, engine.dealers)]


class Labels:
    """By traces, by the truth of a stream, by dispositions."""

    def __init__(self, history, truth=None, said=None):
        self.history, self.said = history, said or {}
        self.complete = truth is not None
        records = [json.loads(line) for line in truth.read_text().splitlines()] if truth else []
        self.buyers = {record["purchaser"]: record["address"] for record in records if record["kind"] == "buyer"}
        self.ring_traces = {record["trace"] for record in records if record["kind"] == "trace"}

    def ring_trace(self, subject):
        return min((t["day"] for t in self.history.traces.get(subject, []) if t["id"] in self.ring_traces), default=None)

    def later(self, subject, lead, since):
        reported = {report[3] for report in lead[1]["reports"]}
        return min((t["day"] for t in self.history.traces.get(subject, []) if t["day"] > since and t["known"] > since and (
            t["sale"] in lead[0]["sales"] if t["sale"] else str(t["sold_on"]) in reported)), default=None)

    def is_true(self, subject, lead):
        kind, key = subject
        if kind == "purchaser":
            return key in self.buyers
        if kind == "address" and key in self.buyers.values():
            return True
        return any(report[1] in self.buyers for report in lead[1]["reports"]) or bool(set(lead[0]["traces"]) & self.ring_traces)

    def judge(self, name, lead, since):
        """(label, when, duplicate): label True, False or None."""
        subject, trace = name[:2], self.later(name[:2], lead, since)
        word, opened = self.said.get(name, (None, None))
        said = {"useful": True, "opened": True, "not_useful": False}.get(word)
        truth = self.is_true(subject, lead) if self.complete else None
        label = truth if truth is not None else True if trace else said
        when = None
        if label:
            days = [trace, self.ring_trace(subject) if truth else None, opened if said else None]
            when = min((day for day in days if day), default=None)
        return label, when, word == "duplicate"

    def positives(self, cells):
        """Subjects that should be found."""
        found = {subject for subject, traces in self.history.traces.items() if any(trace["sale"] for trace in traces)}
        if not self.complete:
            return found | {name[:2] for name, (word, _) in self.said.items() if word in ("useful", "opened")}
        addresses = pandas.Series([address for address in self.buyers.values() if address]).value_counts()
        found = {("purchaser", key) for key in self.buyers}
        return found | {("address", key) for key, buyers in addresses.items() if buyers > 1}


def frame_of(cell, history, labels):
    """A row for each lead."""
    rows = []
    for name, lead in cell.now.items():
        shown, (reduced, details) = cell.shown[name], lead
        label, when, duplicate = labels.judge(name, lead, shown.since)
        guns = sum(1 for gun in history.firearms.get(name[1], []) if gun.sale.id in reduced["sales"])
        rows.append({
            "kind": name[0], "key": name[1], "first_date": reduced["first_date"], "since": shown.since, "label": label, "when": when,
            "duplicate": duplicate, "guns": guns if reduced["sales"] else sum(report[4] for report in details["reports"]),
            "hits": {i["id"]: shown.hits[i["id"]] for i in reduced["indicators"]}, "score": reduced["score"],
            "routes": [route[0] for route in reduced["routes"]]})
    return pandas.DataFrame(rows, columns=["kind", "key", "first_date", "since", "label", "when", "duplicate", "guns", "hits", "score", "routes"])


def chosen(frame, wanted):
    """Those rows, none of them too."""
    return frame[numpy.array(wanted, dtype=bool)]


def prop(k, n):
    if not n or k > n:
        return None
    share, low, high = k / n, 0.0, 1.0
    middle, half = share + Z * Z / (2 * n), Z * numpy.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    if k:
        low = (middle - half) / (1 + Z * Z / n)
    if k < n:
        high = (middle + half) / (1 + Z * Z / n)
    return {"k": k, "n": n, "share": share, "low": low, "high": high}


def monday(day):
    return day - datetime.timedelta(days=day.weekday())


class Measure:
    """What holds for all figures of a run."""

    def __init__(self, history, labels, frames, cells, limits):
        self.history, self.limits = history, limits
        self.positives = labels.positives(cells)
        self.can_be_false = labels.complete or any((frame.label == False).any() for frame in frames)  # noqa: E712
        days = history.days + history.trace_days
        first, last = max(min(days), limits[0] or min(days)), min(max(days), limits[1] or max(days))
        shown = [day for frame in frames for row in frame.itertuples() for day in [row.since, *row.hits.values()] if self.counts(day)]
        self.weeks = pandas.date_range(monday(min([first, *shown])), max([last, *shown]), freq="7D").date

    def counts(self, day):
        return (not self.limits[0] or day >= self.limits[0]) and (not self.limits[1] or day <= self.limits[1])

    def figure(self, frame, since, kind=None, withdrawn=None):
        """The object FIG of the leads of a frame, in the set since those days."""
        frame = frame.assign(since=since)
        frame = chosen(frame, [self.counts(day) for day in frame.since])
        people = frame[frame.kind == "purchaser"]
        true, false = int((frame.label == True).sum()), int((frame.label == False).sum())  # noqa: E712
        weeks = pandas.Series([monday(day) for day in frame.since], dtype=object).value_counts().reindex(self.weeks, fill_value=0)
        gained = [(row.when - row.since).days for row in frame.itertuples() if row.label is True and row.when]
        quartiles = numpy.quantile(gained, [0.25, 0.5, 0.75]) if gained else None
        first = people.groupby("key").since.min()
        after = sum(1 for key, day in first.items() for gun in self.history.firearms[key] if gun.date > day)
        wanted = {subject for subject in self.positives if kind in (None, subject[0])}
        base = len([s for s in self.positives if s[0] == "purchaser"]) / self.history.purchasers
        return {
            "leads": len(frame), "withdrawn": withdrawn, "purchasers": people.key.nunique(), "guns": int(frame.guns.sum()),
            "week_median": float(weeks.median()), "week_busiest": int(weeks.max()),
            "busiest_week": str(weeks.idxmax()) if len(frame) else None, "true": true, "false": false,
            "unlabelled": len(frame) - true - false, "duplicate": int(frame.duplicate.sum()),
            "precision": prop(true, true + false) if self.can_be_false else None,
            "recall": prop(len(wanted & set(zip(frame.kind, frame.key))), len(wanted)), "confirmed_share": prop(true, len(frame)),
            "lift": int((people.label == True).sum()) / len(people) / base if base and len(people) else None,  # noqa: E712
            "false_for_true": false / true if true and self.can_be_false else None,
            "days_gained": quartiles is not None and {"n": len(gained), **dict(zip(("q1", "median", "q3"), map(float, quartiles)))} or None,
            "guns_after": after, "guns_after_share": prop(after, sum(len(self.history.firearms[key]) for key in first.index))}


def differences(where, got, want):
    """Where two documents' parts differ; numbers to six places."""
    if isinstance(want, dict) and isinstance(got, dict) and set(got) == set(want):
        return [d for key in want for d in differences(f"{where}.{key}", got[key], want[key])]
    if isinstance(want, list) and isinstance(got, list) and len(got) == len(want):
        return [d for i, value in enumerate(want) for d in differences(f"{where}[{i}]", got[i], value)]
    if isinstance(want, float) and isinstance(got, (int, float)) and abs(got - want) <= 2e-6:
        return []
    return [] if got == want else [f"{where}: got {got!r:.200}, want {want!r:.200}"]


def equal(what, got, want):
    found = differences("", got, want)
    check(what, not found, "\n    ".join(found[:5]))


def shown(frame, indicator):
    return chosen(frame, [indicator in hits for hits in frame.hits])


def check_cell(what, told, frame, measure, withdrawn):
    equal(f"{what}: all", told["all"], measure.figure(frame, frame.since, None, withdrawn))
    for entry in told["indicators"]:
        of = shown(frame, entry["id"])
        since = [hits[entry["id"]] for hits in of.hits]
        equal(f"{what}: {entry['id']}", entry["all"], measure.figure(of, since, KIND[entry["id"]]))
        only = sum(1 for hits, day in zip(of.hits, since) if len(hits) == 1 and measure.counts(day))
        same(f"{what}: {entry['id']} alone", entry["only"], only)
    for entry in told["groups"]:
        of = chosen(frame, [entry["id"] in routes for routes in frame.routes])
        equal(f"{what}: {entry['id']}", entry["all"], measure.figure(of, of.since))


def check_shapes(what, document, frame, measure):
    """Leads by week and month, days gained, overlap, and the leads one by one, of the pack in force."""
    counted = chosen(frame, [measure.counts(day) for day in frame.since])
    weeks = lambda days: [sum(1 for day in days if monday(day) == week) for week in measure.weeks]
    same(f"{what}: first week", document["weeks"]["first"], str(measure.weeks[0]))
    same(f"{what}: weeks", document["weeks"]["all"]["present"], weeks(counted.since))
    for entry in document["weeks"]["present"]:
        days = [hits[entry["id"]] for hits in shown(frame, entry["id"]).hits]
        same(f"{what}: weeks of {entry['id']}", entry["counts"], weeks([day for day in days if measure.counts(day)]))
    same(f"{what}: months", document["months"]["present"], [sum(1 for day in counted.since if day.month == m) for m in range(1, 13)])
    gained = [(row.when - row.since).days for row in counted.itertuples() if row.label is True and row.when]
    if gained:
        same(f"{what}: gained", document["gained"]["all"]["present"],
             [int(n) for n in pandas.cut(gained, document["gained"]["edges"], right=False).value_counts()])
    table = pandas.DataFrame([[i in hits for i in IDS] for hits in counted.hits], columns=IDS).astype(int)
    ids = [i for i in IDS if table[i].sum()]
    same(f"{what}: overlap", document["overlap"], {
        "ids": ids, "both": (table[ids].T @ table[ids]).values.tolist(), "alone": [int(table[table.sum(axis=1) == 1][i].sum()) for i in ids]})
    rows = counted.sort_values(["kind", "key", "first_date"])
    leads = document["leads"]
    same(f"{what}: kinds", leads["kind"], "".join(kind[0] for kind in rows.kind))
    same(f"{what}: labels", leads["label"], "".join({True: "t", False: "f"}.get(label, "u") for label in rows.label))
    epoch = datetime.date(1970, 1, 1)
    same(f"{what}: since", leads["since"], [(day - epoch).days for day in rows.since])
    same(f"{what}: scores", leads["score"], list(rows.score))
    same(f"{what}: guns", leads["guns"], list(rows.guns))
    same(f"{what}: hits", [[i for b, i in enumerate(leads["ids"]) if mask >> b & 1] for mask in leads["hits"]],
         [[i for i in ids if i in hits] for hits in rows.hits])


def check_history(document, history, lines):
    told = document["history"]
    same("events", told["events"], len(lines))
    same("every event is under one word", told["events"],
         sum(told[word] for word in ("used", "duplicate", "superseded", "rejected", "untied")))
    same("sales", told["sales"], history.sales)
    same("guns", told["guns"], len(history.days))
    same("purchasers", told["purchasers"], history.purchasers)
    same("first and last", [told["first_date"], told["last_date"]], [str(min(history.days)), str(max(history.days))])


class World:
    """A generated history, the packs to be tried on it, and what each of them finds."""

    def __init__(self, folder):
        self.folder = folder
        self.events, self.dealers, self.truth = folder / "events.ndjson", folder / "dealers.csv", folder / "truth.ndjson"
        run("gen", "--quiet", "--sales", 420, "--days", 200, "--rings", 2, "--dealers", 6, "--seed", 11, "--late", "0.1", "--traces",
            "0.1", "--corrections", "0.02", "--voids", "0.15", "--dealers-out", self.dealers, "--truth", self.truth, "--out", self.events)
        self.lines = sorted(((known_day(line), line) for line in self.valid()), key=lambda pair: pair[0])
        self.groups = folder / "groups.yaml"
        self.groups.write_text(GROUPS)
        self.packs = {"present": self.pack("present", 3, 7, 15), "candidate": self.pack("candidate", 2, 5, 25)}
        for least in (2, 3, 5):
            self.packs[f"several.min={least}"] = self.pack(f"min{least}", least, 7, 15)
        again = {"several.min=3": "present"}
        found = {name: Cell(pack, self.groups, self.dealers, self.lines) for name, pack in self.packs.items() if name not in again}
        self.cells = {name: found[again.get(name, name)] for name in self.packs}
        self.history = History(self.cells["present"].engine, self.lines)

    def valid(self):
        """Damaged lines tell no day."""
        decoder = reference.Reference(self.pack("any", 3, 7, 15))
        return [line for line in self.events.read_bytes().splitlines() if decoder.decode([line])]

    def pack(self, name, least, window, weight):
        path = self.folder / f"{name}.yaml"
        path.write_text(PACK.format(min=least, window=window, weight=weight))
        return path

    def tune(self, *more):
        out = self.folder / "out.json"
        got = run("tune", "--quiet", "--rules", self.packs["present"], "--candidate", self.packs["candidate"], "--groups", self.groups,
                  "--dealers", self.dealers, "--sweep", "several.min=2,3,5", "--json", out, *more, self.events)
        check(f"tune {' '.join(map(str, more))}", got.returncode == 0, got.stderr.decode())
        return json.loads(out.read_text())

    def measure(self, what, document, labels, limits=(None, None)):
        frames = {name: frame_of(cell, self.history, labels) for name, cell in self.cells.items()}
        measure = Measure(self.history, labels, frames.values(), self.cells, limits)
        for told in document["cells"]:
            check_cell(f"{what}: {told['name']}", told, frames[told["name"]], measure, self.cells[told["name"]].withdrawn)
        same(f"{what}: cells", [told["name"] for told in document["cells"]], list(self.packs))
        check_shapes(what, document, frames["present"], measure)
        return frames["present"]


def dispose(world, document):
    """Dispositions of some leads, as groups would give them."""
    with open(world.folder / "csv/leads.csv", encoding="utf-8", newline="") as file:
        ids = {(row["kind"], row["key"], row["first_date"]): row["lead_id"] for row in csv.DictReader(file)}
    words, said, rows = ("useful", "not_useful", "opened", "duplicate", "not_useful"), {}, []
    for place, (name, lead) in enumerate(sorted(world.cells["present"].now.items(), key=str)):
        if place % 3 == 0 and not any(name[:2] == other[:2] for other in said):
            word = words[place // 3 % len(words)]
            opened = datetime.date(2025, 4, 20) if word == "opened" else None
            said[name] = (word, opened)
            rows.append([ids[name[0], name[1], lead[0]["first_date"]], word, opened or ""])
    path = world.folder / "said.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["lead_id", "disposition", "opened_on"], *rows])
    return path, said


def main():
    world = World(fresh("tune_figures"))
    check("leads come and go", sum(cell.withdrawn for cell in world.cells.values()) > 0)
    document = world.tune("--csv", world.folder / "csv")
    check_history(document, world.history, world.lines)
    world.measure("traces", document, Labels(world.history))
    document = world.tune("--labels", world.truth)
    frame = world.measure("truth", document, Labels(world.history, truth=world.truth))
    check("some leads are right and some are wrong", set(frame.label) == {True, False})
    path, said = dispose(world, document)
    limits = datetime.date(2025, 2, 10), datetime.date(2025, 5, 31)
    document = world.tune("--labels", path, "--from", limits[0], "--to", limits[1], "--threads", 3)
    world.measure("dispositions", document, Labels(world.history, said=said), limits)
    finish()


main()
