#!/usr/bin/env python3
"""Run the tests that need a real Kafka and Redis: both are started once, used by all, and stopped whatever happens.

usage: integration.py LEADLINE [NAME...]

A test is an executable tests/integration/NAME.{sh,py} (the scripts that start brokers are none). It ends with a line
`N passed, M failed`. A comment `needs: broker redis` in its first ten lines says what it uses: it is skipped where that
cannot be had; without the comment it needs both. Its environment:
  LEADLINE          the program                         WORK            an empty folder of its own
  BROKERS           the broker's bootstrap address      REDIS_SOCKET    Redis's unix socket
  PREFIX            for names of topics, groups, keys   REDIS_ADDRESS   Redis's 127.0.0.1:PORT
  MOCK_BROKER       the embedded broker's program       PYTHON          this Python
"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

from counts import counts, line

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests/integration"
WORK = ROOT / "build/integration"
TOOLS = {"broker.sh", "redis.sh"}
TIMEOUT_S = 300


class Services:
    """Broker and Redis, each started when a test first needs it."""

    def __init__(self):
        self.answers = {}

    def have(self, name):
        if name not in self.answers:
            started = subprocess.run([HERE / f"{name}.sh", "start", WORK / name], stdout=subprocess.PIPE, text=True)
            self.answers[name] = started.stdout.split() if started.returncode == 0 else None
        return self.answers[name] is not None

    def environment(self):
        brokers = self.answers.get("broker") or [""]
        redis = self.answers.get("redis") or ["", ""]
        return {"BROKERS": brokers[0], "REDIS_SOCKET": redis[0], "REDIS_ADDRESS": redis[1]}

    def stop(self):
        for name in self.answers:
            subprocess.run([HERE / f"{name}.sh", "stop", WORK / name])


def needs(test):
    head = test.read_text(encoding="utf-8").splitlines()[:10]
    named = [m[1].split() for m in (re.search(r"needs:(.*)", l) for l in head) if m]
    return named[0] if named else ["broker", "redis"]


def run(test, leadline, services):
    """(passed, failed, skipped), from its own process group, so that nothing it started outlives it."""
    work = WORK / test.stem
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    environment = {
        **os.environ,
        **services.environment(),
        "LEADLINE": leadline,
        "WORK": str(work),
        "PREFIX": f"{test.stem}-{os.getpid()}".replace("_", "-"),
        "MOCK_BROKER": str(ROOT / "build/leadline-mock-broker"),
        "PYTHON": sys.executable,
    }
    log = WORK / f"{test.stem}.log"
    began = time.monotonic()
    with open(log, "wb") as out:
        child = subprocess.Popen(
            [sys.executable, test] if test.suffix == ".py" else [test], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            code = child.wait(TIMEOUT_S)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            end_group(child)
    output = log.read_text(encoding="utf-8", errors="replace")
    if code is None:
        output += f"\nended after {TIMEOUT_S} s without an end of its own\n"
    result = counts(output, 1 if code is None else code)
    print(f"{test.name}: {line(*result)}, {time.monotonic() - began:.1f} s", flush=True)
    if result[1]:
        print("\n".join("    " + l for l in output.splitlines()[-60:]), flush=True)
    return result


def end_group(child):
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, number)
            child.wait(10)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            pass


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    leadline, wanted = str(pathlib.Path(sys.argv[1]).resolve()), sys.argv[2:]
    tests = [p for p in sorted(HERE.glob("*.[sp][hy]")) if p.name not in TOOLS and os.access(p, os.X_OK)]
    tests = [p for p in tests if not wanted or p.stem in wanted or p.name in wanted]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    WORK.mkdir(parents=True, exist_ok=True)
    services, total = Services(), [0, 0, 0]
    for name in TOOLS:  # what an earlier run left behind when it was killed
        folder = WORK / name.removesuffix(".sh")
        subprocess.run([HERE / name, "kill", folder])
        shutil.rmtree(folder, ignore_errors=True)
    try:
        for test in tests:
            lacking = [n for n in needs(test) if not services.have(n)]
            if lacking:
                print(f"{test.name}: skipped, no {' and no '.join(lacking)}", flush=True)
            result = (0, 0, 1) if lacking else run(test, leadline, services)
            total = [a + b for a, b in zip(total, result)]
    finally:
        services.stop()
    print(line(*total))
    return 1 if total[1] or not tests else 0


if __name__ == "__main__":
    sys.exit(main())
