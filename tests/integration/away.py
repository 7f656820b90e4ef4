#!/usr/bin/env python3
"""Kafka or Redis away: it is said once, and once when it is back; nothing is committed meanwhile, and nothing lost.

needs:

Brings a broker and a Redis of its own, as both are hung, killed and started again.
"""
import os
import pathlib
import signal
import subprocess
import time

from live import OTHER_REPORTS, ROOT, WORK, Cluster, Pacer, check, check_accounts, check_against_replay, check_candidate, finish, generate, override, total, wait_for, wait_until_read

SCRIPTS = ROOT / "tests/integration"
redis_options = ["--appendonly", "yes", "--appendfsync", "always"]


def service(name, what, *options):
    return subprocess.run([SCRIPTS / f"{name}.sh", what, WORK / name, *options], check=True, stdout=subprocess.PIPE, text=True).stdout.split()


def hang(name, seconds):
    """Stop a service's process for so long, as an overloaded machine would."""
    pid = int((WORK / name / "pid").read_text())
    os.kill(pid, signal.SIGSTOP)
    time.sleep(seconds)
    os.kill(pid, signal.SIGCONT)


def said_once(worker, what, times):
    away, back = worker.said(f"{what} is away"), worker.said(f"{what} is back")
    check(len(away) == len(back) == times, f"{what} is said to be away {times} times, and back as often ({len(away)}, {len(back)})")


brokers = service("broker", "start")[0]
socket = service("redis", "start", *redis_options)[0]
try:
    lines, dealers, events = generate(30000, 3)
    cluster = Cluster("away", dealers, brokers, socket)
    candidate = override("other", OTHER_REPORTS)
    cluster.try_out(candidate)
    workers = [cluster.start("w0"), cluster.start("w1")]
    for worker in workers:
        wait_for(worker.is_ready, 60, "a worker is ready")
    pacers = [Pacer(cluster, lines[i::4], i, 40) for i in range(4)]
    wait_for(lambda: all(w.metric("consumed_messages_total") > 500 for w in workers), 60, "both work")

    service("redis", "kill")
    wait_for(lambda: all(w.said("redis is away") for w in workers), 30, "both say that Redis is away")
    check(all(w.get("/readyz")[0] == 503 and w.get("/healthz")[0] == 200 for w in workers), "alive, but not ready")
    time.sleep(1)  # what was done before is committed by now
    before = [w.metric("commits_total") for w in workers]
    third = cluster.start("w2")  # one that starts meanwhile
    time.sleep(5)
    check([w.metric("commits_total") for w in workers] == before, "nothing is committed meanwhile")
    service("redis", "start", *redis_options)
    wait_for(lambda: all(w.said("redis is back") for w in workers + [third]), 60, "all say that it is back")
    for worker in workers:
        said_once(worker, "redis", 1)
    check(third.stop()[0] == 0, "the one that started meanwhile stops in order")
    wait_for(lambda: all(w.is_ready() for w in workers), 60, "ready again")

    hang("redis", 4)
    wait_for(lambda: any(len(w.said("redis is back")) == 2 for w in workers), 60, "a hung Redis is back")
    hang("broker", 8)
    wait_for(lambda: all(w.is_ready() for w in workers), 60, "ready after the broker hung")
    service("broker", "kill")
    wait_for(lambda: all(w.metric('away{service="kafka"}') == 1 for w in workers), 60, "both know that Kafka is away")
    service("broker", "start")
    wait_for(lambda: all(w.metric('away{service="kafka"}') == 0 and w.is_ready() for w in workers), 90, "both are back")
    for worker in workers:
        away, back = len(worker.said("kafka is away")), len(worker.said("kafka is back"))
        check(away == back and 1 <= away <= 2, f"each time said once ({away}, {back})")
    for pacer in pacers:
        pacer.join(120)
    wait_until_read(cluster, workers, 90)
    check_against_replay(cluster, events, dealers, lines)
    check_candidate(cluster, events, dealers, candidate)
    check(total(workers, "candidate_missed_events_total") == 0, "the candidate misses nothing of what the pack in force does not miss")

    # Told to stop while Redis hangs: it gives the batch up uncommitted, in time.
    service("redis", "kill")
    cluster.produce(lines[:1000], 0)
    wait_for(lambda: any(w.metric('away{service="redis"}') == 1 for w in workers), 30, "it is stuck")
    for worker in workers:
        code, seconds = worker.stop()
        check(code == 0 and seconds < 5, f"stuck or not, it ends in time ({seconds:.1f} s, exit {code})")
    service("redis", "start", *redis_options)
    check_accounts(cluster, len(lines) + 1000)
finally:
    service("redis", "stop")
    service("broker", "stop")
finish()
