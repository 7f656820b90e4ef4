#!/usr/bin/env python3
"""The leads that a set of events must give: a slow, plain reading of what Leadline promises.

usage: reference.py --rules PACK [--groups F] [--dealers F] [--calendar F] [--calibers F]
                    [--identity-key TEXT] [--prefix N] [--accounts] [--details] EVENTS...

Prints the open leads at the end, reduced to what must be equal everywhere, one JSON a line, sorted
by kind, key and first date. --accounts adds counts of events on standard error, --rejects each
rejected line with its reason, --details what lies behind each lead. --prefix reads only the first N
events.

It keeps no state between events and knows nothing of speed: each call of leads_of computes all from
the whole list. It shares no code with the engine that it is compared with.
"""
import argparse
import collections
import gzip
import json
import pathlib
import sys

import calendars
import events
import facts
import items
import leads
import pack
import routing
import tables
import windows

DEFAULT_CALIBERS = pathlib.Path(__file__).resolve().parents[2] / "config" / "calibers.csv"
BOM = b"\xef\xbb\xbf"


def lines_of(data):
    """The messages of a file's bytes: without line ends, a BOM at the start, and blank lines."""
    if data.startswith(BOM):
        data = data[len(BOM):]
    lines = data.split(b"\n")
    last = lines.pop()
    lines = [line[:-1] if line.endswith(b"\r") else line for line in lines] + [last]
    return [line for line in lines if line.strip(b" \t\r")]


class Reference:
    """One pack, its groups and tables; leads_of is the pure function of the events."""

    def __init__(self, rules, groups=None, dealers=None, calendar=None, calibers=None,
                 identity_key="demo"):
        self.pack = pack.Pack(_read_text(rules))
        self.groups = pack.load_groups(_read_text(groups)) if groups else []
        self.dealers = tables.Dealers(dealers)
        self.evaluator = windows.Evaluator(calendars.default_calendar(calendar), self.dealers)
        self.decoder = events.Decoder(identity_key.encode("utf-8"),
                                      tables.Calibers(calibers or DEFAULT_CALIBERS))
        self.accounts, self.rejected = collections.Counter(), []

    def decode(self, lines):
        """The events of messages; counts go to accounts, malformed ones to rejected."""
        self.accounts, self.rejected = collections.Counter(read=len(lines)), []
        found = []
        for line in lines:
            try:
                event = self.decoder.decode(line)
            except events.Reject as fault:
                self.rejected.append((line, fault.reason, fault.field))
                continue
            found.append(event)
            self.accounts[event.kind] += 1
            if event.kind == "trace" and not event.purchaser and not event.dealer:
                self.accounts["untied"] += 1
        self.accounts["rejected"] = len(self.rejected)
        return found

    def leads_of(self, lines):
        """The reduced open leads of messages, in the order of the output."""
        return [reduced for reduced, _ in self.leads_with_details(lines)]

    def leads_with_details(self, lines):
        known = facts.Facts()
        for event in self.decode(lines):
            known.add(event)
        found, reports = [], []
        for key in sorted(known.purchasers()):
            found += self._of_purchaser(known, key, reports)
        by_dealer, by_address = collections.defaultdict(list), collections.defaultdict(list)
        for report in reports:
            by_dealer[report.fields["dealer.key"]].append(report)
            if report.address:
                by_address[report.address].append(report)
        for key in sorted(set(by_dealer) | set(known.dealer_traces)):
            traces = items.traces_of(known.dealer_traces[key].holding(), [], self.dealers)
            found += self._leads("dealer", key, [], traces, by_dealer[key])
        for key in sorted(by_address):
            found += self._leads("address", key, [], [], by_address[key])
        rank = lambda lead: (lead["subject"]["kind"], lead["subject"]["key"], lead["first_date"])
        return sorted(found, key=lambda pair: rank(pair[0]))

    def _of_purchaser(self, known, key, reports):
        """The leads of a purchaser; adds the reports that its sales oblige to reports."""
        firearms = items.firearms_of(known.sales[key].holding(), self.dealers)
        traces = items.traces_of(known.purchaser_traces[key].holding(), firearms, self.dealers)
        found = self._leads("purchaser", key, firearms, traces, [])
        wanted = {indicator.report_of for indicator in self.pack.indicators}
        for indicator in self.pack.of("purchaser"):
            if indicator.id in wanted:
                reports += self.evaluator.reports(indicator, firearms, traces, key)
        return found

    def _leads(self, kind, key, firearms, traces, reports):
        """(reduced, details) of each lead. Marks the items with the hits that hold them."""
        hits = []
        for indicator in self.pack.of(kind):
            counted = {"firearms": firearms, "traces": traces, "reports": [
                report for report in reports if report.indicator == indicator.report_of]}
            for hit in self.evaluator.hits(indicator, counted[indicator.items], traces):
                hits.append(hit)
                for item in hit.items:
                    item.hits.add(indicator.id)
        return [self._reduce(lead, lead.firearms(firearms)) for lead in leads.leads_of_hits(
            kind, key, hits, self.pack.quiet_days)]

    def _reduce(self, lead, firearms):
        reduced = {
            "subject": {"kind": lead.kind, "key": lead.key},
            "first_date": leads.iso(lead.first_day), "last_date": leads.iso(lead.last_day),
            "score": lead.score, "time_to_crime": lead.time_to_crime,
            "indicators": [{"id": name, "hits": rows} for name, rows in lead.indicators()],
            "sales": sorted(lead.sales), "traces": sorted(trace.id for trace in lead.traces),
            "purchasers": sorted({report.fields["purchaser"] for report in lead.reports}),
            "routes": routing.routes(self.groups, lead, firearms)}
        first = lead.earliest
        details = {
            "earliest": {"kind": first.kind, "id": first.id, "place": first.place,
                         "date": leads.iso(first.day)},
            "items": sorted({item.name() for hit in lead.hits for item in hit.items}),
            "numbers": routing.numbers(lead, firearms),
            "reports": [[report.indicator, report.fields["purchaser"], report.fields["dealer.key"],
                         report.fields["date"], report.fields["guns"]] for report in lead.reports],
            "matched": {trace.id: [trace.matched.sale.id, trace.matched.place]
                        for trace in lead.traces if trace.matched}}
        return reduced, details


