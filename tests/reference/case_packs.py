"""Random packs and groups that the language allows."""
import case_world as pools

_CALIBERS = [".223", "7.62x39mm", "5.7x28mm", ".50 BMG", "9mm", ".22 LR", "12 gauge", "weird cal"]
_WORDS = {
    "class": [word for word in pools.CLASSES], "action": [a for a in pools.ACTIONS if a],
    "status": ["successful", "unsuccessful", "pending"], "caliber": _CALIBERS,
    "manufacturer": ["Colt", "FN", "Glock", "F.N."], "model": ["A", "B", "a"],
    "serial": ["AB1", "X10"], "sale.payment": ["cash", "card", "Cash"],
    "sale.form": ["3310.12", "3310.4"], "dealer.type": ["01", "02", "07"],
    "dealer.state": ["TX", "AZ", "NM"], "dealer.division": ["Houston", "Phoenix"],
    "purchaser.state": ["TX", "AZ", "CA"], "purchaser.country_of_birth": ["US", "MX"],
    "recovery.country": ["US", "MX"], "recovery.state": ["TX", "AZ"], "sale.id": ["S1", "S2", "S3"]}
_NUMBERS = {"bore": ["0.22", "0.223", "0.3", "0.5"],
            "price": ["0", "0.01", "0.02", "12.35", "99.99", "100", "250", "333.33", "1000"],
            "purchaser.age": ["18", "20", "21", "22", "23", "24", "25", "30"],
            "guns": ["2", "3", "5"], "time_to_crime": ["0", "1", "30", "365", "1095"]}
_DATES = {"sale.date", "recovered_on", "requested_on", "sold_on", "date"}
_FLAGS = {"detachable_magazine", "sold"}

DEALER = ["dealer.key", "dealer.type", "dealer.state", "dealer.division"]
FIREARMS = ["class", "manufacturer", "model", "caliber", "bore", "action", "detachable_magazine",
            "price", "serial", "sale.id", "sale.date", "sale.payment", "sale.form",
            "purchaser.state", "purchaser.age", "purchaser.country_of_birth", *DEALER]
TRACES = ["status", "class", "caliber", "bore", "serial", "recovered_on", "requested_on",
          "recovery.country", "recovery.state", "time_to_crime", "sold", "sold_on", *DEALER]
REPORTS = ["purchaser", "date", "guns", *DEALER]
FIELDS = {"firearms": FIREARMS, "traces": TRACES, "reports": REPORTS}
_ORDER = ["<", "<=", ">", ">="]


def _quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Shared:
    """What the indicators of a pack share: parameters, lists, and conditions by the fields they are over."""

    def __init__(self):
        self.params, self.lists, self.conditions = {}, {}, {}

    def text(self, rng):
        def block(key, entries):
            return f"{key}:\n" + "".join(f"  {name}: {value}\n" for name, value in entries) if entries else ""

        conditions = [(name, _yaml_text(rng, text, 4)) for name, (_, text) in self.conditions.items()]
        parts = [block("params", self.params.items()), block("lists", self.lists.items()),
                 block("conditions", conditions)]
        rng.shuffle(parts)
        return "".join(parts)


