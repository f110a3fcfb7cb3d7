"""Telephone numbers: one spelling, with country code, however they were typed."""

import re

_MARKS = re.compile(r"[\s().-]")
_NUMBER = re.compile(r"\+?[0-9]{8,15}")


def number(typed: str) -> str | None:
    """The number as it is kept (+62…), or None for what is none; without a country code it is Indonesian."""
    bare = _MARKS.sub("", typed)
    if not _NUMBER.fullmatch(bare):
        return None
    if bare.startswith("0"):
        return "+62" + bare[1:]
    return "+62" + bare if bare.startswith("8") else "+" + bare.lstrip("+")
