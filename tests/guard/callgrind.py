"""Count the instructions of one run under callgrind: the sum, and each function's own and inclusive counts."""
import os
import platform
import re
import subprocess

LINE = re.compile(r"^\s*([\d,]+)\s+(?:\([^)]*\)\s+)?(.*)$")
CLONE = re.compile(r"\.(?:constprop|isra|part|cold|lto_priv)(?:\.\d+)?|'\d+")
# Loading libraries depends on how many there are, and is over before an event is read.
LOADER = re.compile(r"\[[^\]]*/ld-linux[^\]]*\]")


class Profile:
    """total, and by function (own, inclusive) instructions."""

    def __init__(self, total, functions):
        self.total, self.functions = total, functions


def environment():
    """The same for every user: the environment's size moves the stack, and locales choose functions."""
    return {"PATH": os.environ["PATH"], "LC_ALL": "C", "LEADLINE_IDENTITY_KEY": "demo"}


def run(command, folder, out):
    """Run the command in the folder under callgrind; what it wrote goes to out, which must not exist."""
    words = ["valgrind", "--tool=callgrind", "--quiet", "--dump-line=no", f"--callgrind-out-file={out}", *command]
    done = subprocess.run(words, cwd=folder, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise SystemExit(f"guard: {' '.join(words)}: exit code {done.returncode}\n{done.stderr[-3000:]}")


def listed(out, inclusive):
    """Function -> instructions, as callgrind_annotate lists them: clones and recursions of a function are one."""
    words = ["callgrind_annotate", "--threshold=100", "--auto=no", f"--inclusive={'yes' if inclusive else 'no'}", str(out)]
    text = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    counts, loader = {}, set()
    for line in text.split("file:function")[1].splitlines()[2:]:
        found = LINE.match(line)
        if not found:
            continue
        count, name = int(found[1].replace(",", "")), found[2].split(" [")[0]
        function = CLONE.sub("", name[name.index(":") + 1 :] if ":" in name else name)
        if LOADER.search(line):
            loader.add(function)
        # With inlining one function stands under several files; of a recursion the outermost holds the rest.
        counts[function] = max(counts.get(function, 0), count) if inclusive else counts.get(function, 0) + count
    return {function: count for function, count in counts.items() if function not in loader}


def read(out):
    own, inclusive = listed(out, False), listed(out, True)
    return Profile(sum(own.values()), {f: (count, inclusive.get(f, count)) for f, count in own.items()})


def first_line(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[0]


def made_with():
    """What else than the tree decides a count. Valgrind shows every machine with AVX2 the same processor."""
    with open("/proc/cpuinfo", encoding="utf-8") as cpus:
        has_avx2 = " avx2 " in cpus.read()
    compiler = first_line(os.environ.get("CC", "gcc"), "--version")
    return f"{compiler}; {first_line('valgrind', '--version')}; libc {platform.libc_ver()[1]}; {'avx2' if has_avx2 else 'no avx2'}"
