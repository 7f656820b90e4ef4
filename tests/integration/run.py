#!/usr/bin/env python3
"""The live worker on a real Kafka and Redis: the same leads as replay, nothing lost, an orderly end."""
import json
import subprocess

from live import LEADLINE, WORK, Cluster, check, check_accounts, check_against_replay, finish, generate, wait_for, wait_until_read

lines, dealers, events = generate(20000)
cluster = Cluster("run", dealers)

# What it refuses before it starts.
worker = cluster.start("probe")
config = WORK / f"{cluster.name}-probe.yaml"
wait_for(worker.is_ready, 60, "the first worker is ready")
refused = subprocess.run([LEADLINE, "run", "--config", config], env={"LEADLINE_IDENTITY_KEY": "demo"}, capture_output=True)
check(refused.returncode == 2 and b"demo" in refused.stderr, "the demo key is refused without --demo")
missing = Cluster("missing", dealers, partitions=0)
text = missing.config({}).replace("create: true", "create: false")
(WORK / "missing.yaml").write_text(text)
refused = subprocess.run([LEADLINE, "run", "--demo", "--config", WORK / "missing.yaml"], env={"LEADLINE_IDENTITY_KEY": "demo"}, capture_output=True)
check(refused.returncode == 2 and b"topics.create" in refused.stderr, "a missing topic is refused with its remedy")

# Two workers, events in all partitions, as they come and without an order between them.
second = cluster.start("second")
wait_for(second.is_ready, 60, "the second worker is ready")
for i in range(4):
    cluster.produce(lines[i::4], i)
wait_until_read(cluster, [worker, second])
check_against_replay(cluster, events, dealers, lines)

headers, _, _ = cluster.read("leads")[0]
names = dict(header.split("=", 1) for header in headers.split(","))
check(names.get("pack_digest", "").startswith("sha256:"), "a lead names its pack")
check(names.get("source_topic") == cluster.topic("sales") and names.get("source_offset", "").isdigit(), "a lead names its source")
check(len(names.get("emitted_ms", "")) == 13, "a lead has its time of emission")
check(sum(w.metric("consumer_partitions") > 0 for w in (worker, second)) == 2, "both workers had partitions")

# Messages at the edges: nothing, a tombstone, one byte too long.
long_one = WORK / "long"
long_one.write_bytes(b'{"type":"sale","id":"' + b"x" * (1 << 20) + b'"}')
topic = cluster.topic("sales")
cluster.kcat("-P", "-t", topic, "-p", 0, "-k", "key", "-X", "message.max.bytes=4000000", long_one)
cluster.kcat("-P", "-t", topic, "-p", 0, "-Z", "-K:", "-D;", input=b"key:;")
cluster.kcat("-P", "-t", topic, "-p", 0, "-k", "key", "-H", "sent_us=123", input=b"{}")
wait_until_read(cluster, [worker, second])
odd = {value: headers for headers, key, value in cluster.read("rejected") if key == b"key"}
check("reason=too_long" in odd.get(long_one.read_bytes(), ""), "a message over the limit is rejected whole")
check("reason=not_json" in odd.get(None, ""), "a tombstone is rejected as one")
check("reason=missing" in odd.get(b"{}", "") and "sent_us=123" in odd.get(b"{}", ""), "the reason and sent_us are in the headers")

health, _ = worker.get("/healthz")
check(health == 200 and worker.get("/nowhere")[0] == 404, "healthz answers")
pages = worker.get("/metrics")[1] + second.get("/metrics")[1]
check(not any(name in pages for name in ("last_name", "date_of_birth", "street")), "metrics know no person")
logs = json.dumps(worker.log() + second.log())
check("date_of_birth" not in logs and "last_name" not in logs, "logs know no person")

for each in (worker, second):
    code, seconds = each.stop()
    check(code == 0 and seconds < 5, f"SIGTERM ends it in order ({seconds:.1f} s, exit {code})")
    check(len(each.said("stopped")) == 1, "it says what it did")
third = cluster.start("third")
wait_for(third.is_ready, 60, "the third worker is ready")
wait_until_read(cluster, [third])
check(third.metric("consumed_messages_total") == 0, "everything was committed: a new worker reads nothing again")
third.stop()
check_accounts(cluster, len(lines) + 3)
finish()
