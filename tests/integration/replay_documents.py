#!/usr/bin/env python3
"""Every example in the documents, run; what they say of names, ranges and options, held to the program.
needs:

- ```console: lines that begin with '$ ' are run by sh, the others are what it says; '...' stands for anything in a line, a line
  of '...' alone for any lines.
- ```sh: each `leadline` command that needs no broker is run, and must end with 0.
- ```KIND file=NAME: written to NAME before what follows is run. YAML, named or not, must be good for `leadline rules check`
  (or --calendar), without a warning, unless it is marked `faulty`. A list that begins with '- id:' is the indicators of a pack.
  Tests in a pack, and files of tests, must pass, unless they are marked `failing`; with groups=NAME, with those groups.
- ```json: what has a "type" of an event must be one that replay uses; what has a "kind" has the fields of a truth of `gen`.
  With lead=PACK it is the only lead that the pack finds in docs/example.ndjson; '...' in a text stands for anything.
- Without a language: a picture, not run.
"""
import datetime
import gzip
import json
import os
import pathlib
import re
import shlex
import subprocess

import yaml as pyyaml

from cli import LEADLINE, ROOT, check, finish, fresh, run, same

FENCE = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```$", re.M | re.S)
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
ENVIRONMENT = {**os.environ, "PATH": f"{pathlib.Path(LEADLINE).parent}:{os.environ['PATH']}"}
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
# Indicators that examples of a few lines name.
BESIDE = """
  - {id: multiple-sale-rifle, timeline: purchaser, items: firearms, same: [dealer.key]}
"""


# ---- examples ----


def pattern(lines):
    """A regular expression for the output that is told."""
    parts = [r"(?:.*\n)*" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"\n" for line in lines]
    return re.compile("".join(parts))


def shell(command, folder):
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.run(["sh", "-c", command], cwd=folder, env=ENVIRONMENT, timeout=120, **pipes)


def console(where, text, folder):
    steps = re.split(r"^\$ ", text, flags=re.M)
    same(f"{where}: it begins with a command", steps[0], "")
    for step in steps[1:]:
        command, *want = step.splitlines()
        got = shell(command, folder)
        check(f"{where}: {command}", pattern(want).fullmatch(got.stdout), f"said:\n{got.stdout}")


def commands(where, text, folder):
    for line in text.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if words[:1] != ["leadline"] or words[1:2] == ["run"] or "--brokers" in words:
            continue
        got = shell(line, folder)
        check(f"{where}: {line}", got.returncode == 0, f"exit code {got.returncode}, said:\n{got.stdout[-2000:]}")


def is_good(where, got):
    text = got.stderr.decode()
    check(f"{where}: good, without a warning", got.returncode == 0 and not re.search(r": (error|warning):", text), text)


def passes(where, file, groups=None):
    """All tests of a file pass; with groups, what is said of them is looked at too."""
    got = run("rules", "test", *(["--groups", groups] if groups else []), file)
    check(f"{where}: its tests pass", got.returncode == 0, got.stdout + got.stderr)
    check(f"{where}: no groups passed over", not groups or b"passed over" not in got.stdout, got.stdout)


def yaml(where, text, folder, name):
    file = folder / (name or "shown.yaml")
    if re.match(r"- id:", text):
        beside = "" if "id: multiple-sale-rifle" in text else BESIDE
        indented = "".join(f"  {line}\n" for line in text.splitlines())
        text = 'pack: shown\nversion: "1"\nindicators:' + (beside or "\n") + indented
    file.write_text(text)
    if re.search(r"^(pack|groups):", text, re.M):
        is_good(where, run("rules", "check", file))
        if re.search(r"^ *tests:", text, re.M):
            passes(where, file)
    elif re.search(r"^tests:", text, re.M):
        pass  # its pack may stand below it: it is run at the end of the document
    elif text.startswith("default:"):
        rules = ROOT / "tests/scenarios/pack.yaml"
        is_good(where, run("replay", "--quiet", "--rules", rules, "--calendar", file, ROOT / "docs/example.ndjson"))
    else:  # a file of a folder of rules: it is loaded with the folder
        check(f"{where}: YAML that a later example takes", name and text.startswith("indicators:"))


def event(where, text):
    got = run("replay", "--rules", ROOT / "tests/scenarios/pack.yaml", "-", stdin=text.encode())
    check(f"{where}: an event that is used", b"events: 1 read = 1 used + " in got.stderr, got.stderr)


def truth(where, record, folder):
    got = run("gen", "--sales", "3000", "--quiet", "--out", folder / "t.ndjson", "--truth", folder / "truth.ndjson")
    same(f"{where}: gen", got.returncode, 0)
    lines = map(json.loads, (folder / "truth.ndjson").read_text().splitlines())
    fields = {line["kind"]: list(line) for line in lines}
    same(f"{where}: the fields of a truth", list(record), fields.get(record["kind"]))


def like(got, want):
    """Is got what is told, where '...' in a text stands for anything?"""
    if isinstance(want, str) and isinstance(got, str):
        return re.fullmatch(re.escape(want).replace(r"\.\.\.", ".*"), got) is not None
    if isinstance(want, list) and isinstance(got, list):
        return len(got) == len(want) and all(map(like, got, want))
    if isinstance(want, dict) and isinstance(got, dict):
        return list(got) == list(want) and all(like(got[key], want[key]) for key in want)
    return got == want


def lead(where, pack, text, folder):
    beside = ["--groups", ROOT / "rules/groups.yaml", "--dealers", ROOT / "config/dealers.csv"]
    got = run("replay", "--quiet", "--final", "--rules", folder / pack, *beside, ROOT / "docs/example.ndjson")
    leads = got.stdout.splitlines()
    if same(f"{where}: one lead", len(leads), 1):
        check(f"{where}: the lead", like(json.loads(leads[0]), json.loads(text)), leads[0])


def example(where, kind, more, text, folder):
    pack_of_lead = re.search(r"lead=(\S+)", more)
    name = (re.search(r"file=(\S+)", more) or [None, None])[1]
    if kind == "yaml" and "faulty" not in more and "failing" not in more:
        yaml(where, text, folder, name)
    elif name:
        (folder / name).write_text(text)
    elif kind == "console":
        console(where, text, folder)
    elif kind == "sh":
        commands(where, text, folder)
    elif pack_of_lead:
        lead(where, pack_of_lead[1], text, folder)
    elif kind == "json":
        value = json.loads(text)
        if value.get("type") in ("sale", "void", "trace"):
            event(where, text)
        else:
            check(f"{where}: JSON of a known kind", "kind" in value) and truth(where, value, folder)
    else:
        same(f"{where}: examples have a language that is run, pictures none", kind, "")


def document(path):
    """In a folder that has what a reader has: the project's files, and events of their own."""
    folder = fresh(f"documents-{path.stem}")
    for name in ("rules", "config", "docs", "tests"):
        (folder / name).symlink_to(ROOT / name)
    events = (ROOT / "docs/example.ndjson").read_bytes()
    (folder / "dealers.csv").write_bytes((ROOT / "config/dealers.csv").read_bytes())
    (folder / "2026-03.ndjson.zst").write_bytes(gzip.compress(events))
    (folder / "traces.ndjson").write_bytes(events.splitlines(keepends=True)[-1])
    examples = FENCE.findall(path.read_text(encoding="utf-8"))
    for number, (kind, more, text) in enumerate(examples, 1):
        example(f"{path.name}, example {number}", kind, more, text, folder)
    for name in (re.search(r"file=(\S+\.test\.yaml)(?: groups=(\S+))?$", more) for _, more, _ in examples):
        if name:
            passes(f"{path.name}, {name[1]}", folder / name[1], name[2] and folder / name[2])


# ---- what has an example ----


def sections(path):
    """By heading of the third degree, those above them passed over: its name, and its YAML, which document() ran."""
    for part in re.split(r"^### ", source(path), flags=re.M)[1:]:
        heading, text = part.split("\n", 1)
        blocks = FENCE.findall(re.split(r"^## ", text, flags=re.M)[0])
        yield heading, [(more, pyyaml.safe_load(body)) for kind, more, body in blocks if kind == "yaml"]


def tested_packs(blocks):
    """Packs that have tests, a list of indicators made one; of their indicators only those that a test looks at."""
    for _, body in blocks:
        pack = {"indicators": body} if isinstance(body, list) else body
        listed = pack.get("indicators", [])
        tested = [one for one in listed if one.get("tests") or pack.get("tests")]
        if tested or pack.get("tests") and "rules" not in pack:
            yield {**pack, "indicators": tested}


def tested_groups(blocks):
    """Groups of files that stand beside the tests of them."""
    named = {groups[1] for more, _ in blocks if (groups := re.search(r"groups=(\S+)", more))}
    for more, body in blocks:
        if set(re.findall(r"file=(\S+)", more)) & named:
            yield from body["groups"]


def parts(expressions):
    """The names and signs in expressions, their texts left out."""
    bare = " ".join(re.sub(r"\"[^\"]*\"|'[^']*'", '""', str(one)) for one in expressions)
    return set(re.findall(r"\$?[a-z_][\w.]*|[=!<>]=?|[()\[\],-]", bare))


def asked(indicator):
    return parts([indicator.get("where", ""), indicator.get("having", ""), *indicator.get("same", [])])


def fields_shown(rules_text):
    """Under the heading of each field: for each kind of items that has it a tested indicator that asks it; of leads, a group."""
    shown = set()
    for field, blocks in sections("docs/fields.md"):
        for pack in tested_packs(blocks):
            shown |= {(field, one["items"].split("(")[0]) for one in pack["indicators"] if field in asked(one)}
        for group in tested_groups(blocks):
            guideline = [group.get("accept", ""), *group.get("priority", {}).values()]
            shown |= {(field, "leads")} if field in parts(guideline) else set()
    want = {(row[0].strip("`"), "leads") for row in table(rules_text, ["field", "type", "what it is"])}
    for row in table(rules_text, ["field", "type", "firearms"]):
        kinds = zip(("firearms", "traces", "reports"), row[2:5])
        want |= {(row[0].strip("`"), kind) for kind, has in kinds if has}
    same("fields.md: what has no tested example there", want - shown, set())


