#!/usr/bin/env python3
"""Replay on Redis: the same bytes as in memory, and nothing left behind.
needs: redis
"""
import os
import signal
import socket
import subprocess

from cli import CASES, check, case_options, finish, fresh, run, same, says, start

SOCKET, ADDRESS = os.environ["REDIS_SOCKET"], os.environ["REDIS_ADDRESS"]
STORES = [f"unix://{SOCKET}", f"redis://{ADDRESS}", f"redis://{ADDRESS}/1"]


def keys_left(db):
    out = subprocess.run(["redis-cli", "-s", SOCKET, "-n", str(db), "--scan", "--pattern", "leadline-replay:*"], capture_output=True)
    return out.stdout.split()


def same_as_memory():
    for name in ("houston-ring", "dense-901", "business-days"):
        events = CASES / name / "events.ndjson"
        for final in ([], ["--final"]):
            words = ["replay", *case_options(name), *final]
            want = run(*words, events)
            same(f"{name} {final} in memory: exit code", want.returncode, 0)
            for store in STORES:
                got = run(*words, "--store", store, events)
                same(f"{name} {final} on {store[:8]}: exit code", got.returncode, 0)
                check(f"{name} {final} on {store[:8]}: the same bytes", got.stdout == want.stdout, got.stderr)
    words = ["replay", *case_options("dense-901"), "--batch", 1, CASES / "dense-901/events.ndjson"]
    got, want = run(*words, "--store", STORES[0]), run(*words)
    check("batches of one", got.stdout == want.stdout, got.stderr)
    same("no keys are left", keys_left(0) + keys_left(1), [])


def interrupted():
    folder = fresh("redis")
    reader, writer = os.pipe()
    child = start("replay", *case_options("houston-ring"), "--batch", 1, "--store", STORES[0], "--out", folder / "leads", "--rejected",
                  f"/dev/fd/{writer}", "-", stdin=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=[writer])
    os.close(writer)
    child.stdin.write((CASES / "houston-ring/events.ndjson").read_bytes()[:50000] + b"\n{\n")
    child.stdin.flush()
    os.read(reader, 100)
    check("keys while it runs", keys_left(0))
    child.send_signal(signal.SIGINT)
    says("interrupted", child.stderr.read(), "interrupted after")
    same("interrupted: exit code", child.wait(60), 1)
    same("interrupted: no keys are left", keys_left(0), [])
    child.stdin.close()
    os.close(reader)


def away():
    with socket.socket() as free:  # a port that nobody listens on
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        got = run("replay", *case_options("dense-901"), "--store", f"redis://127.0.0.1:{port}", CASES / "dense-901/events.ndjson")
    same("no Redis: exit code", got.returncode, 1)
    says("no Redis", got.stderr, "error: ")
    same("no Redis: no leads", got.stdout, b"")
    got = run("replay", *case_options("dense-901"), "--store", "redis://", CASES / "dense-901/events.ndjson")
    same("a URL that is none: exit code", got.returncode, 2)


same_as_memory()
interrupted()
away()
finish()
