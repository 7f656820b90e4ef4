#!/usr/bin/env python3
"""Each cell of a sweep has the leads of a replay with its value written into the pack or groups file, byte for byte.
needs:
"""
import json
import re

from cli import ROOT, check, finish, fresh, run

PACK = (ROOT / "rules/atf.yaml").read_text()
GROUPS = (ROOT / "rules/groups.yaml").read_text()


def edit(text, place, old, new):
    """The text with the first match of old behind a place replaced."""
    at = text.index(place)
    changed, n = re.subn(old, new, text[at:], count=1)
    assert n, (place, old)
    return text[:at] + changed


# What is swept, its values, and the pack and groups file as if it had been written.
SWEEPS = {
    "five-or-more-guns.guns": ["2", "3", "9"],
    "multiple-sale-handgun.min": ["3", "4"],
    "multiple-sale-handgun.window": ["2", "9"],
    "shared-address.window": ["1", "200"],
    "several-traces.guns": ["1", "3"],
    "prior-trace.weight": ["0", "77"],
    "quiet_days": ["0", "3", "200"],
    "dallas.score": ["10", "90"],
}


def edited(target, value, pack, groups):
    name, _, what = target.partition(".")
    place = f"id: {name}\n"
    if name == "quiet_days":
        return edit(pack, "lead:", r"quiet_days: \d+", f"quiet_days: {value}"), groups
    if what == "score":
        return pack, edit(groups, place, r"score >= \d+", f"score >= {value}")
    pattern = {"window": r"(window: \{\w+: )\d+", "weight": r"(weight: )\d+"}.get(what, rf"(params: .*\b{what}: )\d+")
    return edit(pack, place, pattern, rf"\g<1>{value}"), groups


class World:
    def __init__(self, seed, late):
        self.work = fresh(f"sweep_cells{seed}")
        self.dealers, self.events = self.work / "dealers.csv", self.work / "events.ndjson"
        run("gen", "--quiet", "--seed", seed, "--sales", 3000, "--dealers", 15, "--days", 250, "--late", late, "--duplicates", 0.03,
            "--corrections", 0.05, "--voids", 0.05, "--malformed", 0.01, "--traces", 0.1, "--dealers-out", self.dealers,
            "--out", self.events)

    def files(self, pack, groups):
        (self.work / "pack.yaml").write_text(pack)
        (self.work / "groups.yaml").write_text(groups)
        return ["--rules", self.work / "pack.yaml", "--groups", self.work / "groups.yaml", "--dealers", self.dealers]

    def replay(self, pack, groups, events=None):
        out = self.work / "leads.ndjson"
        run("replay", "--quiet", "--final", *self.files(pack, groups), "--out", out, events or self.events)
        return out.read_bytes()

    def tune(self, *options):
        leads = self.work / "leads"
        run("tune", *self.files(PACK, GROUPS), "--leads-out", leads, *options, self.events)
        return leads

    def expect(self, name, leads, want):
        got = leads.read_bytes()
        check(f"{name}: the bytes of a replay ({len(want)} of them)", got == want and want)


def known_day(line):
    try:
        event = json.loads(line)
        return (event.get("reported_at") or event.get("occurred_at") or event.get("recovered_on") or event["requested_on"])[:10]
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""


def sweep_each(world):
    for target, values in SWEEPS.items():
        leads = world.tune("--sweep", f"{target}={','.join(values)}")
        world.expect(f"{target}: present", leads / "present.ndjson", world.replay(PACK, GROUPS))
        for i, value in enumerate(values):
            world.expect(f"{target}={value}", leads / f"cell-{i + 1:04}.ndjson", world.replay(*edited(target, value, PACK, GROUPS)))


def sweep_grid(world):
    one, other = "multiple-sale-rifle.min", "shared-address.purchasers"
    leads = world.tune("--sweep", f"{one}=1,3", "--sweep", f"{other}=1,3", "--threads", 3)
    for i, (a, b) in enumerate((a, b) for a in "13" for b in "13"):
        pack, groups = edited(one, a, PACK, GROUPS)
        world.expect(f"grid {a}, {b}", leads / f"cell-{i + 1:04}.ndjson", world.replay(*edited(other, b, pack, groups)))


def compare_candidate(world):
    candidate = edit(PACK, "id: long-gun-multiple\n", "    timeline: purchaser", "    enabled: false\n    timeline: purchaser")
    candidate += "\n  - {id: few, timeline: purchaser, items: firearms, window: {days: 20}, having: count() < 2}\n"
    path = world.work / "candidate.yaml"
    path.write_text(candidate)
    leads = world.tune("--candidate", path)
    world.expect("candidate: present", leads / "present.ndjson", world.replay(PACK, GROUPS))
    world.expect("candidate", leads / "candidate.ndjson", world.replay(candidate, GROUPS))


def look_back(world):
    lines = world.events.read_bytes().splitlines(keepends=True)
    day = sorted(known_day(line) for line in lines)[len(lines) // 2]
    early = world.work / "early.ndjson"
    early.write_bytes(b"".join(line for line in lines if known_day(line) <= day))
    leads = world.tune("--as-of", day, "--sweep", "five-or-more-guns.guns=3")
    world.expect(f"as of {day}", leads / "present.ndjson", world.replay(PACK, GROUPS, early))
    world.expect(f"as of {day}, swept", leads / "cell-0001.ndjson",
                 world.replay(*edited("five-or-more-guns.guns", "3", PACK, GROUPS), early))


def main():
    in_order, late = World(1, 0), World(2, 0.2)
    sweep_each(late)
    sweep_grid(in_order)
    compare_candidate(late)
    look_back(late)
    finish()


main()
