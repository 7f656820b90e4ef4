#!/usr/bin/env python3
"""leadline why: what it finds, what it says where there is nothing, and that a live store says the same.
needs: redis
"""
import json
import os
import subprocess

from cli import CASES, ROOT, check, finish, run, same, says

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
        (["--subject", "ROE, JANE, 1990-01-01"], "stands in 3 events"),
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


def live_store():
    """An empty store; what a worker keeps is the same log as in memory."""
    got = why("--store", f"unix://{SOCKET}", "--store-prefix", PREFIX, "--subject", f"purchaser:{KEY}")
    same("nothing in the store: exit code", got.returncode, 1)
    says("nothing in the store", got.stderr, "the store has nothing of purchaser")
    left = subprocess.run(["redis-cli", "-s", SOCKET, "--scan", "--pattern", PREFIX + "*"], capture_output=True)
    same("nothing is written", left.stdout, b"")


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
live_store()
scenarios()
finish()
