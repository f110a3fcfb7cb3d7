"""The mail that tells a reporter what happened: two languages, no content of the case.

Of a sealed record it names nothing, not even the number. The address is read when the mail is made and stands
in no job. The slip's code is in the first mail only.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection

from serentak.agencies.rules import WORKER
from serentak.ledger import queries as ledger
from serentak.lib.ids import slip_code
from serentak.records.models import Private, Record
from serentak.records.queries import types
from serentak.records.queries.history import header_for, load
from serentak.records.rules import Move, Text

LANGUAGES = ("id", "en")
WORDS: dict[str, Text] = {
    "subject": {"id": "Kabar berkas {number}", "en": "News of record {number}"},
    "now": {"id": "Sekarang: {state}", "en": "Now: {state}"},
    "slip": {
        "id": "Nomor: {number}\nKode: {code}\nSimpan keduanya: dengan itu Anda melihat kabarnya.",
        "en": "Number: {number}\nCode: {code}\nKeep both: they show you how the case goes.",
    },
    "joined": {
        "id": "Laporan lain yang sama digabungkan dengan laporan Anda. Tidak ada yang perlu dilakukan.",
        "en": "Another report of the same thing was joined with yours. There is nothing to do.",
    },
    "first": {
        "id": "Kabar laporan yang digabungkan dengan laporan Anda: {sentence}",
        "en": "News of the report that yours was joined with: {sentence}",
    },
    "look": {"id": "Kabar lengkap: {address}", "en": "In full: {address}"},
    "sealed": {"id": "Ada kabar untuk Anda", "en": "There is news for you"},
    "open": {
        "id": "Buka dengan nomor dan kode Anda: {address}",
        "en": "Open it with your number and code: {address}",
    },
    "why": {
        "id": "Surel ini dikirim karena Anda menuliskan alamat ini di laporan. Jangan dibalas.",
        "en": "You get this because you gave this address with your report. Please do not reply.",
    },
}


@dataclass(frozen=True)
class News:
    """A mail ready to be sent; `reference` is the record's number, None when it may be named nowhere."""

    to: str
    subject: str
    body: str
    reference: str | None


def also(record: UUID, version: int) -> list[UUID]:
    """The other records whose reporters are told of the act that made this version: the one with which it was
    joined just now, else those that were joined with it."""
    loaded = load(WORKER, header_for(WORKER, record))
    act = next(a for a in loaded.acts if a.version == version)
    move = loaded.kind.move_of(act.act)
    if move is None or not move.notify:
        return []
    if move.link:
        return [UUID(act.payload[move.link["field"]])]
    with connection.cursor() as db:
        db.execute("SELECT records_joined(%s)", [record])
        return [other for (other,) in db.fetchall()]


def news(record: UUID, version: int, whose: UUID | None = None) -> News | None:
    """The mail about the act that made this version, to its reporter or to that of the record `whose`, joined
    with it; None when there is no address, or no longer one."""
    to = Private.objects.filter(record=whose or record, person=1).values_list("email", flat=True).first()
    header = Record.objects.filter(id=record).first()
    if not to or header is None:
        return None
    act = next(a for a in ledger.history(record, {}) if a.version == version)
    kind = types.at_version(header.type, header.type_version)
    move = kind.move_of(act.act)
    if move is None:
        return None
    address = f"{settings.BASE_URL}/lacak/"
    if header.access_class == "sealed":
        return News(to, WORDS["sealed"]["id"], _body([WORDS["sealed"], _fill("open", address=address)]), None)
    if whose is not None:
        return _of_joined(whose, to, move, kind.states[act.state].citizen, address)
    lines = [move.sentence, _fill("now", state=kind.states[act.state].citizen)]
    if version == 1:
        lines.append(_fill("slip", number=header.number, code=slip_code(settings.FILE_KEY, record)))
    lines += [_fill("look", address=address), _fill("why")]
    return News(to, _fill("subject", number=header.number)["id"], _body(lines), header.number)


def _of_joined(whose: UUID, to: str, move: Move, state: Text, address: str) -> News:
    number = Record.objects.values_list("number", flat=True).get(id=whose)
    told = [_fill("first", sentence=move.sentence), _fill("now", state=state)]
    lines = [_fill("joined")] if move.link else told
    lines += [_fill("look", address=address), _fill("why")]
    return News(to, _fill("subject", number=number)["id"], _body(lines), number)


def _body(lines: list[Text]) -> str:
    return "\n\n———\n\n".join("\n\n".join(line[lang] for line in lines) for lang in LANGUAGES)


def _fill(name: str, **values: str | Text) -> Text:
    return {
        lang: WORDS[name][lang].format(
            **{key: value if isinstance(value, str) else value[lang] for key, value in values.items()}
        )
        for lang in LANGUAGES
    }
