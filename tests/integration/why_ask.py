#!/usr/bin/env python3
"""leadline why: what it finds, of whom it tells in which words, and what it says where there is nothing.
needs: redis
"""
import json
import os
import subprocess

from cli import CASES, ROOT, case_options, check, finish, fresh, run, same, says

SOCKET, PREFIX = os.environ["REDIS_SOCKET"], os.environ["PREFIX"] + ":"
RULES = ["--rules", ROOT / "rules/atf.yaml", "--dealers", ROOT / "config/dealers.csv"]
EVENTS = ROOT / "docs/example.ndjson"
KEY = "ac2848b99ca8ed5802858eef9a775020"


def why(*args):
    return run("why", *RULES, *args)


def asked_in_four_ways():
    lead = json.loads(run("replay", "--quiet", "--final", *RULES, EVENTS).stdout.splitlines()[0])
    for words in (["--lead", lead["lead_id"]], ["--sale", "5-76-00123/S-17"], ["--trace", "T-9"], ["--subject", f"purchaser:{KEY}"], ["--subject", "Doe, John, 1984-03-04"]):
        got = why("--json", *words, EVENTS)
        same(f"{words[0]}: exit code", got.returncode, 0)
        told = json.loads(got.stdout.splitlines()[0])
        same(f"{words[0]}: the subject", told["subject"], {"kind": "purchaser", "key": KEY})
        same(f"{words[0]}: the lead", told["leads"][0]["lead_id"], lead["lead_id"])
        hits = sorted(i["id"] for i in told["indicators"] if i["state"] == "hit")
        same(f"{words[0]}: the hits", hits, [i["id"] for i in lead["indicators"]])
        check(f"{words[0]}: no name", b"DOE" not in got.stdout.upper().replace(b"DOES", b"") and b"1984" not in got.stdout)


def nothing_there():
    for words, part in (
        (["--lead", "L-0000000000000000"], "no lead 'L-0000000000000000' in 3 events"),
        (["--sale", "5-76-00123/S-18"], "did you mean '5-76-00123/S-"),
        (["--trace", "T-8"], "did you mean 'T-9'?"),
        (["--subject", "ROE, JANE, 1990-01-01"], "stands in 3 events (2 sales, 1 traces); is --identity-key-file"),
        (["--subject", f"purchaser:{KEY[:-1]}f"], f"did you mean 'purchaser:{KEY}'?"),
        (["--subject", "dealer:5-76-00124"], "did you mean 'dealer:5-76-00123'?"),
    ):
        got = why(*words, EVENTS)
        same(f"{words}: exit code", got.returncode, 1)
        says(f"{words}", got.stderr, part)
        check(f"{words}: no name", b"ROE" not in got.stderr and b"JANE" not in got.stderr)
    for words, part in (
        (["--subject", "ROE JANE", EVENTS], "--subject is"),
        (["--sale", "S", "--indicator", "five-or-more-gun", EVENTS], "did you mean 'five-or-more-guns'?"),
        ([EVENTS], "say what to tell of"),
        (["--sale", "S", "--store", f"unix://{SOCKET}"], "say --subject too"),
        (["--sale", "S"], "no events"),
        (["--sale", "S", "--lead", "L", EVENTS], "exclude each other"),
    ):
        got = why(*words)
        same(f"{words}: exit code", got.returncode, 2)
        says(f"{words}", got.stderr, part)
        check(f"{words}: no name", b"ROE" not in got.stderr)


def nothing_kept():
    """There are events of the subject, and its timeline has none."""
    sale = json.loads(EVENTS.read_bytes().splitlines()[0])
    sale["firearms"] = sale["firearms"][:1]
    void = {"type": "void", "target": "sale", "id": sale["id"], "version": 2, "dealer": sale["dealer"], "purchaser": sale["purchaser"]}
    lone = fresh("nothing-kept") / "events.ndjson"
    lone.write_text("".join(json.dumps(event) + "\n" for event in (sale, void)))
    for who, part in (("dealer:5-76-00123", "a dealer's timeline is of traces"), (f"purchaser:{KEY}", "was voided")):
        got = why("--subject", who, lone)
        same(f"{who} without facts: exit code", got.returncode, 1)
        says(f"{who} without facts", got.stderr, part)


