#!/usr/bin/env bash
# One real Redis on a unix socket and a free loopback port, that keeps nothing unless told to.
#   redis.sh start DIR [REDIS-SERVER OPTIONS]    start, wait for PONG, print "SOCKET 127.0.0.1:PORT". A DIR that was
#                                                stopped, or killed, comes back on its socket and port
#   redis.sh stop DIR                            stop it and wait until it is gone; fine if it is gone already
#   redis.sh kill DIR                            the same, without giving it time to tidy up
# In DIR: socket (the socket's path), address, pid, redis.log. With options such as `--appendonly yes` it keeps its data in DIR.
set -euo pipefail
wait_s=20

usage() { sed -n '2,7p' "$0" >&2; exit 2; }

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

choose_addresses() {
    [ ! -e "$dir/address" ] || return 0
    # A unix socket's path has room for 107 bytes; a deep DIR gets a short one elsewhere.
    local socket=$dir/redis.sock
    [ ${#socket} -le 100 ] || socket=$(mktemp -d "${TMPDIR:-/tmp}/leadline-redis.XXXXXX")/redis.sock
    echo "$socket" >"$dir/socket"
    "${PYTHON:-/usr/bin/python3}" -c '
import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print("127.0.0.1:%d" % s.getsockname()[1])' >"$dir/address"
}

ready() { # ready PID
    local deadline=$((SECONDS + wait_s)) answer
    while [ $SECONDS -lt $deadline ] && alive "$1"; do
        answer=$(redis-cli -s "$(cat "$dir/socket")" ping 2>/dev/null || true)
        # One that wants a password is up as well.
        case $answer in PONG | NOAUTH*) return 0 ;; esac
        sleep 0.05
    done
    return 1
}

start() { # start OPTIONS
    command -v redis-server >/dev/null || { echo "redis: no redis-server: make deps" >&2; exit 1; }
    local attempt pid port
    for attempt in 1 2 3; do
        choose_addresses
        port=$(cut -d : -f 2 "$dir/address")
        setsid redis-server --bind 127.0.0.1 --port "$port" --unixsocket "$(cat "$dir/socket")" --dir "$dir" \
            --save '' --appendonly no --daemonize no "$@" >>"$dir/redis.log" 2>&1 </dev/null &
        pid=$!
        echo "$pid" >"$dir/pid"
        if ready "$pid"; then
            touch "$dir/was-ready"
            echo "$(cat "$dir/socket") $(cat "$dir/address")"
            return 0
        fi
        stop KILL
        [ -e "$dir/was-ready" ] || rm -f "$dir/address"
        echo "redis: start $attempt failed; see $dir/redis.log" >&2
    done
    exit 1
}

[ $# -ge 2 ] || usage
mkdir -p "$2"
dir=$(cd "$2" && pwd)
command=$1
shift 2
case $command in
start) start "$@" ;;
stop) stop TERM; rm -f "$(cat "$dir/socket" 2>/dev/null)" ;;
kill) stop KILL ;;
*) usage ;;
esac
