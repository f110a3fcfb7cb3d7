"""A letter as anybody checks it who has its address: what it says of itself, whether it holds, its copies.

Nothing here is about a person but what the type makes public. An unknown number and a wrong code get the
same answer.
"""

import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from serentak.ledger import queries as ledger
from serentak.lib.clock import local_day
from serentak.lib.ids import letter_code
from serentak.records import letters
from serentak.records.letters import Signed
from serentak.records.models import Record
from serentak.records.queries import types
from serentak.records.queries.history import Loaded
from serentak.records.queries.visible import hidden
from serentak.records.rules import Text
from serentak.records.rules.lettering import DRAWN


@dataclass(frozen=True)
class CheckPage:
    """The letter of a record. `signed` are all that went out, the newest last; `copies`: what each of them is
    worth by the SHA-256 of its file; `state` that of the newest, `draft` before one was signed."""

    number: str
    title: Text
    state: str
    signed: tuple[Signed, ...]
    copies: dict[str, str]
    sealed: int | None

    @property
    def newest(self) -> Signed | None:
        """The letter that counts."""
        return self.signed[-1] if self.signed else None


def address(number: str, record: UUID) -> str:
    """Where anybody checks the letter of a record."""
    return f"{settings.BASE_URL}/periksa/{number}/{letter_code(settings.FILE_KEY, record)}"


def address_of(loaded: Loaded) -> str | None:
    """The same of a record that has a letter, signed or drawn; None of any other."""
    drawn = any(act.act == DRAWN for act in loaded.acts)
    return address(loaded.header.number, loaded.header.id) if drawn else None


def check(number: str, code: str, *, at: datetime) -> CheckPage:
    """The letter of this number, by the code its address carries; Refusal 404. Four statements."""
    header = Record.objects.filter(number=number).first()
    if header is None or not hmac.compare_digest(letter_code(settings.FILE_KEY, header.id), code):
        raise hidden()
    kind = types.at_version(header.type, header.type_version)
    if kind.letter is None:
        raise hidden()
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry, said FROM records_letter(%s)", [header.id])
        said: dict[int, dict[str, Any]] = {entry: json.loads(text) for entry, text in cursor.fetchall()}
    acts = ledger.history(header.id, said)
    signed = letters.signed_of(kind, acts)
    states = letters.states(kind, acts, signed, local_day(at))
    copies = {hash: state for one, state in zip(signed, states, strict=True) for hash in one.hashes}
    place = signed[-1].position if signed else None
    return CheckPage(number, kind.letter.title, states[-1] if states else "draft", signed, copies, place)
