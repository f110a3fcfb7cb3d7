"""What every kind of field is read with: the moment and the person, plain text, and the answer "wrong"."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from serentak.lib.words import plain
from serentak.records.rules import Text


class Wrong(Exception):
    """What is wrong with a value and how to mend it."""

    def __init__(self, id: str, en: str) -> None:
        super().__init__(id)
        self.text: Text = {"id": id, "en": en}


@dataclass(frozen=True)
class Given:
    """What reading needs to know: the content library, the day, the role that answers, who finds a record by
    its number among those the person may see, whether a body exists that day, the body of the acting post,
    and the bodies a case can be handed to."""

    library: Any
    on: date
    role: str
    find: Callable[[str], UUID | None]
    exists: Callable[[int], bool]
    own: int | None = None
    bodies: frozenset[int] | None = None


def clean(raw: Any) -> str:
    """A typed text as it is kept (`lib.words.plain`)."""
    if not isinstance(raw, str):
        raise Wrong("Isian ini harus berupa teks.", "This must be text.")
    return plain(raw)
