"""Malformed lines of every kind, and odd ones that are not malformed at all.

Each fault is made of a well-formed event of the case: reading past it would change the leads.
"""
import copy

import case_events
from case_json import Pairs, Raw, line


def _set(path, value):
    """A fault that writes value at a dotted path, a number being a place in a list."""
    def apply(event, rng):
        *inner, last = path.split(".")
        target = event
        for name in inner:
            target = target[int(name)] if name.isdigit() else target.setdefault(name, {})
        if value is ...:
            target.pop(last, None)
        else:
            target[int(last) if last.isdigit() else last] = (
                rng.choice(value) if isinstance(value, tuple) else value)
    return apply


def _twice(path, name, again):
    """A fault that names a known field twice in one object; the second may be an escape."""
    def apply(event, rng):
        target = event
        for part in path.split(".") if path else ():
            target = target[int(part)] if part.isdigit() else target[part]
        pairs = [(key, inner) for key, inner in target.items() if key != name]
        value = target.get(name)
        twice = [(name, value), (name, rng.choice([again, value]))]
        made = Pairs(pairs[:1] + twice[:1] + pairs[1:] + twice[1:])
        if not path:
            return made
        *outer, last = path.split(".")
        target = event
        for part in outer:
            target = target[int(part)] if part.isdigit() else target[part]
        target[int(last) if last.isdigit() else last] = made
        return None
    return apply


_LICENCES = ("5-76-201-01-7F-0012", "5-76-201-01-7F-001234", "5-76-201-01-77-00123",
             "5-76-201-01-FF-00123", "576201017F00123", " 5-76-201-01-7F-00123",
             "5-76-201-01-7F-00123\n", "X-76-201-01-7F-00123", "5-7-201-01-7F-00123",
             "5-76-201-1-7F-00123", "5-76-201-01-7É-00123", "５-76-201-01-7F-00123")
_DATES = ("2025-02-29", "2025-13-01", "2025-00-10", "2025-04-31", "2025-1-01", "20250101",
          "1900-02-29", "2025-01-01T00:00:00Z", "2025-01-1", " 2025-01-01", "2025/01/01", "x",
          "２025-01-01")
_TIMES = ("2025-01-01", "2025-01-01T10:00:00", "2025-01-01T24:00:00Z", "2025-01-01T10:60:00Z",
          "2025-01-01T23:59:60Z", "2025-01-01 10:00:00Z", "2025-01-01t10:00:00Z",
          "2025-01-01T10:00:00z", "2025-01-01T10:00:00.Z", "2025-01-01T10:00:00.1234567890Z",
          "2025-01-01T10:00Z", "2025-01-01T10:00:00+0600", "2025-01-01T10:00:00+06",
          "2025-01-01T10:00:00+6:00", "2025-02-29T10:00:00Z", "2025-01-01T10:00:00,5Z",
          "2025-01-01T10:00:00Z ", "2025-01-01T10:00:00 Z", "2025-01-01T1:00:00Z",
          "2025-01-01T10:00:00+06:60", "2025-01-01T10:00:00+24:00")
_OUT_OF_RANGE = ("1967-12-31", "2100-01-01", "1850-01-01", "9999-12-31")
_VERSIONS = (0, -1, Raw("1.0"), Raw("1e0"), "1", True, Raw("9223372036854775808"), [1], Raw("-0"),
             Raw("0.5"), Raw("1" * 40))
_PRICES = (Raw("-0.001"), Raw("10000000.001"), Raw("1e8"), Raw("1e400"), Raw("-1"), "12", True, [1],
           Raw("10000000.00000000000000000001"), Raw("-1e-400"), Raw("1e99999999999999999999"))
_NOT_TEXT = (5, True, ["x"], {"x": 1})

_OF_PURCHASERS = [
    _set("purchaser.last_name", _NOT_TEXT),
    _set("purchaser.last_name", ("-", "...", " ", "\u0301")),
    _set("purchaser.date_of_birth", _NOT_TEXT), _set("purchaser.date_of_birth", _DATES),
    _set("purchaser.date_of_birth", ("1849-12-31", "0001-01-01")),
    _set("purchaser.first_name", _NOT_TEXT), _set("purchaser", ("x", ["x"], 5, True, "")),
    _twice("purchaser", "last_name", "Other"), _twice("purchaser", "date_of_birth", "1990-01-01"),
    _twice("purchaser", "first_name", "Other")]
_OF_DEALERS = [
    _set("dealer.ffl", _LICENCES), _set("dealer.ffl", _NOT_TEXT), _set("dealer.name", _NOT_TEXT),
    _set("dealer.state", _NOT_TEXT), _set("dealer.division", _NOT_TEXT),
    _set("dealer", ("x", [], 5, False, "")), _twice("dealer", "ffl", "5-76-201-01-7F-00123"),
    _twice("dealer", "state", "AZ")]
