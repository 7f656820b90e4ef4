#!/usr/bin/env python3
"""What the live worker asks of Redis, by Redis's own count: at most two commands for a plain sale.
needs: broker redis
"""
import json
import subprocess

from live import Cluster, check, finish, generate, wait_for, wait_until_read

COMMANDS_MAX = 2
# What a worker asks when it connects, and to see that Redis lives: of no batch. CONFIG and INFO are also this test's.
HOUSEKEEPING = {"ping", "hello", "auth", "select", "client", "info", "config", "command"}


def redis(cluster, *words):
    return subprocess.run(["redis-cli", "-s", cluster.redis, *words], check=True, stdout=subprocess.PIPE, text=True).stdout


def calls(cluster):
    """Command -> how often Redis was asked it since its counts were reset."""
    lines = [line for line in redis(cluster, "info", "commandstats").splitlines() if line.startswith("cmdstat_")]
    counted = {}
    for line in lines:
        name, _, values = line.removeprefix("cmdstat_").partition(":calls=")
        name = name.split("|")[0]
        counted[name] = counted.get(name, 0) + int(values.split(",")[0])
    return counted


def plain_sales(lines):
    """One cheap gun each, to purchasers who come only once: no two are born on one day."""
    seen = set()
    for line in lines:
        sale = json.loads(line)
        if sale["type"] != "sale" or len(sale["firearms"]) != 1 or (sale["firearms"][0].get("price") or 0) > 2000:
            continue
        born = sale["purchaser"]["date_of_birth"]
        if born not in seen:
            seen.add(born)
            yield line


def measured(cluster, worker, lines):
    """Commands that these lines cost the worker, and how many it found plain."""
    redis(cluster, "config", "resetstat")
    names = ["redis_commands_total", "plain_sales_total"]
    before = [worker.metric(name) for name in names]
    for at in range(0, cluster.partitions):
        cluster.produce(lines[at :: cluster.partitions], at)
    wait_until_read(cluster, [worker])
    told, plain = (worker.metric(name) - was for name, was in zip(names, before))
    asked = calls(cluster)
    kept_house = sum(count for name, count in asked.items() if name in HOUSEKEEPING)
    commands = sum(asked.values()) - kept_house
    print(f"{len(lines)} events, {plain:.0f} plain; Redis counted {asked}")
    # Of the housekeeping some is this test's.
    check(commands <= told <= commands + kept_house, f"the worker counts its commands as Redis does ({told:.0f}, {commands})")
    return commands, plain


lines, dealers, _ = generate(6000, 21, "--malformed", "0", "--traces", "0.05", "--corrections", "0.02", "--voids", "0.02")
cluster = Cluster("cost", dealers)
worker = cluster.start("worker")
wait_for(worker.is_ready, 60, "the worker is ready")

plain = list(plain_sales(lines))
commands, decided = measured(cluster, worker, plain)
check(decided == len(plain) > 2000, f"{len(plain)} sales are plain ({decided:.0f})")
check(commands <= COMMANDS_MAX * len(plain), f"a plain sale is at most {COMMANDS_MAX} commands ({commands / len(plain):.3f})")

check(worker.stop()[0] == 0, "the worker stops in order")
finish()
