#!/usr/bin/env bash
# What Leadline reaches on this machine, beside a program that only looks at every field (bench/floor.cpp).
#   bench/run.sh [SALES [RUNS]]     SALES: 1000000 unless told otherwise; RUNS: 5
# PARTS: which of "replay engine rules timelines growth tune" to run; all unless told otherwise. GROWTH: the most sales of it, 3000000.
# Everything is made under build/bench, and made again only when it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
sales=${1:-1000000} runs=${2:-5} parts=" ${PARTS:-replay engine rules timelines growth tune} " growth=${GROWTH:-3000000}
dir=build/bench
mkdir -p "$dir"
leadline=build/leadline floor=build/bench/floor
events=$dir/events-$sales.ndjson dealers=$dir/dealers-$sales.csv
rules=(--rules rules/atf.yaml --groups rules/groups.yaml)
has() { [[ $parts == *" $1 "* ]]; }
measure() { taskset -c 0 python3 bench/measure.py "$@"; }

if [ ! -s "$events" ] || [ ! -s "$dealers" ]; then
    "$leadline" gen --seed 7 --sales "$sales" --quiet --dealers-out "$dealers" --out "$events"
fi
[ -s "$events.zst" ] || zstd -q -3 "$events" -o "$events.zst"
count=$(wc -l <"$events")

# A program and its events, on core 0 and beside the floor of the same moment.
beside_floor() { # beside_floor NAME COMMAND...
    measure "$1" "$count" "$runs" --over "$dir/floor.rate" -- "${@:2}"
}

replay() {
    measure "floor: each field looked at" "$count" "$runs" --save "$dir/floor.rate" -- "$floor" "$events"
    beside_floor "replay" "$leadline" replay "${rules[@]}" --dealers "$dealers" --out "$dir/leads.ndjson" "$events"
    beside_floor "replay, leads at the end" "$leadline" replay "${rules[@]}" --dealers "$dealers" --final --out "$dir/final.ndjson" "$events"
    beside_floor "replay of .zst" "$leadline" replay "${rules[@]}" --dealers "$dealers" --out "$dir/leads.ndjson" "$events.zst"
    if "$leadline" replay --help | grep -q -- --threads; then
        python3 bench/measure.py "replay, $(nproc) threads" "$count" "$runs" --over "$dir/floor.rate" -- \
            "$leadline" replay "${rules[@]}" --threads "$(nproc)" --dealers "$dealers" --out "$dir/leads.ndjson" "$events"
    fi
    beside_floor "gen to a file" "$leadline" gen --seed 7 --sales "$sales" --dealers-out "$dir/again.csv" --out "$dir/again.ndjson"
    rm -f "$dir"/again.*
}

engine() {
    taskset -c 0 "$leadline" bench engine "${rules[@]}" --dealers "$dealers" --events "$events" --runs "$runs" | sed -n '/^figure/,$p'
}

rules() {
    taskset -c 0 "$leadline" bench rules "${rules[@]}" --indicators 1,10,100,1000 --runs 3 | sed -n '/^figure/,$p'
}

timelines() { # what one more sale costs on a timeline that has so many
    local facts
    for facts in 10 100 1000 10000; do
        bench/grow.py "$facts" >"$dir/grow.ndjson"
        bench/grow.py $((facts + 100)) >"$dir/grown.ndjson"
        python3 - "$facts" "$leadline" replay --quiet "${rules[@]}" --out "$dir/leads.ndjson" <<'P'
import os, subprocess, sys
facts, command, folder = int(sys.argv[1]), sys.argv[2:], os.path.dirname(sys.argv[-1])
seconds = []
for name in ("grow", "grown"):
    before = sum(os.times()[2:4])
    subprocess.run([*command, f"{folder}/{name}.ndjson"], check=True)
    seconds.append(sum(os.times()[2:4]) - before)
# 100 sales more; the clock of CPU time has steps of 10 ms.
print(f"one more sale on a timeline of {facts:>6,}: {max(seconds[1] - seconds[0], 0) * 1e4:>8,.0f} us of CPU time, +- 100", flush=True)
P
    done
    rm -f "$dir"/grow.* "$dir"/grown.*
}

growth() { # events a second must not fall with their number
    local n
    for n in $((growth / 3)) "$growth"; do
        "$leadline" gen --seed 7 --sales "$n" --quiet --dealers-out "$dir/grow.csv" --out "$dir/grow.ndjson"
        measure "replay of $n sales" "$(wc -l <"$dir/grow.ndjson")" 1 -- \
            "$leadline" replay "${rules[@]}" --dealers "$dir/grow.csv" --out "$dir/leads.ndjson" "$dir/grow.ndjson"
    done
    rm -f "$dir"/grow.*
}

tune() { # what a sweep costs, in replays
    bench/tune.sh "$sales" 3
}

grep -m1 'model name' /proc/cpuinfo | sed 's/.*: //'
"$leadline" version | head -n 1
echo "$count events of $(($(wc -c <"$events") / count)) bytes, one core, median of $runs runs"
for part in replay engine rules timelines growth tune; do
    ! has $part || { echo "## $part"; $part; }
done
