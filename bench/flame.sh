#!/usr/bin/env bash
# Flame graphs of replay and of the live worker, into docs/: `make flame` builds what it needs and calls this.
#   bench/flame.sh replay|live... [SALES]     SALES: 1000000 for replay, half of it live, unless told otherwise
# Needs perf. Live brings a broker and a Redis of its own, on free ports of this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
leadline=$PWD/build/profile/leadline
work=$PWD/build/flame
started=()

clean_up() {
    local pid
    for pid in "${started[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
    for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
    tests/integration/redis.sh stop "$work/redis" 2>/dev/null || true
    tests/integration/broker.sh stop "$work/kafka" 2>/dev/null || true
}

make_events() { # make_events SALES
    mkdir -p "$work"
    [ -s "$work/events-$1.ndjson" ] || "$leadline" gen --quiet --seed 7 --sales "$1" \
        --dealers-out "$work/dealers-$1.csv" --out "$work/events-$1.ndjson"
}

draw() { # draw NAME TITLE
    perf script -i "$work/$1.data" -F comm,ip,sym,dso 2>/dev/null |
        python3 bench/flamegraph.py "$2" >"$work/$1.svg"
    mv "$work/$1.svg" "docs/flame-$1.svg"
    echo "docs/flame-$1.svg: $(wc -c <"docs/flame-$1.svg") bytes"
}

replay() { # replay SALES
    make_events "$1"
    taskset -c 0 perf record -q -F 1499 -g --call-graph=fp -o "$work/replay.data" -- \
        "$leadline" replay --quiet --rules rules/atf.yaml --groups rules/groups.yaml \
        --dealers "$work/dealers-$1.csv" --out "$work/leads.ndjson" "$work/events-$1.ndjson"
    draw replay "leadline replay, rules/atf.yaml, $1 generated sales, one core"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

live() { # live SALES
    local brokers socket port worker events
    trap clean_up EXIT
    make_events "$1"
    events=$(wc -l <"$work/events-$1.ndjson")
    brokers=$(tests/integration/broker.sh start "$work/kafka" | cut -d ' ' -f 1)
    socket=$(tests/integration/redis.sh start "$work/redis" | cut -d ' ' -f 1)
    redis-cli -s "$socket" flushall >/dev/null
    local topic=flame-$$
    port=$(free_port)
    cat >"$work/worker.yaml" <<YAML
rules: $PWD/rules/atf.yaml
groups: $PWD/rules/groups.yaml
dealers: $work/dealers-$1.csv
kafka: {bootstrap.servers: '$brokers'}
topics: {sales: [$topic.sales], traces: [$topic.traces], leads: $topic.leads, rejected: $topic.rejected, create: true, partitions: 4, replication: 1}
group: $topic
redis: {url: 'unix://$socket', prefix: '$topic:'}
metrics: {listen: '127.0.0.1:$port'}
YAML
    # The backlog first, then the worker: it is seen at its greatest speed.
    kcat -P -b "$brokers" -t "$topic.sales" -X linger.ms=20 -l "$work/events-$1.ndjson"
    # As perf's child: attached to later, its threads could be missed.
    LEADLINE_IDENTITY_KEY=demo perf record -q -F 1499 -g --call-graph=fp -o "$work/live.data" -- \
        "$leadline" run --demo --config "$work/worker.yaml" 2>"$work/worker.log" &
    started+=("$!")
    until worker=$(pgrep -P "$!" -x leadline); do kill -0 "$!"; done
    python3 demo/progress.py done 600 "$events" "$worker:$port"
    kill -TERM "$worker"
    wait "${started[@]}" || true
    started=()
    draw live "leadline run, catching up with $1 generated sales, Kafka and Redis on the same cores"
}

command -v perf >/dev/null || { echo "flame: no perf: apt-get install linux-perf" >&2; exit 1; }
[ $# -gt 0 ] || { sed -n '2,4p' "$0" >&2; exit 2; }
sales=
case ${!#} in [0-9]*) sales=${!#} ;; esac
for what in "$@"; do
    case $what in
    replay) replay "${sales:-1000000}" ;;
    live) live "${sales:-500000}" ;;
    [0-9]*) ;;
    *) sed -n '2,4p' "$0" >&2; exit 2 ;;
    esac
done
