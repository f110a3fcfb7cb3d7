"""On what terms a post is held, and what is wrong with them: the kind, its letter, its end, the acts.

Pure. Whoever does not hold definitively has a letter and a last moment (UU 30/2014, pasal 14); the table
refuses a row without them too.
"""

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from serentak.agencies.rules import DEFINITIVE, DELEGATED, MACHINE, UNLETTERED
from serentak.law.dates import Text


@dataclass(frozen=True)
class Terms:
    """In what manner somebody is to hold a post: kind, letter, the moment it ends, the acts it is about
    (`only_acts`, None for all) or not about, and of who was elected the electoral district."""

    kind: str = DEFINITIVE
    letter_number: str = ""
    letter_date: date | None = None
    until: datetime | None = None
    only_acts: frozenset[str] | None = None
    barred_acts: frozenset[str] = frozenset()
    district: str | None = None


DEFINITELY = Terms()


def wrong_terms(
    terms: Terms, since: datetime, kinds: Mapping[str, Mapping[str, Any]], acts: Container[str]
) -> dict[str, Text]:
    """What is wrong with terms that begin at `since`, by field; nothing when they may stand. `kinds` are the
    content's, `acts` the names of what the post's role may do. The table refuses the same."""
    kind = kinds.get(terms.kind)
    if kind is None or terms.kind == MACHINE:
        return {"kind": {"id": "Pilih cara memegang jabatan.", "en": "Choose how the post is held."}}
    wrong = _wrong_end(terms, since, kind)
    if terms.kind not in UNLETTERED:
        wrong |= _wrong_letter(terms)
    named = (terms.only_acts or frozenset()) | terms.barred_acts
    if terms.kind == DELEGATED and not terms.only_acts:
        wrong["only_acts"] = {"id": "Pilih tindakan yang didelegasikan.", "en": "Choose the acts it gives."}
    elif unknown := sorted(act for act in named if act not in acts):
        field = "only_acts" if unknown[0] in (terms.only_acts or ()) else "barred_acts"
        wrong[field] = {
            "id": f"Jabatan ini tidak mempunyai tindakan {', '.join(unknown)}.",
            "en": f"This post has no act {', '.join(unknown)}.",
        }
    return wrong


def _wrong_letter(terms: Terms) -> dict[str, Text]:
    wrong: dict[str, Text] = {}
    if not terms.letter_number.strip():
        wrong["letter_number"] = {"id": "Tulis nomor surat.", "en": "Write the letter's number."}
    if terms.letter_date is None:
        wrong["letter_date"] = {"id": "Tulis tanggal surat.", "en": "Write the letter's date."}
    if terms.until is None:
        wrong["until"] = {"id": "Tulis hari terakhirnya.", "en": "Write its last day."}
    return wrong


def _wrong_end(terms: Terms, since: datetime, kind: Mapping[str, Any]) -> dict[str, Text]:
    """An end after the beginning and, where the content knows one, within the longest period of a letter."""
    if terms.until is None:
        return {}
    if terms.until <= since:
        return {
            "until": {
                "id": "Hari terakhir harus sesudah hari pertama.",
                "en": "The end must lie after the beginning.",
            }
        }
    longest = kind["longest"]
    if longest is not None and terms.until > since + timedelta(days=longest["days"]):
        return {
            "until": {
                "id": f"Paling lama {longest['days']} hari untuk satu surat. Perpanjangan dengan surat baru.",
                "en": f"At most {longest['days']} days with one letter. Extend it with a new letter.",
            }
        }
    return {}


def wrong_district(terms: Terms, districts: Collection[str]) -> dict[str, Text]:
    """What is wrong with the electoral district, given those of the day (none: nobody is elected)."""
    if terms.district is None and not districts or terms.district in districts:
        return {}
    return {"district": {"id": "Pilih daerah pemilihannya.", "en": "Choose the electoral district."}}


def wrong_key(
    title: str, terms: Terms, since: datetime, longest: int, acts: Container[str]
) -> dict[str, Text]:
    """What is wrong with a machine's key: the system's name, the acts, the end; `longest` in days."""
    wrong: dict[str, Text] = {}
    if not title.strip():
        wrong["title"] = {"id": "Tulis nama sistemnya.", "en": "Write the name of the system."}
    if not terms.only_acts or any(act not in acts for act in terms.only_acts):
        wrong["acts"] = {"id": "Pilih tindakan kunci ini.", "en": "Choose what this key is for."}
    if terms.until is None:
        return wrong | {"until": {"id": "Tulis hari terakhirnya.", "en": "Write its last day."}}
    return wrong | _wrong_end(terms, since, {"longest": {"days": longest}})
