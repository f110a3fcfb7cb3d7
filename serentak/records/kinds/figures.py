"""Numbers and money: how people write them, and the whole number that is kept of each.

Pure. Read the Indonesian way: a comma before decimals, a point between thousands; what could mean two numbers
is refused. Money is in whole rupiah, a number with decimals is kept by its last one (1,25 is 125).
"""

import re
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal

from serentak.lib.words import LANGUAGES, locale
from serentak.records.kinds.given import Wrong, clean
from serentak.records.rules import Field, Text

MOST = 10**15
_WHOLE = re.compile(r"-?([0-9]{1,15}|[0-9]{1,3}(\.[0-9]{3}){1,4})")
_DECIMAL_POINT = re.compile(r"(-?[0-9]{1,15})\.([0-9]{1,15})")
_RUPIAH = re.compile(r"^(rp\.?|idr)|,(-|00)$", re.IGNORECASE)


def figure(raw: Any, field: Field) -> int | None:
    """The number as it is kept, None for nothing; raises Wrong for what is none or has too many decimals."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        whole, _, decimals = str(raw).partition(".")
        return _kept(whole, decimals.rstrip("0"), field)
    typed = re.sub(r"\s", "", clean(raw))
    typed = _RUPIAH.sub("", typed) if field.kind == "money" else typed
    if not typed:
        return None
    if field.decimals and (point := _DECIMAL_POINT.fullmatch(typed)):
        if len(point[2]) == 3:
            raise Wrong(
                f"Tulis {point[1]}{point[2]} atau {point[1]},{point[2]}: titik di sini bisa berarti dua.",
                f"Write {point[1]}{point[2]} or {point[1]},{point[2]}: the point could mean either.",
            )
        return _kept(point[1], point[2], field)
    whole, _, decimals = typed.partition(",")
    return _kept(whole.replace(".", "") if _WHOLE.fullmatch(whole) else whole, decimals, field)


def _kept(whole: str, decimals: str, field: Field) -> int:
    if not _WHOLE.fullmatch(whole) or decimals and not re.fullmatch("[0-9]{1,15}", decimals):
        raise _no_figure(field)
    if len(decimals) > field.decimals:
        raise Wrong(
            f"Paling banyak {field.decimals} angka di belakang koma."
            if field.decimals
            else "Tulis bilangan bulat, tanpa koma.",
            f"At most {field.decimals} decimals." if field.decimals else "Write a whole number.",
        )
    value = int(whole + decimals.ljust(field.decimals, "0"))
    if abs(value) > MOST:
        raise Wrong("Angkanya terlalu besar.", "The number is too large.")
    return value


def _no_figure(field: Field) -> Wrong:
    if field.kind == "money":
        return Wrong(
            "Tulis jumlah rupiah dengan angka, misalnya 1.500.000.",
            "Write the amount in rupiah in figures, for example 1.500.000.",
        )
    example = {"id": "12,5" if field.decimals else "1.250", "en": "12,5" if field.decimals else "1250"}
    return Wrong(
        f"Tulis dengan angka, misalnya {example['id']}.", f"Write it in figures, for example {example['en']}."
    )


def typed(field: Field, value: int) -> str:
    """A kept number as a form is filled with it."""
    return _figures(field, value, "id", "0")


def _figures(field: Field, value: int, language: str, whole: str = "#,##0") -> str:
    pattern = whole + ("." + "#" * field.decimals if field.decimals else "")
    return format_decimal(Decimal(value).scaleb(-field.decimals), pattern, locale(language))


def written(field: Field, value: int) -> Text:
    """A kept number as a person reads it, with its unit."""
    number = {lang: _figures(field, value, lang) for lang in LANGUAGES}
    if field.kind == "money":
        return {lang: f"Rp{text}" for lang, text in number.items()}
    return {lang: f"{text} {field.unit[lang]}" if field.unit else text for lang, text in number.items()}


def limit(field: Field, keyword: str) -> Text:
    """What a number outside its bounds is told."""
    if keyword == "maximum":
        most = written(field, int(field.max or 0))
        return {"id": f"Paling banyak {most['id']}.", "en": f"At most {most['en']}."}
    least = written(field, field.min or 0)
    return {"id": f"Paling sedikit {least['id']}.", "en": f"At least {least['en']}."}
