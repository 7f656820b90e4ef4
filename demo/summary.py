#!/usr/bin/env python3
"""What a demo run found, in plain words: leads against the ring that the generator planted.

usage: summary.py EVENTS TRUTH REPLAYED < LEADS
  EVENTS    the file of what went in                  REPLAYED  what `leadline replay --final` makes of the same
  TRUTH     of `leadline gen --truth`                 LEADS     of `leadline watch --json`: every revision
"""
import json
import sys


def newest(lines):
    """The open leads: of each id the highest revision, unless that says it is gone."""
    leads = {}
    for line in lines:
        lead = json.loads(line)
        held = leads.get(lead["lead_id"])
        if held is None or lead["revision"] >= held["revision"]:
            leads[lead["lead_id"]] = lead
    return [lead for lead in leads.values() if lead["status"] == "open"]


def purchasers_of(lead):
    """A purchaser's own lead, or those whose reports a dealer's or an address's lead is made of."""
    if lead["subject"]["kind"] == "purchaser":
        return {lead["subject"]["key"]}
    return {report["purchaser"] for report in lead["evidence"].get("reports", [])}


def count(n, one, many=None):
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def read(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def same(live, replayed):
    """Whether both are the same leads, but for the revision, which counts on the way."""

    def bodies(leads):
        return {lead["lead_id"]: {**lead, "revision": None} for lead in leads}

    return bodies(live) == bodies(replayed)


def main():
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        return 2
    with open(sys.argv[1], "rb") as file:
        events = sum(1 for _ in file)
    truth, leads = read(sys.argv[2]), newest(sys.stdin)
    equal = same(leads, read(sys.argv[3]))
    print(f"{count(events, 'event')} went in: sales, corrections, traces. {count(len(leads), 'lead')} stand:")
    kinds = [lead["subject"]["kind"] for lead in leads]
    for kind, words in (("purchaser", "buyers"), ("dealer", "dealers"), ("address", "addresses")):
        print(f"  {kinds.count(kind):5} on {words}")
    routed = sum(1 for lead in leads if lead["routes"])
    print(f"{count(routed, 'lead')} went to a field group.")

    missed = 0
    for ring in (row for row in truth if row["kind"] == "ring"):
        members = {row["purchaser"] for row in truth if row["kind"] == "buyer" and row["ring"] == ring["ring"]}
        own = {lead["subject"]["key"] for lead in leads} & members
        named = set().union(*(purchasers_of(lead) for lead in leads)) & members
        missed += not own
        print(
            f"Ring {ring['ring']} was planted with {count(len(members), 'buyer')}, who bought {count(ring['sales'], 'time')}"
            f" from {ring['first_date']} to {ring['last_date']}.\n"
            f"  {len(own)} of the {len(members)} have a lead of their own;"
            f" {len(named)} are named in some lead."
        )
        strongest = sorted((l for l in leads if l["subject"]["kind"] == "purchaser"), key=lambda l: -l["score"])[: len(members)]
        print(f"  Of the {len(strongest)} strongest leads on buyers {sum(purchasers_of(l) <= members for l in strongest)} are theirs.")
        best = next((lead for lead in strongest if purchasers_of(lead) <= members), None)
        if best:
            weighty = sorted(best["indicators"], key=lambda i: -i["weight"])
            print(f"  The strongest, {best['lead_id']}, has score {best['score']}; of its {len(weighty)} indicators the weightiest are:")
            for indicator in weighty[:3]:
                print(f"    {indicator['explain'].split('; ')[0]}")
    print(f"Replay makes {'the same' if equal else 'OTHER'} leads of the same events, without Kafka, Redis and workers.")
    return 0 if equal and not missed else 1


if __name__ == "__main__":
    sys.exit(main())
