"""Names for the numbers and codes that records carry: bodies, regencies, places."""

from collections.abc import Collection
from datetime import date
from functools import cache

from serentak.agencies import directory
from serentak.agencies import queries as agencies
from serentak.law import queries as law
from serentak.records.rules import Text


@cache
def _listed() -> dict[int, str]:
    return {row["id"]: row["short"] for row in law.library().organisations}


def organisation_name(body: int) -> str:
    """The short name of a body; of one that is not in the content, as the register of agencies has it."""
    return _listed().get(body) or agencies.organisation(body).short


def now_called(bodies: Collection[int], record_type: str, on: date) -> dict[int, str]:
    """Of these bodies, those that ended: the short names of who answers for their records of this type on
    the day. No statement while none has ended, else two."""
    there = {body.id for body in directory.directory(on).register.existing(on)}
    ended = set(bodies) - there
    register = agencies.register() if ended else None
    found = {body: register.heirs(body, on, record_type) for body in ended} if register else {}
    return {body: ", ".join(heir.short for heir in heirs) for body, heirs in found.items() if heirs}


def region_name(code: str | None) -> str | None:
    """The name of a regency; None where a record has none."""
    return law.library().regions.name(code) if code else None


def role_title(role: str) -> Text:
    """What a role is called."""
    title: Text = law.library().roles[role]["title"]
    return title


def place_words(place: dict[str, object], language: str) -> str:
    """A place as one line: village, district, regency, then the landmark or the position."""
    regions, words = law.library().regions, []
    village, district = str(place.get("village") or ""), str(place.get("district") or "")
    if village:
        words.append(regions.name(village))
    if district:
        words += [
            f"{'Kec.' if language == 'id' else 'District'} {regions.name(district)}",
            regions.name(regions.regency_of(district)),
        ]
    if place.get("landmark"):
        words.append(str(place["landmark"]))
    if place.get("lat") is not None:
        words.append(f"{_degrees(place['lat'])}, {_degrees(place['lon'])}")
    return ", ".join(words)


def _degrees(value: object) -> str:
    return f"{int(str(value)) / 1_000_000:.5f}"
