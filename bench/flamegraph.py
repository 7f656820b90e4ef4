#!/usr/bin/env python3
"""Draw what `perf script` prints as a flame graph: one SVG, without scripts, whose boxes tell their share when pointed at.

usage: perf script -i PERF.DATA | flamegraph.py TITLE >GRAPH.svg

The width of a box is the share of samples in which the function was on the stack; those of less than a five-hundredth are
left out. Boxes of one depth are sorted by name, so that two graphs can be laid side by side.
"""
import re
import sys
from xml.sax.saxutils import escape

WIDTH, ROW, MARGIN, TITLE = 1200, 17, 10, 34
LEAST = 0.002
CHAR = 6.6
FRAME = re.compile(r"^\s+[0-9a-f]+ (.*) \((.*)\)$")
CLONE = re.compile(r"\+0x[0-9a-f]+$|\.(?:constprop|isra|part|cold)\.\d+")


class Box:
    def __init__(self, name):
        self.name, self.samples, self.above = name, 0, {}


def function(symbol, file):
    """A name without its clones, C++'s arguments and unknown addresses."""
    if symbol == "[unknown]":
        return "[" + file.rsplit("/", 1)[-1].strip("[]") + "]"
    return CLONE.sub("", symbol).split("(")[0]


def stacks(lines):
    """Each sample's functions, outermost first, below the name of its thread."""
    thread, frames = None, []
    for line in lines:
        found = FRAME.match(line)
        if found:
            frames.append(function(*found.groups()))
        elif line.strip():
            thread = line.split()[0]
        elif thread is not None:
            yield [thread, *reversed(frames)]
            thread, frames = None, []
    if thread is not None:
        yield [thread, *reversed(frames)]


def grow(lines):
    """The tree of all stacks. A function that calls itself is one box."""
    root = Box("all")
    for stack in stacks(lines):
        root.samples += 1
        box = root
        for name in stack:
            if name != box.name:
                box = box.above.setdefault(name, Box(name))
                box.samples += 1
    return root


def depth(box, least):
    return 1 + max((depth(b, least) for b in box.above.values() if b.samples >= least), default=0)


def colour(name):
    """Warm for the program's own functions, cool for libraries' and the kernel's; one hue for one name."""
    spread = sum(name.encode()) % 40
    own = name.startswith("ll_")
    return f"rgb({230 - spread // 2},{110 + 2 * spread},60)" if own else f"rgb({120 + spread},{160 + spread},{205 + spread // 2})"


def draw(box, left, level, scale, height, whole, out):
    width = box.samples * scale
    y = height - MARGIN - (level + 1) * ROW
    share = f"{box.name} {100 * box.samples / whole:.1f} %"
    room = int((width - 6) / CHAR)
    label = box.name if len(box.name) <= room else box.name[: room - 2] + ".." if room > 4 else ""
    text = f'<text x="{left + 3:.1f}" y="{y + 12}">{escape(label)}</text>' if label else ""
    out.append(
        f'<g><title>{escape(share)}</title><rect x="{left:.1f}" y="{y}" width="{max(width - 0.5, 0.5):.1f}" '
        f'height="{ROW - 1}" fill="{colour(box.name)}"/>{text}</g>'
    )
    for above in sorted(box.above.values(), key=lambda b: b.name):
        if above.samples >= whole * LEAST:
            draw(above, left, level + 1, scale, height, whole, out)
        left += above.samples * scale


def main():
    root = grow(sys.stdin)
    if not root.samples:
        sys.exit("flamegraph: no samples")
    height = depth(root, root.samples * LEAST) * ROW + TITLE + 2 * MARGIN
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        'font-family="monospace" font-size="11">',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        f'<text x="{MARGIN}" y="{MARGIN + 14}" font-size="14">{escape(sys.argv[1])}; {root.samples:,} samples</text>',
    ]
    draw(root, MARGIN, 0, (WIDTH - 2 * MARGIN) / root.samples, height, root.samples, out)
    print("\n".join([*out, "</svg>"]))


main()
