#!/usr/bin/env python3
"""leadline rules test: which tests are run, what is said of them, and that they find what replay finds.
needs:
"""
import csv
import json
import re
import resource
import subprocess
import time
import xml.etree.ElementTree

import yaml

from cli import CASES, ROOT, case_options, check, finish, fresh, run, same, says, start

PACK = """pack: {name}
indicators:
  - id: two
    timeline: purchaser
    items: firearms
    having: count() >= 2
"""
TEST = """  - name: {name}
    events: [{{on: 2026-03-02, guns: [2 pistol]}}]
    expect: {{leads: {leads}}}
"""


def pack(name, *tests):
    return PACK.format(name=name) + ("tests:\n" + "".join(tests) if tests else "")


def test(name, leads=1):
    return TEST.format(name=name, leads=leads)


def write(folder, **files):
    for name, text in files.items():
        (folder / (name.replace("__", ".") + ".yaml")).write_text(text)


def names(*args):
    """The exit code, and the names of the tests that were run, in order."""
    got = run("rules", "test", "--json", *args)
    return got.returncode, [json.loads(line)["test"] for line in got.stdout.splitlines()[:-1]]


def which(folder):
    write(folder, a=pack("a", test("inline")), a__test="tests:\n" + test("beside"), b=pack("b"))
    write(folder, both__test="rules: [a.yaml, b.yaml]\ntests:\n" + test("of both"))
    same("a pack: its own and those beside it", names(folder / "a.yaml"), (0, ["inline", "beside"]))
    same("a file of tests: its own", names(folder / "a.test.yaml"), (0, ["beside"]))
    same("named twice: run once", names(folder / "a.yaml", folder / "a.test.yaml", folder / "a.yaml"), (0, ["inline", "beside"]))
    same("a list of packs: each", names(folder / "both.test.yaml"), (0, ["of both", "of both"]))
    same("a folder of several packs", names(folder), (0, ["inline", "beside", "of both", "of both"]))
    same("a pack without tests", names(folder / "b.yaml")[0], 2)
    says("a pack without tests", run("rules", "test", folder / "b.yaml").stderr, "there are no tests here")
    same("a file that is not there", names(folder / "c.yaml")[0], 1)
    (folder / "b.test.yaml").write_text("# to come\n")
    for operand in ("b.test.yaml", "b.yaml"):
        got = run("rules", "test", folder / operand)
        same(f"an empty file of tests, by {operand}", got.returncode, 1)
        says(f"an empty file of tests, by {operand}", got.stderr, "b.test.yaml' is empty; write 'rules: PACK.yaml'")
    (folder / "b.test.yaml").unlink()
    one = fresh("rules-test-one")
    rest = PACK.format(name="p").split("indicators:\n")[1].replace("id: two", "id: other")
    write(one, **{"10": pack("p", test("of the pack")), "20": "indicators:\n" + rest, "20__test": "tests:\n" + test("of the folder")})
    write(one, groups="groups:\n  - id: g\n")
    same("a folder of one pack", names(one), (0, ["of the pack", "of the folder"]))
    same("the folder is a pack to others", run("rules", "check", one).returncode, 0)
    says("a groups file", run("rules", "test", one / "groups.yaml").stderr, "name it with --groups")
    write(one, lost__test="rules: nowhere.yaml\ntests:\n" + test("lost"))
    says("rules that are not there", run("rules", "test", one).stderr, "lost.test.yaml:1:8: error: there is no pack at this path")
    says("a file of tests is no pack", run("rules", "list", one / "20.test.yaml").stderr, "this is a file of tests, not a pack")


def checked(folder):
    """rules check reads files of tests, and runs none; rules explain names the tests in them."""
    write(folder, a=pack("a"), a__test="tests:\n" + test("beside") + test("not met", leads=7), groups="groups:\n  - id: g\n")

    def said(*args):
        got = run("rules", "check", *args)
        return got.returncode, [line.rpartition("/")[2] for line in got.stderr.decode().splitlines()]

    same("a file of tests", said(folder / "a.test.yaml"), (0, ["a.test.yaml: good, 2 tests"]))
    code, lines = said(*sorted(folder.glob("*.yaml")))
    same("what it says, it need not find", names(folder / "a.test.yaml")[0], 1)
    same("all files of a folder", (code, len(lines), lines[0]), (0, 3, "a.test.yaml: good, 2 tests"))
    code, lines = said(folder)
    same("the folder", (code, "a.test.yaml: good, 2 tests" in lines), (0, True))
    write(folder, a__test="tests:\n" + test("beside") + "    only: [two]\n", d__test="rules: a.yaml\ntests:\n" + test("named") + "    only: two\n")
    for operand, want in ((folder / "a.yaml", ["beside"]), (folder, ["beside", "named"])):
        got = run("rules", "explain", operand, "two").stdout.decode()
        same("rules explain names them", re.findall(r"beside|named", got.split("  tests ")[1].split("  written ")[0]), want)
    write(folder, a__test="tests:\n" + test("beside") + test("not met", leads=7))
    write(folder, b__test="rules: a.yaml\ntests:\n" + test("of one").replace("events:", "evnts:"))
    code, lines = said(folder)
    same("a faulty test: exit code", code, 1)
    check("a faulty test: where", any(re.match(r"b\.test\.yaml:\d+:\d+: error: unknown key 'evnts'", line) for line in lines), lines)
    same("the others", "a.test.yaml: good, 2 tests" in lines, True)
    write(folder, b__test="rules: [a.yaml, c.yaml]\ntests:\n" + test("of two"), c="pack: c\nindicator: []\n")
    code, lines = said(folder / "b.test.yaml")
    same("a faulty pack: exit code", code, 1)
    check("a faulty pack", any("c.yaml', which is faulty; check it first" in line for line in lines), lines)
    write(folder, b__test="rules: lost.yaml\ntests:\n" + test("of none"))
    check("no pack", any("1:8: error: there is no pack at this path" in line for line in said(folder / "b.test.yaml")[1]))


