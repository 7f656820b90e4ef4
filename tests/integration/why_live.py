#!/usr/bin/env python3
"""leadline why on the Redis that a worker keeps: the same as from the events, of each kind of subject, and nothing is written."""
import collections
import json
import os
import re
import subprocess

from live import LEADLINE, ROOT, WORK, Cluster, check, finish, generate, wait_for

OF_EACH = 4

lines, dealers, events = generate(6000, 11, "--dealers", "30", "--days", "200", "--corrections", "0.05", "--voids", "0.02", "--traces", "0.05")
cluster = Cluster("why", dealers)
RULES = ["--rules", ROOT / "rules/atf.yaml", "--groups", ROOT / "rules/groups.yaml", "--dealers", dealers]
STORE = ["--store", f"unix://{os.environ['REDIS_SOCKET']}", "--store-prefix", f"{cluster.name}:"]


def run(*words):
    return subprocess.run([LEADLINE, *map(str, words)], capture_output=True)


def changes():
    """How often Redis was written to."""
    said = subprocess.run(["redis-cli", "-s", os.environ["REDIS_SOCKET"], "INFO", "persistence"], capture_output=True, check=True).stdout
    return re.search(rb"rdb_changes_since_last_save:(\d+)", said)[1]


worker = cluster.start("worker")
wait_for(worker.is_ready, 60, "the worker is ready")
for i in range(4):
    cluster.produce(lines[i::4], i)
wait_for(lambda: worker.metric("consumed_messages_total") >= len(lines) and worker.metric("consumer_lag") == 0, 60, "everything is read")
code, _ = worker.stop()
check(code == 0, "the worker ends in order")
before = changes()

run("replay", "--final", "--quiet", *RULES, "--out", WORK / "why-leads.ndjson", events)
found = collections.defaultdict(dict)
for line in (WORK / "why-leads.ndjson").read_text().splitlines():
    lead = json.loads(line)
    found[lead["subject"]["kind"]].setdefault(lead["subject"]["key"], lead)
check(len(found["purchaser"]) >= OF_EACH and found["dealer"], f"there are subjects: { {kind: len(of) for kind, of in found.items()} }")

for kind, of in found.items():
    for key, lead in list(of.items())[:OF_EACH]:
        who = ["--subject", f"{kind}:{key}"]
        for more in ([], ["--all"], ["--json"], ["--lead", lead["lead_id"]]):
            # The events may be asked about a lead alone.
            words = more if "--lead" in more else who + more
            of_events, of_store = run("why", *RULES, *words, events), run("why", *RULES, *STORE, *who, *more)
            same = of_events.returncode == 0 and of_store.returncode == 0 and of_events.stdout == of_store.stdout
            check(same, f"{kind} {key} {more}: the store tells what the events tell")
            if not same:
                print(of_events.stderr.decode(), of_store.stderr.decode(), of_events.stdout.decode()[:3000], of_store.stdout.decode()[:3000], sep="\n--\n")

check(changes() == before, "nothing is written")
finish()
