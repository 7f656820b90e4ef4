#!/usr/bin/env python3
"""What is said of wrong usage and wrong files, and with which exit code.
needs:
"""
import os
import re
import subprocess

from cli import CASES, LEADLINE, ROOT, check, finish, fresh, run, same, says

EVENTS = CASES / "business-days/events.ndjson"
RULES = ["--rules", CASES / "pack.yaml"]
COMMANDS = ["run", "replay", "gen", "watch", "bench", "rules", "config", "version"]


def wrong(what, part, *args, code=2):
    got = run(*args)
    same(f"{what}: exit code", got.returncode, code)
    says(what, got.stderr, part)
    same(f"{what}: nothing on standard output", got.stdout, b"")


def help_texts():
    got = run("--help")
    same("--help: exit code", got.returncode, 0)
    for name in COMMANDS:
        check(f"--help lists {name}", re.search(rf"^    {name} ", got.stdout.decode(), re.M))
    same("help is --help", run("help").stdout, got.stdout)
    for name in ("replay", "watch", "bench", "rules", "version"):
        got = run(name, "--help")
        same(f"{name} --help: exit code", got.returncode, 0)
        same(f"{name} --help: standard error", got.stderr, b"")
        for part in (f"leadline {name} - ", "USAGE", "OPTIONS", "EXIT STATUS"):
            says(f"{name} --help", got.stdout, part)
        check(f"{name} --help: width", max(map(len, got.stdout.decode().splitlines())) <= 100)
        same(f"help {name}", run("help", name).stdout, got.stdout)
        same(f"{name} -h", run(name, "-h").stdout, got.stdout)
    check("version", re.fullmatch(rb"leadline \d[\w.+-]*\n", run("version").stdout), run("version").stdout)
    same("--version", run("--version").stdout, run("version").stdout)


def options():
    wrong("no command", "a command is missing")
    wrong("unknown command", "unknown command 'reply'; did you mean 'replay'?", "reply")
    wrong("unknown command, nothing near", "unknown command 'xyzzy'", "xyzzy")
    wrong("unknown option", "unknown option '--finel'; did you mean '--final'?", "replay", *RULES, "--finel", EVENTS)
    wrong("unknown option with a value", "unknown option '--rule'; did you mean '--rules'?", "replay", "--rule=x", EVENTS)
    wrong("unknown short option", "unknown option '-x'", "replay", "-x")
    wrong("a flag with a value", "option '--final' takes no value", "replay", *RULES, "--final=yes", EVENTS)
    wrong("an option without its value", "option '--rules' wants a value", "replay", EVENTS, "--rules")
    for number in ("0", "65537", "many", "", "1e3", " 5"):
        wrong(f"--batch '{number}'", "from 1 to 65536", "replay", *RULES, "--batch", number, EVENTS)
    for number in ("0", "257", "all"):
        wrong(f"--threads '{number}'", "from 1 to 256", "replay", *RULES, "--threads", number, EVENTS)
    wrong("threads on a Redis", "say --threads 1, or --store memory", "replay", *RULES, "--threads", "2", "--store", "redis://localhost", EVENTS)
    wrong("an option for a value", "option '--out' wants a value", "replay", *RULES, "--out", "--final", EVENTS)
    wrong("one output for two", "--out and --rejected cannot both be x", "replay", *RULES, "--out", "x", "--rejected", "x", EVENTS)
    wrong("standard output for two", "cannot both be standard output", "replay", *RULES, "--rejected", "-", EVENTS)
    wrong("no rules", "--rules is missing", "replay", EVENTS)
    wrong("no events", "no events: name files", "replay", *RULES)
    wrong("a store that is none", "unknown store 'disk'", "replay", *RULES, "--store", "disk", EVENTS)
    wrong("a place that is none", "unknown place for --from 'ende'; did you mean 'end'?", "watch", "--from", "ende")
    wrong("rules without a word", "say what to do", "rules")
    wrong("rules with a wrong word", "unknown word 'chek'; did you mean 'check'?", "rules", "chek", CASES / "pack.yaml")
    got = run("replay", *RULES, "--quiet", "--out=-", "--", EVENTS)
    same("= and --: exit code", got.returncode, 0)
    same("--quiet: standard error", got.stderr, b"")


def files():
    folder = fresh("usage")
    out = folder / "leads.ndjson"
    missing = folder / "missing"
    no_such = f"{missing}: No such file or directory"
    common = ["replay", *RULES, "--out", out]
    wrong("missing events", f"cannot read {no_such}", *common, EVENTS, missing)
    wrong("events that are a folder", "it is a folder", *common, folder)
    wrong("missing rules", str(missing), "replay", "--rules", missing, "--out", out, EVENTS)
    for option in ("groups", "dealers", "calendar", "calibers", "identity-key-file"):
        wrong(f"missing {option}", str(missing), *common, f"--{option}", missing, EVENTS)
    same("nothing was written", os.listdir(folder), [])
    wrong("an output that cannot be", "cannot write", "replay", *RULES, "--out", missing / "x", EVENTS, code=1)
    wrong("an output that is a folder", "Is a directory", "replay", *RULES, "--out", folder, EVENTS, code=1)
    bad = folder / "bad.yaml"
    bad.write_text('pack: p\nversion: "1"\nindicators:\n  - id: a\n    title: A\n    timeline: purchaser\n    items: firearms\n'
                   '    having: coutn() >= 2\n')
    got = run("replay", "--rules", bad, EVENTS)
    same("a faulty rule: exit code", got.returncode, 2)
    says("a faulty rule: place", got.stderr, f"{bad}:8:13: error: ")
    says("a faulty rule: caret", got.stderr, "^")
    same("rules check of a faulty rule", run("rules", "check", bad).returncode, 1)


def rules():
    got = run("rules", "check", ROOT / "rules/atf.yaml", ROOT / "rules/groups.yaml")
    same("rules check: exit code", got.returncode, 0)
    says("rules check: pack", got.stderr, "atf.yaml: good, ")
    says("rules check: groups", got.stderr, "groups.yaml: good, 7 groups")
    got = run("rules", "list", ROOT / "rules/atf.yaml")
    same("rules list: exit code", got.returncode, 0)
    says("rules list", got.stdout, "multiple-sale-handgun")
    check("rules list: disabled ones", re.search(rb"^ *off  purchaser-born-abroad ", got.stdout, re.M))


def full_standard_output():
    with open("/dev/full", "wb") as full:
        code = subprocess.run([LEADLINE, "--help"], stdout=full, stderr=subprocess.DEVNULL).returncode
    same("--help on a full disk", code, 1)


help_texts()
options()
files()
rules()
full_standard_output()
finish()
