#!/usr/bin/env python3
"""Write a rule pack of N indicators, to measure what an indicator costs.

usage: make_pack.py N [SEED]

The same N and SEED give the same bytes, and a smaller pack is the beginning of a larger one: 100 indicators are those
of 10 and 90 more. They differ as a large office's would: by class, caliber, action, state, price and payment, by window
and threshold; some share their `where`, some ask for another's hits, a few look at dealers and addresses.
"""
import random
import sys

CLASSES = ["pistol", "revolver", "rifle", "shotgun", "receiver", "frame", "combination", "silencer", "machinegun",
           "destructive_device", "any_other_weapon"]
CLASS_WEIGHTS = [22, 8, 22, 10, 6, 4, 4, 8, 6, 4, 6]
CALIBERS = [".223", "7.62x39mm", "5.7x28mm", ".50 BMG", "9mm", ".22 LR", "12 gauge", ".45 ACP", ".40 S&W", ".380 ACP",
            ".308", ".38 Special", ".357 Magnum", "6.5 Creedmoor"]
ACTIONS = ["semiautomatic", "bolt", "pump", "lever", "single_shot", "revolver"]
STATES = ["TX", "AZ", "CA", "NM", "FL", "GA", "NV", "OK", "LA", "VA", "OH", "IL"]
COUNTRIES = ["MX", "CA", "GT", "HN"]


class Pack:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.wheres = []
        self.multiple = []

    def listed(self, values, most):
        return "[" + ", ".join(f'"{v}"' for v in sorted(self.rng.sample(values, self.rng.randint(1, most)))) + "]"

    def fresh_where(self):
        rng = self.rng
        parts = []
        if rng.random() < 0.8:
            gun_class = rng.choices(CLASSES, CLASS_WEIGHTS)[0]
            parts.append(f'class == "{gun_class}"' if rng.random() < 0.6 else f"class in {self.listed(CLASSES, 3)}")
        extra = rng.random()
        if extra < 0.35:
            parts.append(f"caliber in {self.listed(CALIBERS, 4)}")
        elif extra < 0.50:
            parts.append(f'action == "{rng.choice(ACTIONS)}"')
        elif extra < 0.65:
            parts.append(f"price {rng.choice(['<=', '>='])} {rng.randint(1, 40) * 50}")
        elif extra < 0.80:
            parts.append(f"dealer.state in {self.listed(STATES, 4)}")
        elif extra < 0.90:
            parts.append(f"purchaser.state != dealer.state and purchaser.state in {self.listed(STATES, 4)}")
        if not parts or rng.random() < 0.1:
            parts.append(f'sale.payment in ["{rng.choice(["cash", "card", "check"])}"]')
        return " and ".join(parts)

    def where(self):
        """One that another indicator has already, or a new one."""
        if len(self.wheres) > 4 and self.rng.random() < 0.4:
            return self.rng.choice(self.wheres)
        where = self.fresh_where()
        self.wheres.append(where)
        return where

    def window(self, own):
        rng = self.rng
        shape = rng.random()
        if shape < 0.3:
            return "{same_day: true}"
        if shape < 0.6:
            return f"{{days: {rng.choice([3, 5, 7, 10, 14, 30, 60, 90])}}}"
        calendar = ", calendar: dealer" if own else ""
        return f"{{business_days: {rng.choice([2, 3, 5, 10])}{calendar}}}"

    def having(self):
        rng = self.rng
        shape = rng.random()
        if shape < 0.60:
            return "count() >= $n", rng.choice([2, 3, 3, 4, 4, 5, 6, 8, 10])
        if shape < 0.72:
            return "sum(price) > $n", rng.randint(10, 60) * 500
        if shape < 0.82:
            return "distinct(dealer.key) >= $n", rng.randint(2, 5)
        if shape < 0.90:
            return "distinct(model) >= $n", rng.randint(3, 6)
        return 'count(action == "semiautomatic") >= $n and count() >= 2', rng.randint(2, 6)

    def firearms(self, number):
        same = self.rng.random()
        fields = ["dealer.key"] if same < 0.3 else ["manufacturer", "model"] if same < 0.45 else []
        having, n = self.having()
        lines = ["timeline: purchaser", "items: firearms", f"where: '{self.where()}'"]
        if fields:
            lines.append(f"same: [{', '.join(fields)}]")
        lines += [f"window: {self.window(fields == ['dealer.key'])}", f"having: {having}", f"params: {{n: {n}}}"]
        if fields == ["dealer.key"]:
            self.multiple.append(f"rule-{number}")
        return lines

    def traces(self):
        rng = self.rng
        where = rng.choice([f"0 <= time_to_crime <= {rng.randint(1, 36) * 30}",
                            f'recovery.country == "{rng.choice(COUNTRIES)}"',
                            f'class == "{rng.choices(CLASSES, CLASS_WEIGHTS)[0]}" and recovery.state != dealer.state'])
        return [f"timeline: {rng.choice(['purchaser', 'purchaser', 'dealer'])}", "items: traces", f"where: '{where}'",
                f"window: {{days: {rng.choice([30, 90, 365, 1095])}}}", "having: distinct(serial) >= $n",
                f"params: {{n: {rng.randint(2, 12)}}}"]

    def follows(self):
        """One that asks for the hits, or counts the reports, of a multiple sale that stands above it."""
        rng = self.rng
        of = rng.choice(self.multiple)
        if rng.random() < 0.5:
            return ["timeline: purchaser", "items: firearms", f"""where: 'in_hit("{of}") and price >= {rng.randint(4, 30) * 50}'""",
                    "window: {business_days: 5}", f"having: count() >= {rng.randint(1, 4)}"]
        return [f"timeline: {rng.choice(['dealer', 'address'])}", f"items: reports({of})",
                f"window: {{days: {rng.choice([1, 5, 30])}}}", f"having: count() >= {rng.randint(3, 12)}"]

    def indicator(self, number):
        kind = self.rng.random()
        if kind < 0.82 or not self.multiple:
            lines = self.firearms(number)
        else:
            lines = self.traces() if kind < 0.92 else self.follows()
        head = [f"- id: rule-{number}", f"title: Rule {number}"]
        return "\n    ".join(["  " + head[0], *head[1:], *lines, f"weight: {self.rng.choice([5, 10, 15, 20, 25])}"])


def main():
    count = int(sys.argv[1])
    pack = Pack(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    print(f'pack: made-{count}\nversion: "1"\nindicators:')
    for number in range(1, count + 1):
        print(pack.indicator(number))


main()
