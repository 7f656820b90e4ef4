"""What the tests of the live worker share: topics, workers, and the leads as a topic's reader folds them.

The environment is that of tests/tools/integration.py. No test knows a fixed port; every wait is for something that is seen.
"""
import atexit
import collections
import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
LEADLINE = os.environ["LEADLINE"]
WORK = pathlib.Path(os.environ["WORK"])
PREFIX = os.environ["PREFIX"]

results = collections.Counter()


def check(holds, what):
    """Count one check, and print it where it fails."""
    results["passed" if holds else "failed"] += 1
    print(f"{'ok' if holds else 'FAILED'}: {what}", flush=True)
    return holds


def finish():
    print(f"{results['passed']} passed, {results['failed']} failed")
    sys.exit(1 if results["failed"] else 0)


def wait_for(test, seconds, what, detail=lambda: ""):
    """Poll until test() is true; its value, or SystemExit after so many seconds, with what detail() tells."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = test()
        if value:
            return value
        time.sleep(0.05)
    check(False, f"{what} within {seconds} s {detail()}")
    finish()


def generate(sales, seed=1, *options):
    """(lines, dealers file, events file) of generated events."""
    events, dealers = WORK / f"events-{seed}.ndjson", WORK / f"dealers-{seed}.csv"
    subprocess.run(
        [LEADLINE, "gen", "--sales", str(sales), "--seed", str(seed), "--malformed", "0.002", "--quiet", "--out", events, "--dealers-out", dealers]
        + list(options),
        check=True,
    )
    return events.read_bytes().split(b"\n")[:-1], dealers, events


def override(name, changes):
    """The file of a pack that differs from the one in force by its overrides."""
    path = WORK / f"{name}.yaml"
    path.write_text(f"pack: {name}\nextends: {ROOT}/rules/atf.yaml\noverride: {changes}\n")
    return path


# Its multiple sales are others, so dealers' and addresses' timelines are its own.
OTHER_REPORTS = "{multiple-sale-handgun: {params: {min: 3}}, long-gun-multiple: {params: {min: 3}}}"


def strip(lead):
    return {key: value for key, value in lead.items() if key != "revision"}


def final_leads(events, dealers, pack=ROOT / "rules/atf.yaml"):
    """lead_id -> body without revision, by replay --final; and the rejected events' bytes."""
    out, rejected = WORK / "final.ndjson", WORK / "replay-rejected.ndjson"
    rules = ["--rules", pack, "--groups", ROOT / "rules/groups.yaml", "--dealers", dealers]
    subprocess.run([LEADLINE, "replay", *rules, "--final", "--quiet", "--out", out, "--rejected", rejected, events], check=True)
    leads = [json.loads(line) for line in out.read_bytes().splitlines()]
    return {lead["lead_id"]: strip(lead) for lead in leads}, len(rejected.read_bytes().splitlines())


