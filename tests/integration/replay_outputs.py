#!/usr/bin/env python3
"""Replay: the same bytes however events are given, every event accounted for, outputs whole or not there.
needs:
"""
import base64
import gzip
import json
import os
import pty
import re
import select
import signal
import subprocess
import time

from cli import CASES, check, case_options, finish, fresh, run, same, says, start

CASE = "houston-ring"
OPTIONS = case_options(CASE)
EVENTS = CASES / CASE / "events.ndjson"
TEXT = EVENTS.read_bytes()
SUMMARY = re.compile(
    rb"^events: (\d+) read = (\d+) used \+ (\d+) duplicate \+ (\d+) superseded \+ (\d+) rejected \+ (\d+) untied$", re.M
)
LEADS = re.compile(rb"^leads: (\d+) opened, (\d+) grew, (\d+) withdrawn, (\d+) superseded; (\d+) stand$", re.M)


def replay(*args, **more):
    return run("replay", *OPTIONS, *args, **more)


def zstd(data):
    return subprocess.run(["zstd", "-q", "-c"], input=data, capture_output=True, check=True).stdout


def any_way_the_same(folder):
    lines = TEXT.splitlines(keepends=True)
    thirds = [b"".join(lines[:100]), b"".join(lines[100:2000]), b"".join(lines[2000:])]
    forms = {
        "plain.ndjson": TEXT,
        "packed.gz": gzip.compress(TEXT),
        "packed.zst": zstd(TEXT),
        "gzip-by-another-name.ndjson": gzip.compress(TEXT),
        "two-members.gz": gzip.compress(TEXT[:5000]) + gzip.compress(TEXT[5000:]),
        "two-frames.zst": zstd(TEXT[:5000]) + zstd(TEXT[5000:]),
        "bom.ndjson": b"\xef\xbb\xbf" + TEXT,
        "crlf.ndjson": TEXT.replace(b"\n", b"\r\n"),
        "blank-lines.ndjson": TEXT.replace(b"\n", b"\n\n  \r\n"),
        "no-last-end.ndjson": TEXT.rstrip(b"\n"),
    }
    for name, data in forms.items():
        (folder / name).write_bytes(data)
    (folder / "1").write_bytes(thirds[0])
    (folder / "2").write_bytes(gzip.compress(b"\xef\xbb\xbf" + thirds[1]))
    (folder / "3").write_bytes(zstd(thirds[2]))
    for final in ([], ["--final"]):
        want = replay(*final, EVENTS)
        same(f"replay {final}: exit code", want.returncode, 0)
        check(f"replay {final}: leads", want.stdout.count(b"\n") > 10, want.stderr)
        ways = {name: replay(*final, folder / name) for name in forms}
        ways["three files"] = replay(*final, folder / "1", folder / "2", folder / "3")
        ways["standard input"] = replay(*final, "-", stdin=TEXT)
        ways["packed standard input"] = replay(*final, "-", stdin=gzip.compress(TEXT))
        ways["a file, standard input, a file"] = replay(*final, folder / "1", "-", folder / "3", stdin=thirds[1])
        out = folder / "leads.ndjson"
        ways["--out"] = replay(*final, "--out", out, EVENTS)
        same(f"--out {final}: standard output", ways["--out"].stdout, b"")
        ways["--out"].stdout = out.read_bytes()
        for way, got in ways.items():
            same(f"{way} {final}: exit code", got.returncode, 0)
            check(f"{way} {final}: the same leads", got.stdout == want.stdout, got.stderr)
            same(f"{way} {final}: the same account", SUMMARY.findall(got.stderr), SUMMARY.findall(want.stderr))


def standing(stream):
    """What the records of a stream leave standing, by lead id, revisions aside."""
    newest = {}
    for line in stream.splitlines():
        record = json.loads(line)
        del record["revision"]
        newest[record["lead_id"]] = record
    return {i: r for i, r in newest.items() if r["status"] == "open"}


def batches_change_nothing_in_the_end():
    final, stream = replay("--final", EVENTS).stdout, replay(EVENTS).stdout
    for batch in (1, 7, 1000, 65536):
        check(f"--final, batches of {batch}", replay("--final", "--batch", batch, EVENTS).stdout == final)
        check(f"batches of {batch}", standing(replay("--batch", batch, EVENTS).stdout) == standing(stream))