def calls_shown(rules_text):
    """Under the heading of each call a tested indicator that has it; somewhere one with each word and sign."""
    all_parts, shown = set(), set()
    for heading, blocks in sections("docs/calls.md"):
        for one in (one for pack in tested_packs(blocks) for one in pack["indicators"]):
            all_parts |= asked(one)
            shown |= {heading} if heading.split("(")[0] in asked(one) else set()
    calls = {row[0].strip("`") for row in table(rules_text, ["call", "has its place in"])}
    same("calls.md: calls without a tested example", calls - shown, set())
    signs = set(re.findall(r'X\(\w+, "([^"]+)"\)', source("pkg/expr/token.h")))
    check("token.h has the words of expressions", {"and", "<=", "null"} <= signs, signs)
    same("calls.md: words and signs without a tested example", signs - all_parts, set())


def keys_shown(rules_text):
    """Each key stands in a heading of its section, and in something that is tested; so do the pairs of timeline and items."""
    shown, pairs = {kind: set() for kind in ("pack", "indicator", "window", "group", "override")}, set()
    for _, blocks in sections("docs/calls.md"):
        shown["group"] |= {key for group in tested_groups(blocks) for key in group}
        for pack in tested_packs(blocks):
            shown["pack"] |= set(pack) | {f"lead.{key}" for key in pack.get("lead", {})}
            shown["override"] |= {key for change in pack.get("override", {}).values() for key in change}
            for one in pack["indicators"]:
                shown["indicator"] |= set(one)
                shown["window"] |= {f"window.{key}" for key in one.get("window", {})}
                pairs |= {(re.sub(r"\(.*", "(ID)", one["items"]), one["timeline"])}
    rows = dict(zip(("pack", "indicator", "window", "group"), tables(rules_text, ["key", "default", "values", "what it is"])))
    rows["override"] = table(rules_text, ["in `override`"])
    headings = [heading for heading, _ in sections("docs/calls.md")]
    for kind, of_kind in rows.items():
        keys = {row[0].strip("`") for row in of_kind}
        same(f"calls.md: keys of {kind} without a tested example", keys - shown[kind], set())
        for key in keys:
            check(f"calls.md: a heading names {key}", any(key in re.split(r", | and | ", h) for h in headings))
    want = {(row[0].strip("`"), line) for row in table(rules_text, ["`items`", "on the timeline of"]) for line in re.findall(r"\w+", row[1])}
    same("calls.md: items and timelines without a tested example", want - pairs, set())


