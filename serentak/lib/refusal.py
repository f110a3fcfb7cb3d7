"""Refusal: the answer "no, because, and this is what you can do". It is not an error.

Raised by rules and actions, turned into a page or problem+json in one
place (`serentak.site.refusals`). Rooms do not catch it to carry on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Said = str | Mapping[str, str]
"""A text of the page's language, or an {id, en} pair from which the page picks."""


@dataclass
class Refusal(Exception):
    """`code` is stable and for machines; the texts are for the person.

    `law` is the citation the refusal rests on, `remedy` what to do now, `fields` the messages per form
    field, `status` the HTTP status that fits (400 bad input, 403 not allowed, 404, 409 stale, 429)."""

    code: str
    text: Said
    law: str | None = None
    remedy: Said | None = None
    status: int = 400
    fields: Mapping[str, Said] = field(default_factory=dict)
    detail: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        said = self.text if isinstance(self.text, str) else self.text.get("en") or self.text.get("id", "")
        return f"{self.code}: {said}"
