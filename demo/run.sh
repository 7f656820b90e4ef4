#!/usr/bin/env bash
# `make demo`: a real Kafka and a real Redis on free loopback ports, two workers, ten thousand generated sales with a
# planted ring, and the leads as they come. Ends by itself when everything was worked off, and leaves nothing running.
#   SALES=10000 SEED=7 RATE=2000    how many sales, which ones, how many events a second
#   GROUP=brownsville               whose leads are shown; GROUP= shows all
#   BROKER=embedded                 librdkafka's mock cluster instead of Kafka: no Java
set -euo pipefail
cd "$(dirname "$0")/.."
sales=${SALES:-10000} seed=${SEED:-7} rate=${RATE:-2000} broker=${BROKER:-kafka} group=${GROUP-brownsville}
python=${PYTHON:-/usr/bin/python3}
leadline=$PWD/build/leadline
work=$PWD/build/demo
# How long to wait for something to happen, at most, in seconds.
patience=120
workers=() watcher='' mock=''

say() { printf '\n== %s\n' "$*"; }

stop() { # stop PID...: ask, and wait until they are gone
    local pid
    for pid in "$@"; do kill -TERM "$pid" 2>/dev/null || true; done
    for pid in "$@"; do wait "$pid" 2>/dev/null || true; done
}

clean_up() {
    local code=$?
    trap '' INT TERM
    trap - EXIT
    # Workers first: they leave their group in order while Kafka and Redis are still there.
    # shellcheck disable=SC2086
    stop $watcher "${workers[@]}"
    # shellcheck disable=SC2086
    stop $mock
    tests/integration/redis.sh stop "$work/redis"
    tests/integration/broker.sh stop "$work/kafka"
    case $code in
    0) ;;
    130 | 143) printf '\nStopped; nothing is left running.\n' >&2 ;;
    *) printf '\nThe demo failed; logs are in %s\n' "$work" >&2 ;;
    esac
    exit $code
}

fail() { # fail WHY [LOG]
    echo "demo: $1" >&2
    [ -z "${2:-}" ] || tail -n 20 "$2" >&2
    exit 1
}

start_broker() {
    if [ "$broker" = embedded ]; then
        # It ends when nobody holds the other end any more: also when this script is killed outright.
        mkfifo "$work/alive"
        exec 9<>"$work/alive"
        build/leadline-mock-broker sales:4 traces:4 leads:4 leads.rejected:1 dispositions:1 \
            >"$work/bootstrap" 2>"$work/mock.log" <"$work/alive" 9>&- &
        mock=$!
        until [ -s "$work/bootstrap" ]; do
            kill -0 "$mock" 2>/dev/null || fail "the embedded broker did not start" "$work/mock.log"
            sleep 0.05
        done
        brokers=$(cat "$work/bootstrap")
    else
        brokers=$(tests/integration/broker.sh start "$work/kafka") ||
            fail "no Kafka could be started; BROKER=embedded make demo does without Java"
    fi
}

configure() { # configure METRICS_PORT: a worker's settings
    cat <<Y
rules: $PWD/rules/atf.yaml
groups: $PWD/rules/groups.yaml
dealers: $work/dealers.csv
identity_key_file: $work/identity.key
kafka:
  bootstrap.servers: $brokers
topics:
  create: true
  partitions: 4
redis:
  url: unix://$socket
metrics:
  listen: 127.0.0.1:$1
Y
}

free_port() {
    "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start_workers() {
    local n port
    for n in 1 2; do
        port=$(free_port)
        configure "$port" >"$work/leadline-$n.yaml"
        "$leadline" run --config "$work/leadline-$n.yaml" --demo >"$work/worker-$n.log" 2>&1 &
        workers+=($!)
        addresses+=("$!:$port")
        "$python" demo/progress.py ready "$patience" "$!:$port" || fail "worker $n did not start" "$work/worker-$n.log"
    done
}

main() {
    mkdir -p build
    rm -rf "$work"
    mkdir -p "$work"
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM

    say "Redis and ${broker/embedded/an embedded broker} start"
    redis=$(tests/integration/redis.sh start "$work/redis")
    socket=${redis% *}
    start_broker
    echo "Kafka at $brokers, Redis at $socket"

    say "$sales sales are made up, with a ring of straw purchasers among them"
    printf demo >"$work/identity.key"
    "$leadline" gen --seed "$seed" --sales "$sales" --quiet --out "$work/events.ndjson" \
        --dealers-out "$work/dealers.csv" --truth "$work/truth.ndjson"

    say "Two workers start"
    addresses=()
    start_workers
    echo "metrics: ${addresses[*]/#*:/http://127.0.0.1:}"

    say "The sales come, $rate events a second; leads ${group:+of the group $group }as they are found"
    "$leadline" watch --brokers "$brokers" ${group:+--group "$group"} &
    watcher=$!
    "$leadline" gen --seed "$seed" --sales "$sales" --rate "$rate" --brokers "$brokers" --quiet
    events=$(grep -c . "$work/events.ndjson")
    "$python" demo/progress.py done "$patience" "$events" "${addresses[@]}" ||
        fail "the workers did not finish" "$work/worker-1.log"
    "$leadline" watch --brokers "$brokers" --json --exit-at-end >"$work/leads.ndjson"
    stop "$watcher"
    watcher=''

    "$leadline" replay --rules rules/atf.yaml --groups rules/groups.yaml --dealers "$work/dealers.csv" --final \
        --out "$work/replayed.ndjson" "$work/events.ndjson" 2>"$work/replay.log" || fail "replay failed" "$work/replay.log"

    say "What was seen"
    "$python" demo/summary.py "$work/events.ndjson" "$work/truth.ndjson" "$work/replayed.ndjson" <"$work/leads.ndjson"
}

main
