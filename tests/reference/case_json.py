"""JSON written in the many ways in which one value may be written."""


class Raw:
    """A token written as it is: a number's spelling, or what is no JSON at all."""

    def __init__(self, text):
        self.text = text


class Pairs:
    """An object as a list of pairs, for one that names a field twice."""

    def __init__(self, pairs):
        self.pairs = list(pairs)


_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r",
          "\t": "\\t"}


class Style:
    """How one event is written: blanks, escapes, the order of fields."""

    def __init__(self, rng):
        self.rng = rng
        self.ascii = rng.random() < 0.4
        self.spaces = rng.random() < 0.2
        self.shuffled = rng.random() < 0.3
        self.odd_escapes = rng.random() < 0.1

    def space(self):
        return self.rng.choice(["", " ", "  ", "\t"]) if self.spaces else ""

    def text(self, text):
        out = []
        for char in text:
            code = ord(char)
            if char in _SHORT:
                out.append(_SHORT[char])
            elif char == "/" and self.odd_escapes:
                out.append("\\/")
            elif code < 0x20 or (self.ascii and code > 0x7E) or (
                    self.odd_escapes and self.rng.random() < 0.2):
                units = char.encode("utf-16-be")
                out += [f"\\u{units[at]:02x}{units[at + 1]:02X}" for at in range(0, len(units), 2)]
            else:
                out.append(char)
        return '"' + "".join(out) + '"'

    def write(self, value):
        if isinstance(value, Raw):
            return value.text
        if isinstance(value, str):
            return self.text(value)
        if value is None or isinstance(value, bool):
            return {None: "null", True: "true", False: "false"}[value]
        if isinstance(value, (list, tuple)):
            return "[" + ",".join(self.space() + self.write(inner) for inner in value) + "]"
        if isinstance(value, dict):
            pairs = list(value.items())
            if self.shuffled:
                self.rng.shuffle(pairs)
            value = Pairs(pairs)
        if isinstance(value, Pairs):
            return "{" + ",".join(
                f"{self.space()}{self.text(name)}{self.space()}:{self.space()}{self.write(inner)}"
                for name, inner in value.pairs) + self.space() + "}"
        return str(value)


def line(value, rng):
    """One message's bytes."""
    style = Style(rng)
    return (style.space() + style.write(value) + style.space()).encode("utf-8")