_OF_ALL = [
    _set("id", (None, "", ...)), _set("id", _NOT_TEXT), _set("version", _VERSIONS),
    _set("type", (None, "", ..., "Sale", "sales", "foo", 5, ["sale"])), _twice("", "id", "other"),
    _twice("", "type", "void"), _twice("", "version", 9)]
_OF_SALES = _OF_ALL + _OF_PURCHASERS + _OF_DEALERS + [
    _set("occurred_at", (None, "", ...)), _set("occurred_at", _TIMES),
    _set("occurred_at", _NOT_TEXT), _set("reported_at", _TIMES), _set("reported_at", _NOT_TEXT),
    _set("occurred_at", tuple(f"{date}T12:00:00Z" for date in _OUT_OF_RANGE)),
    _set("dealer", (None, ..., {})), _set("dealer.ffl", (None, "", ...)),
    _set("purchaser", (None, ..., {})), _set("purchaser.last_name", (None, "", ...)),
    _set("purchaser.date_of_birth", (None, "", ...)),
    _set("purchaser.date_of_birth", ("2099-12-31", "2105-01-01")),
    _set("purchaser.middle_name", _NOT_TEXT), _set("purchaser.id_number", _NOT_TEXT),
    _set("purchaser.id_type", _NOT_TEXT), _set("purchaser.id_state", _NOT_TEXT),
    _set("purchaser.country_of_birth", _NOT_TEXT),
    _set("purchaser.address", ("", "x", ["x"], 5)), _set("purchaser.address", ({"zip": 77002},)),
    _set("purchaser.address", ({"street": 5}, {"city": []}, {"state": True})),
    _set("purchaser.address", (Pairs([("zip", "1"), ("zip", "2")]),)),
    _set("firearms", (None, ..., [], "x", {}, 5)), _set("firearms.0", (None, "x", [], 5)),
    _set("firearms.0.class", (None, "", ..., "Pistol", "gun", " pistol")),
    _set("firearms.0.class", _NOT_TEXT), _set("firearms.0.serial", (None, "", ...)),
    _set("firearms.0.serial", _NOT_TEXT), _set("firearms.0.manufacturer", _NOT_TEXT),
    _set("firearms.0.importer", _NOT_TEXT), _set("firearms.0.model", _NOT_TEXT),
    _set("firearms.0.caliber", _NOT_TEXT), _set("firearms.0.action", _NOT_TEXT),
    _set("firearms.0.action", ("Bolt", "semi", "semi-automatic")),
    _set("firearms.0.detachable_magazine", ("", "true", 1, 0, [])),
    _set("firearms.0.price", _PRICES), _set("payment", _NOT_TEXT), _set("form", _NOT_TEXT),
    _twice("firearms.0", "serial", "X"), _twice("firearms.0", "price", 5),
    _twice("", "firearms", []), _twice("", "occurred_at", "2025-01-01T10:00:00Z")]
_OF_VOIDS = _OF_ALL + _OF_PURCHASERS + _OF_DEALERS + [
    _set("of", ("Sale", "void", "x")), _set("of", _NOT_TEXT), _set("occurred_at", _TIMES),
    _set("occurred_at", tuple(f"{date}T12:00:00Z" for date in _OUT_OF_RANGE)),
    _set("reported_at", _TIMES), _twice("", "of", "trace")]
_OF_SALE_VOIDS = _OF_VOIDS + [
    _set("dealer", (None, ..., {})), _set("purchaser", (None, ..., {})),
    _set("purchaser.last_name", (None, "", ...)), _set("purchaser.date_of_birth", (None, "", ...))]
_OF_TRACE_VOIDS = _OF_VOIDS + [
    _set("purchaser", ({"last_name": "Doe"}, {"date_of_birth": "1984-03-04"}))]
_OF_TRACES = _OF_ALL + _OF_PURCHASERS + _OF_DEALERS + [
    _set("recovered_on", _DATES), _set("requested_on", _DATES), _set("sold_on", _DATES),
    _set("recovered_on", _OUT_OF_RANGE), _set("requested_on", _OUT_OF_RANGE),
    _set("sold_on", ("1849-12-31", "0001-01-01")), _set("recovered_on", _NOT_TEXT),
    _set("requested_on", _NOT_TEXT), _set("sold_on", _NOT_TEXT),
    _set("status", ("Successful", "failed")), _set("status", _NOT_TEXT),
    _set("recovery", ("", [], 5, "x")), _set("recovery.country", _NOT_TEXT),
    _set("recovery.city", _NOT_TEXT), _set("recovery.state", _NOT_TEXT),
    _set("firearm", ("", [], 5, "x")), _set("firearm", ({"class": "Rifle"}, {"class": "gun"})),
    _set("firearm", ({"serial": 5}, {"manufacturer": []}, {"caliber": True}, {"model": 1})),
    _set("purchaser", ({"last_name": "Doe"}, {"date_of_birth": "1984-03-04"})),
    _twice("", "recovered_on", None), _twice("", "sold_on", None)]


