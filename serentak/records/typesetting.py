"""Draws a letter as PDF, for archives (PDF/A-3a) and for screen readers (PDF/UA-1) at once.

Only the worker calls it. The typesetter is loaded at the first letter, so that no web process carries it. Its
own fonts are used, whatever the machine has.
"""

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import segno

TEMPLATE = Path(__file__).with_name("letter.typ")


def pdf(sheet: Mapping[str, Any], *, draft: bool) -> bytes:
    """The bytes of the letter (`letters.sheet`); `draft` writes DRAF across each page."""
    import typst

    told = json.dumps({**sheet, "draft": draft, "qr": _code(sheet["address"])}, ensure_ascii=False)
    made: bytes = typst.compile(
        str(TEMPLATE), sys_inputs={"sheet": told}, pdf_standards=["a-3a", "ua-1"], ignore_system_fonts=True
    )
    return made


def _code(address: str) -> str:
    picture = BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", border=0)
    return picture.getvalue().decode()
