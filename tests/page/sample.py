#!/usr/bin/env python3
"""Documents of the form leadline.tune/1 as the page may meet them, made up but at one with themselves.

usage: sample.py KIND >document.json      KIND: one of those below

  axis     labels, a candidate, one swept parameter, suggested weights     grid     two swept parameters
  plain    no label, no candidate, no sweep                               empty    a history without events
  many     as axis, with 100,000 leads in its list                        hostile  names that would break out of the page
"""
import datetime
import json
import math
import random
import sys

INDICATORS = [
    ("multiple-sale-handgun", "Multiple sale of handguns", 0.22),
    ("five-or-more-guns", "Five or more guns in five business days", 0.16),
    ("weapons-of-choice", "Three or more guns in calibers that traffickers choose", 0.14),
    ("same-day-handguns", "Two or more handguns from one dealer on one day", 0.19),
    ("several-dealers", "Guns from three or more dealers in ten days", 0.07),
    ("same-model-repeats", "Three or more guns of one model in thirty days", 0.06),
    ("cash-spree", "Over 5,000 dollars of guns paid in cash within thirty days", 0.05),
    ("shared-address", "Multiple sales of chosen long guns to two or more purchasers at one address", 0.03),
    ("short-time-to-crime", "Recovered within a year of sale", 0.08),
]
IDS = [i[0] for i in INDICATORS]
PLACES = [("Houston", "TX", "houston-crime-gun"), ("Houston", "TX", "laredo"), ("Dallas", "TX", "laredo"), ("Phoenix", "AZ", "phoenix"), ("Phoenix", "NM", "phoenix"), ("New Orleans", "LA", None), (None, "KS", None)]
FIRST = datetime.date(2022, 1, 3)
WEEKS = 130
EDGES = list(range(-240, 601, 30))


def wilson(k, n):
    if not n:
        return None
    z, p = 1.959963985, k / n
    middle, half = (p + z * z / (2 * n)) / (1 + z * z / n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return {"k": k, "n": n, "share": round(p, 4), "low": round(max(0, middle - half), 4), "high": round(min(1, middle + half), 4)}


def day(number):
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=number)).isoformat()


