#!/usr/bin/env python3
"""Workers come and go in order while events flow: a third joins, one leaves by SIGTERM. Nothing changes."""
from live import Cluster, Pacer, check, check_accounts, check_against_replay, finish, generate, wait_for, wait_until_read

lines, dealers, events = generate(40000, 2)
cluster = Cluster("rebalance", dealers, partitions=6)
workers = [cluster.start("w0"), cluster.start("w1")]
for worker in workers:
    wait_for(worker.is_ready, 60, "a worker is ready")
pacers = [Pacer(cluster, lines[i::6], i, 15) for i in range(6)]
wait_for(lambda: all(w.metric("consumed_messages_total") > 500 for w in workers), 60, "both work")

third = cluster.start("w2")
wait_for(lambda: third.metric("consumed_messages_total") > 100, 60, "the third has its share")
check(any(p.is_alive() for p in pacers), "it joined while events were being sent")
check(third.metric("consumer_partitions") > 0, "partitions moved to the third")

code, seconds = workers[0].stop()
check(code == 0 and seconds < 5, f"one leaves in order ({seconds:.1f} s, exit {code})")
left = [workers[1], third]
wait_for(lambda: sum(w.metric("consumer_partitions") for w in left) == cluster.partitions + 1, 30, "its partitions are taken over")
check(any(p.is_alive() for p in pacers), "it left while events were being sent")
for pacer in pacers:
    pacer.join(60)
wait_until_read(cluster, left)
check_against_replay(cluster, events, dealers, lines)
for worker in left:
    check(worker.stop()[0] == 0, "a worker stops in order")
check_accounts(cluster, len(lines))
finish()
