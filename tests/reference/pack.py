"""Rule packs and group files: YAML -> indicators and groups."""
import expr
import yaml_text
from tables import DEALER_FIELDS

FIREARM_FIELDS = {
    "class", "manufacturer", "model", "caliber", "bore", "action", "detachable_magazine", "price",
    "serial", "sale.id", "sale.date", "sale.payment", "sale.form", "purchaser.state",
    "purchaser.age", "purchaser.country_of_birth", *DEALER_FIELDS}
TRACE_FIELDS = {
    "status", "class", "caliber", "bore", "serial", "recovered_on", "requested_on",
    "recovery.country", "recovery.state", "time_to_crime", "sold", "sold_on", *DEALER_FIELDS}
REPORT_FIELDS = {"purchaser", "date", "guns", *DEALER_FIELDS}
LEAD_FIELDS = {"score", "time_to_crime", "first_date", "last_date", "status", "indicators", "sales",
               "traces", "dealers", "purchasers", "guns"}
_TIMELINES = {"firearms": {"purchaser"}, "traces": {"purchaser", "dealer"},
              "reports": {"dealer", "address"}}


class BadPack(Exception):
    """The pack is not one that the language allows."""


class Indicator:
    """One rule of a pack. n_days counts open days where `business`, else calendar days."""

    def __init__(self, entry, params, names):
        self.id = entry["id"]
        self.timeline = entry["timeline"]
        self.items, self.report_of = entry["items"], None
        if self.items.startswith("reports(") and self.items.endswith(")"):
            self.items, self.report_of = "reports", self.items[len("reports("):-1].strip()
        if self.timeline not in _TIMELINES.get(self.items, ()):
            raise BadPack(f"{self.id}: {self.items} on {self.timeline}")
        self.same = entry.get("same") or []
        self.weight = int(entry.get("weight", 0))
        self.trace_days = int(entry.get("trace_days", 1825))
        self.enabled = entry.get("enabled", True)
        self._window(entry.get("window") or {"same_day": True})
        self._expressions(entry, {**params, **(entry.get("params") or {})}, names)

    def _window(self, window):
        self.business = "business_days" in window
        self.of_dealer = window.get("calendar") == "dealer"
        if self.of_dealer and "dealer.key" not in self.same:
            raise BadPack(f"{self.id}: calendar: dealer needs dealer.key in same")
        if "same_day" in window:
            self.n_days = 1
        else:
            self.n_days = int(window["business_days" if self.business else "days"])

    def _expressions(self, entry, params, names):
        fields = {"firearms": FIREARM_FIELDS, "traces": TRACE_FIELDS,
                  "reports": REPORT_FIELDS}[self.items]
        on_purchaser = self.timeline == "purchaser"
        where = expr.Parser(text_of(entry.get("where", True)), fields,
                            ("in_hit",) if on_purchaser else (), params, names=names)
        having = expr.Parser(text_of(entry.get("having", "count() >= 1")), (),
                             ("count", "sum", "distinct", *(["traces"] if on_purchaser else [])),
                             params, fields, TRACE_FIELDS, names)
        self.where, self.having = where.parse(), having.parse()
        self.in_hit_of, self.counted_traces = where.hits_used, having.counted


def text_of(value):
    """An expression's text: `where: true` is a text too."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _literal(value):
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text_of(value)


def _names(tree):
    """By name, the text that a list or condition stands for."""
    lists = {name: f"[{', '.join(map(_literal, members))}]" for name, members in (tree.get("lists") or {}).items()}
    return lists | {name: f"({text_of(text)})" for name, text in (tree.get("conditions") or {}).items()}


def _in_order(indicators):
    """Indicators with those that they ask about, by in_hit or reports, before them."""
    by_id = {indicator.id: indicator for indicator in indicators}
    if len(by_id) != len(indicators):
        raise BadPack("two indicators of one id")
    placed, under_way, order = set(), set(), []

    def place(indicator):
        if indicator.id in placed:
            return
        if indicator.id in under_way:
            raise BadPack(f"{indicator.id}: a cycle")
        under_way.add(indicator.id)
        for other in indicator.in_hit_of + [indicator.report_of] * bool(indicator.report_of):
            if other not in by_id:
                raise BadPack(f"{indicator.id}: no indicator {other}")
            place(by_id[other])
        placed.add(indicator.id)
        order.append(indicator)

    for indicator in indicators:
        place(indicator)
    return order


class Pack:
    """A pack's enabled indicators, in an order in which each can be evaluated. It extends no other."""

    def __init__(self, text):
        tree = yaml_text.load(text)
        self.quiet_days = int((tree.get("lead") or {}).get("quiet_days", 30))
        params, names = tree.get("params") or {}, _names(tree)
        everything = _in_order([Indicator(entry, params, names) for entry in tree.get("indicators") or []])
        by_id = {indicator.id: indicator for indicator in everything}
        for indicator in everything:
            for other in indicator.in_hit_of:
                if (by_id[other].items, by_id[other].timeline) != ("firearms", "purchaser"):
                    raise BadPack(f"{indicator.id}: in_hit of {other}")
            if indicator.report_of:
                source = by_id[indicator.report_of]
                if source.items != "firearms" or source.same != ["dealer.key"]:
                    raise BadPack(f"{indicator.id}: reports of {source.id}")
        self.indicators = [indicator for indicator in everything if indicator.enabled]

    def of(self, timeline):
        return [indicator for indicator in self.indicators if indicator.timeline == timeline]


class Group:
    """A field group: what it covers, what it accepts, and how urgent a lead is to it."""

    def __init__(self, entry):
        self.id = entry["id"]
        every_field = FIREARM_FIELDS | TRACE_FIELDS | REPORT_FIELDS
        self.covers = expr.Parser(text_of(entry.get("covers", True)), every_field).parse()
        self.accept = expr.Parser(text_of(entry.get("accept", True)), LEAD_FIELDS).parse()
        self.priorities = [(name, expr.Parser(text_of(condition), LEAD_FIELDS).parse())
                           for name, condition in (entry.get("priority") or {}).items()]


def load_groups(text):
    return [Group(entry) for entry in yaml_text.load(text)["groups"] or []]
