"""Canonical bytes: one value, one byte string, so that a hash means something.

UTF-8 JSON, keys sorted, no spaces; strings, integers, booleans and null only.
Money is whole rupiah, coordinates are millionths of a degree: a float has no
single spelling and is refused.
"""

import json
from typing import Any


def canonical(value: Any) -> bytes:
    """The canonical bytes of a JSON value; TypeError names what cannot be written."""
    _refuse_other_kinds(value)
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def _refuse_other_kinds(value: Any) -> None:
    match value:
        case None | str() | int():
            return
        case dict():
            for key, item in value.items():
                if not isinstance(key, str):
                    raise TypeError(f"a key must be a string, not {key!r}")
                _refuse_other_kinds(item)
        case list() | tuple():
            for item in value:
                _refuse_other_kinds(item)
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form: {value!r}")
