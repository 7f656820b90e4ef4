#!/usr/bin/env python3
"""Wait for workers, by what their metrics say; 1 if it takes longer than SECONDS or one of them ends.

usage: progress.py ready SECONDS PID:PORT...           until each has its partitions and all it needs
       progress.py done SECONDS EVENTS PID:PORT...     until they have read so many events, and none is before them
"""
import re
import sys
import time
import urllib.error
import urllib.request

EVERY_S = 0.2


def get(port, path):
    """The page, or None while the worker is not there or not ready."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.read().decode()
    except (urllib.error.URLError, OSError):
        return None


def is_running(pid):
    """A zombie, which its parent has not waited for yet, has ended."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rsplit(") ", 1)[1][0] != "Z"
    except OSError:
        return False


def metric(page, name):
    found = re.search(rf"^leadline_{name} (\d+)$", page or "", re.M)
    return int(found[1]) if found else None


def total(ports, name):
    values = [metric(get(port, "/metrics"), name) for port in ports]
    return None if None in values else sum(values)


def all_ready(ports):
    return all(get(port, "/readyz") is not None for port in ports)


def all_done(ports, events):
    read = total(ports, "consumed_messages_total")
    return read is not None and read >= events and total(ports, "consumer_lag") == 0


def wait(seconds, workers, fine):
    until = time.monotonic() + seconds
    pids, ports = zip(*(worker.split(":") for worker in workers))
    while not fine(ports):
        if time.monotonic() > until or not all(map(is_running, pids)):
            return 1
        time.sleep(EVERY_S)
    return 0


def main():
    what, *rest = sys.argv[1:] or [""]
    if what == "ready" and len(rest) >= 2:
        return wait(int(rest[0]), rest[1:], all_ready)
    if what == "done" and len(rest) >= 3:
        return wait(int(rest[0]), rest[2:], lambda ports: all_done(ports, int(rest[1])))
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
