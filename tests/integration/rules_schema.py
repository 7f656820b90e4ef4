#!/usr/bin/env python3
"""The schemas that `leadline rules schema` prints, held to good and wrong files by a validator that is not ours.
needs:

Every good pack, groups file and config is accepted. Every wrong one of tests/bogons is refused, but for those named below:
what is wrong with them is said by an expression, by two parts of the file together, or by its YAML.
"""
import json
import re
import subprocess

import jsonschema
import yaml

from cli import LEADLINE, ROOT, check, finish, run, same, says

# Wrong in what an expression or a text says.
SAID = r"""^(accept|covers|having|where|in-hit|priority|traces-of|conditions?|explain|calls?|types?|null)-
    |^(many|many-mistakes|firearms-with-wrong-fields)$"""
# Wrong in what one part says of another, or of the world.
TOGETHER = r"""^(calendar-dealer-without-same|circle.*|id-twice.*|id-thrice|pack-params-.*|no-name|priority-name-twice|key-twice|extends-.*|override-.*
    |params-(wrong-type|unknown|too-fine|too-large|override).*|reports-(of|unknown|unlike|without).*|items-reports-of-none|lists?-.*|names?-.*|tests-.*)$"""
# No YAML, or not the plain subset that rules are written in.
YAML = r"^(yaml|key-twice|anchor|alias|tag|merge|document|tab|utf8|control|deep)"


class Plain(yaml.SafeLoader):
    """YAML as rules have it: only true, false, null and plain numbers are no texts."""


Plain.yaml_implicit_resolvers = {}
Plain.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
Plain.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
Plain.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
Plain.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$"), list("-0123456789"))


def schema(kind):
    got = run("rules", "schema", kind)
    same(f"schema {kind}: exit code", got.returncode, 0)
    text = json.loads(got.stdout)
    same(f"schema {kind}: draft", text["$schema"], "https://json-schema.org/draft/2020-12/schema")
    jsonschema.Draft202012Validator.check_schema(text)
    return jsonschema.Draft202012Validator(text)


def faults(validator, text):
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(yaml.load(text, Plain))]


def good(validator, what, text):
    found = faults(validator, text)
    check(f"{what} is accepted", not found, "\n    ".join(found))


def good_files(packs, groups, config):
    good(packs, "rules/atf.yaml", (ROOT / "rules/atf.yaml").read_text())
    good(groups, "rules/groups.yaml", (ROOT / "rules/groups.yaml").read_text())
    good(config, "config/leadline.yaml", (ROOT / "config/leadline.yaml").read_text())
    good(config, "config example", run("config", "example").stdout.decode())
    for path in sorted((ROOT / "tests").glob("scenarios/**/*.yaml")) + sorted((ROOT / "tests").glob("bogons/warnings/*.yaml")):
        text = path.read_text()
        kind = packs if re.search(r"^(pack|indicators):", text, re.M) else groups if re.search(r"^groups:", text, re.M) else None
        if kind and run("rules", "check", path).returncode == 0:
            good(kind, path.relative_to(ROOT), text)
    for document in sorted((ROOT / "docs").glob("*.md")):
        for head, text in re.findall(r"^```yaml([^\n]*)\n(.*?)^```$", document.read_text(), re.M | re.S):
            kind = packs if re.search(r"^pack:", text, re.M) else groups if re.search(r"^groups:", text, re.M) else None
            if kind and "faulty" not in head and "file=" in head:
                good(kind, f"{document.name}{head}", text)


def wrong_files(validator, folder):
    refused = passed_over = 0
    for path in sorted((ROOT / "tests/bogons" / folder).glob("*.yaml")):
        name = path.stem
        seen = not re.match(f"(?:{SAID})|(?:{TOGETHER})|(?:{YAML})", name, re.X)
        try:
            found = faults(validator, path.read_bytes())
        except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
            found = ["no YAML"]
        refused += bool(found)
        passed_over += not found
        check(f"{folder}/{name} is refused", found or not seen, path.read_text(errors="replace"))
    print(f"{folder}: {refused} refused, {passed_over} wrong in what they say")


def wrong_config(config):
    text = (ROOT / "config/leadline.yaml").read_text()
    for what, change in {
        "an unknown key": text + "\nrulse: x\n",
        "an unknown key of a section": text + "\nlog: {levle: info}\n",
        "no rules": re.sub(r"^rules:.*$", "", text, flags=re.M),
        "a word that is none": text + "\nlog: {level: loud}\n",
        "a number out of range": text + "\nworker: {threads: 257}\n",
        "a text for a number": text + "\nworker: {threads: many}\n",
        "a text for a boolean": text + "\ntopics: {create: maybe}\n",
        "a section that is a list": text + "\nredis: [a]\n",
    }.items():
        check(f"config with {what} is refused", faults(config, change))
    good(config, "config with references", text + "\nworker: {threads: '${ENV:THREADS}'}\n")


def usage():
    got = run("rules", "schema", "packs")
    same("schema packs: exit code", got.returncode, 2)
    says("schema packs", got.stderr, "did you mean 'pack'?")
    same("schema of nothing: exit code", run("rules", "schema").returncode, 2)
    with open("/dev/full", "wb") as full:
        code = subprocess.run([LEADLINE, "rules", "schema", "pack"], stdout=full, stderr=subprocess.DEVNULL).returncode
    same("schema on a full disk: exit code", code, 1)


pack, group, settings = schema("pack"), schema("groups"), schema("config")
good_files(pack, group, settings)
wrong_files(pack, "packs")
wrong_files(group, "groups")
wrong_config(settings)
usage()
finish()
