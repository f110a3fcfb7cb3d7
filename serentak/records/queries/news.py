"""The mail that tells a reporter what happened: two languages, no content of the case.

Of a sealed record it names nothing, not even the number. The address is read when the mail is made and stands
in no job. The slip's code is in the first mail only.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from serentak.ledger import queries as ledger
from serentak.lib.ids import slip_code
from serentak.records.models import Private, Record
from serentak.records.queries import types
from serentak.records.rules import Text

LANGUAGES = ("id", "en")
WORDS: dict[str, Text] = {
    "subject": {"id": "Kabar berkas {number}", "en": "News of record {number}"},
    "now": {"id": "Sekarang: {state}", "en": "Now: {state}"},
    "slip": {
        "id": "Nomor: {number}\nKode: {code}\nSimpan keduanya: dengan itu Anda melihat kabarnya.",
        "en": "Number: {number}\nCode: {code}\nKeep both: they show you how the case goes.",
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


def news(record: UUID, version: int) -> News | None:
    """The mail about the act that made this version; None when there is no address, or no longer one."""
    to = Private.objects.filter(record=record, person=1).values_list("email", flat=True).first()
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
    lines = [move.sentence, _fill("now", state=kind.states[act.state].citizen)]
    if version == 1:
        lines.append(_fill("slip", number=header.number, code=slip_code(settings.FILE_KEY, record)))
    lines += [_fill("look", address=address), _fill("why")]
    return News(to, _fill("subject", number=header.number)["id"], _body(lines), header.number)


def _body(lines: list[Text]) -> str:
    return "\n\n———\n\n".join("\n\n".join(line[lang] for line in lines) for lang in LANGUAGES)


def _fill(name: str, **values: str | Text) -> Text:
    return {
        lang: WORDS[name][lang].format(
            **{key: value if isinstance(value, str) else value[lang] for key, value in values.items()}
        )
        for lang in LANGUAGES
    }
