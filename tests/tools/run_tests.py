#!/usr/bin/env python3
"""`make test`: every check one after the other, and one line with the sum at the end.

usage: run_tests.py [STEP...]     (ONLY="unit scenarios" in the environment does the same)

A step that builds counts as one test. What each printed stays in build/logs/. With CI=true a skipped test is a failure.
"""
import os
import pathlib
import subprocess
import sys
import time

from counts import counts, line

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOGS = ROOT / "build/logs"
TIMEOUT_S = 1500


def make(*goals):
    return ["make", *goals]


# name, command, the steps that must have gone well before
STEPS = [
    ("layers", make("layers"), []),
    ("house", make("house"), []),
    ("format", make("check-format"), []),
    ("build-release", make("release", "mock-broker"), []),
    ("build-asan", make("asan"), []),
    ("build-clang", make("clang"), []),
    ("build-fuzz", make("fuzz-build"), []),
    ("unit", make("unit"), []),
    ("fuzz-corpus", make("fuzz-corpus"), ["build-fuzz"]),
    ("rules", make("rules"), ["build-asan", "build-release"]),
    ("scenarios", make("scenarios"), ["build-asan"]),
    ("generated", make("generated"), ["build-asan"]),
    ("law", make("law"), ["build-release"]),
    ("why", make("why"), ["build-release"]),
    ("guard", make("guard"), ["build-release"]),
    ("guard-selftest", make("guard-selftest"), ["build-release"]),
    ("integration", make("integration"), ["build-release"]),
    ("tidy", make("-k", "check-tidy"), []),
]


def environment():
    """This process's, less what a make above left in it: each step runs its own make, with its own jobs."""
    kept = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES")}
    kept.setdefault("ASAN_OPTIONS", "abort_on_error=1:detect_leaks=1")
    kept.setdefault("UBSAN_OPTIONS", "print_stacktrace=1:halt_on_error=1")
    return kept


def run(name, command):
    """(passed, failed, skipped) of one step; prints its line, and what went wrong."""
    log = LOGS / f"{name}.log"
    began = time.monotonic()
    print(f"-- {name}", flush=True)
    with open(log, "wb") as out:
        child = subprocess.Popen(
            command, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            code = child.wait(TIMEOUT_S)
        except BaseException as why:  # also Ctrl-C: the step ends its servers before we go
            child.terminate()
            child.wait()
            if not isinstance(why, subprocess.TimeoutExpired):
                raise
            out.write(f"\nnot done after {TIMEOUT_S} s\n".encode())
            code = 1
    output = log.read_text(encoding="utf-8", errors="replace")
    result = counts(output, code)
    if result[1]:
        print("\n".join("   | " + l for l in output.splitlines()[-80:]))
    for skipped in [l for l in output.splitlines() if result[2] and ": skipped" in l]:
        print(f"   {skipped}")
    print(f"   {line(*result)}, {time.monotonic() - began:.0f} s", flush=True)
    return result


def main():
    wanted = sys.argv[1:] or os.environ.get("ONLY", "").split()
    unknown = set(wanted) - {name for name, _, _ in STEPS}
    if unknown:
        print(f"no such step: {' '.join(sorted(unknown))}; there are {' '.join(s[0] for s in STEPS)}", file=sys.stderr)
        return 2
    LOGS.mkdir(parents=True, exist_ok=True)
    began, bad, total = time.monotonic(), set(), [0, 0, 0]
    for name, command, needed in STEPS:
        if wanted and name not in wanted:
            continue
        missing = [n for n in needed if n in bad]
        if missing:
            print(f"-- {name}\n   0 passed, 1 failed: not run, {missing[0]} failed", flush=True)
        result = (0, 1, 0) if missing else run(name, command)
        if result[1]:
            bad.add(name)
        total = [a + b for a, b in zip(total, result)]
    skipped_is_bad = total[2] > 0 and os.environ.get("CI") == "true"
    if bad:
        print(f"failed: {' '.join(n for n, _, _ in STEPS if n in bad)}; see build/logs/")
    if skipped_is_bad:
        print("with CI=true a skipped test is a failure")
    print(f"{time.monotonic() - began:.0f} s")
    print(line(*total))
    return 1 if bad or skipped_is_bad else 0


if __name__ == "__main__":
    sys.exit(main())
