#!/usr/bin/env bash
# What a sweep costs, in replays of the same events with the same threads, one after the other in the same run.
#   bench/tune.sh [SALES [RUNS]]     SALES: 300000 unless told otherwise; RUNS: 3, of which the least counts
set -euo pipefail
cd "$(dirname "$0")/.."
sales=${1:-300000} runs=${2:-3} dir=build/bench
mkdir -p "$dir"
events=$dir/events-$sales.ndjson dealers=$dir/dealers-$sales.csv
[ -s "$events" ] && [ -s "$dealers" ] ||
    build/leadline gen --seed 7 --sales "$sales" --quiet --dealers-out "$dealers" --out "$events"
python3 - "$events" "$dealers" "$runs" <<'P'
import os, subprocess, sys
events, dealers, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
common = ["--quiet", "--rules", "rules/atf.yaml", "--groups", "rules/groups.yaml", "--dealers", dealers]
one = ["--sweep", "five-or-more-guns.guns=2..11"]
grid = [*one, "--sweep", "several-dealers.window=6..15"]
jobs = {"replay --final": ["replay", *common, "--final", "--out", "build/bench/final.ndjson", events],
        "tune": ["tune", *common, events], "tune, 10 values": ["tune", *common, *one, events], "tune, 10 x 10": ["tune", *common, *grid, events]}
seconds = {name: [] for name in jobs}
for _ in range(runs):
    for name, words in jobs.items():
        before = sum(os.times()[2:4])
        subprocess.run(["build/leadline", *words], check=True, stdout=subprocess.DEVNULL)
        seconds[name].append(sum(os.times()[2:4]) - before)
least = min(seconds["replay --final"])
for name, took in seconds.items():
    print(f"{name:18} {min(took):8.2f} s of CPU time  {min(took) / least:6.2f} replays")
P
