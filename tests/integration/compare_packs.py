#!/usr/bin/env python3
"""leadline tune --candidate: what it counts, held to a comparison of its own; conditions that fail; samples for review.
needs:
"""
import csv
import io
import json
import os
import random
import subprocess
import sys

from cli import LEADLINE, ROOT, check, finish, fresh, run, same, says

FOLDER = fresh("compare")
RULES = ROOT / "rules/atf.yaml"
CANDIDATE = FOLDER / "candidate.yaml"
EVENTS, DEALERS, TRUTH = (FOLDER / name for name in ("events.ndjson", "dealers.csv", "truth.ndjson"))
SEEDS = os.environ.get("PACKS_SEEDS", "1..12")


def tune(*args, events=EVENTS):
    groups = ["--groups", ROOT / "rules/groups.yaml", "--dealers", DEALERS]
    return run("tune", "--rules", RULES, *groups, *args, events)


def changes_of(*args, events=EVENTS):
    out = FOLDER / "out.json"
    got = tune("--candidate", CANDIDATE, "--samples", "20", "--json", out, *args, events=events)
    same(f"{args}: exit code", got.returncode, 0) or print(got.stderr.decode())
    return json.loads(out.read_bytes())


def make():
    CANDIDATE.write_text(f"""pack: atf-next
version: "2"
extends: {os.path.relpath(RULES, FOLDER)}
override:
  five-or-more-guns: {{params: {{guns: 4}}}}
  several-dealers: {{weight: 60}}
  cheap-handguns: {{enabled: false}}
""")
    words = ["--quiet", "--seed", "4", "--sales", "12000", "--days", "300", "--late", "0.05", "--voids", "0.02"]
    got = run("gen", *words, "--out", EVENTS, "--dealers-out", DEALERS, "--truth", TRUTH)
    same("gen", got.returncode, 0)


def generated():
    """Generated cases against the reference."""
    words = [sys.executable, "-B", str(ROOT / "tests/reference/packs.py"), "--bin", LEADLINE, "--seeds", SEEDS]
    got = subprocess.run([*words, "--keep", str(ROOT / "build/failed-cases")], capture_output=True, text=True, timeout=280)
    check(f"seeds {SEEDS}", got.returncode == 0, got.stdout + got.stderr)


def in_any_order():
    whole = changes_of("--threads", "1")
    lines = EVENTS.read_bytes().splitlines(keepends=True)
    random.Random(1).shuffle(lines)
    (FOLDER / "shuffled.ndjson").write_bytes(b"".join(lines))
    shuffled = changes_of("--threads", "3", events=FOLDER / "shuffled.ndjson")
    for section in ("changes", "samples"):
        check(f"{section}: the same in any order", whole[section] == shuffled[section])
    counts = whole["changes"]
    check("something of each kind", all(counts[name] for name in ("same", "changed", "only_candidate")), counts)
    check("a sample of each kind", {s["change"] for s in counts["samples"]} >= {"changed", "only_candidate"})
    seeded = changes_of("--seed", "2")
    check("another seed, other samples", seeded["changes"]["samples"] != counts["samples"])
    few = changes_of("--samples", "2")
    for change in ("changed", "only_candidate"):
        ids = [[s["present"] and s["present"]["lead_id"], s["candidate"]["lead_id"]] for doc in (whole, few)
               for s in doc["changes"]["samples"] if s["change"] == change]
        same(f"{change}: a smaller sample is the first of a larger one", ids[-2:], ids[:2])
    return whole


def no_names(document):
    """Names, birth dates and streets are in no document and no table."""
    text = json.dumps(document).upper()
    for line in EVENTS.read_bytes().splitlines()[:3000]:
        try:
            buyer = json.loads(line)["purchaser"]
            secret = [buyer["date_of_birth"], buyer["address"]["street"], buyer["id_number"]]
        except (ValueError, KeyError, TypeError):
            continue
        if not check("no birth date, street or number", not any(word.upper() in text for word in secret), secret):
            return


def conditions():
    for words, code, part in (
        (["new_leads > 100000"], 0, None),
        (["new_leads > 0"], 1, "error: --fail-if: new_leads > 0 holds: new_leads is "),
        (["new_leads > 100000", "candidate.leads > present.leads"], 1, "candidate.leads > present.leads holds: present.leads is "),
        (["precision < 0.01"], 0, None),
        (["new_leads > 500000000000 or recall < 0"], 0, None),
        (["new_lead > 500"], 2, "--fail-if:1:1: error: unknown field 'new_lead'; did you mean 'new_leads'?"),
        (["leads >"], 2, "the expression ends where a value is expected"),
        (["leads > 5", "lead > 5"], 2, "did you mean 'leads'?"),
    ):
        got = tune("--candidate", CANDIDATE, *(w for text in words for w in ("--fail-if", text)))
        same(f"{words}: exit code", got.returncode, code)
        if part:
            says(f"{words}", got.stderr, part)
    got = tune("--fail-if", "new_leads > 500")
    same("no candidate: exit code", got.returncode, 2)
    says("no candidate", got.stderr, "'new_leads' is a field of a comparison, which needs --candidate, not of one pack alone")
    got = tune("--no-trace-labels", "--fail-if", "precision < 0.5")
    same("not known: exit code", got.returncode, 0)
    says("not known", got.stderr, "warning: --fail-if: precision < 0.5 does not hold: precision is not known")
    got = tune("--no-trace-labels", "--fail-if", "precision == null")
    same("asked whether it is known: exit code", got.returncode, 1)


def samples():
    """Drawn for review, filled in, and read back."""
    table, filled = FOLDER / "samples.csv", FOLDER / "filled.csv"
    sweep = ["--sweep", "five-or-more-guns.guns=3..4", "--samples", "5"]
    got = tune(*sweep, "--samples-out", table)
    same("samples: exit code", got.returncode, 0) or print(got.stderr.decode())
    text = table.read_text()
    same("samples: the same with threads", tune(*sweep, "--threads", "3", "--samples-out", "-").stdout.decode()[-len(text):], text)
    rows = list(csv.DictReader(io.StringIO(text)))
    same("samples: above and below", [row["side"] for row in rows], ["above"] * 5 + ["below"] * 5)
    for row in rows:
        check("samples: why", "HIT" in row["why"] if row["side"] == "above" else "MISSED" in row["why"], row)
        check("samples: the leads' ids", row["lead_id"].startswith("L-") == (row["side"] == "above"))
        check("samples: what it lacks", bool(row["lacks"]) == (row["side"] == "below"), row)
    for row in rows[1:]:
        row["disposition"] = "useful" if row["side"] == "below" else "not_useful"
        row["note"] = 'a "note", of two\nlines'
    with open(filled, "w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    document = changes_of("--no-trace-labels", "--labels", filled)
    same("filled in: dispositions", document["labels"]["dispositions"], 9)
    present = document["cells"][0]["all"]
    same("filled in: false", present["false"], 4)
    same("filled in: recall", [present["recall"][name] for name in "kn"], [0, 5])


def main():
    make()
    generated()
    no_names(in_any_order())
    conditions()
    samples()
    finish()


main()