def extended(folder):
    """The tests of a pack that is extended are of that pack, and of both where a file of tests says so."""
    write(folder, base=pack("base", test("of the base")))
    write(folder, office='pack: office\nextends: base.yaml\noverride: {two: {enabled: false}}\ntests:\n' + test("of the office", 0))
    write(folder, both__test="rules: [base.yaml, office.yaml]\ntests:\n" + test("of both"))
    same("a pack that extends another", names(folder / "office.yaml"), (0, ["of the office"]))
    same("the pack that is extended", names(folder / "base.yaml"), (0, ["of the base"]))
    same("tests of both", names(folder / "both.test.yaml"), (1, ["of both", "of both"]))
    same("a folder of both", names(folder), (1, ["of the base", "of both", "of the office", "of both"]))


def choose(folder):
    write(folder, c=pack("c", test("one weekend"), test("two weekends"), test("a week", 0)))
    file = folder / "c.yaml"
    same("--run: a part of the name", names("--run", "weekend", file), (0, ["one weekend", "two weekends"]))
    same("--run: a pattern", names("--run", "*week", file), (1, ["a week"]))
    same("--run: none is like it", run("rules", "test", "--run", "day", file).returncode, 2)
    got = run("rules", "test", "-v", file)
    same("-v: exit code", got.returncode, 1)
    for line in (":8: passed: one weekend", ":11: passed: two weekends", ": failed: a week", "3 tests, 2 passed, 1 failed"):
        says("-v", got.stdout, line)
    same("--verbose is the same", run("rules", "test", "--verbose", file).stdout, got.stdout)
    lines = [json.loads(line) for line in run("rules", "test", "--json", file).stdout.splitlines()]
    same("--json: outcomes", [line.get("outcome") for line in lines], ["passed", "passed", "failed", None])
    same("--json: the summary", (lines[3]["tests"], lines[3]["failed"]), (3, 1))
    same("--json: what differs", [row["found"] for row in lines[2]["compared"] if row["what"] == "leads"], ["1"])
    child = start("rules", "test", "-v", file, stdout=subprocess.PIPE)
    child.stdout.close()
    check("a closed pipe is no crash", child.wait(60) >= 0)


def junit(folder):
    hostile = '"<&> \\x01 \\u00e9 ]]>"'
    off = "  - {id: off, timeline: purchaser, items: firearms, enabled: false}\n"
    skipped = "  - {name: s, only: ['off'], events: [{on: 2026-03-02, guns: pistol}], expect: none}\n"
    text = PACK.format(name="j") + off + "tests:\n" + test("a") + test(hostile, 0) + skipped
    write(folder, j=text)
    got = run("rules", "test", "--junit", folder / "j.xml", folder / "j.yaml")
    same("--junit: exit code", got.returncode, 1)
    suite = xml.etree.ElementTree.parse(folder / "j.xml").getroot()[0]
    same("--junit: counts", [suite.get(k) for k in ("tests", "failures", "errors", "skipped")], ["3", "1", "0", "1"])
    same("--junit: names", [case.get("name") for case in suite], ["a", "<&> ? é ]]>", "s"])
    same("--junit: what became of them", [[x.tag for x in case] for case in suite], [[], ["failure"], ["skipped"]])
    says("--junit: the failure in full", suite[1][0].text, "windows of two")
    same("--junit: it cannot be written", run("rules", "test", "--junit", folder / "no/j.xml", folder / "j.yaml").returncode, 1)


def meaning(folder):
    write(folder, plain=pack("m"), tested=pack("m", test("t")))
    digests = set()
    for name in ("plain", "tested"):
        got = run("rules", "check", folder / f"{name}.yaml")
        digests.add(re.search(rb"sha256:\w+", got.stdout + got.stderr)[0])
    same("tests are no part of the digest", len(digests), 1)


