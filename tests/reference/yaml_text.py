"""YAML with scalars as a reader of JSON would take them: quoted is text, true and 12.5 are not.

The usual loaders turn `yes` into a boolean, 1.10 into a float and a date into an object. Here
numbers keep their exact value and every other plain scalar is text.
"""
import re
from decimal import Decimal

import yaml

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


def _scalar(node):
    if node.style is None:
        if node.value in _WORDS:
            return _WORDS[node.value]
        if _NUMBER.fullmatch(node.value):
            return Decimal(node.value)
    return node.value


def _value(node):
    if isinstance(node, yaml.MappingNode):
        return {key.value: _value(inner) for key, inner in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(inner) for inner in node.value]
    return _scalar(node)


def load(text):
    """The value of a text's one document; None where it is empty."""
    node = yaml.compose(text, Loader=yaml.BaseLoader)
    return None if node is None else _value(node)