def threads_change_no_byte(folder):
    several = [EVENTS, CASES / "dense-901/events.ndjson", CASES / "dense-902/events.ndjson"]
    bad = folder / "bad-lines.ndjson"
    bad.write_bytes(TEXT.replace(b"\n", b"\n{\n", 50))
    for final in ([], ["--final"]):
        for events in (several, [bad]):
            rejected = folder / "rejected"
            want = replay(*final, "--threads", 1, "--rejected", rejected, *events)
            same("--threads 1: exit code", want.returncode, 0)
            want_rejected = rejected.read_bytes()
            for threads, batch in ((2, 1024), (3, 100), (64, 1024)):
                got = replay(*final, "--threads", threads, "--batch", batch, "--rejected", rejected, *events)
                way = f"{threads} threads, batches of {batch} {final}"
                same(f"{way}: exit code", got.returncode, 0)
                check(f"{way}: the same leads", got.stdout == want.stdout, got.stderr)
                check(f"{way}: the same rejected", rejected.read_bytes() == want_rejected)
                same(f"{way}: the same account", SUMMARY.findall(got.stderr), SUMMARY.findall(want.stderr))
                same(f"{way}: the same leads counted", LEADS.findall(got.stderr), LEADS.findall(want.stderr))
                check(f"{way}: where the time went", re.search(rb"^threads: \d+; CPU time: .* read ahead", got.stderr, re.M), got.stderr)


def account_agrees_with_the_leads():
    stream, final = replay(EVENTS), replay("--final", EVENTS)
    read, *outcomes = (int(n) for n in SUMMARY.search(stream.stderr).groups())
    same("read", read, TEXT.count(b"\n"))
    same("read is the sum", read, sum(outcomes))
    opened, grew, withdrawn, superseded, stand = (int(n) for n in LEADS.search(stream.stderr).groups())
    records = [json.loads(line) for line in stream.stdout.splitlines()]
    newest = {}
    for record in records:
        old = newest.get(record["lead_id"])
        check("revisions grow", old is None or record["revision"] > old["revision"], record["lead_id"])
        newest[record["lead_id"]] = record
    statuses = [r["status"] for r in records]
    same("leads opened and grown", opened + grew, statuses.count("open"))
    same("leads withdrawn", withdrawn, statuses.count("withdrawn"))
    same("leads superseded", superseded, statuses.count("superseded"))
    open_now = {i: r for i, r in newest.items() if r["status"] == "open"}
    same("leads that stand", stand, len(open_now))
    same("--final counts the same", LEADS.findall(final.stderr), LEADS.findall(stream.stderr))
    last = [json.loads(line) for line in final.stdout.splitlines()]
    check("--final is what stands", standing(final.stdout) == standing(stream.stdout))
    check("--final knows no less", all(r["revision"] >= open_now[r["lead_id"]]["revision"] for r in last))
    kinds = [(r["subject"]["kind"], r["subject"]["key"], r["first_date"]) for r in last]
    same("--final is sorted", kinds, sorted(kinds))


def rejected_events(folder):
    good = TEXT.splitlines()[0]
    sale = json.loads(good)
    bad = {
        b"{": "not_json",
        b'{"type":"sale","id":"\xff"}': "not_json",
        b"[1,2]": "not_object",
        b'{"type":"loan","id":"x"}': "unknown_type",
        json.dumps({**sale, "id": None}).encode(): "missing",
        json.dumps({**sale, "occurred_at": "2006-02-30T00:00:00Z"}).encode(): "bad_time",
        json.dumps({**sale, "id": "caf\u00e9 \u0007", "version": 0}, ensure_ascii=False).encode(): "bad_version",
        json.dumps({**sale, "pad": "x" * (1 << 20)}).encode(): "too_long",
        b"tab\there \r inside": "not_json",
    }
    lines, expected = [good, b""], []
    for event, reason in bad.items():
        lines.append(event)
        expected.append((len(lines), reason, event))
        lines.append(b"")
    events, rejected = folder / "mixed.ndjson", folder / "rejected.ndjson"
    for end in (b"\n", b"\r\n"):
        events.write_bytes(end.join(lines) + end)
        got = replay("--rejected", rejected, "--out", folder / "leads.ndjson", events)
        same("rejected events: exit code", got.returncode, 0)
        account = [int(n) for n in SUMMARY.search(got.stderr).groups()]
        same("rejected events: account", account, [1 + len(bad), 1, 0, 0, len(bad), 0])
        records = [json.loads(line) for line in rejected.read_bytes().splitlines()]
        same("rejected events: how many", len(records), len(bad))
        for record, (line, reason, event) in zip(records, expected):
            held = record["event"].encode() if "event" in record else base64.b64decode(record["event_base64"])
            check(f"line {line}: byte for byte", held == event, record)
            same(f"line {line}: reason", record["reason"], reason)
            same(f"line {line}: place", (record["file"], record["line"]), (str(events), line))
            check(f"line {line}: a sentence", len(record["sentence"]) > 10, record)
    same("a field is named", [r["field"] for r in records if r["reason"] == "bad_version"], ["version"])
    says("reasons in the summary", got.stderr, "rejected: 3 not_json, 1 too_long, 1 not_object, ")


