"""Open days and their ordinals: a business day is a day on which the dealer itself is open."""
import datetime
import functools

import scalars
import yaml_text

_ORIGIN = datetime.date(1967, 1, 1).toordinal()


def _nth_weekday(year, month, weekday, nth):
    """The nth such weekday (0: Monday) of a month; nth -1 is the last."""
    if nth > 0:
        first = datetime.date(year, month, 1)
        return first + datetime.timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = datetime.date(year, month + 1, 1) - datetime.timedelta(1)
    return last - datetime.timedelta((last.weekday() - weekday) % 7)


def _legal_holidays(year):
    """5 USC 6103 before any shift. What the law calls otherwise in early years is not modelled."""
    date = datetime.date
    days = [date(year, 1, 1), _nth_weekday(year, 2, 0, 3), _nth_weekday(year, 5, 0, -1),
            date(year, 7, 4), _nth_weekday(year, 9, 0, 1), _nth_weekday(year, 10, 0, 2),
            date(year, 11, 11), _nth_weekday(year, 11, 3, 4), date(year, 12, 25)]
    if year >= 1986:
        days.append(_nth_weekday(year, 1, 0, 3))
    if year >= 2021:
        days.append(date(year, 6, 19))
    return days


@functools.lru_cache
def federal_holidays():
    """The observed days, of the years that any item can lie in and their neighbours."""
    observed = set()
    for year in range(1967, 2102):
        for day in _legal_holidays(year):
            shift = {5: -1, 6: 1}.get(day.weekday(), 0)
            observed.add(day.toordinal() + shift)
    return observed


class Calendar:
    """A weekly pattern, federal holidays or none, and closures (texts of dates)."""

    def __init__(self, pattern, holidays="none", closures=()):
        if len(pattern) != 7 or pattern == "-------":
            raise ValueError(f"bad pattern {pattern!r}")
        if holidays not in ("none", "us-federal"):
            raise ValueError(f"bad holidays {holidays!r}")
        self.open_on = [char != "-" for char in pattern]
        self.closed = set(federal_holidays()) if holidays == "us-federal" else set()
        for text in closures:
            self.closed.add(scalars.parse_date(text).toordinal())
        self._ordinals = []

    def is_open(self, day):
        """day counts days as date.toordinal does, whose day 1 is a Monday."""
        return self.open_on[(day - 1) % 7] and day not in self.closed

    def ordinal(self, day):
        """The number of open days from the origin up to and including day."""
        while len(self._ordinals) <= day - _ORIGIN:
            before = self._ordinals[-1] if self._ordinals else 0
            self._ordinals.append(before + self.is_open(_ORIGIN + len(self._ordinals)))
        return self._ordinals[day - _ORIGIN]


def default_calendar(path=None):
    """The calendar file's default, or the built-in one: MTWTF-- with the federal holidays."""
    found = None
    if path:
        with open(path, encoding="utf-8-sig") as file:
            found = (yaml_text.load(file.read()) or {}).get("default")
    if found is None:
        return Calendar("MTWTF--", "us-federal")
    return Calendar(str(found.get("open") or "MTWTF--").strip(), found.get("holidays") or "none",
                    [str(text).strip() for text in found.get("closures") or ()])
