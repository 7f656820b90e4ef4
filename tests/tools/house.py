#!/usr/bin/env python3
"""House rules that a compiler does not check: words left behind, paths of one machine, banned calls, lengths of files."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = (".git", "build", "corpus", "bogons", "__pycache__")
TEXT = {".c", ".h", ".cpp", ".py", ".sh", ".mk", ".md", ".yaml", ".yml", ".txt", ".xml", ".csv", ".html", ".js", ""}
LINES_MAX = 600

# Put together here, so that this file does not find itself.
WORDS = re.compile(r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3]) + r")\b|/wo" + r"rk/|/ro" + r"ot/")
CALLS = re.compile(r"\b(?:strcpy|strcat|sprintf|vsprintf|atoi|atol|atoll|atof|strtok|alloca|gets|system)\s*\(")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)


def faults_of(path):
    where = path.relative_to(ROOT)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        word = WORDS.search(line)
        if word:
            yield f"{where}:{number}: '{word[0]}' has no place in the tree"
    if path.suffix not in (".c", ".h", ".cpp"):
        return
    if len(lines) > LINES_MAX:
        yield f"{where}: {len(lines)} lines, the most is {LINES_MAX}"
    code = COMMENT.sub(lambda m: "\n" * m[0].count("\n"), text)
    for number, line in enumerate(code.splitlines(), 1):
        call = CALLS.search(line)
        if call:
            yield f"{where}:{number}: '{call[0].rstrip('( ')}' is banned"


def main():
    files = [
        p
        for p in sorted(ROOT.rglob("*"))
        if p.is_file() and p.suffix in TEXT and not any(part in SKIPPED for part in p.relative_to(ROOT).parts)
    ]
    faults = [fault for path in files for fault in faults_of(path)]
    for line in faults:
        print(line)
    print(f"house: {len(files)} files, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
