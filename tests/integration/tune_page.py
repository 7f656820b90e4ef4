#!/usr/bin/env python3
"""The page of `tune --report`, in headless Chromium: documents of every kind and of a real history, looked at, driven, printed, read by axe.
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


def real_report():
    """What tune itself writes of a generated history; the page is that of its document."""
    leadline, dealers, candidate = os.environ["LEADLINE"], WORK / "dealers.csv", WORK / "candidate.yaml"
    gen = ["gen", "--quiet", "--seed", "3", "--sales", "8000", "--dealers", "40", "--days", "200", "--traces", "0.05"]
    subprocess.run([leadline, *gen, "--dealers-out", dealers, "--truth", WORK / "truth.json", "--out", WORK / "events.ndjson"], check=True)
    rules = (ROOT / "rules/atf.yaml").read_text(encoding="utf-8")
    candidate.write_text(rules.replace("guns: 5}", "guns: 4}"), encoding="utf-8")
    tune = ["tune", "--quiet", "--rules", ROOT / "rules/atf.yaml", "--groups", ROOT / "rules/groups.yaml", "--dealers", dealers, "--candidate", candidate]
    tune += ["--sweep", "five-or-more-guns.guns=4..6", "--weights", "--labels", WORK / "truth.json"]
    written = ["--report", WORK / "real.html", "--json", WORK / "real.json", WORK / "events.ndjson"]
    subprocess.run([leadline, *tune, *written], check=True, stdout=subprocess.DEVNULL)
    page = (WORK / "real.html").read_bytes()
    write_page("real", (WORK / "real.json").read_text(encoding="utf-8"))
    assert page == (WORK / "real.html").read_bytes(), "--report writes another document than --json"


def main():
    real_report()
    for kind in KINDS:
        made = subprocess.run([PYTHON, ROOT / "tests/page/sample.py", kind], check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        write_page(kind, made.stdout)
    write_page("damaged", '{"format":"leadline.tune/1",')
    write_page("other", '{"format":"leadline.tune/9"}')
    run = ["node", ROOT / "tests/page/run.mjs", ROOT / "build/node/tests", WORK, ROOT / "build/page/shots"]
    return subprocess.run(run + sys.argv[1:]).returncode


if __name__ == "__main__":
    sys.exit(main())
