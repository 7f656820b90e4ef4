#!/usr/bin/env python3
"""Write a dense, hostile case: events, a pack, groups, dealers and a calendar, all of one seed.

usage: cases.py --seed N --out DIR
"""
import argparse
import datetime
import pathlib
import random

import case_events
import case_faults
import case_json
import case_packs
import case_world

_PATTERNS = ["MTWTF--", "MTWTFS-", "MTWTFSS", "-----SS", "-TWTFS-", "M------", "xxxxx-x", "--W----"]


def _closures(world, limit):
    days = [world.start + datetime.timedelta(world.rng.randrange(world.span + 1))
            for _ in range(world.rng.randint(0, limit))]
    return [day.isoformat() for day in days]


def dealers_file(world):
    """Most of the dealers, some without a pattern, some twice: the last row of a key holds."""
    rng = world.rng
    rows = ["ffl,name,state,city,zip,division,open_days,holidays,closures"]
    for dealer in world.dealers + rng.sample(world.dealers, 1):
        if rng.random() < 0.2:
            continue
        pad = rng.choice(["", "", "", " "])
        rows.append(",".join([
            pad + dealer.licence(rng) + pad, f'"{dealer.name}, Inc."', pad +
            rng.choice(["TX", "AZ", "NM", ""]) + pad, "Houston", "77002",
            rng.choice(["Houston", "Phoenix", ""]),
            rng.choice(_PATTERNS + [""] * 3), rng.choice(["us-federal", "none", "", pad + "none"]),
            ";".join(_closures(world, 4))]))
    end = rng.choice(["\n", "\r\n"])
    return rng.choice(["", "", "\ufeff"]) + end.join(rows) + end


def calendar_file(world):
    rng = world.rng
    entries = []
    if rng.random() < 0.8:
        entries.append(f"open: '{rng.choice(_PATTERNS)}'")
    if rng.random() < 0.8:
        entries.append(f"holidays: {rng.choice(['us-federal', 'none'])}")
    if rng.random() < 0.8:
        entries.append(f"closures: [{', '.join(_closures(world, 3))}]")
    bom = rng.choice(["", "", "\ufeff"])
    if not entries or rng.random() < 0.1:
        return bom + "# no default: the built-in calendar\n{}\n"
    return bom + f"default: {{{', '.join(entries)}}}\n"


def events_file(world):
    rng = world.rng
    wanted = rng.randint(150, 330)
    stream = case_events.stream(world, wanted)
    lines = [case_json.line(event, rng) for event in stream]
    for event in rng.sample(stream, min(len(stream), wanted // 30)):
        lines.insert(rng.randint(0, len(lines)), case_faults.odd(world, event))
    for event in rng.sample(stream, min(len(stream), wanted // 8)):
        lines.insert(rng.randint(0, len(lines)), case_faults.malformed(world, event))
    for _ in range(wanted // 20):  # redelivery
        lines.insert(rng.randint(0, len(lines)), rng.choice(lines))
    out = bytearray(rng.choice([b"", b"\xef\xbb\xbf"]))
    end = rng.choice([b"\n", b"\n", b"\r\n"])
    for line in lines:
        out += line + end
        if rng.random() < 0.02:
            out += rng.choice([b"\n", b"\r\n", b" \t\n", b"\n\n"])
    if rng.random() < 0.3:
        out = out[:-len(end)]
    return bytes(out)


def write_case(seed, out):
    """The five files of a seed's case, in the folder out."""
    world = case_world.World(random.Random(seed))
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    rules = case_packs.Maker(world).make()
    out.joinpath("events.ndjson").write_bytes(events_file(world))
    out.joinpath("pack.yaml").write_bytes(rules.encode("utf-8"))
    out.joinpath("groups.yaml").write_bytes(case_packs.groups(world, rules).encode("utf-8"))
    out.joinpath("dealers.csv").write_bytes(dealers_file(world).encode("utf-8"))
    out.joinpath("calendar.yaml").write_bytes(calendar_file(world).encode("utf-8"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    write_case(args.seed, args.out)


if __name__ == "__main__":
    main()
