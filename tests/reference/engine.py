"""Running the program under test on a case, and running many cases at once."""
import concurrent.futures
import pathlib
import shutil
import subprocess
import tempfile
import traceback

import reference

SECONDS = 120


class Failed(Exception):
    """The program did not do what it was asked to."""


def _run(command):
    try:
        return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as fault:
        raise Failed(f"no end after {SECONDS} s") from fault


class Case:
    """A folder with events.ndjson and, where they are there, the other four files."""

    def __init__(self, folder, rules=None):
        self.folder = pathlib.Path(folder)
        self.rules = pathlib.Path(rules) if rules else self.folder / "pack.yaml"
        self.events = self.folder / "events.ndjson"

    def _beside(self, name):
        path = self.folder / name
        return path if path.exists() else None

    def reference(self):
        return reference.Reference(self.rules, self._beside("groups.yaml"),
                                   self._beside("dealers.csv"), self._beside("calendar.yaml"))

    def options(self):
        """The options that name the files that rule."""
        command = ["--rules", self.rules, "--calibers", reference.DEFAULT_CALIBERS]
        for option, name in (("--groups", "groups.yaml"), ("--dealers", "dealers.csv"),
                             ("--calendar", "calendar.yaml")):
            if self._beside(name):
                command += [option, self._beside(name)]
        return command

    def unproven(self, binary, leads):
        """Sentences on the leads of a file that do not hold by their own evidence."""
        command = [binary, "verify", "--quiet", *self.options(), leads]
        done = _run(command)
        if done.returncode == 0 and not done.stdout:
            return []
        said = (done.stdout + done.stderr).decode("utf-8", "replace").split()
        return [f"verify: exit {done.returncode}: {' '.join(said)[:1500]}"]

    def replay(self, binary, out, final=True, events=None, batch=None, store=None):
        """Run `replay` to the files out and out + .rejected; the bytes of both."""
        out = pathlib.Path(out)
        rejected = out.with_suffix(".rejected")
        command = [binary, "replay", *self.options(), "--out", out, "--rejected", rejected]
        if final:
            command.append("--final")
        if batch:
            command += ["--batch", str(batch)]
        if store:
            command += ["--store", store]
        command.append(events or self.events)
        done = _run(command)
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip()[-2000:]
            raise Failed(f"exit {done.returncode}: {said}")
        if not out.exists():
            raise Failed("exit 0, and no leads file was written")
        return out.read_bytes(), rejected.read_bytes() if rejected.exists() else b""


def seeds_of(text):
    """The seeds of `A..B`, both included, or of one number."""
    first, _, last = text.partition("..")
    return range(int(first), int(last or first) + 1)


def add_arguments(parser):
    parser.add_argument("--bin", required=True, help="the program under test")
    parser.add_argument("--seeds", default="", metavar="A..B")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", metavar="DIR", help="where the folders of failed cases go",
                        default=str(pathlib.Path(tempfile.gettempdir()) / "leadline-cases"))


def _guarded(check, job):
    """(folder, sentences on what failed): a job that breaks is a failed one."""
    try:
        return check(*job)
    except Failed as fault:
        return None, [str(fault)]
    except Exception:  # a fault of a test is a failed test, not the end of all
        return None, [traceback.format_exc()]


def run_all(check, jobs, processes):
    """Run check(*job) of each; print what failed, and `N passed, M failed`. The exit code."""
    passed = failed = 0
    with concurrent.futures.ProcessPoolExecutor(processes) as pool:
        running = [(job, pool.submit(_guarded, check, job)) for job in jobs]
        for job, future in running:
            kept, sentences = future.result()
            if not sentences:
                passed += 1
                continue
            failed += 1
            print(f"failed: {job[0]}" + (f", kept in {kept}" if kept else ""))
            for sentence in sentences[:8]:
                print(f"  {sentence[:600]}")
            if len(sentences) > 8:
                print(f"  and {len(sentences) - 8} more")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def keep(folder, where, name):
    """Move a failed case's folder to where it can be looked at."""
    target = pathlib.Path(where) / str(name)
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(str(folder), target)
    return target
