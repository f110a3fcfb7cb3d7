"""Refusal: the answer "no, because, and this is what you can do". It is not an error.

Raised by rules and actions, turned into a page, a fragment or problem+json in one
place (`serentak.site.refusals`). Rooms do not catch it to carry on.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Refusal(Exception):
    """`code` is stable and for machines; the texts are for the person, in the page's language.

    `law` is the citation the refusal rests on, `remedy` what to do now, `fields` the messages per form
    field, `status` the HTTP status that fits (400 bad input, 403 not allowed, 404, 409 stale, 429)."""

    code: str
    text: str
    law: str | None = None
    remedy: str | None = None
    status: int = 400
    fields: dict[str, str] = field(default_factory=dict)
    detail: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"