class Worker:
    """One `leadline run`, its log and its metrics."""

    def __init__(self, cluster, name, properties, partitions=1):
        self.log_path = WORK / f"{name}.log"
        config = WORK / f"{name}.yaml"
        config.write_text(cluster.config(properties, partitions))
        environment = {**os.environ, "LEADLINE_IDENTITY_KEY": "demo"}
        self.log_start = self.log_path.stat().st_size if self.log_path.exists() else 0
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen([LEADLINE, "run", "--demo", "--config", config], stderr=log, env=environment)
        atexit.register(self.process.kill)  # of a test that fails

    def log(self):
        """What it said since it was started, line by line."""
        with open(self.log_path, "rb") as log:
            log.seek(self.log_start)
            return [json.loads(line) for line in log.read().splitlines() if line.startswith(b"{")]

    def said(self, text):
        return [entry for entry in self.log() if text in entry["message"]]

    def port(self):
        started = self.said("started")
        return started[0]["metrics_port"] if started else None

    def get(self, path):
        """(HTTP status, text); (0, "") while it does not listen."""
        port = self.port()
        if not port:
            return 0, ""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as fault:
            return fault.code, fault.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""

    def metric(self, name):
        """A metric's value, labels as they stand in the text; -1 while there is none."""
        found = re.search(rf"^leadline_{re.escape(name)} ([0-9.]+)$", self.get("/metrics")[1], re.M)
        return float(found[1]) if found else -1

    def events(self):
        """Events of batches that are done, whatever became of them."""
        return sum(int(count) for count in re.findall(r"^leadline_events_total\{.*\} ([0-9]+)$", self.get("/metrics")[1], re.M))

    def is_ready(self):
        return self.process.poll() is None and self.get("/readyz")[0] == 200

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        """SIGTERM: (exit code, seconds that it took)."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        return code, time.monotonic() - began


class Cluster:
    """Topics, group and keys of one test, on the brokers and the Redis given."""

    def __init__(self, name, dealers, brokers=None, redis=None, partitions=4):
        self.name = f"{PREFIX}-{name}"
        self.dealers = dealers
        self.brokers = brokers or os.environ["BROKERS"]
        self.redis = redis or os.environ["REDIS_SOCKET"]
        self.partitions = partitions
        self.group = self.name
        self.extra = ""
        self.produced = self.started = 0
        if partitions:
            self.make_topics()

    def topic(self, kind):
        return f"{self.name}.{kind}"

    def config(self, properties, partitions=1):
        kafka = {"bootstrap.servers": self.brokers, "session.timeout.ms": 6000, "heartbeat.interval.ms": 500, **properties}
        lines = [
            f"rules: {ROOT}/rules/atf.yaml",
            f"groups: {ROOT}/rules/groups.yaml",
            f"dealers: {self.dealers}",
            "kafka:",
            *[f"  {key}: '{value}'" for key, value in kafka.items()],
            f"topics: {{sales: [{self.topic('sales')}], traces: [{self.topic('traces')}], leads: {self.topic('leads')},",
            f"  rejected: {self.topic('rejected')}, create: true, partitions: {partitions}, replication: 1}}",
            f"group: {self.group}",
            f"redis: {{url: 'unix://{self.redis}', prefix: '{self.name}:', timeout_ms: 1000}}",
            "metrics: {listen: '127.0.0.1:0'}",
            # All that is generated stays within reach, so that what is forgotten by time is not in question here.
            "retention: {sale_days: 3660, lead_days: 36500, lead_with_trace_days: 36500}",
            self.extra,
        ]
        return "\n".join(lines) + "\n"

    def kcat(self, *arguments, **options):
        return subprocess.run(["kcat", "-b", self.brokers, *map(str, arguments)], check=True, **options)

    def produce(self, lines, partition=0, kind="sales"):
        self.kcat("-P", "-t", self.topic(kind), "-p", partition, "-X", "linger.ms=5", input=b"\n".join(lines) + b"\n")
        self.produced += len(lines)

    def read(self, kind):
        """All messages of a topic: (headers, key, value); value None for a tombstone."""
        command = ["-C", "-e", "-q", "-t", self.topic(kind), "-X", "fetch.message.max.bytes=8388608"]
        raw = self.kcat(*command, "-f", "%S %K %h\n%k%s\n", stdout=subprocess.PIPE).stdout
        messages, at = [], 0
        while at < len(raw):
            end = raw.index(b"\n", at)
            size, key_size, headers = raw[at:end].split(b" ", 2)
            key_end = end + 1 + max(int(key_size), 0)
            value_end = key_end + max(int(size), 0)
            value = raw[key_end:value_end] if int(size) >= 0 else None
            messages.append((headers.decode("utf-8", "replace"), raw[end + 1 : key_end], value))
            at = value_end + 1
        return messages

    def fold(self, kind="leads"):
        """lead_id -> the open lead with the highest revision; and whether one revision had two bodies."""
        best, clash = {}, False
        for _, key, value in self.read(kind):
            lead = json.loads(value)
            known = best.get(lead["lead_id"])
            clash |= lead["lead_id"] != key.decode()
            if known and known["revision"] == lead["revision"]:
                clash |= known != lead
            if not known or known["revision"] < lead["revision"]:
                best[lead["lead_id"]] = lead
        return {k: strip(v) for k, v in best.items() if v["status"] == "open"}, clash

    def try_out(self, pack, extra=""):
        """Workers started from now on have that candidate."""
        self.extra = extra + f"candidate: {{rules: '{pack}', topic: {self.topic('candidate')}}}"

    def start(self, name, **properties):
        self.started += 1
        return Worker(self, f"{self.name}-{name}", properties)

    def make_topics(self):
        """The topic of sales has the partitions, all others have one: so none of a few workers is left without sales."""
        name = self.name
        self.topic = lambda kind: f"{name}.{kind}" if kind == "sales" else f"{name}.first.{kind}"
        first = Worker(self, f"{name}-first", {}, self.partitions)
        wait_for(first.is_ready, 60, "the topic of sales is made")
        first.stop()
        del self.topic


def total(workers, metric):
    return sum(max(worker.metric(metric), 0) for worker in workers)


def wait_until_read(cluster, workers, seconds=60):
    """Until every partition is someone's, and nothing is left to read. A lag is as last heard: so what was produced is counted
    too, where these workers are all that there were."""
    state = {"calm": 0}

    def counted():
        return cluster.started > len(workers) or sum(worker.events() for worker in workers) >= cluster.produced

    def calm():
        owned = total(workers, "consumer_partitions") == cluster.partitions + 1
        state["calm"] = state["calm"] + 1 if owned and total(workers, "consumer_lag") == 0 and counted() else 0
        return state["calm"] >= 10

    def detail():
        return [(w.process.poll(), w.metric("consumer_partitions"), w.metric("consumer_lag"), w.is_ready()) for w in workers]

    wait_for(calm, seconds, "everything is read", detail)


def check_proven(cluster, dealers):
    """Each record of the topic of leads holds by its own evidence."""
    leads = [value for _, _, value in cluster.read("leads") if value is not None]
    rules = ["--rules", ROOT / "rules/atf.yaml", "--groups", ROOT / "rules/groups.yaml", "--dealers", dealers]
    said = subprocess.run([LEADLINE, "verify", "--quiet", *rules, "-"], input=b"\n".join(leads), capture_output=True)
    check(leads and said.returncode == 0 and not said.stdout, f"each of {len(leads)} records holds by its own evidence: {said.stdout[:800]}")


def check_against_replay(cluster, events, dealers, lines):
    """The topic of leads folds to replay's, each of its records is proven, and rejected events are all there, byte for byte."""
    check_proven(cluster, dealers)
    expected, rejected_count = final_leads(events, dealers)
    folded, clash = cluster.fold()
    check(len(expected) > 20, f"there is something to compare: {len(expected)} leads")
    if not check(folded == expected, f"the topic folds to the {len(expected)} leads of replay --final"):
        print("only live:", sorted(set(folded) - set(expected))[:5], "only replay:", sorted(set(expected) - set(folded))[:5])
        print("different:", [key for key in expected if key in folded and expected[key] != folded[key]][:5])
    check(not clash, "one revision of a lead has one body, and the key is the lead_id")
    rejected = {value for _, _, value in cluster.read("rejected") if value is not None}
    check(rejected_count > 0 and rejected <= set(lines), f"rejected events are there byte for byte ({rejected_count} in replay)")
    distinct = {line for line in lines if line in rejected}
    check(sum(1 for line in lines if line in distinct) == rejected_count, "every rejected event is there")


