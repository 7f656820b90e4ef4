#!/usr/bin/env bash
# The worker on a broker and a Redis of its own, beside a program that only moves the bytes (bench/bare.c).
#   bench/live.sh [SALES [RATE [RUNS]]]     SALES: 1000000 unless told otherwise; RATE: 5000 events a second; RUNS: 3
# Everything is made under build/bench; broker and Redis are stopped at the end. REDIS_OPTIONS: such as "--appendonly yes".
set -euo pipefail
cd "$(dirname "$0")/.."
sales=${1:-1000000} rate=${2:-5000} runs=${3:-3} seconds=20
dir=build/bench
mkdir -p "$dir"
leadline=build/leadline bare=build/bench/bare
rules=(--rules rules/atf.yaml --groups rules/groups.yaml)
events=$dir/events-live.ndjson

stop() {
    tests/integration/broker.sh stop "$dir/broker"
    tests/integration/redis.sh stop "$dir/redis" 2>/dev/null
    rm -rf "$dir/broker" "$dir/redis"
}
stop # what a run that was killed has left
trap stop EXIT
# shellcheck disable=SC2086
socket=$(tests/integration/redis.sh start "$dir/redis" ${REDIS_OPTIONS:-} | cut -d ' ' -f 1)
brokers=$(HEAP=1g tests/integration/broker.sh start "$dir/broker")

"$leadline" gen --seed 7 --sales "$sales" --quiet --out "$events"
count=$(wc -l <"$events")
"$leadline" gen --seed 7 --sales "$sales" --quiet --brokers "$brokers" --topic-sales bare --topic-traces bare

rates() { # rates NAME COMMAND...: the median of events a second
    local i
    for i in $(seq "$runs"); do
        redis-cli -s "$socket" flushall >/dev/null
        "${@:2}"
    done | python3 -c '
import sys
took = sorted(float(line) for line in sys.stdin)
print(f"{sys.argv[1]:<40} {int(sys.argv[2]) / took[len(took) // 2]:>12,.0f} /s   ({int(sys.argv[2]) / took[-1]:,.0f} to {int(sys.argv[2]) / took[0]:,.0f})")' \
        "$1" "$count"
}

echo "## catch-up: $count events, median of $runs runs"
rates "bare: consume" "$bare" consume "$brokers" bare "$count"
rates "bare: consume, HSET and HLEN" "$bare" store "$brokers" bare "$count" "$socket"
"$leadline" bench live "${rules[@]}" --events "$events" --runs "$runs" --brokers "$brokers" --redis "unix://$socket" |
    sed -n '/^figure/,$p'

echo "## latency at $rate events a second, in ms"
for i in $(seq "$runs"); do
    sent=$((rate * seconds))
    "$bare" echo "$brokers" "echo-$i-in" "echo-$i-out" "$sent" 20 "$socket" >/dev/null &
    echo "bare echo, p50 p90 p99 p99.9 max, messages: $("$bare" latency "$brokers" "echo-$i-in" "echo-$i-out" "$events" "$sent" "$rate")"
    wait $!
done
"$leadline" bench latency "${rules[@]}" --rate "$rate" --seconds "$seconds" --runs "$runs" --brokers "$brokers" --redis "unix://$socket" |
    sed -n '/^figure/,$p'
