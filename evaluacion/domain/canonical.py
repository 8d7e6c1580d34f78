"""One text for one value: JSON as RFC 8785 (JCS) writes it, so that the same value always has the same SHA-256."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal


def canonical_json(value: object) -> str:
    """`value` (maps with text keys, lists, tuples, texts, numbers, bools, None, dates) as canonical JSON.

    Keys are sorted by UTF-16 code units, numbers are written as ECMAScript does, aware datetimes in UTC with
    microseconds. An integer beyond 2^53 is the double it
    stands for. Raises ValueError for NaN, infinities and texts that are not Unicode, OverflowError beyond the doubles,
    TypeError for anything else.
    """
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return _text(value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
    if isinstance(value, date):
        return _text(value.isoformat())
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_text(str(key))}:{canonical_json(value[key])}" for key in keys) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(canonical_json(item) for item in value) + "]"
    raise TypeError(f"{type(value).__name__} has no canonical JSON")


def sha256_of(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _text(value: str) -> str:
    value.encode()
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    if isinstance(value, int):
        if abs(value) <= 2**53:
            return str(value)
        value = float(value)
    if not math.isfinite(value):
        raise ValueError("NaN and infinities have no JSON number")
    if value == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    return ("-" if sign else "") + _ecmascript("".join(map(str, digits)), int(exponent))


def _ecmascript(digits: str, exponent: int) -> str:
    """Number::toString of ECMAScript, for the shortest digits that read back as the same double."""
    point = len(digits) + exponent
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"