class Conditions:
    """Random conditions over some fields; in_hit of the ids given; $params when asked to, and names that are shared."""

    def __init__(self, world, fields, hit_ids=(), params=None, shared=None):
        self.rng, self.world, self.fields = world.rng, world, fields
        self.hit_ids, self.params, self.shared = list(hit_ids), params, shared

    def _named(self, depth):
        """The name of a condition: of one that is there, or of a new one."""
        there = [name for name, (fields, _) in self.shared.conditions.items() if fields == self.fields]
        if there and self.rng.random() < 0.5:
            return self.rng.choice(there)
        text = Conditions(self.world, self.fields, shared=self.shared).make(depth)
        name = f"c{len(self.shared.conditions)}"
        self.shared.conditions[name] = (self.fields, text)
        return name

    def make(self, depth=2):
        rng = self.rng
        if self.shared and depth and rng.random() < 0.12:
            return self._named(depth - 1)
        shape = rng.random()
        if depth == 0 or shape < 0.4:
            return self._atom()
        if shape < 0.55:
            return "not " + rng.choice([f"({self.make(depth - 1)})", self._atom()])
        if shape < 0.65:
            return f"({self.make(depth - 1)})"
        return f"{self.make(depth - 1)} {rng.choice(['and', 'or', 'or'])} {self.make(depth - 1)}"

    def _literal(self, value):
        """The literal, or a parameter that stands for it."""
        if self.shared and self.rng.random() < 0.1:
            is_list = value.startswith("[") and self.rng.random() < 0.7
            of, sign = (self.shared.lists, "") if is_list else (self.shared.params, "$")
            name = f"{'l' if is_list else 's'}{len(of)}"
            of[name] = value
            return sign + name
        if self.params is None or self.rng.random() > 0.25:
            return value
        name = f"p{len(self.params)}"
        self.params[name] = value
        return f"${name}"

    def _atom(self):
        rng = self.rng
        if self.hit_ids and rng.random() < 0.3:
            return f'in_hit("{rng.choice(self.hit_ids)}")'
        if rng.random() < 0.04:
            return rng.choice(["true", "false"])
        name = rng.choice(self.fields)
        if rng.random() < 0.12:
            return f"{name} {rng.choice(['==', '!='])} null"
        if name in _FLAGS:
            return rng.choice([name, f"not {name}", f"{name} == true", f"{name} == false",
                               f"{name} != false", f"{name} != true"])
        if name in _NUMBERS:
            return self._number(name)
        if name in _DATES:
            return self._date(name)
        return self._text(name)

    def _number(self, name):
        rng, values = self.rng, _NUMBERS[name]
        shape = rng.random()
        if shape < 0.2:
            low, high = sorted(rng.sample(values, 2), key=float)
            return (f"{self._literal(low)} {rng.choice(['<', '<='])} {name} "
                    f"{rng.choice(['<', '<='])} {self._literal(high)}")
        if shape < 0.35:
            members = ", ".join(rng.sample(values, 2))
            return f"{name} {rng.choice(['in', 'not in'])} {self._literal(f'[{members}]')}"
        if shape < 0.45:
            others = [field for field in self.fields if field in _NUMBERS]
            return f"{name} {rng.choice(_ORDER)} {rng.choice(others)}"
        return f"{name} {rng.choice(_ORDER + ['==', '!='])} {self._literal(rng.choice(values))}"

    def _date(self, name):
        rng = self.rng
        others = [field for field in self.fields if field in _DATES]
        if rng.random() < 0.3:
            return f"{name} {rng.choice(_ORDER + ['==', '!='])} {rng.choice(others)}"
        value = _quoted(self.world.day().isoformat())
        if rng.random() < 0.2:
            return f"{_quoted('1968-01-01')} <= {name} < {value}"
        return f"{name} {rng.choice(_ORDER + ['==', '!='])} {self._literal(value)}"

    def _text(self, name):
        rng = self.rng
        if name == "dealer.key":
            values = [dealer.key for dealer in self.world.dealers] + ["5-76-99999"]
        elif name == "purchaser":
            return "purchaser != null"
        else:
            values = _WORDS[name]
        if rng.random() < 0.1 and "recovery.state" in self.fields and "state" in name:
            return f"recovery.state {rng.choice(['==', '!='])} dealer.state"
        if rng.random() < 0.4:
            some = ", ".join(map(_quoted, sorted(set(rng.choices(values, k=3)))))
            return f"{name} {rng.choice(['in', 'in', 'not in'])} {self._literal(f'[{some}]')}"
        value = self._literal(_quoted(rng.choice(values)))
        return f"{name} {rng.choice(['==', '==', '!='])} {value}"

    def having(self, with_traces):
        """A condition over a window of such items."""
        rng = self.rng
        one = self._counted(with_traces)
        shape = rng.random()
        if shape < 0.55:
            return one
        if shape < 0.6:
            return f"not ({one})"
        return f"{one} {rng.choice(['and', 'or'])} {self._counted(with_traces)}"

    def _call(self, with_traces):
        """(a call, limits that make sense for it)."""
        rng = self.rng
        plain = Conditions(self.world, self.fields, shared=self.shared)
        numeric = [name for name in self.fields if name in _NUMBERS]
        choices = [("count()", "12345")] * 3 + [
            (f"count({plain.make(1)})", "123"), (f"distinct({rng.choice(self.fields)})", "123"),
            (f"distinct({rng.choice(self.fields)})", "12")]
        if numeric:
            name = rng.choice(numeric)
            choices.append((f"sum({name})", ["0", "1", "100", "12.36", "500", "1000.5"]))
        if with_traces:
            traces = Conditions(self.world, TRACES, shared=self.shared)
            choices += [("traces()", "012"), (f"traces({traces.make(1)})", "12")]
        return rng.choice(choices)

    def _counted(self, with_traces):
        rng = self.rng
        call, limits = self._call(with_traces)
        shape = rng.random()
        if shape < 0.1:
            low, high = sorted(rng.sample(list(limits), 2), key=float)
            return f"{low} <= {call} <= {self._literal(high)}"
        if shape < 0.15:
            return f"{call} in [{', '.join(rng.sample(list(limits), 2))}]"
        if shape < 0.25:
            other, _ = self._call(with_traces)
            return f"{call} {rng.choice(_ORDER + ['==', '!='])} {other}"
        operator = rng.choice([">=", ">=", ">=", ">", "<", "==", "!="])
        return f"{call} {operator} {self._literal(rng.choice(list(limits)))}"


