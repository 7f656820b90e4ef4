"""JSON as the events use it: one strict value, numbers kept as written, objects as lists of pairs.

Python's own reader does the grammar. What it lets pass is refused here: NaN and Infinity, a lone
surrogate escape, more than 1,000 levels, bytes that are not UTF-8.
"""
import json
import re
import sys

MAX_LEVELS = 1000
sys.setrecursionlimit(max(sys.getrecursionlimit(), 20_000))


class NotJson(Exception):
    """The bytes are not one JSON value."""


class Number:
    """A number's text as written; its value is for whoever knows what it may be."""

    def __init__(self, text):
        self.text = text


class Object:
    """An object's pairs in the order written, names repeated where the text repeats them."""

    def __init__(self, pairs):
        self.pairs = pairs


def _refuse_constant(text):
    raise NotJson(f"{text} is no JSON value")


def _levels(text):
    """The deepest nesting of brackets outside strings; the text need not be valid."""
    deepest = depth = 0
    in_string = escaped = False
    for char in text:
        if in_string:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                in_string = False
        elif char == '"':
            in_string = True
        elif char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}":
            depth -= 1
    return deepest


def _has_surrogate(value):
    if isinstance(value, str):
        return any("\ud800" <= char <= "\udfff" for char in value)
    if isinstance(value, list):
        return any(_has_surrogate(element) for element in value)
    if isinstance(value, Object):
        return any(_has_surrogate(name) or _has_surrogate(inner) for name, inner in value.pairs)
    return False


def parse(data):
    """bytes -> None, bool, str, Number, list or Object. Raises NotJson."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise NotJson("not UTF-8") from fault
    if text.count("[") + text.count("{") > MAX_LEVELS and _levels(text) > MAX_LEVELS:
        raise NotJson("more than 1,000 levels")
    try:
        value = json.loads(text, object_pairs_hook=Object, parse_int=Number, parse_float=Number,
                           parse_constant=_refuse_constant)
    except ValueError as fault:
        raise NotJson(str(fault)) from fault
    # Decoded UTF-8 holds no surrogates, so one can only come from an escape.
    if re.search(r"\\u[dD]", text) and _has_surrogate(value):
        raise NotJson("a lone surrogate")
    return value