def empty_store():
    got = why("--store", f"unix://{SOCKET}", "--store-prefix", PREFIX, "--subject", f"purchaser:{KEY}")
    same("nothing in the store: exit code", got.returncode, 1)
    says("nothing in the store", got.stderr, "the store has nothing of purchaser")
    left = subprocess.run(["redis-cli", "-s", SOCKET, "--scan", "--pattern", PREFIX + "*"], capture_output=True)
    same("nothing is written", left.stdout, b"")


HEAD = """\
pack: named
version: "1"
%s
indicators:
  - id: sought
    timeline: purchaser
    items: firearms
    where: %s
    window: {days: 5}
    having: count(%s) >= $min
    params: {min: 6, dear: 1000}
    weight: 10
"""
SHARED = """\
lists: {military: [".223", "7.62x39mm"]}
conditions:
  rifle: class == "rifle" and caliber in military
  dear: price >= $dear
  wanted: rifle or dear"""


def named_conditions():
    """They are opened into their terms, each with its values; what is found is what the same pack finds written out."""
    folder, told = fresh("named"), {}
    packs = {"named": (SHARED, 'wanted and not class == "shotgun"', "dear"), "written": ("", '(class == "rifle" and caliber in [".223", "7.62x39mm"] or price >= $dear) and not class == "shotgun"', "price >= $dear")}
    for name, parts in packs.items():
        (folder / f"{name}.yaml").write_text(HEAD % parts)
        got = run("why", "--json", "--rules", folder / f"{name}.yaml", "--subject", f"purchaser:{KEY}", EVENTS)
        same(f"{name}: exit code", got.returncode, 0)
        told[name] = json.loads(got.stdout)["indicators"][0]
    terms = [(t["depth"], t["term"], t["holds"], t.get("values")) for t in told["named"]["items"][3]["where"]]
    same("the terms of a named condition", terms, [
        (0, "wanted", True, None),
        (1, "rifle or dear", True, None),
        (2, "rifle", True, None),
        (3, 'class == "rifle"', True, {"class": "rifle"}),
        (3, "caliber in military", True, {"caliber": ".223", "military": [".223", "7.62x39mm"]}),
        (2, "dear", False, None),
        (3, "price >= $dear", False, {"price": 981, "$dear": 1000}),
        (0, 'not class == "shotgun"', True, None),
        (1, 'class == "shotgun"', False, {"class": "rifle"}),
    ])
    check("something would hit", len(told["named"]["miss"]["would"]) > 0)
    same("the nearest miss of names is that of what they stand for", told["named"]["miss"], told["written"]["miss"])
    text = run("why", "--rules", folder / "named.yaml", "--subject", f"purchaser:{KEY}", EVENTS).stdout
    says("the columns are the fields of the conditions", text, "class  caliber  price  counts")


def whole_texts():
    """What is told of some subjects, as it is kept in the tree."""
    kept = sorted(CASES.glob("*/why-*.txt"))
    check("there are texts", len(kept) >= 3)
    for path in kept:
        who = path.stem.removeprefix("why-").replace("-", ":", 1)
        got = run("why", *case_options(path.parent.name), "--subject", who, path.parent / "events.ndjson")
        same(f"{path.parent.name}, {who}", got.stdout.decode().splitlines(), path.read_text(encoding="utf-8").splitlines())


def scenarios():
    for name in ("business-days", "houston-ring"):
        events = CASES / name / "events.ndjson"
        words = ["--rules", CASES / "pack.yaml", "--dealers", CASES / name / "dealers.csv"]
        leads = [json.loads(line) for line in run("replay", "--quiet", "--final", *words, events).stdout.splitlines()]
        for lead in leads[:8]:
            got = run("why", *words, "--json", "--lead", lead["lead_id"], events)
            told = json.loads(got.stdout)
            hits = sorted(i["id"] for i in told["indicators"] if i["state"] == "hit")
            same(f"{name}, {lead['lead_id']}: the hits", hits, [i["id"] for i in lead["indicators"]])
            same(f"{name}, {lead['lead_id']}: text", run("why", *words, "--all", "--lead", lead["lead_id"], events).returncode, 0)


asked_in_four_ways()
nothing_there()
nothing_kept()
empty_store()
named_conditions()
whole_texts()
scenarios()
finish()