def _yaml_text(rng, text, indent):
    """An expression as a YAML scalar: plain, quoted or in a block."""
    plain = text[0] not in "\"'[$!&*%@`-" and ": " not in text and " #" not in text
    shape = rng.random()
    if plain and shape < 0.6:
        return text
    if shape < 0.9:
        return "'" + text.replace("'", "''") + "'"
    return rng.choice(["|", ">"]) + "\n" + " " * indent + text.replace(" and ", " and\n" +
                                                                       " " * indent)


class Maker:
    """Makes one pack: indicators, each written at once."""

    def __init__(self, world):
        self.world, self.rng, self.entries = world, world.rng, []
        self.reporting, self.hittable = [], []
        self.shared = Shared() if self.rng.random() < 0.5 else None

    def add(self, timeline, items, same=None, hit_ids=(), calendar=None):
        rng, ident = self.rng, f"i{len(self.entries)}-{timeline}"
        kind = items.split("(")[0]
        fields, params = FIELDS[kind], {}
        if same is None:
            same = rng.sample(fields, rng.choice([0, 0, 0, 1, 1, 2]))
            if rng.random() < 0.2 and "dealer.key" not in same:
                same.append("dealer.key")
        conditions = Conditions(self.world, fields, hit_ids, params, self.shared)
        written = [f"  - id: {ident}", f"    title: Rule {ident}", f"    timeline: {timeline}",
                   f"    items: {items}"]
        if rng.random() < 0.75:
            written.append(f"    where: {_yaml_text(rng, conditions.make(2), 6)}")
        if same or rng.random() < 0.2:
            written.append(f"    same: [{', '.join(same)}]")
        window = self._window(same, calendar)
        if window:
            written.append(f"    window: {window}")
        if rng.random() < 0.8:
            having = conditions.having(with_traces=timeline == "purchaser")
            written.append(f"    having: {_yaml_text(rng, having, 6)}")
        if params:
            inner = ", ".join(f"{name}: {value}" for name, value in params.items())
            written.append(f"    params: {{{inner}}}")
        for line in (f"    weight: {rng.choice([0, 5, 10, 15, 40, 1000])}",
                     f"    trace_days: {rng.choice([0, 1, 5, 9, 20, 30, 365, 1825])}",
                     f"    enabled: {'false' if rng.random() < 0.1 else 'true'}",
                     '    explain: "{count} of them, {first_date} to {last_date}"'):
            if rng.random() < 0.6:
                written.append(line)
        self.entries.append("\n".join(written))
        if (timeline, items) == ("purchaser", "firearms"):
            self.hittable.append(ident)
            if same == ["dealer.key"]:
                self.reporting.append(ident)
        return ident

    def _window(self, same, calendar):
        rng = self.rng
        number = rng.choice([1, 2, 2, 3, 5, 5, 5, 10, 30, 365, 3660])
        choices = ["", "{same_day: true}", f"{{days: {number}}}", f"{{days: {number}}}",
                   f"{{business_days: {number}}}",
                   f"{{business_days: {number}, calendar: default}}"]
        if "dealer.key" in same:
            choices = choices[1:] + [f"{{business_days: {n}, calendar: dealer}}"
                                     for n in (1, 2, 3, 5, 5, 5, number)]
        return calendar or rng.choice(choices)

    def make(self):
        rng = self.rng
        self.add("purchaser", "firearms", ["dealer.key"],
                 calendar="{business_days: 5, calendar: dealer}")
        for _ in range(rng.randint(1, 3)):
            self.add("purchaser", "firearms", ["dealer.key"])
        for _ in range(rng.randint(2, 5)):
            hit_ids = rng.choice([(), (), self.hittable])
            self.add("purchaser", "firearms", hit_ids=hit_ids)
        if rng.random() < 0.4:  # its reports depend on hits
            self.add("purchaser", "firearms", ["dealer.key"], hit_ids=self.hittable)
        for _ in range(rng.randint(1, 4)):
            self.add("purchaser", "traces", hit_ids=rng.choice([(), self.hittable]))
        for _ in range(rng.randint(1, 3)):
            self.add("dealer", "traces")
        for _ in range(rng.randint(1, 3)):
            self.add("dealer", f"reports({rng.choice(self.reporting)})")
        for _ in range(rng.randint(1, 3)):
            self.add("address", f"reports({rng.choice(self.reporting)})")
        if rng.random() < 0.5:
            rng.shuffle(self.entries)
        quiet = rng.choice(["", "", "lead: {}\n"] + [
            f"lead: {{quiet_days: {days}}}\n" for days in (0, 0, 1, 2, 3, 5, 7, 14, 30, 60)])
        shared = self.shared.text(rng) if self.shared else ""
        return f'pack: case\nversion: "1"\n{quiet}{shared}indicators:\n' + "\n".join(self.entries) + "\n"