def quartiles(values):
    v = sorted(values)
    return {"n": len(v), "q1": v[len(v) // 4], "median": v[len(v) // 2], "q3": v[3 * len(v) // 4]} if v else None


class Sample:
    def __init__(self, count, labels=True, seed=7):
        self.random = random.Random(seed)
        self.labels = labels
        self.leads = [self.lead(n) for n in range(count)]
        self.leads.sort(key=lambda l: l["since"])
        self.positive = max(1, round(count * 0.12)) if labels else 0

    def lead(self, n):
        r = self.random
        hits = [i for i, (_, _, share) in enumerate(INDICATORS) if r.random() < share] or [r.choice([0, 3])]
        first = (FIRST - datetime.date(1970, 1, 1)).days
        confirmed = 0.05 + 0.09 * len(hits) + (0.2 if 7 in hits else 0)
        label = "u" if not self.labels or r.random() < 0.55 else ("t" if r.random() < confirmed else "f")
        return {
            "id": "L-" + "".join(r.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") for _ in range(16)),
            "kind": r.choices("pda", [90, 6, 4])[0], "since": first + int(7 * WEEKS * r.betavariate(1.6, 1.2)), "score": 10 * len(hits) + r.randrange(30),
            "guns": 2 + len(hits) + r.randrange(4), "label": label, "hits": hits, "place": r.choices(PLACES, [30, 14, 20, 12, 5, 9, 3])[0],
            "gained": max(-240, min(599, round(r.gauss(160, 120)))) if label == "t" and r.random() < 0.8 else None,
        }  # fmt: skip

    def weeks_of(self, leads):
        counts = [0] * WEEKS
        for lead in leads:
            counts[(lead["since"] - (FIRST - datetime.date(1970, 1, 1)).days) // 7] += 1
        return counts

    def figure(self, leads):
        weeks, count = self.weeks_of(leads), len(leads)
        true, false = (sum(l["label"] == x for l in leads) for x in "tf")
        busiest = max(weeks) if count else 0
        gained = [l["gained"] for l in leads if l["gained"] is not None]
        after = sum(l["guns"] // 3 for l in leads if l["label"] == "t")
        return {
            "leads": count, "withdrawn": count // 40, "purchasers": round(count * 0.9), "guns": sum(l["guns"] for l in leads),
            "week_median": sorted(weeks)[WEEKS // 2] if count else None, "week_busiest": busiest,
            "busiest_week": (FIRST + datetime.timedelta(weeks=weeks.index(busiest))).isoformat() if count else None,
            "true": true, "false": false, "unlabelled": count - true - false, "duplicate": 0, "precision": wilson(true, true + false),
            "recall": wilson(min(true, self.positive), self.positive) if self.labels else None, "confirmed_share": wilson(true, count) if self.labels else None,
            "lift": round(true / count * 9, 2) if self.labels and count else None, "false_for_true": round(false / true, 2) if true else None,
            "days_gained": quartiles(gained), "guns_after": after if self.labels else None,
            "guns_after_share": wilson(after, max(1, sum(l["guns"] for l in leads))) if self.labels else None,
        }  # fmt: skip

    def cell(self, kind, name, leads, values=None, full=True):
        indicators = [
            {"id": i, "title": t, "only": sum(l["hits"] == [n] for l in leads), "all": self.figure([l for l in leads if n in l["hits"]])}
            for n, (i, t, _) in enumerate(INDICATORS)
            if full or i == "five-or-more-guns"
        ]
        groups = [{"id": g, "all": self.figure([l for l in leads if l["place"][2] == g])} for g in ("houston-crime-gun", "laredo", "phoenix")]
        return {"kind": kind, "name": name, "values": values, "all": self.figure(leads), "indicators": indicators, "groups": groups if full else []}

    def tightened(self, step):
        """The leads that a threshold so much higher leaves: those without labels first, true ones late."""
        keep = {"t": 0.97, "f": 0.8, "u": 0.84}
        r = random.Random(step)
        return [l for l in self.leads if 1 not in l["hits"] or l["label"] == "t" and r.random() < keep["t"] ** step or r.random() < keep[l["label"]] ** step]

    def by_week(self, leads):
        return [{"id": i, "counts": self.weeks_of([l for l in leads if n in [None, *l["hits"]]])} for n, i in [(None, None), *enumerate(IDS)]]

    def gained(self, leads):
        def histogram(n):
            counts = [0] * (len(EDGES) - 1)
            for lead in leads:
                if n in [None, *lead["hits"]] and lead["gained"] is not None:
                    counts[(lead["gained"] - EDGES[0]) // 30] += 1
            return counts

        return [{"id": i, "counts": histogram(n)} for n, i in [(None, None), *enumerate(IDS)]]

    def places(self, leads):
        rows = []
        for division, state, group in PLACES:
            here = [l for l in leads if l["place"] == (division, state, group)]
            if here:
                rows.append({"division": division, "state": state, "group": group, "leads": len(here), "guns": sum(l["guns"] for l in here),
                             "true": sum(l["label"] == "t" for l in here), "false": sum(l["label"] == "f" for l in here)})  # fmt: skip
        return rows

    def overlap(self):
        both = [[sum(a in l["hits"] and b in l["hits"] for l in self.leads) for b in range(len(IDS))] for a in range(len(IDS))]
        return {"ids": IDS, "both": both, "alone": [sum(l["hits"] == [n] for l in self.leads) for n in range(len(IDS))]}

    def months(self):
        counts = [0] * 12
        for lead in self.leads:
            counts[int(day(lead["since"])[5:7]) - 1] += 1
        return {"present": counts, "sales": [9000 + 700 * (m in (2, 10, 11)) for m in range(12)]}

    def columns(self):
        letters = {"p": "p", "d": "d", "a": "a"}
        return {
            "id": [l["id"] for l in self.leads], "kind": "".join(letters[l["kind"]] for l in self.leads), "since": [l["since"] for l in self.leads],
            "score": [l["score"] for l in self.leads], "guns": [l["guns"] for l in self.leads], "label": "".join(l["label"] for l in self.leads),
            "hits": [sum(1 << n for n in l["hits"]) for l in self.leads], "ids": IDS,
        }  # fmt: skip

    def drawn(self, lead, shift=0):
        r, since = random.Random(lead["id"]), lead["since"] + shift
        dates = sorted(since - r.randrange(6) for _ in range(3))
        items = [
            {"date": day(d), "kind": "sale", "known": day(d + r.choice([0, 0, 1])), "guns": 1 + n, "what": f"{1 + n} pistols" if n else "1 rifle",
             "dealer": f"5-74-{77000 + n}", "state": "TX", "evidence": n > 0 or shift > 0, "in_hit": n > 0} for n, d in enumerate(dates)]  # fmt: skip
        if lead["label"] == "t":
            items.append({"date": day(since + 212), "kind": "trace", "known": day(since + 240), "guns": 1, "what": "1 pistol, Mexico", "dealer": None, "state": None, "evidence": True, "in_hit": False})
        closed = [day(d) for d in range(dates[0], since + 8) if (d + 4) % 7 == 0]
        hits = [{"id": IDS[n], "first_date": day(dates[0] if shift else dates[1]), "last_date": day(dates[-1]), "count": 2 + n} for n in lead["hits"]]
        return {"lead_id": lead["id"], "kind": "purchaser", "key": "p:" + lead["id"][2:].lower(), "since": day(since), "first_date": day(dates[0]), "last_date": items[-1]["date"],
                "score": lead["score"] + (5 if shift else 0), "indicators": hits, "groups": [lead["place"][2]] if lead["place"][2] else [],
                "label": {"t": "true", "f": "false", "u": None}[lead["label"]], "guns": lead["guns"], "items": items, "left_out": 0, "closed": closed}  # fmt: skip

    def changes(self, candidate):
        kept = {l["id"] for l in candidate}
        gone = [l for l in self.leads if l["id"] not in kept]
        same = len(candidate) - len(candidate) // 30
        rows = lambda names: [{"id": n, "same": same // (3 + k), "changed": 12 // (k + 1), "only_present": len(gone) // (4 + k), "only_candidate": 9 + k} for k, n in enumerate(names)]
        samples = [{"change": "only_present", "present": self.drawn(l), "candidate": None} for l in gone[:8]]
        samples += [{"change": "changed", "present": self.drawn(l), "candidate": self.drawn(l, 2)} for l in candidate[:14]]
        samples += [{"change": "only_candidate", "present": None, "candidate": self.drawn(l)} for l in candidate[20:26]]
        return {"same": same, "changed": len(candidate) // 30, "only_present": len(gone), "only_candidate": 31, "score": 40, "dates": 22, "routes": 3, "indicators": rows(IDS),
                "states": rows(["TX", "AZ", "LA"]), "divisions": rows(["Houston", "Dallas", "Phoenix"]), "groups": rows(["houston-crime-gun", "laredo"]), "samples": samples}  # fmt: skip

    def samples(self):
        why = ["five-or-more-guns: 5 firearms in 5 business days, at least 5 asked for", "2022-01-04 to 2022-01-07: 2 pistols, 1 rifle, 2 pistols"]
        lacks = ["one more firearm by 2022-05-06", "one more dealer within ten days", "a sale two business days earlier"]
        above = [{**self.drawn(l), "why": why} for l in self.leads[5:17]]
        below = [{"kind": "purchaser", "key": f"p:{n:012x}", "indicator": IDS[1 + n % 3], "last_date": day(19000 + 9 * n), "lacks": lacks[n % 3], "why": ["4 firearms in 5 business days, 5 asked for"]} for n in range(14)]
        return {"above": above, "below": below, "seed": 7}

    def weights(self):
        rows = [{"id": i, "present": 10 + 5 * (n % 4), "suggested": None if i == "cash-spree" else 4 + 7 * ((n * 5) % 7), "coefficient": round(0.2 + 0.3 * ((n * 5) % 7), 3),
                 "low": round(-0.1 + 0.3 * ((n * 5) % 7), 3), "high": round(0.5 + 0.3 * ((n * 5) % 7), 3)} for n, i in enumerate(IDS)]  # fmt: skip
        return {"method": "logistic regression on indicator hits, ridge 1.0", "n": 1200, "folds": 5, "auc": {"present": 0.713, "suggested": 0.764}, "indicators": rows,
                "threshold": {"present": 40, "suggested": 38}, "notes": ["cash-spree hits in too few labelled leads for a weight of its own."]}  # fmt: skip


def with_all(shape):
    """The first row of each pack, which is of all leads, under a key of its own."""
    shape["all"] = {p: shape[p].pop(0)["counts"] if shape[p] else None for p in ("present", "candidate")}
    return shape


def pack(name):
    return {"id": name, "version": "3", "digest": "sha256:1f0a9c4b", "file": f"rules/{name}.yaml"}


def history(events):
    dates = [FIRST.isoformat(), (FIRST + datetime.timedelta(weeks=WEEKS)).isoformat()] if events else [None, None]
    return {"events": events, "used": events - events // 50, "duplicate": events // 100, "superseded": events // 400, "rejected": events // 500, "untied": events // 900, "later": 0,
            "purchasers": events * 7 // 10, "dealers": events and 412, "sales": events * 9 // 10, "guns": events * 12 // 10, "traces": events // 60, "traced_purchasers": events // 90,
            "first_date": dates[0], "last_date": dates[1], "first_trace": dates[0], "last_trace": dates[1], "as_of": None, "from": None, "to": None}  # fmt: skip


def document(count, labels=True, candidate=True, axes=(), weights=True, seed=7):
    s = Sample(count, labels, seed)
    other = s.tightened(2)
    doc = {"format": "leadline.tune/1", "leadline": "0.1.0", "history": history(count * 30),
           "packs": {"present": pack("atf"), "candidate": pack("atf-strict") if candidate else None},
           "labels": {"traces": labels, "abroad": False, "within": None, "dispositions": 210 if labels else 0, "truths": 0, "complete": False, "positive_subjects": s.positive,
                      "base_rate": wilson(s.positive, count * 21) if labels else None},
           "axes": list(axes), "cells": [s.cell("present", "present", s.leads)],
           "weeks": with_all({"first": FIRST.isoformat() if count else None, "present": s.by_week(s.leads), "candidate": s.by_week(other) if candidate else None}),
           "months": s.months() if count else None,
           "gained": with_all({"edges": EDGES if labels and count else [], "present": s.gained(s.leads), "candidate": s.gained(other) if candidate else None}),
           "overlap": s.overlap() if count else None, "places": {"present": s.places(s.leads), "candidate": s.places(other) if candidate else None} if count else None,
           "changes": s.changes(other) if candidate else None, "samples": s.samples() if count else None, "leads": s.columns() if count else None,
           "weights": s.weights() if weights else None, "notes": []}  # fmt: skip
    if candidate:
        doc["cells"].append(s.cell("candidate", "candidate", other))
    if len(axes) == 1:
        doc["cells"] += [s.cell("swept", f"{axes[0]['target']}={v}", s.tightened(n), [n]) for n, v in enumerate(axes[0]["values"])]
    if len(axes) == 2:
        a, b = axes
        doc["cells"] += [s.cell("swept", f"{a['target']}={v} {b['target']}={w}", s.tightened(n + 0.6 * m), [n, m], full=False) for n, v in enumerate(a["values"]) for m, w in enumerate(b["values"])]
    return doc


GUNS = {"target": "five-or-more-guns.min_guns", "kind": "param", "values": ["3", "4", "5", "6", "7", "8"], "present": "5", "present_at": 2}
WINDOW = {"target": "five-or-more-guns.window", "kind": "window", "values": ["3", "5", "7", "10"], "present": "4", "present_at": None}
NO_LABELS = "No label: the history has no traces, and no dispositions were given; precision, recall and days gained cannot be computed."


def hostile():
    doc = document(60, axes=[GUNS])
    text = json.dumps(doc).replace("cash-spree", "cash</script><script>document.title='broken'</script><!--").replace("Houston", "<img src=x onerror=alert(1)>\u2028&amp;'\\\"")
    doc = json.loads(text)
    doc["cells"][0]["groups"][0]["id"] = "=HYPERLINK(1)"
    doc["notes"] = ["</script><b id=broken>", "=1+2"]
    return doc


def main():
    kinds = {
        "axis": lambda: document(4200, axes=[GUNS]),
        "grid": lambda: document(2600, axes=[GUNS, WINDOW], candidate=False, weights=False),
        "plain": lambda: {**document(900, labels=False, candidate=False, weights=False), "notes": [NO_LABELS]},
        "empty": lambda: {**document(0, labels=False, candidate=False, weights=False), "notes": ["The history has no event.", NO_LABELS]},
        "many": lambda: {**document(4200, axes=[GUNS]), "leads": Sample(100000).columns()},
        "hostile": hostile,
    }
    if len(sys.argv) != 2 or sys.argv[1] not in kinds:
        print(__doc__, file=sys.stderr)
        return 2
    json.dump(kinds[sys.argv[1]](), sys.stdout, separators=(",", ":"), ensure_ascii=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
