#!/usr/bin/env python3
"""A candidate beside the pack in force, on a real Kafka and Redis: its leads are those of a replay with it, whether it was there from the
start or came later, and those of the pack in force are the same bytes with and without it."""
import subprocess

from live import LEADLINE, OTHER_REPORTS, ROOT, WORK, Cluster, check, check_against_replay, check_candidate, final_leads, finish, generate, override, wait_for, wait_until_read

ROUND_TRIPS_MAX = 2

lines, dealers, events = generate(12000, 5)


LOWER = override("lower", "{five-or-more-guns: {params: {guns: 3}}, several-dealers: {params: {dealers: 2}, window: {days: 25}}}")
OTHER = override("other", OTHER_REPORTS)


def use(cluster, candidate, threads=1):
    cluster.extra = f"worker: {{threads: {threads}}}\n"
    if candidate:
        cluster.try_out(candidate, cluster.extra)


def start(cluster, name):
    worker = cluster.start(name)
    wait_for(worker.is_ready, 60, f"{name} is ready")
    return worker


def send(cluster, some):
    for i in range(cluster.partitions):
        cluster.produce(some[i :: cluster.partitions], i)


def records(cluster, kind):
    return [(key, value) for _, key, value in cluster.read(kind)]


# The same pack: the same leads, on two threads.
cluster = Cluster("same", dealers)
use(cluster, ROOT / "rules/atf.yaml", 2)
worker = start(cluster, "worker")
send(cluster, lines)
wait_until_read(cluster, [worker])
check_against_replay(cluster, events, dealers, lines)
check(cluster.fold("candidate")[0] == cluster.fold("leads")[0], "the same pack finds the same leads")
changed = {which: worker.metric(f'candidate_events_total{{changed="{which}"}}') for which in ("present", "candidate", "both")}
check(changed["both"] > 100 and changed["present"] == changed["candidate"] == 0, f"the same events change them: {changed}")
check(worker.metric('candidate_lead_changes_total{change="opened"}') == worker.metric('lead_changes_total{change="opened"}') > 20, "as many are opened")
check(worker.metric('candidate_open_leads{pack="present"}') == worker.metric('candidate_open_leads{pack="candidate"}') > 20, "as many are open")
check(worker.metric("candidate_redis_round_trips_total") == 0, "what both have in common is asked for once")
check(worker.metric("candidate_produced_messages_total") == len(records(cluster, "candidate")), "its records are counted")
check(worker.metric("candidate_missed_events_total") == 0, "it misses nothing")
check(worker.said("a candidate")[0]["reports"] == "shared", "dealers' timelines are shared")
headers = dict(header.split("=", 1) for header in cluster.read("candidate")[0][0].split(","))
check(headers["pack_digest"] == worker.said("a candidate")[0]["pack_digest"], "its records name its pack")
check(worker.stop()[0] == 0, "the worker stops in order")

