#!/usr/bin/env python3
"""The page of `tune --report`, in headless Chromium: documents of every kind, looked at, driven, printed, read by axe.
needs:
Screenshots stay in build/page/shots/.
"""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = pathlib.Path(os.environ["WORK"])
PYTHON = os.environ["PYTHON"]
KINDS = ["axis", "grid", "plain", "empty", "many", "hostile"]


def write_page(kind, text):
    (WORK / f"{kind}.json").write_text(text, encoding="utf-8")
    subprocess.run([ROOT / "build/page/write_page", WORK / f"{kind}.json", WORK / f"{kind}.html"], check=True)


def main():
    for kind in KINDS:
        made = subprocess.run([PYTHON, ROOT / "tests/page/sample.py", kind], check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        write_page(kind, made.stdout)
    write_page("damaged", '{"format":"leadline.tune/1",')
    write_page("other", '{"format":"leadline.tune/9"}')
    run = ["node", ROOT / "tests/page/run.mjs", ROOT / "build/node/tests", WORK, ROOT / "build/page/shots"]
    return subprocess.run(run + sys.argv[1:]).returncode


if __name__ == "__main__":
    sys.exit(main())
