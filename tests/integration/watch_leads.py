#!/usr/bin/env python3
"""leadline watch: leads in plain words, from a file and from Kafka.
needs:
"""
import json
import os
import pty
import signal
import socket
import subprocess

from cli import CASES, ROOT, check, case_options, finish, fresh, run, same, says, start

MOCK_BROKER = os.environ.get("MOCK_BROKER", str(ROOT / "build/leadline-mock-broker"))
STREAM = run("replay", *case_options("houston-ring"), CASES / "houston-ring/events.ndjson").stdout
RECORDS = [json.loads(line) for line in STREAM.splitlines()]


def heads(text):
    """The first lines: those that no blank begins."""
    return [line for line in text.decode().splitlines() if not line.startswith(" ")]


def from_a_file(folder):
    leads = folder / "leads.ndjson"
    leads.write_bytes(STREAM)
    got = run("watch", "--file", leads)
    same("a file: exit code", got.returncode, 0)
    same("a file: a lead for each record", len(heads(got.stdout)), len(RECORDS))
    check("a file: two or three lines each", got.stdout.count(b"\n") <= 3 * len(RECORDS))
    check("a file: no colour", b"\x1b" not in got.stdout)
    same("standard input", run("watch", "--file", "-", stdin=STREAM).stdout, got.stdout)
    same("revisions seen already are passed over", run("watch", "--file", "-", stdin=STREAM + STREAM).stdout, got.stdout)
    same("--json", run("watch", "--file", leads, "--json").stdout, STREAM)
    groups = sorted({r["group"] for record in RECORDS for r in record["routes"]})
    check("there are groups", groups)
    for group in groups:
        shown = run("watch", "--file", leads, "--json", "--group", group).stdout.splitlines()
        mine = {r["lead_id"] for r in RECORDS if group in {t["group"] for t in r["routes"]}}
        same(f"--group {group}: its leads", {json.loads(line)["lead_id"] for line in shown}, mine)
    same("--group of nobody", run("watch", "--file", leads, "--group", "nobody").stdout, b"")
    got = run("watch", "--file", "-", stdin=b"nonsense\n" + STREAM.splitlines(keepends=True)[0])
    says("what is no lead", got.stderr, "warning: standard input, 1: this is no lead record: ")
    same("what is no lead: it goes on", len(heads(got.stdout)), 1)
    same("a missing file: exit code", run("watch", "--file", folder / "missing").returncode, 1)
    child = start("watch", "--file", leads, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    child.stdout.close()
    says("a closed pipe", child.stderr.read(), "its reader closed the pipe")
    same("a closed pipe: exit code", child.wait(60), 1)
    return run("watch", "--file", leads).stdout


def colours(folder):
    for env, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
        master, slave = pty.openpty()
        environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
        child = start("watch", "--file", folder / "leads.ndjson", stdout=slave, env={**environment, **env})
        os.close(slave)
        shown = b""
        try:
            while True:
                shown += os.read(master, 65536)
        except OSError:  # the terminal's other end is closed
            pass
        os.close(master)
        same(f"a terminal {env}: exit code", child.wait(60), 0)
        same(f"a terminal {env}: colour", b"\x1b[" in shown, coloured)


def produce(brokers, lines):
    keyed = b"".join(json.loads(line)["lead_id"].encode() + b"\t" + line + b"\n" for line in lines)
    subprocess.run(["kcat", "-P", "-b", brokers, "-t", "some-leads", "-K", "\t"], input=keyed, check=True, timeout=60)


def from_kafka(in_words, brokers):
    lines = STREAM.splitlines()
    produce(brokers, lines[:-1])
    words = ["watch", "--brokers", brokers, "--topic", "some-leads"]
    got = run(*words, "--exit-at-end", "--json")
    same("a topic: exit code", got.returncode, 0)
    same("a topic: all that is there", got.stdout.splitlines(), lines[:-1])
    check("a topic: in words", in_words.startswith(run(*words, "--exit-at-end").stdout))
    same("from the end there is nothing", run(*words, "--from", "end", "--until-idle", 1).stdout, b"")
    child = start(*words, "--json", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    seen = [child.stdout.readline() for _ in lines[:-1]]
    produce(brokers, lines[-1:])
    seen.append(child.stdout.readline())
    same("followed", seen, [line + b"\n" for line in lines])
    child.send_signal(signal.SIGINT)
    same("Ctrl-C: exit code", child.wait(60), 0)
    same("Ctrl-C: nothing said", child.stderr.read(), b"")
    child.stdout.close()


def brokers_that_are_not_there():
    with socket.socket() as free:  # a port that nobody listens on
        free.bind(("127.0.0.1", 0))
        got = run("watch", "--brokers", f"127.0.0.1:{free.getsockname()[1]}", "--exit-at-end")
    same("no broker: exit code", got.returncode, 1)
    says("no broker", got.stderr, "error: ")


folder = fresh("watch")
words = from_a_file(folder)
colours(folder)
with subprocess.Popen([MOCK_BROKER, "some-leads:1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as mock:
    from_kafka(words, mock.stdout.readline().strip())
    mock.stdin.close()
brokers_that_are_not_there()
finish()
