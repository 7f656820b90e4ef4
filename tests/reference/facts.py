"""The facts of a timeline: which version of each sale and trace holds."""
from collections import defaultdict

from xxh64 import xxh64


def _winner(events):
    """Of events of one version: equal bytes are one event, else the greater hash holds."""
    by_bytes = {event.raw: event for event in events}
    if len(by_bytes) == 1:
        return events[0]
    return max(by_bytes.values(), key=lambda event: xxh64(event.raw))


class FactSet:
    """The sales, or the traces, of one timeline with their voids."""

    def __init__(self):
        self.events, self.voids = defaultdict(list), defaultdict(list)

    def holding(self):
        found = []
        for ident, events in self.events.items():
            top = max(event.version for event in events)
            hidden = any(void is None or void >= top for void in self.voids[ident])
            if not hidden:
                found.append(_winner([event for event in events if event.version == top]))
        return found


class Facts:
    """All timelines that events make by themselves; those of addresses come of reports."""

    def __init__(self):
        self.sales = defaultdict(FactSet)             # by purchaser key
        self.purchaser_traces = defaultdict(FactSet)  # by purchaser key
        self.dealer_traces = defaultdict(FactSet)     # by dealer key

    def add(self, event):
        if event.kind.endswith("sale"):
            sets = [self.sales[event.purchaser.key]]
        else:
            sets = []
            if event.purchaser:
                sets.append(self.purchaser_traces[event.purchaser.key])
            if event.dealer:
                sets.append(self.dealer_traces[event.dealer.key])
        for facts in sets:
            if event.kind.startswith("void"):
                facts.voids[event.id].append(event.version)
            else:
                facts.events[event.id].append(event)

    def purchasers(self):
        return set(self.sales) | set(self.purchaser_traces)