# ---- what is said ----


def links(path):
    text = path.read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", text):
        file = path.parent / target if target else path
        if check(f"{path.name}: the link to {target}", file.exists()) and anchor:
            headings = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.M)
            names = [re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings]
            check(f"{path.name}: the link to {target}#{anchor}", anchor in names, names)


def helps():
    """By command, its --help."""
    names = re.findall(r"^    (\w+) ", run("--help").stdout.decode().split("COMMANDS")[1].split("\n\n")[0], re.M)
    texts = {name: run(name, "--help").stdout.decode() for name in names}
    words = re.findall(r"^    (\w+) ", texts["rules"].split("WORDS")[1].split("\n\n")[0], re.M)
    texts["rules"] += "".join(run("rules", word, "--help").stdout.decode() for word in words)
    return texts


def options(path, texts):
    """Each `leadline COMMAND` exists, with the options that stand behind it; any other option is of some command."""
    known = {name: set(re.findall(r"--[a-z][a-z-]*", text)) for name, text in texts.items()}
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in re.findall(r"`([^`\n]+)`|^\$? ?(leadline .*)$", text, re.M):
        for part in re.split(r" [|#] ", line[0] or line[1]):
            words = part.split()
            if words[:1] == ["leadline"] and len(words) > 1 and words[1].isalpha():
                check(f"{path.name}: {words[0]} {words[1]}", words[1] in known, sorted(known))
                wanted = {re.match(r"--[a-z-]+", w)[0] for w in words if re.match(r"--[a-z]", w)} - {"--help"}
                same(f"{path.name}: options of '{part}'", wanted - known.get(words[1], set()), set())
            elif re.match(r"--[a-z]", part):
                option = re.match(r"--[a-z-]+", part)[0]
                check(f"{path.name}: the option {option}", any(option in of for of in known.values()))


