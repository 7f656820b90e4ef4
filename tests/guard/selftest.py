#!/usr/bin/env python3
"""The guard itself: a job that got worse fails and its function is named, one that got better says how to keep it.

usage: selftest.py LEADLINE        on one small job, which is run once and held to counts that were bent
"""
import contextlib
import io
import pathlib
import sys

import callgrind
import guard
import record

JOB = "plain"
failed, passed = [], 0


def check(what, fine, detail=""):
    global passed
    passed += bool(fine)
    if not fine:
        failed.append(what)
        print(f"FAILED {what}\n{detail}")


def bent(profile, function=None, by=0):
    """What is kept, had this function taken so many instructions less, and all that call it."""
    whole = {name: (own - by * (name == function), all_ - by * (all_ >= profile.total // 2 or name == function)) for name, (own, all_) in profile.functions.items()}
    return callgrind.Profile(profile.total - by, whole)


def compared(profile, kept, made_with=None, inputs="same", job=JOB):
    """(exit fine, what compare printed) of a run held to what is kept."""
    path = guard.WORK / "bent.txt"
    record.write(path, made_with or callgrind.made_with(), "same", {job: kept})
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        fine = guard.compare({JOB: profile}, inputs, path)
    return fine, said.getvalue()


def main():
    leadline = str(pathlib.Path(sys.argv[1]).resolve())
    guard.prepare(leadline)
    threads = guard.one_thread(leadline)
    profile = guard.count(JOB, threads)
    (guard.WORK / f"{JOB}.callgrind").unlink()
    again = guard.count(JOB, threads)
    check("a second run counts the same", abs(again.total - profile.total) < profile.total / 1000, f"{profile.total} {again.total}")
    check("the program's own functions are named", any(f.startswith("ll_engine_") for f in profile.functions))

    fine, said = compared(profile, bent(profile))
    check("the same is fine", fine and "1 passed, 0 failed" in said and "FAILED" not in said, said)
    function = max((f for f in profile.functions if f.startswith("ll_")), key=lambda f: profile.functions[f][0])
    fine, said = compared(profile, bent(profile, function, profile.total // 50))
    check("2 % worse is fine", fine and "FAILED" not in said, said)
    fine, said = compared(profile, bent(profile, function, profile.total // 20))
    lines = said.splitlines()
    check("5 % worse fails", not fine and f"FAILED {JOB}: " in said and "1.05" in said and "0 passed, 1 failed" in said, said)
    check("what grew is named first", lines[1].endswith(f" {function}"), said)
    check("so are those that call it", lines[-2].strip().startswith("below ") and "ll_" in lines[-2], said)
    fine, said = compared(profile, bent(profile, function, -profile.total // 20))
    check("5 % better is fine, and says how to keep it", fine and "make guard-renew" in said, said)
    fine, said = compared(profile, bent(profile, function, profile.total // 20), made_with="another compiler")
    check("with another compiler 5 % is let pass, with a note", fine and said.startswith("note: ") and "another compiler" in said, said)
    fine, said = compared(profile, bent(profile, function, profile.total // 3), made_with="another compiler")
    check("with another compiler a half more is not", not fine, said)
    fine, said = compared(profile, bent(profile), inputs="others")
    check("other inputs fail", not fine and "other inputs" in said, said)
    fine, said = compared(profile, bent(profile), job="gone")
    check("a job without counts fails", not fine and "no counts are kept" in said, said)
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed else 0


sys.exit(main())
