"""For tests that run the program: run it, check, count. Imported, not run."""
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = ROOT / "tests/scenarios"
LEADLINE = os.environ.get("LEADLINE", str(ROOT / "build/leadline"))
WORK = pathlib.Path(os.environ.get("WORK", str(ROOT / "build/integration/by-hand")))
TIMEOUT_S = 120

passed, failed = 0, 0


def check(what, fine, detail=""):
    global passed, failed
    if fine:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {what}" + (f"\n    {detail}" if detail else ""), flush=True)
    return fine


def same(what, got, want):
    return check(what, got == want, f"got  {got!r:.2000}\n    want {want!r:.2000}")


def says(what, text, part):
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    return check(what, part in text, f"'{part}' is not in: {text:.2000}")


def run(*args, stdin=b"", env=None):
    """The program with these arguments; stdout and stderr as bytes."""
    words = [LEADLINE, *(str(a) for a in args)]
    environment = {**os.environ, **(env or {})}
    return subprocess.run(words, input=stdin, capture_output=True, timeout=TIMEOUT_S, env=environment)


def start(*args, **more):
    return subprocess.Popen([LEADLINE, *(str(a) for a in args)], **more)


def fresh(name):
    """An empty folder."""
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def case_options(name):
    """The options of a worked case, but its events."""
    case = CASES / name
    own = case / "pack.yaml"
    words = ["--rules", own if own.exists() else CASES / "pack.yaml"]
    for file, option in (("dealers.csv", "--dealers"), ("calendar.yaml", "--calendar"), ("groups.yaml", "--groups")):
        if (case / file).exists():
            words += [option, case / file]
    return words


def finish():
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