def _no_dates(event, _rng):
    event.update(recovered_on=None, requested_on="")


_OF_TRACES.append(_no_dates)

# What is done to a well-formed line's bytes.
_BYTES = [
    lambda text, rng: text[:rng.randint(1, len(text) - 2)], lambda text, rng: text[:-1],
    lambda text, rng: text.rstrip() + b",", lambda text, rng: text + b" {}",
    lambda text, rng: text.rstrip()[:-1] + b",}", lambda text, rng: text + b"x",
    lambda text, rng: text.replace(b'"', b"'"), lambda text, rng: b"\xef\xbb\xbf" + text,
    lambda text, rng: b"[" + text + b"]", lambda text, rng: b"\x0c" + text,
    lambda text, rng: text + b"\xc2\xa0", lambda text, rng: text + b" // no comments",
    lambda text, rng: rng.choice([b"[]", b'"sale"', b"5", b"null", b"true", b"-", b"nul", b"{",
                                  b"\xff\xfe", b"{}", b"[1,", b"01", b"\x00"])]
# Tokens of an unknown field's value that are no JSON.
_TOKENS = [b"NaN", b"Infinity", b"-Infinity", b"01", b"+1", b".5", b"1.", b"0x10", b"1e", b"'x'",
           b'"\t"', b'"\x01"', b'"\\x"', b'"\\u12"', b'"\\ud800"', b'"\\udc00\\ud800"',
           b'"\\ud800\\u0041"', b'"\xff"', b'"\xc0\x80"', b'"\xed\xa0\x80"',
           b'"\xf4\x90\x80\x80"', b'"\x80"', b"undefined", b"True", b"[1,]", b"{,}", b'{"a"}',
           b'{"a":}', b"[1 2]", b'"', b"[" * 1000 + b"]" * 1000, b'{"\\ud800":1}', b"{'a':1}",
           b"{a:1}"]
# Unknown fields that are nobody's business: none of these is a fault.
_UNKNOWN = [b"[" * 999 + b"]" * 999, b'{"a":1,"a":2}', b'"\\ud83d\\ude00"', b"1e400", b"-0",
            b'"\\u0000\\/\\b"', b"[[[{}]]]", b'"\xc2\x80\xe2\x80\xa8\xf4\x8f\xbf\xbf"', b"1e5"]


def _with_field(text, name, token):
    return text.rstrip()[:-1] + b',"' + name + b'":' + token + b"}"


def _faults_of(event):
    if event["type"] == "sale":
        return _OF_SALES
    if event["type"] == "trace":
        return _OF_TRACES
    return _OF_TRACE_VOIDS if event.get("of") == "trace" else _OF_SALE_VOIDS


def _complete(world, event):
    """A copy in which every object that a fault may reach into is there."""
    made = copy.deepcopy(event)
    if not (made.get("purchaser") or {}).get("last_name"):
        buyer = world.rng.choice(world.buyers)
        made["purchaser"] = case_events.purchaser_of(world, buyer, full=False)
    if not (made.get("dealer") or {}).get("ffl"):
        made["dealer"] = case_events.dealer_of(world, world.rng.choice(world.dealers))
    for name in ("recovery", "firearm"):
        if made["type"] == "trace" and not made.get(name):
            made[name] = {}
    return made


def malformed(world, event):
    """A malformed line made of a well-formed event."""
    rng = world.rng
    event = _complete(world, event)
    kind = rng.random()
    if kind < 0.75:
        replaced = rng.choice(_faults_of(event))(event, rng)
        return line(event if replaced is None else replaced, rng)
    text = line(event, rng).strip()
    if kind < 0.88:
        return _with_field(text, b"note", rng.choice(_TOKENS))
    if kind < 0.89:
        return _with_field(text, b"note", b'"' + b"x" * 2**20 + b'"')
    return rng.choice(_BYTES)(text, rng)


def odd(world, event):
    """A line that looks malformed and is not: unknown fields may hold anything that is JSON."""
    rng = world.rng
    text = line(event, rng)
    if rng.random() < 0.02:
        room = 2**20 - len(_with_field(text, b"note", b'""'))
        return _with_field(text, b"note", b'"' + b"x" * room + b'"')
    text = _with_field(text, rng.choice([b"note", b"Id", b"serial", b""]), rng.choice(_UNKNOWN))
    if event["type"] != "sale":
        text = _with_field(text, b"firearms", b"7")
        text = _with_field(text, b"firearms", b'"of another type"')
    return text