# ---- what replay finds ----


def calendar_of(row):
    more = {key: row[key] for key in ("ffl", "name", "state", "city", "zip", "division") if row.get(key)}
    if row.get("open_days"):
        more["open"] = row["open_days"]
        more["holidays"] = row.get("holidays") or "none"
        more["closures"] = [day for day in (row.get("closures") or "").split(";") if day]
    return more


def hit_of(indicator, hit):
    dates = [hit["first_date"], hit["last_date"]]
    return {"indicator": indicator, "count": hit["count"], "dates": dates, "calendar": hit["calendar"] or "none"}


def lead_of(lead):
    subject, evidence = lead["subject"], lead["evidence"]
    more = {"dates": [lead["first_date"], lead["last_date"]], "score": lead["score"]}
    if subject["kind"] == "purchaser":
        more["buyer"] = f"{subject['name']}, {subject['date_of_birth']}"
    more["time_to_crime"] = "none" if lead["time_to_crime"] is None else lead["time_to_crime"]
    more["indicators"] = [one["id"] for one in lead["indicators"]]
    more |= {key: len(evidence[key]) for key in ("sales", "traces", "reports")}
    more["groups"] = [{route["group"]: route["priority"]} for route in lead["routes"]]
    return more


def as_tests(case):
    """A worked case as one test, in full; what is expected is what replay gives."""
    options = case_options(case.name)
    kept = [line for line in (case / "events.ndjson").read_text().splitlines() if line.strip()]
    rejected = case_folder / "rejected.ndjson"
    got = run("replay", "--quiet", "--final", "--rejected", rejected, *options, case / "events.ndjson")
    leads = [json.loads(line) for line in got.stdout.splitlines()]
    bad = {json.loads(line).get("line") for line in rejected.read_text().splitlines()}
    events = [line for number, line in enumerate(kept, 1) if number not in bad]
    one = {"name": case.name, "events": events}
    if (case / "dealers.csv").exists():
        rows = {row["ffl"][:4] + row["ffl"][-6:]: row for row in csv.DictReader((case / "dealers.csv").open(encoding="utf-8-sig"))}
        one["dealers"] = {key: calendar_of(row) for key, row in rows.items()}
    if (case / "calendar.yaml").exists():
        one["calendar"] = yaml.safe_load((case / "calendar.yaml").read_text())["default"]
        one["calendar"]["closures"] = [str(day) for day in one["calendar"].get("closures", [])]
    hits = [hit_of(of["id"], hit) for lead in leads for of in lead["indicators"] for hit in of["hits"]]
    one["expect"] = {"leads": [lead_of(lead) for lead in leads], "hits": hits}
    return {"rules": str(options[1]), "tests": [one]}, len(leads)


def cases():
    seen = 0
    for case in sorted(path for path in CASES.rglob("*") if (path / "events.ndjson").exists()):
        tests, leads = as_tests(case)
        if len(tests["tests"][0]["events"]) > 10000 or len(tests["tests"][0].get("dealers", {})) > 1000:
            continue
        seen += leads
        file = case_folder / f"{case.name}.test.yaml"
        file.write_text(json.dumps(tests, ensure_ascii=False))
        groups = ["--groups", case / "groups.yaml"] if (case / "groups.yaml").exists() else []
        got = run("rules", "test", *groups, file)
        check(f"{case.name}: the leads of replay", got.returncode == 0, (got.stdout + got.stderr)[-3000:])
    check("leads of worked cases", seen > 60, seen)


def speed(folder):
    """A thousand tests in about a second of processor time, even on a slow and busy machine."""
    body = (
        "    dealers: {A: {open: MTWTF--, closures: [2006-03-15]}}\n    events:\n"
        "      - {on: 2006-03-10, buyer: X, dealer: A, guns: [pistol]}\n"
        "      - {on: 2006-03-13, buyer: X, dealer: A, guns: [pistol, {class: rifle, caliber: '.223'}]}\n"
        "      - {void: 1, on: 2006-03-20}\n    expect: {leads: 0}\n    after: {2: {leads: 1}}\n"
    )
    tests = "".join(f"  - name: test {i}\n{body}" for i in range(1000))
    (folder / "k.test.yaml").write_text(f"rules: {ROOT}/rules/atf.yaml\ntests:\n{tests}")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    got = run("rules", "test", folder / "k.test.yaml")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    says("a thousand tests", got.stdout, "1000 tests, 1000 passed, 0 failed")
    check("a thousand tests: time", seconds < 3, f"{seconds:.2f} s of processor, {time.monotonic() - began:.2f} s")


case_folder = fresh("rules-test-cases")
for part in (which, checked, extended, choose, junit, meaning, speed):
    part(fresh(f"rules-test-{part.__name__}"))
cases()
finish()
