#!/usr/bin/env python3
"""Hold the instructions that fixed jobs take to those kept in the tree.

usage: guard.py LEADLINE compare|renew
       guard.py LEADLINE stacks JOB       the whole list of one job's functions, by callgrind_annotate

compare fails where a job takes more than 3 % more, and names the functions that grew; renew writes the counts anew.
What is counted, and what is not, is in docs/performance.md.
"""
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys

import callgrind
import jobs
import record

ROOT = pathlib.Path(__file__).resolve().parents[2]
COUNTS = ROOT / "tests/guard/counts.txt"
WORK = ROOT / "build/guard"


def prepare(leadline):
    """An empty folder with the inputs; returns their digest."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    (WORK / "tree").symlink_to(ROOT)
    # A name of always the same length, which argv[0] has.
    (WORK / "leadline").symlink_to(leadline)
    return jobs.make_inputs(leadline, WORK)


def one_thread(leadline):
    """With several threads who does what is a matter of chance."""
    text = subprocess.run([leadline, "replay", "--help"], check=True, capture_output=True, text=True).stdout
    return ["--threads", "1"] if "--threads" in text else []


def count(job, threads):
    out = WORK / f"{job}.callgrind"
    callgrind.run(["./leadline", "replay", "--quiet", *threads, "--out", f"{job}.out", *jobs.JOBS[job]], WORK, out)
    return callgrind.read(out)


def count_all(leadline):
    threads = one_thread(leadline)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(jobs.JOBS, pool.map(lambda job: count(job, threads), jobs.JOBS)))


def compare(profiles, inputs, path=COUNTS):
    """Print what each job is found to be, as one test each; True where all are fine."""
    made_with, inputs_kept, kept = record.read(path)
    here, limit, fine = callgrind.made_with(), record.LIMIT, []
    if made_with != here:
        limit = record.LIMIT_ELSEWHERE
        print(f"note: the counts were made with {made_with}; here is {here}: up to {limit:.0%} may be theirs")
    if inputs != inputs_kept:
        print("FAILED the jobs have other inputs than the counts were made with; see that this is meant, then: make guard-renew")
        fine.append(False)
    for job, profile in profiles.items():
        if job not in kept:
            fine.append(False)
            print(f"FAILED {job}: no counts are kept: make guard-renew")
            continue
        is_fine, lines = record.judge(job, kept[job], profile, limit)
        fine.append(is_fine)
        print("\n".join(lines))
    print(f"{sum(fine)} passed, {len(fine) - sum(fine)} failed")
    return all(fine)


def main():
    if len(sys.argv) < 3 or sys.argv[2] not in ("compare", "renew", "stacks"):
        print(__doc__, file=sys.stderr)
        return 2
    leadline = str(pathlib.Path(sys.argv[1]).resolve())
    inputs = prepare(leadline)
    if sys.argv[2] == "stacks":
        count(sys.argv[3], one_thread(leadline))
        return subprocess.run(["callgrind_annotate", "--auto=no", WORK / f"{sys.argv[3]}.callgrind"], check=False).returncode
    profiles = count_all(leadline)
    if sys.argv[2] == "compare":
        return 0 if compare(profiles, inputs) else 1
    record.write(COUNTS, callgrind.made_with(), inputs, profiles)
    print(f"kept in {COUNTS.relative_to(ROOT)}: " + ", ".join(f"{job} {profile.total:,}" for job, profile in profiles.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
