#!/usr/bin/env bash
# The figures behind docs/capacity.md: what a sale costs in Redis, Kafka and CPU time, at three sizes, and the plan for
# a year that follows from each.
#   bench/capacity.sh [SALES...]      100000 300000 1000000 unless told otherwise; LEADLINE=build/leadline
# Brings a broker and a Redis of its own; the last two sizes take minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
leadline=${LEADLINE:-build/leadline}
work=$PWD/build/bench/capacity
[ $# -gt 0 ] || set -- 100000 300000 1000000

clean_up() {
    tests/integration/redis.sh stop "$work/redis"
    tests/integration/broker.sh stop "$work/kafka"
}

mkdir -p "$work"
trap clean_up EXIT
brokers=$(tests/integration/broker.sh start "$work/kafka" | cut -d ' ' -f 1)
socket=$(tests/integration/redis.sh start "$work/redis" | cut -d ' ' -f 1)
for sales in "$@"; do
    "$leadline" bench capacity --rules rules/atf.yaml --groups rules/groups.yaml --gen "$sales" --runs 1 \
        --brokers "$brokers" --redis "unix://$socket" --sales-a-year 17000000
done
