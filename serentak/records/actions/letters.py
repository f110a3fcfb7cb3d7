"""The letter of a record: drawn by the worker after the act that decided on it, and attached by an act.

Its bytes lie in the store before the act that names their hash, as those of any file.
"""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from serentak.agencies import queries as agencies
from serentak.agencies import staffing
from serentak.agencies.rules import WORKER
from serentak.law import queries as law
from serentak.ledger.queries import Act
from serentak.lib.clock import local_day
from serentak.lib.ids import uuid7
from serentak.people import queries as people
from serentak.records import files, letters, signature, typesetting
from serentak.records.actions.act import perform
from serentak.records.files import Accepted
from serentak.records.models import Private
from serentak.records.queries.history import Loaded, header_for, load
from serentak.records.queries.letter import address
from serentak.records.queries.timeline import words
from serentak.records.rules import RecordType
from serentak.records.rules.lettering import DRAFT, DRAWN, FACE, UNSIGNED


def draw(record: UUID, *, at: datetime) -> bool:
    """Draw the letter that the newest decision asked for and attach it (the worker's login); False when that
    was done already or the record has gone on. Refusal 409 when somebody acts just now: try again."""
    loaded = load(WORKER, header_for(WORKER, record))
    kind, standing = loaded.kind, loaded.standing()
    letter = kind.letter
    assert letter is not None
    decided = next((act for act in reversed(loaded.acts) if act.act in (letter.at, DRAWN)), None)
    if decided is None or decided.act == DRAWN or kind.move(DRAWN, standing.state) is None:
        return False
    facts, values = _facts(loaded, decided), {**loaded.content, **decided.payload}
    days = None if letter.days is None else int(law.library().value(letter.days, on=facts.day).value)
    sheet = letters.sheet(kind, values | _person(kind, record), facts, words)
    seal = settings.SERENTAK.seal
    told: dict[str, Any] = {FACE: letters.face(kind, values, facts, words, days)}
    for name, draft in ((DRAFT, True), (UNSIGNED, False)):
        made = typesetting.pdf(sheet, draft=draft)
        made = made if draft else signature.prepare(made, str(seal) if seal else None)
        ending = "-draf.pdf" if draft else "-naskah.pdf"
        digest = hashlib.sha256(made).hexdigest()
        file = Accepted(digest, loaded.header.number + ending, "application/pdf", len(made), made)
        files.store(settings.FILES_DIR, file)
        told[name] = [file.described()]
    perform(record, DRAWN, {}, by=WORKER, at=at, key=uuid7(), version=standing.version, told=told)
    return True


def _facts(loaded: Loaded, decided: Act) -> letters.Facts:
    assert decided.holding is not None
    held = staffing.tenure(decided.holding)
    government = law.library().government
    return letters.Facts(
        agency=agencies.organisation(held.organisation).name,
        government=government["title"]["id"],
        place=government["capital"],
        day=local_day(decided.moment),
        post=str(decided.text["post"]),
        name=people.profile(held.person).name if held.person is not None else "",
        address=address(loaded.header.number, loaded.header.id),
    )


def _person(kind: RecordType, record: UUID) -> dict[str, Any]:
    """Who the record is about, by the fields that asked it; nothing after an erasure."""
    row = Private.objects.filter(record=record, person=1).first()
    told = {field.id: getattr(row, field.personal or "") for field in kind.personal()} if row else {}
    return {name: value for name, value in told.items() if value}