_LEAD_NUMBERS = {"score": "5 15 40 100", "time_to_crime": "0 30 365", "sales": "0 1 2 5",
                 "traces": "0 1 2", "dealers": "0 1 2 3", "purchasers": "0 1 2", "guns": "0 2 5 10"}


def _guideline(world, ids):
    rng = world.rng

    def atom():
        shape = rng.random()
        if shape < 0.15:
            return f'"{rng.choice(ids)}" {rng.choice(["in", "not in"])} indicators'
        if shape < 0.3:
            return f'{rng.choice(["first_date", "last_date"])} {rng.choice(_ORDER)} ' + _quoted(
                world.day().isoformat())
        if shape < 0.35:
            return 'status == "open"'
        if shape < 0.45:
            return f"time_to_crime {rng.choice(['==', '!='])} null"
        name = rng.choice(list(_LEAD_NUMBERS))
        limits = _LEAD_NUMBERS[name].split()
        if shape < 0.6:
            low, high = rng.choice(limits), rng.choice(limits)
            return f"{low} <= {name} < {high}"
        return f"{name} {rng.choice(_ORDER + ['==', '!='])} {rng.choice(limits)}"

    parts = [rng.choice(["", "", "not "]) + atom() for _ in range(rng.choice([1, 1, 2, 3]))]
    return rng.choice([" and ", " or "]).join(parts)


def groups(world, pack_text):
    """A groups file whose guidelines ask about the pack's indicators."""
    rng = world.rng
    ids = [line.split(": ")[1] for line in pack_text.splitlines() if line.startswith("  - id: ")]
    every_field = sorted(set(FIREARMS + TRACES + REPORTS))
    written = ["groups:"]
    for number in range(rng.randint(1, 5)):
        written.append(f"  - id: g{number}")
        written.append(f"    title: Group {number}")
        if rng.random() < 0.7:
            covers = Conditions(world, every_field).make(2)
            written.append(f"    covers: {_yaml_text(rng, covers, 6)}")
        if rng.random() < 0.8:
            written.append(f"    accept: {_yaml_text(rng, _guideline(world, ids), 6)}")
        if rng.random() < 0.8:
            names = rng.sample(["urgent", "high", "low", "watch"], rng.randint(1, 3))
            inner = [f"      {name}: {_yaml_text(rng, _guideline(world, ids), 8)}"
                     for name in names]
            written.append("    priority:\n" + "\n".join(inner))
    return "\n".join(written) + "\n"
