#!/usr/bin/env python3
"""What a candidate costs the worker: CPU of its process for a million events, without one and with several, in turns of one run.

usage: shadow.py [EVENTS [ROUNDS]]        needs a release build, Kafka and Redis as tests/integration has them
"""
import os
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
SCRIPTS = ROOT / "tests/integration"
WORK = ROOT / "build/bench-shadow"
EVENTS, ROUNDS = (int(given) for given in (sys.argv[1:] + ["300000", "3"][len(sys.argv) - 1 :]))


def service(name, what):
    return subprocess.run([SCRIPTS / f"{name}.sh", what, WORK / name], check=True, stdout=subprocess.PIPE, text=True).stdout.split()


def cpu_seconds(worker):
    """Of the process until now."""
    fields = pathlib.Path(f"/proc/{worker.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(live, base, name, candidate, dealers, total):
    cluster = live.Cluster(name, dealers, partitions=0)
    cluster.topic = lambda kind: f"{base.name}.sales" if kind == "sales" else f"{cluster.name}.{kind}"
    cluster.partitions = base.partitions
    cluster.extra = "worker: {threads: 1}\n"
    if candidate:
        cluster.try_out(candidate, cluster.extra)
    worker = cluster.start("worker")
    live.wait_for(lambda: worker.metric("consumed_messages_total") >= total and worker.metric("consumer_lag") == 0, 300, "all is read")
    seconds = cpu_seconds(worker)
    split = [worker.metric(f'candidate_cpu_seconds_total{{pack="{which}"}}') for which in ("present", "candidate")]
    records = [worker.metric('lead_records_total{status="open"}'), worker.metric('candidate_lead_records_total{status="open"}')]
    worker.stop()
    return seconds * 1e6 / total, split, records


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    os.environ.update(LEADLINE=str(ROOT / "build/leadline"), WORK=str(WORK), PREFIX=f"bench-shadow-{os.getpid()}")
    os.environ["BROKERS"] = service("broker", "start")[0]
    os.environ["REDIS_SOCKET"] = service("redis", "start")[0]
    sys.path.insert(0, str(SCRIPTS))
    import live

    lines, dealers, _ = live.generate(EVENTS, 9)
    candidates = {
        "none": None,
        "the same pack": ROOT / "rules/atf.yaml",
        "lower thresholds": live.override("lower", "{five-or-more-guns: {params: {guns: 3}}, several-dealers: {params: {dealers: 2}}}"),
        "reports of its own": live.override("other", live.OTHER_REPORTS),
    }
    base = live.Cluster("base", dealers)
    for i in range(base.partitions):
        base.produce(lines[i :: base.partitions], i)
    found = {name: [] for name in candidates}
    for turn in range(ROUNDS):
        for number, (name, candidate) in enumerate(candidates.items()):
            cost, split, records = measure(live, base, f"t{turn}-{number}", candidate, dealers, len(lines))
            found[name].append(cost)
            print(f"{name}: {cost:.2f} CPU s a million; evaluating {split}, records {records}", flush=True)
    plain = statistics.median(found["none"])
    for name, costs in found.items():
        print(f"{name:20} {statistics.median(costs):6.2f} CPU s a million  {statistics.median(costs) / plain:5.2f}")


try:
    main()
finally:
    for name in ("redis", "broker"):
        service(name, "stop")
