#!/usr/bin/env bash
# One real Kafka broker (KRaft, one node, one JVM) on free loopback ports.
#   broker.sh start DIR     format DIR/data if it is new, start, wait for an answer to a metadata request, print the
#                           bootstrap address. A DIR that was stopped, or killed, comes back on its port with its data
#   broker.sh stop DIR      stop it and wait until it is gone; fine if it is gone already
#   broker.sh kill DIR      the same, without giving it time to tidy up
# In DIR: bootstrap (the address), pid, data/, broker.log, server.properties. HEAP: of the JVM, 512m by default.
# KAFKA_LIB: the jars, build/kafka/lib by default. BROKER_OPTIONS: more lines for server.properties.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
lib=${KAFKA_LIB:-$here/../../build/kafka/lib}
wait_s=60

usage() { sed -n '2,9p' "$0" >&2; exit 2; }

free_ports() { # two different ones, held at the same time while asking
    "${PYTHON:-/usr/bin/python3}" -c '
import socket
held = [socket.socket() for _ in range(2)]
for s in held:
    s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in held])'
}

alive() { # alive PID: a zombie, which nobody may reap in a bare container, is gone
    local state
    state=$(sed 's/.*) //; s/ .*//' "/proc/$1/stat" 2>/dev/null) && [ "$state" != Z ]
}

stop() { # stop SIGNAL
    [ -e "$dir/pid" ] || return 0
    local pid
    pid=$(cat "$dir/pid")
    kill "-$1" "$pid" 2>/dev/null || true
    local deadline=$((SECONDS + wait_s))
    while alive "$pid"; do # not our child, so it cannot be waited for
        [ $SECONDS -lt $deadline ] || kill -KILL "$pid" 2>/dev/null || true
        sleep 0.05
    done
    rm -f "$dir/pid"
}

configure() { # configure PORT CONTROLLER_PORT
    cat >"$dir/server.properties" <<P
process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:$1,CONTROLLER://127.0.0.1:$2
advertised.listeners=PLAINTEXT://127.0.0.1:$1
controller.listener.names=CONTROLLER
broker.heartbeat.interval.ms=500
broker.session.timeout.ms=4000
controller.quorum.voters=1@127.0.0.1:$2
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$dir/data
num.partitions=4
auto.create.topics.enable=true
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
${BROKER_OPTIONS:-}
P
    echo "127.0.0.1:$1" >"$dir/bootstrap"
}

format() { # a data folder needs an identity, once
    [ ! -e "$dir/data/meta.properties" ] || return 0
    java -Xshare:auto -XX:TieredStopAtLevel=1 -cp "$lib/*" kafka.tools.StorageTool format \
        -t "$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | tr -d =)" \
        -c "$dir/server.properties" >>"$dir/broker.log" 2>&1
}

launch() { # a session of its own: Ctrl-C goes to the script that started it, which stops it in order
    setsid java -Xms256m "-Xmx${HEAP:-512m}" -XX:+UseSerialGC -cp "$lib/*" \
        kafka.Kafka "$dir/server.properties" >>"$dir/broker.log" 2>&1 </dev/null &
    echo $! >"$dir/pid"
}

ready() { # until it answers; 1 if it ended before
    local pid deadline=$((SECONDS + wait_s))
    pid=$(cat "$dir/pid")
    while [ $SECONDS -lt $deadline ] && alive "$pid"; do
        ! kcat -b "$(cat "$dir/bootstrap")" -L -m 1 >/dev/null 2>&1 || return 0
        sleep 0.2
    done
    stop KILL
    return 1
}

start() {
    ls "$lib"/kafka_2.13-*.jar >/dev/null 2>&1 || { echo "broker: no Kafka in $lib: make deps" >&2; exit 1; }
    for tool in java kcat setsid; do
        command -v $tool >/dev/null || { echo "broker: no $tool: make deps" >&2; exit 1; }
    done
    local ports attempt
    for attempt in 1 2 3; do
        if [ ! -e "$dir/bootstrap" ]; then
            ports=$(free_ports)
            # shellcheck disable=SC2086
            configure $ports
        fi
        format
        launch
        ! ready || { cat "$dir/bootstrap"; return 0; }
        # Another program may have taken a port in between; a broker with data keeps the address its clients know.
        [ -e "$dir/was-ready" ] || rm -rf "$dir/bootstrap" "$dir/data"
        echo "broker: start $attempt failed; see $dir/broker.log" >&2
    done
    exit 1
}

[ $# = 2 ] || usage
mkdir -p "$2"
dir=$(cd "$2" && pwd)
case $1 in
start) start && touch "$dir/was-ready" ;;
stop) stop TERM ;;
kill) stop KILL ;;
*) usage ;;
esac
