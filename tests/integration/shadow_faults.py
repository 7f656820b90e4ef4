#!/usr/bin/env python3
"""Workers with a candidate that are killed lose nothing of it; and what is wrong with the candidate alone is its own matter."""
import random
import subprocess
import time

from live import OTHER_REPORTS, Cluster, Pacer, check, check_against_replay, check_candidate, finish, generate, override, total, wait_for, wait_until_read

KILLS, SALES, SECONDS = 6, 30000, 20
chance = random.Random(1968)
lines, dealers, events = generate(SALES, 8)
other = override("other", OTHER_REPORTS)

# Killed again and again, with a timeline of its own for each dealer.
cluster = Cluster("killed", dealers)
cluster.try_out(other)
workers = [cluster.start(f"w{i}") for i in range(2)]
for worker in workers:
    wait_for(worker.is_ready, 60, "a worker is ready")
pacers = [Pacer(cluster, lines[i::4], i, SECONDS) for i in range(4)]
for kill in range(KILLS):
    i = kill % 2
    victim = workers[i]
    before = victim.metric("consumed_messages_total")

    def works():
        return victim.is_ready() and (victim.metric("consumed_messages_total") > max(before, 0) or not any(p.is_alive() for p in pacers))

    wait_for(works, 60, "the victim works")
    time.sleep(chance.random() * 0.3)  # at any moment of its work
    victim.kill()
    workers[i] = cluster.start(f"w{i}")
for pacer in pacers:
    pacer.join(120)
wait_until_read(cluster, workers, 90)
check_against_replay(cluster, events, dealers, lines)
check_candidate(cluster, events, dealers, other)
check(total(workers, "candidate_missed_events_total") == 0, "it misses nothing")
for worker in workers:
    check(worker.stop()[0] == 0, "a worker stops in order")


def redis(cluster, *words):
    return subprocess.run(["redis-cli", "-s", cluster.redis, *words], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


# Its timelines are no longer what they were: the pack in force goes on.
KEYS = "local keys = redis.call('KEYS', ARGV[1]) for _, key in ipairs(keys) do redis.call('DEL', key) "
cluster = Cluster("spoilt", dealers, partitions=1)
cluster.try_out(other, "worker: {threads: 1}\n")
worker = cluster.start("worker")
wait_for(worker.is_ready, 60, "the worker is ready")
half = len(lines) // 2
cluster.produce(lines[:half])
wait_until_read(cluster, [worker])
pattern = f"{cluster.name}:candidate:*"
ttl = int(redis(cluster, "EVAL", "return redis.call('TTL', redis.call('KEYS', ARGV[1])[1])", "0", pattern))
spoilt = int(redis(cluster, "EVAL", KEYS + "redis.call('LPUSH', key, 'x') end return #keys", "0", pattern))
check(spoilt > 20 and ttl > 0, f"{spoilt} timelines are the candidate's alone; they expire")
cluster.produce(lines[half:])
wait_until_read(cluster, [worker])
check_against_replay(cluster, events, dealers, lines)
check(worker.metric("candidate_missed_events_total") > 0 and worker.metric("candidate_faulty") == 1, "it is told that the candidate misses events")
check(len(worker.said("the candidate misses events")) == 1, "it is said once")
check(not worker.said("redis is away") and worker.is_ready(), "the pack in force has all it needs")
redis(cluster, "EVAL", KEYS + "end return #keys", "0", pattern)


def is_mended():
    cluster.produce(lines[:1])
    wait_until_read(cluster, [worker])
    return worker.metric("candidate_faulty") == 0


wait_for(is_mended, 60, "the candidate is evaluated again")
check(len(worker.said("the candidate is evaluated again")) == 1, "which is said, too")
check(worker.stop()[0] == 0, "the worker stops in order")
finish()
