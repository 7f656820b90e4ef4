"""The files a deployment brings: the caliber table and the dealers file."""
import csv
from decimal import Decimal

import calendars
import normal
import scalars


def _rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {name.strip(): (value or "").strip() for name, value in row.items() if name}


class Calibers:
    """Spellings of calibers -> (the table's name, bore in inches)."""

    def __init__(self, path):
        self.entries = {}
        for row in _rows(path):
            entry = (row["caliber"], Decimal(row["bore_inches"]))
            for spelling in [row["caliber"], *row["aliases"].split("|")]:
                if not spelling.strip():
                    continue
                key = normal.caliber_text(spelling)
                if self.entries.setdefault(key, entry) != entry:
                    raise ValueError(f"caliber {spelling!r} is in the table twice")

    def find(self, text):
        """(name, bore): unknown calibers as written with no bore, no caliber at all as None."""
        if text is None:
            return None, None
        return self.entries.get(normal.caliber_text(text), (text, None))


class Dealer:
    """A row of the dealers file; calendar is None where it has no pattern."""

    def __init__(self, row):
        self.name = row.get("name") or None
        self.state = row.get("state") or None
        self.division = row.get("division") or None
        self.calendar = None
        if row.get("open_days"):
            closures = [text.strip() for text in (row.get("closures") or "").split(";")]
            self.calendar = calendars.Calendar(row["open_days"], row.get("holidays") or "none",
                                               [text for text in closures if text])


class Dealers:
    """The dealers file by dealer key: the last row of a key holds."""

    def __init__(self, path=None):
        self.by_key = {}
        for row in _rows(path) if path else ():
            key, _ = scalars.parse_licence(row["ffl"])
            self.by_key[key] = Dealer(row)

    def find(self, key):
        return self.by_key.get(key)

    def fields(self, event_dealer):
        """The four dealer.* fields of an event's dealer, or all null where there is none.

        State and division of the file win over the event's. The type is the licence's as written
        in the event: it may change at renewal.
        """
        if event_dealer is None:
            return dict.fromkeys(DEALER_FIELDS)
        row = self.find(event_dealer.key)
        return {"dealer.key": event_dealer.key, "dealer.type": event_dealer.type,
                "dealer.state": (row and row.state) or event_dealer.state,
                "dealer.division": (row and row.division) or event_dealer.division}


DEALER_FIELDS = ("dealer.key", "dealer.type", "dealer.state", "dealer.division")