def table(text, first):
    """The rows of the table whose head begins with these cells: cells with their backticks."""
    lines = text.splitlines()
    head = "| " + " | ".join(first) + " |"
    at = next((i for i, line in enumerate(lines) if line.startswith(head)), None)
    if not check(f"rules.md has the table {head}", at is not None):
        return []
    rows = []
    for line in lines[at + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return rows


def source(name):
    return (ROOT / name).read_text(encoding="utf-8")


def fields(text):
    words = {"STRING": "text", "NUMBER": "number", "BOOL": "boolean"}
    want = [
        [f"`{name}`", words[kind]] + ["yes" if int(mask) & bit else "" for bit in (1, 2, 4)]
        for name, kind, mask in re.findall(r'X\(\w+, "([\w.]+)", (\w+), (\d)\)', source("pkg/pack/fields.h"))
    ]
    same("rules.md: fields of items", [row[:5] for row in table(text, ["field", "type", "firearms"])], want)
    want = [
        [f"`{name}`", "list" if is_list == "true" else words[kind]]
        for name, kind, is_list in re.findall(r'X\(\w+, "(\w+)", (\w+), (\w+)\)', source("pkg/group/guideline.h"))
    ]
    same("rules.md: fields of leads", [row[:2] for row in table(text, ["field", "type", "what it is"])], want)


def names(text):
    def listed(file, start):
        return re.findall(r'"(\w+)"', source(file).split(start)[1].split(";")[0])

    def first_words(rows):
        return [re.match(r"`\{?([\w.]+)", row[0])[1] for row in rows]

    of_pack, of_indicator, of_window, of_group = (
        first_words(rows) for rows in tables(text, ["key", "default", "values", "what it is"])
    )
    same("rules.md: keys of an indicator", of_indicator, listed("pkg/pack/draft.c", "known_keys[] ="))
    same("rules.md: keys of a group", of_group, listed("pkg/group/load.c", "static void read_group")[:6])
    keys = set(listed("pkg/pack/draft.c", "static void read_window"))
    same("rules.md: keys of a window", {key.split(".")[1] for key in of_window}, keys)
    keys = set(listed("pkg/pack/load.c", "static void read_source")) | {"lead.quiet_days"}
    same("rules.md: keys of a pack", set(of_pack), keys)
    calls = set(listed("pkg/expr/call.c", "call_names[LL_CALL_NUMBER] ="))
    same("rules.md: calls", set(first_words(table(text, ["call", "has its place in"]))), calls)
    places = listed("pkg/pack/explain.c", "places[] =")
    same("rules.md: placeholders", first_words(table(text, ["placeholder", "stands for"]))[:-1], places)


def tables(text, first):
    head = "| " + " | ".join(first) + " |"
    parts = text.split(head)[1:]
    same("rules.md: tables of keys", len(parts), 4)
    return [table(head + part, first) for part in parts]


def pack(lines="", lead="{}"):
    return f"pack: p\nlead: {lead}\nindicators:\n  - id: a\n    timeline: purchaser\n    items: firearms\n{lines}"


def ranges(text):
    """Both ends of each range are taken, what is one further is refused."""
    folder, seen = fresh("documents-ranges"), 0
    for row in (row for rows in tables(text, ["key", "default", "values", "what it is"]) for row in rows):
        span = re.fullmatch(r"(\d+) to (\d+)", row[2])
        if not span:
            continue
        seen += 1
        key, low, high = row[0].strip("`"), int(span[1]), int(span[2])
        for value, fine in ((low, 0), (high, 0), (low - 1, 1), (high + 1, 1)):
            mapping = "{" + key.split(".")[-1] + f": {value}}}"
            line = f"    window: {mapping}\n" if key.startswith("window.") else f"    {key}: {value}\n"
            (folder / "range.yaml").write_text(pack(lead=mapping) if key.startswith("lead.") else pack(line))
            same(f"rules.md: {key}: {value}", run("rules", "check", folder / "range.yaml").returncode, fine)
    same("rules.md: ranges", seen, 5)


def limits(text):
    """Each limit in words, with the names and numbers in the code."""
    told = {
        "LL_PACK_INDICATORS_MAX": "list, at most {}",
        "LL_PACK_SAME_MAX": "list of fields, at most {}",
        "LL_PACK_PARAMS_MAX": "as of an indicator, at most {}",
        "LL_PACK_NAMES_MAX": "with lists at most {}",
        "LL_PACK_EXTENDS_MAX": "at most {} deep",
        "LL_PACK_ID_MAX": "`-`, `_`, `.`; at most {}",
        "LL_GROUPS_MAX": "at most {} groups",
        "LL_GROUP_PRIORITIES_MAX": "expressions on the lead, at most {}",
        "LL_EXPR_TEXT_MAX": "at most {:,} bytes",
        "LL_EXPR_DEPTH_MAX": "at most {} deep",
        "LL_ERRORS_MAX": "At most {} faults",
    }
    headers = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "pkg").glob("*/*.h")))
    for name, words in told.items():
        number = int(re.search(rf"#define {name} (\d+)", headers)[1])
        check(f"rules.md: {name}", words.format(number) in text, words.format(number))