def _read_text(path):
    return pathlib.Path(path).read_text(encoding="utf-8-sig")


def read_events(path):
    """The messages of a file, plain or .gz, or of standard input for `-`."""
    if str(path) == "-":
        return lines_of(sys.stdin.buffer.read())
    opened = gzip.open(path) if str(path).endswith(".gz") else open(path, "rb")
    with opened as file:
        return lines_of(file.read())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("--rules", "--groups", "--dealers", "--calendar", "--calibers"):
        parser.add_argument(name, required=name == "--rules")
    parser.add_argument("--identity-key", default="demo", metavar="TEXT")
    parser.add_argument("--prefix", type=int, metavar="N", help="read only the first N events")
    for name in ("--accounts", "--rejects", "--details"):
        parser.add_argument(name, action="store_true")
    parser.add_argument("events", nargs="+", metavar="EVENTS")
    args = parser.parse_args()
    reference = Reference(args.rules, args.groups, args.dealers, args.calendar, args.calibers,
                          args.identity_key)
    lines = [line for path in args.events for line in read_events(path)][:args.prefix]
    for reduced, details in reference.leads_with_details(lines):
        if args.details:
            reduced["details"] = details
        print(json.dumps(reduced, sort_keys=True))
    if args.rejects:
        for line, reason, field in reference.rejected:
            print(reason, field, line[:200], file=sys.stderr)
    if args.accounts:
        print(json.dumps(reference.accounts, sort_keys=True), file=sys.stderr)


if __name__ == "__main__":
    main()
