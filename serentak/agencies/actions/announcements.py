"""Announcements: given for some days, taken back before their end."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from serentak.agencies.actions.act import NOT_ALLOWED, changed, invalid, law_of, new, perform, row_of, stored
from serentak.agencies.announcements import AUDIENCES
from serentak.agencies.models import Announcement
from serentak.agencies.rules import Actor
from serentak.law.dates import Text
from serentak.lib.clock import local_day
from serentak.lib.refusal import Refusal

LONGEST = {"title": 120, "text": 1000}
"""In characters, in either language; the database knows the same."""
DAYS = timedelta(days=366)
LATEST = {
    "id": "Tulis hari terakhirnya, paling lama setahun sesudah hari pertama.",
    "en": "Write its last day, a year after the first at the latest.",
}


def announce(
    *,
    audience: str,
    title: Text,
    text: Text,
    since: date,
    until: date | None,
    by: Actor,
    at: datetime,
    key: UUID,
) -> int:
    """Gives an announcement of the actor's body from a day up to, not including, `until`; returns its number.
    A Refusal names each field (title, title_en, text, text_en, audience, since, until) that is wrong."""
    if by.holding is None:
        raise Refusal("not_allowed", NOT_ALLOWED, status=403)
    if wrong := dict(_wrong(audience, {"title": title, "text": text}, since, until, local_day(at))):
        raise invalid(wrong)
    assert until is not None  # _wrong says so
    row = {
        "organisation": by.holding.organisation,
        "everyone": by.announces_to_everyone,
        "audience": audience,
        "title": title["id"],
        "title_en": title.get("en"),
        "text": text["id"],
        "text_en": text.get("en"),
        "valid_from": since.isoformat(),
        "valid_until": until.isoformat(),
        "withdrawn": False,
    }
    changes = [new(Announcement, row)]
    (number,) = perform("announce", changes, by=by, at=at, key=key, law=law_of(by.role))
    return number


def withdraw_announcement(
    *, announcement: int, by: Actor, at: datetime, key: UUID, version: int | None = None
) -> None:
    """Takes an announcement back; `version` is the one its row was read in."""
    found = row_of(Announcement, announcement)
    change = changed(found, stored(found) | {"withdrawn": True}, version)
    perform("withdraw_announcement", [change], by=by, at=at, key=key, law=law_of(by.role))


def _wrong(
    audience: str, said: dict[str, Text], since: date, until: date | None, today: date
) -> Iterator[tuple[str, Text]]:
    """Each field that is wrong, with what is."""
    english = any(text.get("en") for text in said.values())
    for name, text in said.items():
        yield from _wrong_words(name, text["id"], LONGEST[name])
        if english:
            yield from _wrong_words(f"{name}_en", text.get("en", ""), LONGEST[name])
    if audience not in AUDIENCES:
        yield "audience", {"id": "Pilih untuk siapa.", "en": "Choose who it is for."}
    if since < today:
        yield "since", {"id": "Paling cepat hari ini.", "en": "Today at the earliest."}
    if until is None or not since < until <= since + DAYS:
        yield "until", LATEST


def _wrong_words(field: str, words: str, most: int) -> Iterator[tuple[str, Text]]:
    if not words:
        yield field, {"id": "Ini perlu ditulis.", "en": "This must be written."}
    if len(words) > most:
        yield field, {"id": f"Paling banyak {most} huruf.", "en": f"At most {most} characters."}
