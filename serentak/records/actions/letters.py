"""The letter of a record: drawn by the worker after the act that decided on it, and attached by an
act; signed at BSrE's service in the request of whoever signs it.

Its bytes lie in the store before the act that names their hash, as those of any file.
"""

import hashlib
import re
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from django.conf import settings

from serentak.agencies import queries as agencies
from serentak.agencies import staffing
from serentak.agencies.rules import WORKER, Actor
from serentak.gate import esign
from serentak.law import queries as law
from serentak.ledger.queries import Act
from serentak.lib.clock import local_day
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.people import queries as people
from serentak.records import files, letters, lifecycle, signature, typesetting
from serentak.records.actions.act import perform
from serentak.records.actions.statement import Done
from serentak.records.files import Accepted
from serentak.records.models import Private
from serentak.records.queries import refusals
from serentak.records.queries.history import Loaded, header_for, load
from serentak.records.queries.letter import address
from serentak.records.queries.timeline import words
from serentak.records.queries.visible import hidden
from serentak.records.rules import RecordType, Text
from serentak.records.rules.lettering import DRAFT, DRAWN, ELECTRONIC, FACE, SIGNED, UNSIGNED, WAY

WORDS_MISSING: Text = {
    "id": "NIK enam belas angka dan passphrase diperlukan.",
    "en": "A NIK of sixteen digits and a passphrase are needed.",
}
AGAIN: Text = {"id": "Isi keduanya lagi.", "en": "Fill in both again."}


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


def sign_at_service(
    record: UUID, nik: str, passphrase: str, *, by: Actor, at: datetime, key: UUID, version: int | None
) -> Done:
    """Sign the letter at BSrE's service, then do the act as with any signed PDF. Neither word is kept.

    Refusal as of `perform`, before anything is sent where the act could not be done, and of `esign`."""
    loaded = load(by, header_for(by, record))
    kind, standing, service = loaded.kind, loaded.standing(), settings.SERENTAK.esign
    if kind.letter is None or service is None:
        raise hidden()
    if version != standing.version:
        raise refusals.stale(kind, standing)
    move = lifecycle.choose(kind, kind.letter.sign, standing, by, law.library(), at)
    letters.signed(kind, move, standing.prepared, by)
    if not (re.fullmatch(r"\d{16}", nik) and 0 < len(passphrase) <= 200):
        raise Refusal("esign_words", WORDS_MISSING, remedy=AGAIN)
    drawn = files.path_of(settings.FILES_DIR, standing.prepared[DRAWN][UNSIGNED][0]["hash"]).read_bytes()
    raw = esign.signed(service, drawn, nik, passphrase)
    upload = files.Upload(f"{loaded.header.number}.pdf", BytesIO(raw), len(raw))
    return perform(
        record, move.act, {WAY: ELECTRONIC}, by=by, at=at, key=key, version=version, files={SIGNED: [upload]}
    )


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
