"""Who holds a post: appointed in one of the content's manners, given named acts of a post, and ended.

Every term has its day: whoever does not hold definitively has a letter and a last moment, and the right ends
then by itself, with nobody having to remember it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from serentak.agencies import queries
from serentak.agencies.actions.act import ending, invalid, law_of, new, perform, row_of
from serentak.agencies.models import Holding, Post
from serentak.agencies.rules import DEFINITIVE, DELEGATED, Actor, Held
from serentak.agencies.terms import DEFINITELY, Terms, wrong_district, wrong_terms
from serentak.law import queries as law
from serentak.lib.clock import local_day, rfc3339
from serentak.lib.refusal import Refusal


def appoint(
    *,
    person: int,
    post: int,
    since: datetime,
    terms: Terms = DEFINITELY,
    by: Actor,
    at: datetime,
    key: UUID,
) -> int:
    """Puts a person in a post from a moment on, on these terms; returns the holding's number.

    A Refusal names each field (of Terms) that is wrong."""
    found: Post = row_of(Post, post)
    held = Holding.objects.filter(person=person, post=post, valid_until=None)
    if terms.kind != DELEGATED and held.exists():
        raise Refusal(
            "already_held",
            {"id": "Orang ini sudah memegang jabatan itu.", "en": "This person already holds that post."},
            status=409,
        )
    return _hold("appoint", person, found.id, found.role, since, terms, by=by, at=at, key=key)


def delegate(*, person: int, since: datetime, terms: Terms, by: Actor, at: datetime, key: UUID) -> int:
    """Gives named acts of the post `by` holds to a person who holds a post in the same body, until a day,
    with a letter; returns the holding's number. `terms.kind` is DELEGATED; `only_acts` are acts the own
    holding has, and `until` is not after its end."""
    held = by.holding
    if held is None or not queries.may_delegate(held):
        raise Refusal(
            "not_allowed",
            {
                "id": "Yang mendelegasikan adalah pemegang jabatan pimpinan, atas tindakannya sendiri.",
                "en": "Only who holds a leading post delegates, and only acts of that post.",
            },
            status=403,
            law=law.library().holding_kinds[DELEGATED]["law"],
            remedy={"id": "Mintalah pemegang jabatannya.", "en": "Ask the holder of that post."},
        )
    if wrong := _wrong_delegation(person, held, terms, at):
        raise invalid(wrong)
    return _hold("delegate", person, held.post_id, held.role, since, terms, by=by, at=at, key=key)


def end_holding(
    *, holding: int, until: datetime, by: Actor, at: datetime, key: UUID, version: int | None = None
) -> None:
    """Ends a holding: from the moment `until` its person may nothing by it. An end comes nearer, it is never
    put off: what goes on longer is a new holding with its own letter. `version` is the one its row was read
    in; a repeated request finds the end it set itself and is answered by the database as before."""
    found: Holding = row_of(Holding, holding)
    read_since = version is not None and version < found.version
    if found.valid_until is not None and until >= found.valid_until and not read_since:
        raise invalid(
            {
                "until": {
                    "id": "Masa ini sudah berakhir sebelum itu. Perpanjangan adalah penunjukan baru.",
                    "en": "It ends by then already. To extend it, appoint anew.",
                }
            }
        )
    role = Post.objects.values_list("role", flat=True).get(id=found.post)
    change = ending(found, rfc3339(until), version)
    perform("end_holding", [change], by=by, at=at, key=key, law=law_of(role))


def _hold(
    act: str,
    person: int,
    post: int,
    role: str,
    since: datetime,
    terms: Terms,
    *,
    by: Actor,
    at: datetime,
    key: UUID,
) -> int:
    kinds = law.library().holding_kinds
    wrong = wrong_terms(terms, since, kinds, queries.acts_of(role))
    districts = [row["id"] for row in queries.districts(role, on=local_day(since))]
    if wrong := wrong | wrong_district(terms, districts):
        raise invalid(wrong)
    cited = law_of(role) if terms.kind == DEFINITIVE else kinds[terms.kind]["law"]
    change = new(Holding, row_of_holding(person, post, since, terms))
    (holding,) = perform(act, [change], by=by, at=at, key=key, law=cited)
    return holding


def row_of_holding(person: int, post: int, since: datetime, terms: Terms) -> dict[str, Any]:
    """The row of a holding as the database function takes it."""
    return {
        "person": person,
        "post": post,
        "kind": terms.kind,
        "valid_from": rfc3339(since),
        "valid_until": terms.until and rfc3339(terms.until),
        "letter_number": terms.letter_number.strip() or None,
        "letter_date": terms.letter_date and terms.letter_date.isoformat(),
        "only_acts": sorted(terms.only_acts) if terms.only_acts else None,
        "barred_acts": sorted(terms.barred_acts) or None,
        "district": terms.district,
    }


def _wrong_delegation(person: int, held: Held, terms: Terms, at: datetime) -> dict[str, dict[str, str]]:
    wrong = {}
    if person == held.person or not queries.colleague(person, held.organisation, at=at):
        wrong["person"] = {
            "id": "Pilih orang lain yang memegang jabatan di instansi ini.",
            "en": "Choose somebody else who holds a post in this agency.",
        }
    if terms.kind != DELEGATED:
        wrong["kind"] = {"id": "Delegasi selalu atas nama.", "en": "A delegation is on your behalf."}
    if terms.until and held.valid_until and terms.until > held.valid_until:
        day = local_day(held.valid_until).strftime("%d-%m-%Y")
        wrong["until"] = {
            "id": f"Tidak lebih lama dari masa jabatan Anda sendiri, sampai {day}.",
            "en": f"Not longer than you hold the post yourself, until {day}.",
        }
    if not all(held.permits(act) for act in terms.only_acts or ()):
        wrong["only_acts"] = {
            "id": "Ada tindakan yang bukan wewenang Anda sendiri.",
            "en": "Some acts are not yours to give.",
        }
    return wrong
