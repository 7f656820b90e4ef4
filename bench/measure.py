#!/usr/bin/env python3
"""Run a command several times and print the median of what it cost.

usage: measure.py NAME EVENTS RUNS [--save FILE | --over FILE] -- COMMAND [ARG ...]

The first run warms the caches and is not counted. Prints one line: events a second of wall time (median, and the
least and greatest), CPU seconds for a million events, and the greatest memory the process held. --save keeps the
events a second in FILE, --over adds how many times those of FILE they are.
"""
import os
import pathlib
import subprocess
import sys
import time


def once(command):
    """Wall seconds, CPU seconds and peak KiB of one run."""
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    if status != 0:
        sys.exit(f"measure: {' '.join(command)}: ended with status {os.waitstatus_to_exitcode(status)}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def median(values):
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def main():
    split = sys.argv.index("--")
    name, events, runs, *more = sys.argv[1:split]
    events, command = int(events), sys.argv[split + 1:]
    once(command)
    costs = [once(command) for _ in range(int(runs))]
    walls = [cost[0] for cost in costs]
    rate = events / median(walls)
    line = (f"{name:<34} {rate:>12,.0f} /s   ({events / max(walls):,.0f} to {events / min(walls):,.0f})   "
            f"cpu {median([c[1] for c in costs]) / events * 1e6:.2f} s a million   "
            f"peak {max(c[2] for c in costs) / 1024:.0f} MiB")
    if more[:1] == ["--save"]:
        pathlib.Path(more[1]).write_text(f"{rate}\n")
    if more[:1] == ["--over"]:
        line += f"   {rate / float(pathlib.Path(more[1]).read_text()):.2f} of the floor"
    print(line, flush=True)


main()