def sale(number, day, guns):
    who = {"last_name": "Doe", "date_of_birth": "1984-03-04", "address": {"street": "1 Main St", "zip": "77002"}}
    listed = [{"class": "pistol", "serial": f"P{number}-{i}"} for i in range(guns)]
    return {
        "type": "sale",
        "id": f"S-{number}",
        "occurred_at": f"{day}T12:00:00-06:00",
        "dealer": {"ffl": "5-76-201-01-7F-00123"},
        "purchaser": who,
        "firearms": listed,
    }


def business_days(text):
    """The table of open days, row by row: a dealers file, a pack and sales of each."""
    folder = fresh("documents-days")
    window = "window: {business_days: 5, calendar: dealer}"
    told = ['where: class in ["pistol", "revolver"]', "same: [dealer.key]", window, "having: count() >= 2"]
    for words in told:
        check(f"rules.md: the indicator of the business days has {words}", f"`{words}`" in text)
    filed = "  - {id: filed, timeline: dealer, items: reports(a), window: {days: 3660}}\n"
    (folder / "pack.yaml").write_text(pack("".join(f"    {words}\n" for words in told)) + filed)
    rows = table(text, ["open days", "closures", "guns on", "hit", "reports"])
    check("rules.md: business days", len(rows) >= 6, rows)
    for number, (week, closures, guns, hit, reports) in enumerate(rows, 1):
        days = re.findall(r"(\w{3}) (\d{4}-\d\d-\d\d)", guns)
        for name, day in days:
            same(f"rules.md: {day}", WEEKDAYS[datetime.date.fromisoformat(day).weekday()], name)
        dates = [day for _, day in days]
        sales = [sale(i, day, dates.count(day)) for i, day in enumerate(sorted(set(dates)))]
        (folder / "dealers.csv").write_text(f"ffl,open_days,closures\n5-76-201-01-7F-00123,{week.strip('`')},{closures}\n")
        events = "".join(json.dumps(one) + "\n" for one in sales).encode()
        beside = ["--rules", folder / "pack.yaml", "--dealers", folder / "dealers.csv"]
        got = run("replay", "--quiet", "--final", *beside, "-", stdin=events)
        leads = {lead["subject"]["kind"]: lead for lead in map(json.loads, got.stdout.splitlines())}
        hits = leads["purchaser"]["indicators"][0]["hits"] if "purchaser" in leads else []
        want = re.match(r"(\d+) guns$", hit)
        where = f"rules.md, business days, row {number}"
        same(f"{where}: hits", [(h["count"], h["calendar"]) for h in hits], [(int(want[1]), "dealer")] if want else [])
        check(f"{where}: a hit, or none", want or hit.startswith("none"), hit)
        filed = [r["date"] for r in leads["dealer"]["evidence"]["reports"]] if "dealer" in leads else []
        same(f"{where}: reports", filed, re.findall(r"\d{4}-\d\d-\d\d", reports))


