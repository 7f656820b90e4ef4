#!/usr/bin/env python3
"""leadline bench: each kind on few events, what it writes, what it compares, and what it leaves behind: nothing.
needs: broker redis
"""
import json
import os
import signal
import subprocess
import time

from cli import CASES, ROOT, check, finish, fresh, run, same, says, start

RULES = ["--rules", ROOT / "rules/atf.yaml"]
GROUPS = ["--groups", ROOT / "rules/groups.yaml"]
SOCKET, BROKERS = os.environ["REDIS_SOCKET"], os.environ["BROKERS"]
LIVE = ["--brokers", BROKERS, "--redis", f"unix://{SOCKET}"]
FEW = ["--gen", "2000", "--runs", "2"]
STAGES = ["decode", "normalise", "encode", "store", "evaluate"]
FOLDER = fresh("bench")


def measured(what, *words):
    """The result as --json writes it, by name of the figure; its form is checked."""
    got = run("bench", *words, "--json")
    same(f"{what}: exit code", (got.returncode, got.stderr), (0, b""))
    if got.returncode:
        finish()
    result = json.loads(got.stdout)
    same(f"{what}: fields", list(result), ["leadline_bench", "kind", "machine", "versions", "setup", "metrics", "limited_by"])
    same(f"{what}: schema and kind", (result["leadline_bench"], result["kind"]), (1, words[0]))
    same(f"{what}: machine", list(result["machine"]), ["cpu", "cores", "kernel"])
    check(f"{what}: versions", {"leadline", "compiler", "simdjson", "librdkafka", "hiredis"} <= set(result["versions"]))
    for metric in result["metrics"]:
        same(f"{what}: fields of a figure", list(metric), ["name", "unit", "better", "median", "min", "max", "values"])
        values = metric["values"]
        inside = min(values) == metric["min"] <= metric["median"] <= metric["max"] == max(values)
        check(f"{what}: {metric['name']}: median, least, greatest", inside, metric)
    return {metric["name"]: metric for metric in result["metrics"]}


def positive(what, figures, *names):
    for name in names:
        check(f"{what}: {name}", name in figures and figures[name]["min"] > 0, figures.get(name))


def from_files():
    made = FOLDER / "events.ndjson"
    run("gen", "--sales", "2000", "--quiet", "--out", made, "--dealers-out", FOLDER / "dealers.csv")
    subprocess.run(["zstd", "-q", "-k", made], check=True)
    dealers = ["--dealers", FOLDER / "dealers.csv"]
    figures = measured("replay", "replay", *RULES, *GROUPS, *FEW)
    positive("replay", figures, "events_per_second", "cpu_per_million", "fact_bytes", "lead_records", "stage.decode", "stage.evaluate")
    same("replay: runs", len(figures["events_per_second"]["values"]), 2)
    check("replay: stages", {f"stage.{name}" for name in STAGES} <= set(figures))
    check("replay from memory reads nothing", "stage.read" not in figures)
    figures = measured("replay of a file", "replay", *RULES, *dealers, "--events", f"{made}.zst", "--runs", "1")
    positive("replay of a file", figures, "stage.read")
    figures = measured("replay on threads", "replay", *RULES, *FEW, "--threads", "3")
    positive("replay on threads", figures, "events_per_second", "one_thread", "times_one_thread", "cpu_per_million", "share.decode")
    shares = sum(figures[f"share.{name}"]["values"][0] for name in ["read_ahead", "read", "decode", "purchasers", "told", "write"])
    check("replay on threads: the shares are all of the CPU time", abs(shares - 100) < 0.1, shares)
    figures = measured("replay of a file on threads", "replay", *RULES, *dealers, "--events", f"{made}.zst", "--runs", "1", "--threads", "2")
    positive("replay of a file on threads", figures, "times_one_thread")
    figures = measured("engine", "engine", *RULES, *FEW)
    positive("engine", figures, "events_per_second")
    check("engine writes nothing", "stage.write" not in figures)


def of_rules():
    figures = measured("rules", "rules", *RULES, "--gen", "1000", "--runs", "1")
    listed = [line.split() for line in run("rules", "list", ROOT / "rules/atf.yaml").stdout.decode().splitlines()[3:]]
    on = sorted(words[1] for words in listed if words[0] != "off")
    for what in ("share", "alone"):
        same(f"rules: {what} of each", sorted(name[len(what) + 1:] for name in figures if name.startswith(f"{what}.")), on)
    figures = measured("generated rules", "rules", *RULES, "--gen", "500", "--runs", "1", "--indicators", "1,100")
    names = ["generated.1", "generated.100", "generated.100_over_1", "no_match.1", "no_match.100", "no_match.100_over_1"]
    same("generated rules: figures", list(figures), names)


def left_behind():
    keys = subprocess.run(["redis-cli", "-s", SOCKET, "--scan", "--pattern", "leadline-bench*"], capture_output=True).stdout
    deadline = time.monotonic() + 20
    while True:  # the broker answers a deletion before its list of topics shows it
        listed = subprocess.run(["kcat", "-b", BROKERS, "-L", "-J"], capture_output=True, check=True).stdout
        topics = [t["topic"] for t in json.loads(listed)["topics"] if t["topic"].startswith("leadline-bench")]
        if not topics or time.monotonic() > deadline:
            return keys.split(), topics


