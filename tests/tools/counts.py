"""How many tests a program ran, from what it printed: Criterion's last line, or `N passed, M failed[, K skipped]`."""
import re

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
PLAIN = re.compile(r"^(?:\w+: )?(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$", re.M)
CRITERION = re.compile(r"Tested: \d+ \| Passing: (\d+) \| Failing: (\d+) \| Crashing: (\d+)")


def counts(output, code):
    """(passed, failed, skipped). A program without such a line is one test; one that ended badly has a failure."""
    output = ANSI.sub("", output)
    plain, criterion = PLAIN.findall(output), CRITERION.findall(output)
    if plain:
        passed, failed, skipped = (int(n or 0) for n in plain[-1])
    elif criterion:
        passed, failing, crashing = (int(n) for n in criterion[-1])
        failed, skipped = failing + crashing, 0
    else:
        passed, failed, skipped = (1, 0, 0) if code == 0 else (0, 0, 0)
    if code != 0 and failed == 0:
        failed = 1
    return passed, failed, skipped


def line(passed, failed, skipped):
    return f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")