def settings():
    """Defaults that documents repeat."""
    reference = run("config", "reference").stdout.decode()
    default = dict(re.findall(r"^\| `([\w.]+)` \|[^|]*\| `([^`]*)` \|", reference, re.M))
    privacy = source("docs/privacy.md")
    told = re.findall(r"^\| (?:a sale|facts of)[^|]*\| (\d+) days", privacy, re.M)
    want = [default.get(f"retention.{name}") for name in ("sale_days", "lead_days", "lead_with_trace_days")]
    same("privacy.md: retention", told, want)
    told = re.search(r"`shutdown_timeout_ms` \((\d+) seconds\)", source("docs/running.md"))
    same("running.md: the time to stop", told and told[1] + "000", default.get("shutdown_timeout_ms"))
    for name in ("sales", "traces", "leads", "rejected"):
        topic = default.get(f"topics.{name}", "?").strip("[]")
        check(f"running.md: the topic {topic}", f"`{topic}`" in source("docs/running.md"))


def generator(texts):
    text = source("docs/gen.md")
    told = {re.match(r"`(--[a-z-]+)", row[0])[1] for row in table(text, ["option", "default", "meaning"])}
    told |= {"--topic-sales", "--topic-traces", "--help"}
    same("gen.md: options", told, set(re.findall(r"^    (--[a-z-]+)", texts["gen"], re.M)))


def reasons():
    text = source("docs/events.md")
    told = [row[0].strip("`") for row in table(text, ["code", "when"])]
    same("events.md: reasons", told, re.findall(r'X\(\w+, "(\w+)"\)', source("pkg/event/decode.h")))


def rooms():
    text = source("docs/architecture.md")
    told = ", ".join(row[0] for row in table(text, ["room", "job", "knows"])).split(", ")
    same("architecture.md: rooms", set(told) - {"cmd"}, {path.name for path in (ROOT / "pkg").iterdir() if path.is_dir()})


def libraries():
    """Which rooms know which library, by their #includes."""
    headers = {
        "simdjson": "simdjson", "libyaml": "yaml", "libcsv": "csv", "nettle": "nettle/", "xxHash": "xxhash", "hiredis": "hiredis/",
        "libunistring": "uni(?!std)", "librdkafka": "librdkafka/", "zlib, zstd": "z(lib|std)", "libmicrohttpd": "microhttpd",
        "LIBLINEAR": "linear[.]h",
    }  # fmt: skip
    told = table(source("docs/dependencies.md"), ["library", "room", "for"])
    rows = {row[0]: row[1] for row in told if not row[0].endswith("(npm)")}  # those of the page are in no room
    same("dependencies.md: libraries", set(rows), set(headers))
    files = [path for path in (ROOT / "pkg").rglob("*.*") if path.suffix in (".c", ".h", ".cpp")]
    texts = [(path.parent.name, path.read_text(encoding="utf-8")) for path in files]
    for library, rooms_told in rows.items():
        found = {room for room, text in texts if re.search(rf"^#include <{headers[library]}", text, re.M)}
        same(f"dependencies.md: rooms that know {library}", set(rooms_told.split(", ")), found)


every_help = helps()
for one in DOCUMENTS:
    document(one)
    links(one)
    options(one, every_help)
rules = source("docs/rules.md")
fields(rules)
names(rules)
ranges(rules)
limits(rules)
business_days(rules)
fields_shown(rules)
calls_shown(rules)
keys_shown(rules)
settings()
generator(every_help)
reasons()
rooms()
libraries()
finish()