# Another pack, one partition, one thread: what the pack in force writes is the same, record by record.
written = {}
for name, candidate in (("without", None), ("lower", LOWER), ("other", OTHER)):
    cluster = Cluster(name, dealers, partitions=1)
    use(cluster, candidate)
    worker = start(cluster, "worker")
    send(cluster, lines)
    wait_until_read(cluster, [worker])
    written[name] = records(cluster, "leads")
    check(written[name] == written["without"] and len(written[name]) > 100, f"{name}: the pack in force writes the same {len(written[name])} records")
    batches = worker.metric('stage_seconds_count{stage="batch"}')
    trips, own = worker.metric("redis_round_trips_total"), worker.metric("candidate_redis_round_trips_total")
    print(f"{name}: {batches:.0f} batches, {trips:.0f} round trips and {own:.0f} for the candidate alone", flush=True)
    check(trips <= ROUND_TRIPS_MAX * batches + batches // 4 + 5, f"{name}: the pack in force has two round trips a batch")
    if candidate:
        check_candidate(cluster, events, dealers, candidate)
        check(worker.said("a candidate")[0]["reports"] == ("shared" if candidate == LOWER else "its own"), f"{name}: reports are shared where they are the same")
        check(own == 0 if candidate == LOWER else own <= 2 * batches, f"{name}: at most two round trips more")
        alone = worker.metric('candidate_events_total{changed="candidate"}')
        check(candidate == OTHER or alone > 0, f"{name}: events that change a lead by the candidate alone are counted ({alone:.0f})")
        if candidate == LOWER:
            hits = worker.metric('candidate_leads_total{indicator="several-dealers",status="open"}')
            check(hits > worker.metric('leads_total{indicator="several-dealers",status="open"}'), "records are counted by the candidate's indicators")
        cpu = [worker.metric(f'candidate_cpu_seconds_total{{pack="{which}"}}') for which in ("present", "candidate")]
        check(0 < cpu[1] < cpu[0] * 2, f"{name}: CPU of both is told: {cpu}")
    check(worker.stop()[0] == 0, f"{name}: the worker stops in order")

# It comes in the middle: what was there before it is known to it. Leads that nothing changes any more it does not write.
for name, candidate in (("late-lower", LOWER), ("late-other", OTHER)):
    cluster = Cluster(name, dealers, partitions=1)
    use(cluster, None)
    worker = start(cluster, "before")
    send(cluster, lines[: len(lines) // 2])
    wait_until_read(cluster, [worker])
    worker.stop()
    use(cluster, candidate)
    worker = start(cluster, "after")
    send(cluster, lines[len(lines) // 2 :])
    wait_until_read(cluster, [worker])
    check(records(cluster, "leads") == written["without"], f"{name}: the pack in force writes the same records")
    whole, _ = final_leads(events, dealers, candidate)
    half = WORK / "half.ndjson"
    half.write_bytes(b"\n".join(lines[: len(lines) // 2]) + b"\n")
    before, _ = final_leads(half, dealers, candidate)
    changed = {key: lead for key, lead in whole.items() if before.get(key) != lead}
    folded, clash = cluster.fold("candidate")
    if candidate == OTHER:  # dealers' and addresses' timelines of its own begin with it
        changed, folded = ({key: lead for key, lead in some.items() if lead["subject"]["kind"] == "purchaser"} for some in (changed, folded))
    missing = [key for key in changed if folded.get(key) != changed[key]]
    check(len(changed) > 20 and not missing, f"{name}: all {len(changed)} leads that changed since are written as a replay of everything has them ({len(missing)} are not)")
    check(all(whole.get(key) == lead for key, lead in folded.items()), f"{name}: and nothing else")
    check(not clash, f"{name}: one revision of a lead has one body")
    worker.stop()

# What is wrong with it is told before anything is done.
bad = WORK / "bad.yaml"
bad.write_text("pack: bad\nindicators: [{id: x, timeline: purchaser, items: firearms, having: nonsense() > 1}]\n")
refused = subprocess.run([LEADLINE, "run", "--demo", "--config", WORK / f"{cluster.name}-after.yaml", "--candidate", bad], env={"LEADLINE_IDENTITY_KEY": "demo"}, capture_output=True)
check(refused.returncode == 2 and b"bad.yaml" in refused.stderr and b"nonsense" in refused.stderr, "a faulty candidate is refused at its place")
use(cluster, LOWER)
config = WORK / "shared-topic.yaml"
config.write_text(cluster.config({}).replace(cluster.topic("candidate"), cluster.topic("leads")))
refused = subprocess.run([LEADLINE, "config", "check", config], env={"LEADLINE_IDENTITY_KEY": "demo"}, capture_output=True)
check(refused.returncode == 2 and b"topics.leads and in candidate.topic" in refused.stderr, "the candidate's topic is no other's")
shown = subprocess.run([LEADLINE, "config", "show", WORK / f"{cluster.name}-after.yaml"], env={"LEADLINE_IDENTITY_KEY": "demo"}, capture_output=True, text=True)
check(f"candidate.topic: {cluster.topic('candidate')}" in shown.stdout, "config show has it")
finish()
