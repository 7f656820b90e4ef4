#!/usr/bin/env python3
"""What leadline tune says of wrong usage, of histories that lack something, and where it writes.
needs:
"""
import csv
import json

from cli import ROOT, check, finish, fresh, run, same, says

RULES = ("--rules", ROOT / "rules/atf.yaml")
EXAMPLE = ROOT / "docs/example.ndjson"


def wrong(what, part, *args):
    got = run("tune", *args)
    same(f"{what}: exit code", got.returncode, 2)
    says(what, got.stderr, part)
    same(f"{what}: nothing is written", got.stdout, b"")


def usage():
    wrong("no rules", "--rules is missing", EXAMPLE)
    wrong("no events", "no events", *RULES)
    wrong("an event file that is not there", "nowhere.ndjson", *RULES, "nowhere.ndjson")
    wrong("a day that is none", "'--from' wants a date, as 2026-03-31, not '2026-02-30'", *RULES, "--from", "2026-02-30", EXAMPLE)
    wrong("limits the wrong way round", "is after --to 2025-01-01", *RULES, "--from", "2025-01-02", "--to", "2025-01-01", EXAMPLE)
    wrong("limits after what is known", "is after --as-of 2025-01-01", *RULES, "--as-of", "2025-01-01", "--from", "2025-01-02", EXAMPLE)
    wrong("a slip in an option", "did you mean '--sweep'?", *RULES, "--sweeep", "x=1", EXAMPLE)
    wrong("a sweep of nothing there", "five-or-more-guns", *RULES, "--sweep", "five-or-more-gun.guns=3", EXAMPLE)
    wrong("too many axes", "the most is 4", *RULES, *["--sweep", "quiet_days=1"] * 5, EXAMPLE)
    wrong("labels that are not there", "nowhere.csv", *RULES, "--labels", "nowhere.csv", EXAMPLE)
    wrong("a label option too many", "exclude each other", *RULES, "--no-trace-labels", "--abroad", EXAMPLE)


def notes(what, part, *args, stdin=b""):
    got = run("tune", "--quiet", *RULES, "--json", "-", *args, stdin=stdin)
    same(f"{what}: exit code", got.returncode, 0)
    document = json.loads(got.stdout)
    check(what, any(part in note for note in document["notes"]), str(document["notes"]))
    text = run("tune", "--quiet", *RULES, *args, stdin=stdin)
    same(f"{what}: exit code of the table", text.returncode, 0)
    says(f"{what}: in the table", text.stdout, "note: ")
    check(f"{what}: 80 columns", max(len(line) for line in text.stdout.decode().splitlines()) <= 80, text.stdout.decode())
    return document


def lacking():
    empty = notes("nothing at all", "The history is empty", "-")
    same("nothing at all: no leads", empty["cells"][0]["all"]["leads"], 0)
    same("nothing at all: no weeks", empty["weeks"]["all"]["present"], [])
    same("nothing at all: no median", empty["cells"][0]["all"]["week_median"], None)
    notes("before anything", "Nothing was known yet on the day asked by --as-of", "--as-of", "1990-01-01", EXAMPLE)
    sales = b"".join(line for line in EXAMPLE.read_bytes().splitlines(True) if b'"type":"sale"' in line)
    notes("no traces", "There are no traces", "-", stdin=sales)
    notes("no labels", "There are no labels", "--no-trace-labels", EXAMPLE)
    opened = ROOT / "tests/scenarios/houston-ring/opened.ndjson"
    notes("labels of other leads", "but a subject that they name counts for recall", "--labels", opened, EXAMPLE)


def written(folder):
    out = folder / "tables"
    got = run("tune", *RULES, "--csv", out, "--leads-out", folder / "leads", "--sweep", "five-or-more-guns.guns=4,5", EXAMPLE)
    told = got.stdout.decode()
    whole, own = told.index("> present "), told.index("\n  five-or-more-guns ")
    check("a swept indicator has a table of its own leads, below that of all", whole < own < told.index("in force, by indicator"), told)
    same("tables: exit code", got.returncode, 0)
    says("what became of the events", got.stderr, "events: ")
    for path in sorted(out.iterdir()):
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        check(f"{path.name}: as many columns in each row", len({len(row) for row in rows}) == 1, str(rows[:3]))
    same("tables", sorted(path.name for path in out.iterdir()),
         ["cells.csv", "groups.csv", "indicators.csv", "leads.csv", "overlap.csv", "places.csv", "weeks.csv"])
    same("leads", sorted(path.name for path in (folder / "leads").iterdir()), ["cell-0001.ndjson", "cell-0002.ndjson", "present.ndjson"])
    want = run("replay", "--quiet", "--final", *RULES, EXAMPLE).stdout
    same("leads of the pack in force", (folder / "leads/present.ndjson").read_bytes(), want)
    same("and of the same value", (folder / "leads/cell-0002.ndjson").read_bytes().count(b"\n"), want.count(b"\n"))
    got = run("tune", "--quiet", *RULES, "--csv", "/nowhere/at/all", EXAMPLE)
    same("a folder that cannot be made", got.returncode, 1)
    says("a folder that cannot be made", got.stderr, "cannot make the folder /nowhere/at/all")


def main():
    usage()
    lacking()
    written(fresh("tune_usage"))
    finish()


main()
