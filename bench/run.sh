#!/usr/bin/env bash
# What Leadline reaches on this machine: a million generated sales, on one core, whole processes.
#   bench/run.sh [SALES [RUNS]]     SALES: 1000000 unless told otherwise; RUNS: 5
# Everything is made under build/bench, and made again only when it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
sales=${1:-1000000} runs=${2:-5}
dir=build/bench
mkdir -p "$dir"
leadline=build/leadline
events=$dir/events-$sales.ndjson dealers=$dir/dealers-$sales.csv
measure() { taskset -c 0 python3 bench/measure.py "$@"; }

if [ ! -s "$events" ] || [ ! -s "$dealers" ]; then
    "$leadline" gen --seed 7 --sales "$sales" --dealers-out "$dealers" --out "$events"
fi
[ -s "$events.zst" ] || zstd -q -3 "$events" -o "$events.zst"
count=$(wc -l <"$events")

grep -m1 'model name' /proc/cpuinfo | sed 's/.*: //'
"$leadline" version | head -n 1
echo "$count events of $(($(wc -c <"$events") / count)) bytes, one core, median of $runs runs"
measure "gen to a file" "$count" "$runs" -- \
    "$leadline" gen --seed 7 --sales "$sales" --dealers-out "$dir/again.csv" --out "$dir/again.ndjson"
measure "replay" "$count" "$runs" -- \
    "$leadline" replay --rules rules/atf.yaml --groups rules/groups.yaml --dealers "$dealers" --out "$dir/leads.ndjson" "$events"
measure "replay, leads at the end" "$count" "$runs" -- \
    "$leadline" replay --rules rules/atf.yaml --groups rules/groups.yaml --dealers "$dealers" --final --out "$dir/final.ndjson" "$events"
measure "replay of .zst" "$count" "$runs" -- \
    "$leadline" replay --rules rules/atf.yaml --groups rules/groups.yaml --dealers "$dealers" --out "$dir/leads.ndjson" "$events.zst"
rm -f "$dir"/again.*