def live():
    figures = measured("live", "live", *RULES, *FEW, *LIVE)
    names = ["events_per_second", "worker_cpu_per_million", "redis_commands", "redis_memory", "kafka_bytes_in", "kafka_bytes_out"]
    positive("live", figures, *names)
    same("live: nothing is left", left_behind(), ([], []))
    figures = measured("latency", "latency", *RULES, "--rate", "400", "--seconds", "2", "--runs", "1", *LIVE)
    positive("latency", figures, "p50", "p90", "p99", "p99.9", "max", "leads")
    check("latency: in order", figures["p50"]["median"] <= figures["p99"]["median"] <= figures["max"]["median"])
    figures = measured("capacity", "capacity", *RULES, "--gen", "1000", "--runs", "1", "--sales-a-year", "1000000", *LIVE)
    positive("capacity", figures, "x1.workers", "x1.partitions", "x1.redis_memory", "x1.nodes", "busiest_hour_share")
    same("capacity: a thousandfold", figures["x1000.sales_a_year"]["median"], 1000 * figures["x1.sales_a_year"]["median"])
    same("latency and capacity: nothing is left", left_behind(), ([], []))


def interrupted():
    child = start("bench", "live", *RULES, "--gen", "3000", "--runs", "99", *LIVE, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    seen = b""
    while child.poll() is None and b"leadline-bench" not in seen:
        seen = subprocess.run(["redis-cli", "-s", SOCKET, "--scan", "--pattern", "leadline-bench*"], capture_output=True).stdout
    child.send_signal(signal.SIGINT)
    says("interrupted", child.communicate(timeout=60)[1], "interrupted")
    same("interrupted: exit code", child.returncode, 2)
    same("interrupted: nothing is left", left_behind(), ([], []))


def compared():
    words = ["bench", "engine", *RULES, "--gen", "500", "--runs", "2"]
    old = json.loads(run(*words, "--json").stdout)
    path = FOLDER / "old.json"

    def against(factor):
        """An older result that was so many times as fast, however the machine is today."""
        for metric in old["metrics"]:
            if metric["name"] == "events_per_second":
                for key in ("median", "min", "max"):
                    metric[key] *= factor
        old["metrics"] = [m for m in old["metrics"] if m["name"] == "events_per_second"]
        path.write_text(json.dumps(old))
        return run(*words, "--compare", path)

    got = against(1000)
    same("slower: exit code", got.returncode, 1)
    says("slower: named", got.stdout, "REGRESSION: events_per_second ")
    got = against(1e-6)
    same("faster: exit code", got.returncode, 0)
    says("faster: named", got.stdout, "better: events_per_second ")
    got = run(*words, "--compare", path, "--json")
    same("with --json: standard output is JSON", json.loads(got.stdout)["kind"], "engine")
    says("with --json: the comparison is on standard error", got.stderr, "better: events_per_second ")
    got = run("bench", "replay", *words[2:], "--compare", path)
    same("another kind: exit code", got.returncode, 2)
    says("another kind", got.stderr, "is of 'bench engine', this is of 'bench replay'")


def wrong(what, part, *words):
    got = run("bench", *words)
    same(f"{what}: exit code", got.returncode, 2)
    says(what, got.stderr, part)
    same(f"{what}: nothing on standard output", got.stdout, b"")


def usage():
    wrong("no kind", "say what to measure")
    wrong("an unknown kind", "unknown kind 'reply'; did you mean 'replay'?", "reply", *RULES)
    wrong("no rules", "--rules is missing", "replay")
    wrong("too much", "'x' is too much here; --events names a file", "replay", "x", *RULES)
    wrong("two sources", "read (--events) or made (--gen)", "replay", *RULES, "--gen", "5", "--events", "x")
    wrong("standard input", "--events takes a file", "replay", *RULES, "--events", "-")
    wrong("brokers for replay", "'bench replay' uses no brokers", "replay", *RULES, "--brokers", "x")
    wrong("indicators for replay", "--indicators is for 'bench rules'", "replay", *RULES, "--indicators", "1")
    for text in ("", "0", "1,", "1,x", "4097", ",".join("1" * 17)):
        wrong(f"--indicators {text}", "numbers from 1 to 4096", "rules", *RULES, "--indicators", text)
    wrong("missing events", "No such file", "replay", *RULES, "--events", FOLDER / "missing")
    empty = FOLDER / "empty"
    empty.write_bytes(b"")
    wrong("no events", "there are no events", "replay", *RULES, "--events", empty)
    wrong("a missing old result", "No such file", "replay", *RULES, "--compare", FOLDER / "missing")
    wrong("no old result", "no result of leadline bench; make one with --json", "replay", *RULES, "--compare", CASES / "pack.yaml")
    wrong("no Redis address", "not a Redis address", "live", *RULES, "--gen", "10", "--redis", "here", "--brokers", BROKERS)
    wrong("Redis away", "Redis at ", "live", *RULES, "--gen", "10", "--brokers", BROKERS, "--redis", "unix:///nowhere/at-all")
    wrong("too few events", "give more (--gen)", "latency", *RULES, "--gen", "10", *LIVE)
    same("nothing is left of what failed", left_behind(), ([], []))


from_files()
of_rules()
compared()
usage()
live()
interrupted()
finish()