def damaged_input(folder):
    for name, data in (("cut.gz", gzip.compress(TEXT)), ("cut.zst", zstd(TEXT))):
        cut = folder / name
        cut.write_bytes(data[: len(data) // 2])
        out = folder / "damaged.ndjson"
        got = replay("--out", out, cut)
        same(f"{name}: exit code", got.returncode, 1)
        check(f"{name}: place", re.search(rb"the (gzip|zstd) data is damaged after line \d+: it ends early", got.stderr), got.stderr)
        says(f"{name}: file", got.stderr, str(cut))
        check(f"{name}: no output", not out.exists())


def outputs_that_fail(folder):
    for option in ("--out", "--rejected"):
        got = replay(option, "/dev/full", "-", stdin=TEXT + b"{\n" * 10000)
        same(f"{option} on a full disk: exit code", got.returncode, 1)
        says(f"{option} on a full disk", got.stderr, "error: cannot write /dev/full: No space left on device")
    with open("/dev/full", "wb") as full:
        child = start("replay", *OPTIONS, EVENTS, stdout=full, stderr=subprocess.PIPE)
        stderr = child.communicate(timeout=60)[1]
    same("standard output on a full disk: exit code", child.returncode, 1)
    says("standard output on a full disk", stderr, "error: cannot write standard output: No space left on device")
    child = start("replay", *OPTIONS, EVENTS, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    child.stdout.close()
    stderr = child.stderr.read()
    same("a closed pipe: exit code", child.wait(60), 1)
    says("a closed pipe", stderr, "standard output: its reader closed the pipe before the end")


def old_output_stands_until_the_end(folder):
    out = folder / "old.ndjson"
    out.write_text("old\n")
    (folder / "bad.gz").write_bytes(gzip.compress(TEXT)[:3000])
    replay("--out", out, folder / "bad.gz")
    same("after a failure the old output stands", out.read_text(), "old\n")
    replay("--out", out, EVENTS)
    check("after success it is replaced", out.read_text() != "old\n")
    check("no temporary file is left", not [n for n in os.listdir(folder) if n.startswith(".")], os.listdir(folder))


def interrupted(folder, number, threads):
    """Wait for a rejected event to come out, so that the run is surely under way, then end it."""
    out = folder / f"interrupted-{number}.ndjson"
    out.write_text("old\n")
    reader, writer = os.pipe()
    child = start("replay", *OPTIONS, "--threads", threads, "--batch", 1, "--out", out, "--rejected", f"/dev/fd/{writer}", "-", stdin=subprocess.PIPE,
                  stderr=subprocess.PIPE, pass_fds=[writer])
    os.close(writer)
    child.stdin.write(TEXT[:100000] + b"\n{\n")
    child.stdin.flush()
    check(f"signal {number}: live output", b"not_json" in os.read(reader, 100))
    child.send_signal(number)
    stderr = child.stderr.read()
    same(f"signal {number}: exit code", child.wait(60), 1)
    check(f"signal {number}: message", re.search(rb"interrupted after \d+ events: .* is not written", stderr), stderr)
    same(f"signal {number}: the old output stands", out.read_text(), "old\n")
    check(f"signal {number}: no temporary file", not [n for n in os.listdir(folder) if n.startswith(".")])
    child.stdin.close()
    os.close(reader)


def progress_on_a_terminal():
    master, slave = pty.openpty()
    child = start("replay", *OPTIONS, "-", stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=slave)
    os.close(slave)
    shown, deadline = b"", time.monotonic() + 60
    while b"changes of leads" not in shown and time.monotonic() < deadline:
        child.stdin.write(TEXT)
        if select.select([master], [], [], 0)[0]:
            shown += os.read(master, 4096)
    child.stdin.close()
    try:
        while True:
            shown += os.read(master, 4096)
    except OSError:  # the terminal's other end is closed
        pass
    same("on a terminal: exit code", child.wait(60), 0)
    check("on a terminal: progress", re.search(rb"\r[\d,]+ events  [\d,]+/s  [\d,]+ changes of leads\x1b\[K", shown), shown)
    check("on a terminal: the line is gone before the summary", re.search(rb"\r\x1b\[Kevents: \d+ read", shown), shown)
    os.close(master)
    got = replay(EVENTS)
    check("elsewhere: no progress", b"\r" not in got.stderr and b"\x1b" not in got.stderr, got.stderr)


folder = fresh("outputs")
any_way_the_same(folder)
batches_change_nothing_in_the_end()
threads_change_no_byte(folder)
account_agrees_with_the_leads()
rejected_events(folder)
damaged_input(folder)
outputs_that_fail(folder)
old_output_stands_until_the_end(folder)
for threads in (1, 3):
    interrupted(folder, signal.SIGINT, threads)
    interrupted(folder, signal.SIGTERM, threads)
progress_on_a_terminal()
finish()
