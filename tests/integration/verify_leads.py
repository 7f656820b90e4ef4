#!/usr/bin/env python3
"""Verify: every lead that replay writes holds by its own evidence; one that was altered does not; no person is named.
needs:
"""
import copy
import datetime
import gzip
import json
import pathlib
import re

import yaml

from cli import CASES, ROOT, case_options, check, finish, fresh, run, same, says

ATF = ["--rules", ROOT / "rules/atf.yaml", "--groups", ROOT / "rules/groups.yaml"]

# Leads by the hundred thousand, and indicators that more evidence would undo.
BROAD = """pack: broad
version: "1"
lead: {quiet_days: 5}
indicators:
  - {id: any, timeline: purchaser, items: firearms, window: {days: 3}, having: count() <= 2, weight: 5}
  - {id: alone, timeline: purchaser, items: firearms, where: 'not in_hit("any") or price > 900', window: {days: 20},
     having: distinct(dealer.key) == 1 and traces() < 2, weight: 3, explain: "{count}, {first_date}"}
  - {id: several, timeline: purchaser, items: firearms, same: [dealer.key], window: {business_days: 5, calendar: dealer},
     having: count() >= 2 and sum(price) > 300, weight: 15, explain: "{count} in {hits}"}
  - {id: traced, timeline: purchaser, items: traces, where: sold or time_to_crime < 400, weight: 20, having: count() < 3}
  - {id: marked, timeline: purchaser, items: firearms, where: 'in_hit("several")', window: {days: 30},
     having: traces(time_to_crime < 365) >= 1 or count() == 3, weight: 7}
  - {id: busy, timeline: dealer, items: reports(several), window: {days: 30}, having: distinct(purchaser) >= 3, weight: 9}
  - {id: quiet, timeline: dealer, items: reports(several), where: dealer.type != "07", window: {days: 4},
     having: count() < 3, weight: 1}
  - {id: recovered, timeline: dealer, items: traces, window: {days: 60}, having: count() >= 2, weight: 4}
  - {id: home, timeline: address, items: reports(several), window: {days: 365}, weight: 6}
"""
SUM = re.compile(rb"^leads: (\d+) read = (\d+) hold \+ 0 differ \+ 0 need another pack \+ 0 unreadable \+ (\d+) superseded or withdrawn$", re.M)


def generate(folder, name, *options):
    events, dealers = folder / f"{name}.ndjson", folder / f"{name}.csv"
    got = run("gen", "--quiet", "--out", events, "--dealers-out", dealers, *options)
    same(f"gen {name}", got.returncode, 0)
    return events, ["--dealers", dealers]