def check_candidate(cluster, events, dealers, pack):
    """The candidate's topic folds to the leads of a replay with it."""
    expected, _ = final_leads(events, dealers, pack)
    folded, clash = cluster.fold("candidate")
    check(len(expected) > 20 and folded == expected, f"the candidate's topic folds to the {len(expected)} leads of its replay ({len(folded)})")
    check(not clash, "one revision of its leads has one body")


def check_accounts(cluster, count):
    """A second group over the same facts finds every event known: none was missed."""
    cluster.group = cluster.name + "-again"
    worker = cluster.start("again")
    wait_for(worker.is_ready, 60, "the second reader is ready")

    def read():
        return worker.metric("consumed_messages_total") >= count and worker.metric("consumer_lag") == 0

    wait_for(read, 120, "the second reader has read all")
    events = {o: worker.metric(f'events_total{{outcome="{o}"}}') for o in ("used", "duplicate", "superseded", "rejected", "untied")}
    # A producer that lost its broker may have sent some twice.
    check(sum(events.values()) == worker.metric("consumed_messages_total") >= count, f"{count} events are accounted for: {events}")
    check(events["used"] == 0, "every one of them was known")
    check(worker.stop()[0] == 0, "the second reader stops in order")


class Pacer(threading.Thread):
    """Produces lines to one partition over so many seconds."""

    def __init__(self, cluster, lines, partition, seconds):
        super().__init__(daemon=True)
        self.lines, self.seconds = lines, seconds
        command = ["kcat", "-P", "-b", cluster.brokers, "-t", cluster.topic("sales"), "-p", str(partition), "-X", "linger.ms=5", "-X", "enable.idempotence=true", "-E"]
        self.kcat = subprocess.Popen(command, stdin=subprocess.PIPE)
        self.start()

    def run(self):
        began, step = time.monotonic(), 100
        for at in range(0, len(self.lines), step):
            due = began + self.seconds * at / len(self.lines)
            time.sleep(max(0, due - time.monotonic()))
            self.kcat.stdin.write(b"\n".join(self.lines[at : at + step]) + b"\n")
            self.kcat.stdin.flush()
        self.kcat.stdin.close()
        self.kcat.wait()
