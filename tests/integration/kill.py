#!/usr/bin/env python3
"""Kill test: 20 times kill -9 of one of two workers during 200,000 events; nothing is lost, no lead differs.

Worker 0 is a static member of the group (it takes its partitions back as soon as it is up again), worker 1 a dynamic one
(its partitions wait for its session to end): both ways of coming back are met.
"""
import random
import time

from live import Cluster, Pacer, check, check_accounts, check_against_replay, finish, generate, total, wait_for, wait_until_read

KILLS, SALES, SECONDS = 20, 200000, 75
chance = random.Random(2006)
lines, dealers, events = generate(SALES)
cluster = Cluster("kill", dealers)


def start(i):
    return cluster.start(f"w{i}", **({"group.instance.id": "w0"} if i == 0 else {}))


workers = [start(0), start(1)]
for worker in workers:
    wait_for(worker.is_ready, 60, "a worker is ready")
began = time.monotonic()
pacers = [Pacer(cluster, lines[i::4], i, SECONDS) for i in range(4)]
kills = 0
in_flight = 0
while kills < KILLS:
    i = chance.choice((0, 0, 1))  # the static one more often: it is back at once
    victim = workers[i]
    before = victim.metric("consumed_messages_total")

    def works():
        return victim.is_ready() and (victim.metric("consumed_messages_total") > max(before, 0) or not any(p.is_alive() for p in pacers))

    wait_for(works, 60, "the victim works")
    time.sleep(chance.random() * 0.5)  # at any moment of its work
    in_flight += any(p.is_alive() for p in pacers)
    victim.kill()
    kills += 1
    workers[i] = start(i)
for pacer in pacers:
    pacer.join(120)
check(not any(p.is_alive() for p in pacers), f"{len(lines)} events were sent")
wait_until_read(cluster, workers, 90)
print(f"{kills} kills, {in_flight} of them while events were being sent, {time.monotonic() - began:.0f} s", flush=True)
check(in_flight >= KILLS // 2, f"most kills came in the middle of the events ({in_flight} of {KILLS})")
again = total(workers, 'events_total{outcome="duplicate"}')
print(f"the last two workers met {again:.0f} duplicates", flush=True)
check_against_replay(cluster, events, dealers, lines)
for worker in workers:
    check(worker.stop()[0] == 0, "a worker stops in order")
check_accounts(cluster, len(lines))
finish()
