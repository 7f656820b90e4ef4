"""The counts that are kept in the tree, and what a run is found to be against them.

A line `made-with TEXT` and `inputs DIGEST`, then for each job `job NAME TOTAL` and its functions, `OWN INCLUSIVE FUNCTION`:
those with at least a five-hundredth of the total by themselves or with what they call.
"""

LIMIT = 0.03
# Another compiler, libc or processor: that much may be theirs.
LIMIT_ELSEWHERE = 0.25
SHARE_KEPT = 0.002
NAMED = 5


def write(path, made_with, inputs, profiles):
    lines = ["# Instructions of the guard's jobs, by `make guard-renew`; what they mean: docs/performance.md", f"made-with {made_with}", f"inputs {inputs}"]
    for job, profile in profiles.items():
        lines += ["", f"job {job} {profile.total}"]
        kept = [(own, all_, f) for f, (own, all_) in profile.functions.items() if max(own, all_) >= profile.total * SHARE_KEPT]
        lines += [f"{own:>12} {all_:>12} {f}" for own, all_, f in sorted(kept, key=lambda row: (-row[0], -row[1], row[2]))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read(path):
    """(made with, digest of the inputs, {job: (total, {function: (own, inclusive)})})"""
    made_with, inputs, jobs, functions = "", "", {}, {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "made-with":
            made_with = rest
        elif word == "inputs":
            inputs = rest
        elif word == "job":
            name, total = rest.split()
            functions = {}
            jobs[name] = (int(total), functions)
        elif word.isdigit():
            inclusive, function = rest.split(None, 1)
            functions[function] = (int(word), int(inclusive))
    return made_with, inputs, jobs


def growth(total, functions, profile, which):
    """[(how much it grew, function)], the most first; one that was not kept had less than the least that is kept."""
    least = int(total * SHARE_KEPT)
    grown = [(counts[which] - functions.get(f, (least, least))[which], f) for f, counts in profile.functions.items()]
    return sorted(((by, f) for by, f in grown if by > 0), reverse=True)


def culprits(total, functions, profile):
    """Lines that name the functions that grew most, and those that call for it: the narrowest that hold half of it."""
    by = profile.total - total
    own = growth(total, functions, profile, 0)[:NAMED]
    lines = [f"    {grown:>+13,} {f}" for grown, f in own]
    callers = [f for grown, f in growth(total, functions, profile, 1) if grown >= by / 2 and f not in {name for _, name in own}]
    callers.sort(key=lambda f: profile.functions[f][1])
    return lines + ([f"    below {', '.join(callers[:NAMED])}"] if callers else [])


def judge(job, kept, profile, limit):
    """(is it fine, lines to print) of a job's run against the (total, functions) that are kept."""
    total, functions = kept
    ratio = profile.total / total
    head = f"{job}: {profile.total:,} instructions, {ratio:.3f} of the {total:,} kept"
    if ratio > 1 + limit:
        return False, [f"FAILED {head}: more than {limit:.0%} worse; what grew most by itself:", *culprits(total, functions, profile)]
    if ratio < 1 - limit:
        return True, [f"{head}: better by more than {limit:.0%}; keep it with: make guard-renew"]
    return True, [head]
