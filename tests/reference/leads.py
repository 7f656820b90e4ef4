"""Hits of one subject -> leads with their evidence."""
import datetime


class Lead:
    """A connected group of hits on the timeline of a subject (kind, key)."""

    def __init__(self, kind, key, hits):
        self.kind, self.key, self.hits = kind, key, hits
        self.first_day = min(hit.first_day for hit in hits)
        self.last_day = max(hit.last_day for hit in hits)
        items = {item for hit in hits for item in hit.items}
        self.earliest = min(items, key=lambda item: item.order)
        own_traces = [item for item in items if item.kind == "trace"]
        times = [item.fields["time_to_crime"] for item in own_traces]
        self.time_to_crime = min((time for time in times if time is not None), default=None)
        sold = [item for item in items if item.kind == "firearm"]
        sold += [trace.matched for trace in own_traces if trace.matched]
        self.sales = {firearm.sale.id: firearm.sale for firearm in sold}
        counted = {trace for hit in hits for trace in hit.counted_traces}
        self.traces = sorted(counted | set(own_traces), key=lambda item: item.order)
        self.reports = sorted((item for item in items if item.kind == "report"),
                              key=lambda item: item.order)
        self.score = sum({hit.indicator.id: hit.indicator.weight for hit in hits}.values())

    def indicators(self):
        """The ids of the indicators that hit, sorted, each with its hits' rows."""
        by_id = {}
        for hit in self.hits:
            first, last, count, calendar = hit.row()
            by_id.setdefault(hit.indicator.id, []).append(
                [iso(first), iso(last), count, calendar])
        for rows in by_id.values():
            rows.sort(key=lambda row: (row[:3], row[3] or ""))
        return sorted(by_id.items(), key=lambda pair: pair[0].encode("utf-8"))

    def firearms(self, timeline_firearms):
        """All firearms of the sales of the evidence, of those of the timeline."""
        return [firearm for firearm in timeline_firearms if firearm.sale.id in self.sales]


def iso(day):
    return datetime.date.fromordinal(day).isoformat()


def _joined(one, two, quiet_days):
    gap = max(one.first_day, two.first_day) - min(one.last_day, two.last_day)
    return gap <= quiet_days or _recovered(one, two) or _recovered(two, one)


def _recovered(traced, bought):
    """Whether a trace of one hit was matched to a firearm of the other."""
    return any(item.kind == "trace" and item.matched in bought.items for item in traced.items)


def leads_of_hits(kind, key, hits, quiet_days):
    """The leads of a subject: connected groups of its hits."""
    groups = []
    for hit in hits:
        linked = [group for group in groups
                  if any(_joined(hit, other, quiet_days) for other in group)]
        groups = [group for group in groups if group not in linked]
        groups.append([hit] + [other for group in linked for other in group])
    return [Lead(kind, key, group) for group in groups]
