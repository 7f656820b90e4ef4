"""Windows of one indicator on one timeline, their hits, and the reports that they oblige."""
from items import Report


class Window:
    """The items of one window, for `having`: traces are all those of the timeline."""

    def __init__(self, indicator, items, traces):
        self.items, self.traces = items, traces
        self.last_day = items[-1].day
        self.trace_days = indicator.trace_days

    def past_traces(self):
        return [trace for trace in self.traces
                if self.last_day - self.trace_days <= trace.day <= self.last_day]


class Hit:
    """A connected run of qualifying windows of one part."""

    def __init__(self, indicator, items, windows, calendar):
        self.indicator, self.calendar = indicator, calendar
        self.items = sorted(items, key=lambda item: item.order)
        self.first_day, self.last_day = self.items[0].day, self.items[-1].day
        self.counted_traces = {trace for window in windows
                               for counted in indicator.counted_traces
                               for trace in counted(window)}

    def row(self):
        return self.first_day, self.last_day, len(self.items), self.calendar


class Evaluator:
    """Evaluates indicators under one default calendar and one dealers file."""

    def __init__(self, default_calendar, dealers):
        self.default, self.dealers = default_calendar, dealers

    def parts(self, indicator, items):
        """The selected items, in time order, parted by `same`: a list of lists."""
        parts = {}
        for item in sorted(items, key=lambda item: item.order):
            if indicator.where(item):
                key = tuple(item.fields[name] for name in indicator.same)
                parts.setdefault(key, []).append(item)
        return list(parts.values())

    def ordinals(self, indicator, part):
        """(a function of days, the word that hits say of the calendar) for a part."""
        if not indicator.business:
            return (lambda day: day), None
        if not indicator.of_dealer:
            return self.default.ordinal, "default"
        row = self.dealers.find(part[0].fields["dealer.key"])
        if row is None or row.calendar is None:
            return self.default.ordinal, "assumed"
        return row.calendar.ordinal, "dealer"

    def hits(self, indicator, items, traces):
        """The indicator's hits on a timeline with these items of its kind and these traces."""
        found = []
        for part in self.parts(indicator, items):
            ordinal, calendar = self.ordinals(indicator, part)
            numbered = [(ordinal(item.day), item) for item in part]
            runs = []  # (ids of items, windows): no two share an item
            for start in sorted({number for number, _ in numbered}):
                window = Window(indicator, [item for number, item in numbered
                                            if start <= number < start + indicator.n_days], traces)
                if indicator.having(window):
                    members, windows, apart = set(window.items), [window], []
                    for run in runs:
                        if members & run[0]:
                            members, windows = members | run[0], windows + run[1]
                        else:
                            apart.append(run)
                    runs = apart + [(members, windows)]
            found += [Hit(indicator, *run, calendar) for run in runs]
        return found

    def reports(self, indicator, items, traces, purchaser):
        """One report for each dealer and date on which the window ending then qualifies."""
        found = []
        for part in self.parts(indicator, items):
            ordinal, _ = self.ordinals(indicator, part)
            for day in sorted({item.day for item in part}):
                window = Window(indicator, [
                    item for item in part if item.day <= day
                    and ordinal(item.day) > ordinal(day) - indicator.n_days], traces)
                if indicator.having(window):
                    found.append(self._report(indicator, window, purchaser, [
                        item for item in part if item.day == day]))
        return found

    @staticmethod
    def _report(indicator, window, purchaser, of_day):
        """of_day: the part's items of the report's date, in time order."""
        addresses = [item.sale.purchaser.address for item in of_day if item.sale.purchaser.address]
        last = of_day[-1]
        dealer_fields = {name: value for name, value in last.fields.items()
                         if name.startswith("dealer.")}
        return Report(indicator.id, purchaser, last.date, len(window.items),
                      addresses[-1] if addresses else None, dealer_fields)
