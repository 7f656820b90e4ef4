#!/usr/bin/env python3
"""Every example in the documents, run.
needs:

- ```console: lines that begin with '$ ' are run by sh, the others are what it says; '...' stands for anything in a line, a line
  of '...' alone for any lines.
- ```yaml file=NAME: written to NAME before what follows is run. Other YAML is loaded as an indicator of a pack.
- ```json: what has a "type" of an event must be one that replay uses.
"""
import json
import os
import pathlib
import re
import subprocess

from cli import LEADLINE, ROOT, check, finish, fresh, run, same

FENCE = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```$", re.M | re.S)
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def pattern(lines):
    """A regular expression for the output that is told."""
    parts = [r"(?:.*\n)*" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"\n" for line in lines]
    return re.compile("".join(parts))


def console(where, text, folder):
    environment = {**os.environ, "PATH": f"{pathlib.Path(LEADLINE).parent}:{os.environ['PATH']}"}
    steps = re.split(r"^\$ ", text, flags=re.M)
    same(f"{where}: it begins with a command", steps[0], "")
    for step in steps[1:]:
        command, *want = step.splitlines()
        got = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             text=True, timeout=120)
        check(f"{where}: {command}", pattern(want).fullmatch(got.stdout), f"said:\n{got.stdout}")


def event(where, text):
    pack = ROOT / "tests/scenarios/pack.yaml"
    got = run("replay", "--rules", pack, "-", stdin=text.encode())
    check(f"{where}: an event that is used", b"events: 1 read = 1 used + " in got.stderr, got.stderr)


def indicator(where, text, folder):
    indented = "".join("  " + line + "\n" for line in text.splitlines())
    (folder / "shown.yaml").write_text('pack: shown\nversion: "1"\nindicators:\n' + indented)
    got = run("rules", "check", folder / "shown.yaml")
    same(f"{where}: a rule that is good", (got.returncode, b"error" in got.stderr), (0, False))


def document(path):
    folder = fresh(f"documents-{path.stem}")
    for name in ("rules", "config", "docs"):
        (folder / name).symlink_to(ROOT / name)
    for number, (kind, more, text) in enumerate(FENCE.findall(path.read_text(encoding="utf-8")), 1):
        where = f"{path.name}, example {number}"
        named = re.search(r"file=(\S+)", more)
        if named:
            (folder / named[1]).write_text(text)
        elif kind == "console":
            console(where, text, folder)
        elif kind == "json":
            if json.loads(text).get("type") in ("sale", "void", "trace"):
                event(where, text)
        elif kind == "yaml" and text.startswith("- id:"):
            indicator(where, text, folder)


def links(path):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        check(f"{path.name}: the link to {target}", (path.parent / target).exists())


for one in DOCUMENTS:
    document(one)
    links(one)
links(ROOT / "CONTRIBUTING.md")
finish()