def all_hold(what, options, leads, at_least):
    got = run("verify", *options, leads)
    told = SUM.search(got.stderr)
    if not check(f"{what}: all hold", got.returncode == 0 and told, got.stderr[-600:]):
        return
    read, hold, fell = map(int, told.groups())
    check(f"{what}: they are many", read >= at_least and hold > read // 2, got.stderr)
    same(f"{what}: all read", read, hold + fell)
    same(f"{what}: a line for each", len(re.findall(rb"^L-\w{16}  holds$", got.stdout, re.M)), hold)


def scenarios(folder):
    for name in sorted(path.name for path in CASES.iterdir() if path.is_dir()):
        for final in ([], ["--final"]):
            out = folder / f"{name}.leads"
            same(f"{name}: replay", run("replay", "--quiet", *final, *case_options(name), "--out", out, CASES / name / "events.ndjson").returncode, 0)
            all_hold(f"{name} {final}", case_options(name), out, 5)


def many(folder):
    (folder / "broad.yaml").write_text(BROAD)
    events, beside = generate(folder, "many", "--sales", "88000", "--rings", "40", "--late", "0.1", "--traces", "0.05", "--seed", "3")
    for name, options, least, least_final in (("broad", ["--rules", folder / "broad.yaml"], 100000, 60000), ("atf", ATF, 5000, 4000)):
        for final in ([], ["--final"]):
            out = folder / f"{name}.leads"
            same(f"{name}: replay", run("replay", "--quiet", *final, *options, *beside, "--out", out, events).returncode, 0)
            all_hold(f"{name} {final}", [*options, *beside], out, least_final if final else least)
    return events, beside


# ---- altered leads ----


def later(date, days):
    return (datetime.date.fromisoformat(date) + datetime.timedelta(days)).isoformat()


def another(value):
    """A value of the same kind that is another one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value is None:
        return "x"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return later(value, 1)
    return value[:-1] + ("A" if value[-1:] != "A" else "B")


def leaves(value, way=()):
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, (*way, key))
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from leaves(one, (*way, at))
    else:
        yield way


def is_computed(way, lead):
    """What the record says that follows from its evidence; of the evidence itself a part does."""
    if way[0] in ("revision", "status"):
        return False
    if way[0] != "evidence":
        return "items" not in way
    if len(way) == 3:
        return False
    if way[1:4:2] == ("traces", "sale"):
        return lead["evidence"]["traces"][way[2]]["sale"] in {sale["id"] for sale in lead["evidence"]["sales"]}
    if way[1:4:2] == ("traces", "time_to_crime"):
        return True
    of_another = way[-1] == "key" and way[1] == "reports" and lead["subject"]["kind"] != "dealer"
    return way[3] == "dealer" and way[-1] in ("key", "name") and not of_another


def altered(lead, counting):
    """(what was done, the record) of every alteration that its evidence must give away. counting: the indicators that count past
    traces, of which fewer may do."""
    counts = any(one["id"] in counting for one in lead["indicators"])
    for way in leaves(lead):
        if is_computed(way, lead):
            one = copy.deepcopy(lead)
            holder = one
            for step in way[:-1]:
                holder = holder[step]
            holder[way[-1]] = another(holder[way[-1]])
            yield "changed " + ".".join(map(str, way)), one
    for kind in ("sales", "traces", "reports"):
        for at in range(len(lead["evidence"][kind])):
            one = copy.deepcopy(lead)
            del one["evidence"][kind][at]
            if kind != "traces" or not counts:
                yield f"removed {kind}[{at}]", one
            one = copy.deepcopy(lead)
            one["evidence"][kind].insert(at, one["evidence"][kind][at])
            yield f"repeated {kind}[{at}]", one
            if kind == "sales":
                one = copy.deepcopy(lead)
                foreign = copy.deepcopy(one["evidence"][kind][at])
                foreign["id"] += "-foreign"
                foreign["occurred_at"] = later(foreign["occurred_at"][:10], -4000) + foreign["occurred_at"][10:]
                one["evidence"][kind].insert(at + 1, foreign)
                yield f"added to {kind}[{at}]", one
    for at, indicator in enumerate(lead["indicators"]):
        one = copy.deepcopy(lead)
        one["indicators"].insert(at, indicator)
        yield f"repeated indicators[{at}]", one
        if all("items" not in hit for hit in indicator["hits"]):
            one = copy.deepcopy(lead)
            del one["indicators"][at]
            one["score"] -= indicator["weight"]
            yield f"removed indicators[{at}]", one
            one = copy.deepcopy(lead)
            one["indicators"][at]["hits"].pop()
            yield f"removed a hit of indicators[{at}]", one
            continue
        for number, hit in enumerate(indicator["hits"]):
            one = copy.deepcopy(lead)
            one["indicators"][at]["hits"].append(copy.deepcopy(hit))
            yield f"repeated hits[{number}] of indicators[{at}]", one
            one = copy.deepcopy(lead)
            one["indicators"][at]["hits"][number]["items"].pop()
            yield f"took an item from hits[{number}] of indicators[{at}]", one
            one = copy.deepcopy(lead)
            del one["indicators"][at]["hits"][number]["items"]
            yield f"took the items from hits[{number}] of indicators[{at}]", one
    if lead["routes"]:
        yield "took the routes", dict(lead, routes=[])


def sample(leads):
    """Leads that are small, of every set of indicators and kind once."""
    seen = set()
    for lead in sorted(leads, key=lambda lead: len(json.dumps(lead))):
        kind = (lead["subject"]["kind"], *(one["id"] for one in lead["indicators"]), len(lead["evidence"]["traces"]) > 0)
        if kind not in seen and len(seen) < 40:
            seen.add(kind)
            yield lead


def caught(folder, name, options, leads):
    key = folder / "key"
    key.write_text("demo\n")
    lines, done = [], []
    indicators = yaml.safe_load(pathlib.Path(options[1]).read_text())["indicators"]
    counting = {one["id"] for one in indicators if "traces(" in str(one.get("having"))}
    for lead in sample(leads):
        for what, one in altered(lead, counting):
            lines.append(json.dumps(one))
            done.append((what, lead["lead_id"]))
    file = folder / f"{name}.altered"
    file.write_text("\n".join(lines) + "\n")
    got = run("verify", "--json", "--identity-key-file", key, *options, file)
    same(f"{name}: altered leads: exit code", got.returncode, 1)
    said = [json.loads(line) for line in got.stdout.splitlines()]
    same(f"{name}: altered leads: one line each", [one["line"] for one in said], list(range(1, len(lines) + 1)))
    missed = [f"{what} of {lead}" for (what, lead), one in zip(done, said) if one["verdict"] in ("holds", "fell_away")]
    same(f"{name}: {len(lines)} altered leads are seen to be", missed, [])
    verdicts = [one["verdict"] for one in said]
    check(f"{name}: nearly all differ", verdicts.count("differs") > len(lines) * 0.7, [(v, verdicts.count(v)) for v in set(verdicts)])
    untouched = folder / f"{name}.untouched"
    untouched.write_text("".join(json.dumps(lead, indent=None, sort_keys=True) + "\n" for lead in sample(leads)))
    same(f"{name}: written otherwise they hold", run("verify", "--quiet", "--identity-key-file", key, *options, untouched).returncode, 0)
    people = {part for lead in leads for part in (lead["subject"].get("name") or "").split(", ") if len(part) > 3}
    born = {lead["subject"]["date_of_birth"] for lead in leads if lead["subject"].get("date_of_birth")}
    text = (got.stdout + got.stderr + run("verify", "--identity-key-file", key, *options, file).stdout).decode()
    words = set(re.findall(r"[\w-]+", text))
    same(f"{name}: no name and no birth date is told", sorted(words & (people | born) - {"houston"}), [])


def alterations(folder, events, beside):
    ring = ["houston-ring", "dense-901"]
    for name in ring:
        got = run("replay", "--quiet", "--final", *case_options(name), CASES / name / "events.ndjson")
        caught(folder, name, case_options(name), list(map(json.loads, got.stdout.splitlines())))
    head = folder / "head.ndjson"
    head.write_bytes(b"".join(events.read_bytes().splitlines(keepends=True)[:30000]))
    for name, options in (("broad", ["--rules", folder / "broad.yaml"]), ("atf", ATF)):
        got = run("replay", "--quiet", "--final", *options, *beside, head)
        caught(folder, f"{name}-head", [*options, *beside], list(map(json.loads, got.stdout.splitlines())))


# ---- how it is used ----


def usage(folder):
    case = "houston-ring"
    options = case_options(case)
    leads = run("replay", "--quiet", *options, CASES / case / "events.ndjson").stdout
    (folder / "leads.ndjson").write_bytes(leads)
    (folder / "leads.gz").write_bytes(gzip.compress(leads))
    want = run("verify", *options, folder / "leads.ndjson")
    same("plain: exit code", want.returncode, 0)
    same("packed: the same", run("verify", *options, folder / "leads.gz").stdout, want.stdout)
    same("standard input: the same", run("verify", *options, "-", stdin=leads).stdout, want.stdout)
    quiet = run("verify", "--quiet", *options, folder / "leads.ndjson")
    same("--quiet: nothing is said of what holds", (quiet.returncode, quiet.stdout, quiet.stderr), (0, b"", b""))

    other = folder / "other.yaml"
    other.write_text("pack: other\nindicators:\n  - {id: a, timeline: purchaser, items: firearms, having: count() < 3}\n")
    got = run("verify", "--rules", other, folder / "leads.ndjson")
    same("another pack: exit code", got.returncode, 1)
    check("another pack: it says which", re.search(rb"^L-\w{16}  needs another pack \(\S+ \S+, digest sha256:\w{64}\)  \S+leads.ndjson:1$", got.stdout, re.M), got.stdout[:400])
    says("another pack: it says what cannot be proven of it", got.stderr, "other: cannot be proven from evidence alone, as more of it might undo a hit: that there were no more hits of a\n")
    both = run("verify", "--rules", other, *options, folder / "leads.ndjson")
    same("two packs: each lead has its own", (both.returncode, both.stdout), (0, want.stdout))

    lines = [
        (b"{", "this is no lead record: "),
        (b"[]", "this is no lead record: lead_id is missing"),
        (b'{"type":"sale","id":"S"}', "this is no lead record: lead_id is missing"),
        (b'{"lead_id":"L-AAAAAAAAAAAAAAAA","revision":1,"status":"closed"}', "status is not open"),
        (b'{"lead_id":"L-AAAAAAAAAAAAAAAA","revision":0,"status":"open"}', "revision is missing"),
        (b'{"lead_id":"L-AAAAAAAAAAAAAAAA","lead_id":"L-AAAAAAAAAAAAAAAB"}', "a field twice"),
        (leads.splitlines()[0].replace(b'"occurred_at":"2', b'"occurred_at":"x'), "occurred_at is not a time such as"),
        (leads.splitlines()[0].replace(b'"firearms":[', b'"firearms":[1,'), ".firearms[0] is not an object"),
    ]
    got = run("verify", *options, "-", stdin=b"\n".join(line for line, _ in lines) + b"\n")
    same("no leads: exit code", got.returncode, 1)
    told = got.stderr.decode().splitlines()
    for number, (line, part) in enumerate(lines, 1):
        found = [one for one in told if one.startswith(f"standard input:{number}: error: ")]
        check(f"no lead, line {number}: {part}", len(found) == 1 and part in found[0], found or told)

    for words, part in (
        ([], "--rules is missing"),
        (["--rules", other], "no leads"),
        (["--rules", folder / "none.yaml", folder / "leads.ndjson"], "none.yaml"),
        ([*options, folder / "none.ndjson"], "none.ndjson"),
        ([*options, "--grups", "x", folder / "leads.ndjson"], "did you mean '--groups'?"),
    ):
        got = run("verify", *words)
        same(f"verify {words}: exit code", got.returncode, 2)
        says(f"verify {words}", got.stderr, part)


work = fresh("verify")
scenarios(work)
made = many(work)
alterations(work, *made)
usage(work)
finish()
