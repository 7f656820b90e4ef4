#!/usr/bin/env python3
"""Whether two lists of leads are the same where they must be.

usage: compare.py GOT WANT      full or reduced leads; exit 0 equal, 1 different, 2 unreadable
"""
import json
import sys


def _sort_hits(rows):
    return sorted(rows, key=lambda row: (row[:3], row[3] or ""))


def reduced(lead):
    """The fields of a full lead that are fixed; a reduced lead as it is, its hits sorted."""
    if "evidence" not in lead:
        indicators = [dict(entry, hits=_sort_hits(entry["hits"])) for entry in lead["indicators"]]
        return dict(lead, indicators=indicators)
    evidence = lead["evidence"]
    indicators = [
        {"id": entry["id"], "hits": _sort_hits(
            [hit["first_date"], hit["last_date"], hit["count"], hit["calendar"]]
            for hit in entry["hits"])}
        for entry in sorted(lead["indicators"], key=lambda entry: entry["id"])]
    result = {name: lead[name] for name in ("first_date", "last_date", "score", "time_to_crime")}
    result.update({
        "subject": {name: lead["subject"][name] for name in ("kind", "key")},
        "indicators": indicators,
        "sales": sorted({sale["id"] for sale in evidence.get("sales", ())}),
        "traces": sorted({trace["id"] for trace in evidence.get("traces", ())}),
        "purchasers": sorted({report["purchaser"] for report in evidence.get("reports", ())}),
        "routes": [[route["group"], route["priority"]] for route in lead["routes"]]})
    return result


def name_of(lead):
    return lead["subject"]["kind"], lead["subject"]["key"], lead["first_date"]


def _in_lead(got, want):
    """What differs between two leads, lists and hits told by what only one of them has."""
    flat = []
    for lead in (got, want):
        fields = {name: value for name, value in lead.items() if name != "indicators"}
        for entry in lead["indicators"]:
            fields[f"hits of {entry['id']}"] = entry["hits"]
        flat.append(fields)
    for field in sorted(set(flat[0]) | set(flat[1])):
        one, other = (fields.get(field) for fields in flat)
        if one == other:
            continue
        if isinstance(one, list) and isinstance(other, list):
            only = [[value for value in these if value not in those]
                    for these, those in ((one, other), (other, one))]
            one, other = only if only != [[], []] else (one, other)
        yield f"{field}: got {json.dumps(one)}, want {json.dumps(other)}"


def differences(got, want):
    """Sentences on what differs between two lists of leads; none where they are the same."""
    got, want = [reduced(lead) for lead in got], [reduced(lead) for lead in want]
    by_name, wanted = {name_of(lead): lead for lead in got}, {name_of(lead): lead for lead in want}
    found = []
    for name in sorted(set(by_name) | set(wanted)):
        one, other = by_name.get(name), wanted.get(name)
        if one is None or other is None:
            found.append(f"{' '.join(name)}: {'not wanted' if one else 'not there'}")
        elif one != other:
            found += [f"{' '.join(name)}: {sentence}" for sentence in _in_lead(one, other)]
    if not found and len(got) != len(want):
        found.append(f"{len(got)} leads, want {len(want)}: a lead stands twice")
    if not found and [name_of(lead) for lead in got] != [name_of(lead) for lead in want]:
        found.append("the same leads in another order: sort by kind, key, first date")
    return found


def read(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def main():
    try:
        found = differences(read(sys.argv[1]), read(sys.argv[2]))
    except (OSError, IndexError, KeyError, TypeError, ValueError) as fault:
        print(f"compare: {fault!r}", file=sys.stderr)
        return 2
    for sentence in found:
        print(sentence)
    print(f"{len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
