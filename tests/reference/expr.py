"""The expression language: text -> a function of an environment.

Three environments exist. An item's: `fields`, a dict, and `in_hit(id)`. A window's, for `having`:
`items` and `past_traces()`, both of item environments. A lead's, for guidelines: `fields` alone.
Null is None; every operator of the language yields true or false, never null.
"""
import re
from decimal import Decimal

_TOKEN = re.compile(r"""\s*(?:
    (?P<number>[0-9]+(?:\.[0-9]+)?) |
    (?P<string>"(?:[^"\\]|\\.)*") |
    (?P<param>\$[A-Za-z_][A-Za-z0-9_]*) |
    (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*) |
    (?P<op>==|!=|<=|>=|<|>|\(|\)|\[|\]|,|-)
    )""", re.VERBOSE)
_WORDS = {"and", "or", "not", "in", "true", "false", "null"}
_COMPARE = {"==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b,
            "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}


class BadExpression(Exception):
    """The text is no expression of the language."""


def _tokens(text):
    text, at, found = text.strip(), 0, []
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise BadExpression(f"character {at + 1} of {text!r}")
        kind, word = match.lastgroup, match.group(match.lastgroup)
        found.append(("op" if word in _WORDS else kind, word))
        at = match.end()
    return found + [("end", "")]


def _in_place(tokens, names):
    """The tokens, with what the names of lists and conditions stand for in their place."""
    for kind, word in tokens:
        if kind == "name" and word in names:
            yield from _in_place(_tokens(names[word])[:-1], names)
        else:
            yield kind, word


class Constant:
    """A literal or a parameter, known when the pack is read."""

    def __init__(self, value):
        self.value = value

    def __call__(self, _env):
        return self.value


class Parser:
    """Recursive descent, loosest operator first. calls: the functions allowed, by name; names: texts by name."""

    def __init__(self, text, fields, calls=(), params=None, item_fields=(), trace_fields=(), names=None):
        self.tokens, self.at, self.text = list(_in_place(_tokens(text), names or {})), 0, text
        self.fields, self.calls, self.params = fields, calls, params or {}
        self.item_fields, self.trace_fields = item_fields, trace_fields
        self.counted = []    # of each traces(...): environment of a window -> the traces it counts
        self.hits_used = []  # the ids of each in_hit("ID")

    def parse(self):
        result = self._any_of()
        self._expect("")
        return result

    def _peek(self):
        return self.tokens[self.at][1] if self.tokens[self.at][0] in ("op", "end") else None

    def _take(self, word):
        if self._peek() == word:
            self.at += 1
            return True
        return False

    def _expect(self, word):
        if not self._take(word):
            raise BadExpression(f"{self.tokens[self.at][1]!r} in {self.text!r}: not {word!r}")

    def _any_of(self):
        parts = [self._all_of()]
        while self._take("or"):
            parts.append(self._all_of())
        if len(parts) == 1:
            return parts[0]
        return lambda env: any(part(env) for part in parts)

    def _all_of(self):
        parts = [self._negation()]
        while self._take("and"):
            parts.append(self._negation())
        if len(parts) == 1:
            return parts[0]
        return lambda env: all(part(env) for part in parts)

    def _negation(self):
        if self._take("not"):
            inner = self._negation()
            return lambda env: not inner(env)
        return self._comparison()

    def _comparison(self):
        left = self._operand()
        if self._take("in"):
            return self._membership(left, self._operand(), True)
        if self._peek() == "not":
            self._expect("not")
            self._expect("in")
            return self._membership(left, self._operand(), False)
        links = []
        while self._peek() in _COMPARE:
            operator = self._peek()
            self.at += 1
            right = self._operand()
            links.append(self._link(left, operator, right))
            left = right
        if not links:
            return left
        if len(links) == 1:
            return links[0]
        return lambda env: all(link(env) for link in links)

    @staticmethod
    def _link(left, operator, right):
        is_null = [isinstance(side, Constant) and side.value is None for side in (left, right)]
        if any(is_null):
            if operator not in ("==", "!="):
                raise BadExpression(f"null with {operator}")
            other, want = (left if is_null[1] else right), operator == "=="
            return lambda env: (other(env) is None) == want
        compare = _COMPARE[operator]

        def link(env):
            one, two = left(env), right(env)
            return one is not None and two is not None and compare(one, two)
        return link

    @staticmethod
    def _membership(left, right, wanted):
        def member(env):
            value, members = left(env), right(env)
            return value is not None and (value in members) == wanted
        return member

    def _operand(self):
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return Constant(Decimal(word))
        if kind == "string":
            return Constant(re.sub(r"\\(.)", r"\1", word[1:-1]))
        if kind == "param":
            if word[1:] not in self.params:
                raise BadExpression(f"unknown parameter {word}")
            return Constant(self.params[word[1:]])
        if kind == "name":
            return self._call(word) if self._take("(") else self._field(word)
        if word in ("true", "false", "null"):
            return Constant({"true": True, "false": False, "null": None}[word])
        if word == "(":
            inner = self._any_of()
            self._expect(")")
            return lambda env: inner(env)
        if word == "[":
            return self._list()
        if word == "-" and self.tokens[self.at][0] == "number":
            self.at += 1
            return Constant(-Decimal(self.tokens[self.at - 1][1]))
        raise BadExpression(f"{word!r} in {self.text!r}")

    def _list(self):
        members = []
        while not self._take("]"):
            if members:
                self._expect(",")
            member = self._operand()
            if not isinstance(member, Constant) or member.value is None:
                raise BadExpression(f"a list of other than literals in {self.text!r}")
            members.append(member.value)
        return Constant(members)

    def _field(self, name):
        if name not in self.fields:
            raise BadExpression(f"unknown field {name} in {self.text!r}")
        return lambda env: env.fields.get(name)

    def _call(self, name):
        if name not in self.calls:
            raise BadExpression(f"no call of {name} in {self.text!r}")
        return getattr(self, f"_call_{name}")()

    def _inner(self, fields):
        """The expression in a call's parentheses, over one item; true where they are empty."""
        if self._take(")"):
            return Constant(True)
        outer, self.fields, self.calls, allowed = self.fields, fields, (), self.calls
        inner = self._any_of()
        self.fields, self.calls = outer, allowed
        self._expect(")")
        return inner

    def _item_field(self):
        kind, name = self.tokens[self.at]
        if kind != "name" or name not in self.item_fields:
            raise BadExpression(f"unknown field {name} in {self.text!r}")
        self.at += 1
        self._expect(")")
        return name

    def _call_count(self):
        inner = self._inner(self.item_fields)
        return lambda window: sum(1 for item in window.items if inner(item))

    def _call_sum(self):
        name = self._item_field()
        return lambda window: sum(item.fields[name] for item in window.items
                                  if item.fields[name] is not None)

    def _call_distinct(self):
        name = self._item_field()
        return lambda window: len({item.fields[name] for item in window.items} - {None})

    def _call_traces(self):
        inner = self._inner(self.trace_fields)

        def counted(window):
            return [trace for trace in window.past_traces() if inner(trace)]
        self.counted.append(counted)
        return lambda window: len(counted(window))

    def _call_in_hit(self):
        kind, word = self.tokens[self.at]
        if kind != "string":
            raise BadExpression(f"in_hit of {word!r}")
        self.at += 1
        self._expect(")")
        hit_id = word[1:-1]
        self.hits_used.append(hit_id)
        return lambda item: item.in_hit(hit_id)
