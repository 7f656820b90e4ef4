#!/usr/bin/env python3
"""One worker with 1, 2 and 4 threads: the leads of replay --final each time; with one, at most two round trips a batch."""
from live import Cluster, check, check_accounts, check_against_replay, finish, generate, wait_for, wait_until_read

ROUND_TRIPS_MAX = 2

lines, dealers, events = generate(20000, 4)
for threads in (1, 2, 4):
    cluster = Cluster(f"lanes{threads}", dealers)
    cluster.extra = f"worker: {{threads: {threads}}}"
    worker = cluster.start("worker")
    wait_for(worker.is_ready, 60, "the worker is ready")
    check(worker.said("started")[0]["threads"] == threads, f"{threads} threads")
    before = worker.metric("redis_round_trips_total")
    for i in range(4):
        cluster.produce(lines[i::4], i)
    wait_until_read(cluster, [worker])
    check_against_replay(cluster, events, dealers, lines)
    batches = worker.metric('stage_seconds_count{stage="batch"}')
    trips = worker.metric("redis_round_trips_total") - before
    commands = worker.metric("redis_commands_total") / len(lines)
    check(worker.metric("plain_sales_total") > len(lines) / 2, "most sales are plain")
    print(f"{commands:.2f} commands an event, {trips:.0f} round trips in {batches:.0f} batches", flush=True)
    # With more, a purchaser's events, which lie in any partition here, are met first by another thread.
    if threads == 1:
        check(commands <= 2, "an event costs at most two commands on average")
        # What is sent behind a batch is answered by the time the next asks, and is waited for on a busy machine alone.
        check(trips <= ROUND_TRIPS_MAX * batches + batches // 4, "a batch costs two round trips")
    code, seconds = worker.stop()
    check(code == 0 and seconds < 5, f"SIGTERM ends it in order ({seconds:.1f} s, exit {code})")
    check_accounts(cluster, len(lines))
finish()
