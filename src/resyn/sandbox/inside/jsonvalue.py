"""A returned value as JSON text, or where and why it is none."""

import json
import marshal
import math
from typing import Any

from . import layout


def encode(value: Any, limit: int) -> tuple[int, bytes, str]:
    """Return code, JSON text and error of a returned value.

    Only what comes back equal and of the same types from a round trip is JSON: a tuple or an integer key is not.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except RecursionError:
        return layout.NOT_JSON, b"", "the value is nested too deeply, or contains itself"
    except (TypeError, ValueError) as error:
        return layout.NOT_JSON, b"", _find(value, "value") or str(error)
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > limit:
        return layout.TOO_LARGE, b"", f"the value is {len(data):,} bytes of JSON; the limit is {limit:,}"
    if not same(value, json.loads(text)):
        return layout.NOT_JSON, b"", _find(value, "value") or "the value changes in a round trip through JSON"
    return layout.OK, data, ""


def same(value: Any, other: Any) -> bool:
    """Tell whether two values are equal in every type, item and order of keys; `other` must be JSON.

    Version 2 of marshal writes each of JSON's types, and no subclass of them, in one way only.
    """
    try:
        return marshal.dumps(value, 2) == marshal.dumps(other, 2)
    except ValueError:
        return False


def _find(value: Any, path: str) -> str:
    try:
        return _first_fault(value, path)
    except RecursionError:
        return "the value is nested too deeply, or contains itself"


def _first_fault(value: Any, path: str) -> str:
    kind = type(value)
    if kind is dict:
        for key, item in value.items():
            if type(key) is not str:
                return f"{path} has the key {key!r:.60}, {_a(type(key))}"
            if found := _first_fault(item, f"{path}[{key!r:.60}]"):
                return found
    elif kind is list:
        for index, item in enumerate(value):
            if found := _first_fault(item, f"{path}[{index}]"):
                return found
    elif kind is float:
        return "" if math.isfinite(value) else f"{path} is {value}"
    elif value is not None and kind not in (str, int, bool):
        return f"{path} is {_a(kind)}"
    return ""


def _a(kind: type) -> str:
    article = "an" if kind.__name__[:1].lower() in "aeiou" else "a"
    return f"{article} {kind.__name__}"
