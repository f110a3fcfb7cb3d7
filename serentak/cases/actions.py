"""The citizen's door to the engine: file, look up, answer. Each passes a limit, then one act.

Limits count attempts by address, by case number and by the words of a report, each as a keyed hash. Who is
signed in files as a citizen, in whatever post, and the case is in the account; nobody is kept of an anonymous
one.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from serentak.agencies.rules import PUBLIC, Actor
from serentak.cases import rules
from serentak.cases.rules import Limits, Sent
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.lib.ids import slip_code
from serentak.lib.refusal import Refusal
from serentak.people import queries as people
from serentak.people.actions import door, starts
from serentak.people.rules import address_key, network_key, normal_username
from serentak.records import actions as records
from serentak.records.envelope import Slip
from serentak.records.queries import types
from serentak.records.queries.alike import Alike
from serentak.records.queries.alike import alike as look_alike
from serentak.records.queries.contents import Lost, lost
from serentak.records.queries.contents import find_person as find_account
from serentak.records.queries.slip import actor_of
from serentak.records.queries.visible import sees

HOUR = 3600
LIMITS = (
    "filings_per_hour_address", "filings_unproved_per_hour_address", "filings_per_hour_network",
    "same_text_per_hour", "work_bits", "human_seconds",
)  # fmt: skip
"""In the order of `rules.Limits`."""
Files = Mapping[str, Sequence[Any]]


def limit(name: str, at: datetime) -> int:
    """The limit of a door in force at this moment."""
    return int(law.library().value(name, on=local_day(at)).value)


def file(
    *,
    type: str,
    data: Mapping[str, Any],
    files: Files,
    sent: Sent,
    at: datetime,
    address: str,
    by: Actor = PUBLIC,
) -> records.Done:
    """Opens a record for a citizen, in the account of who is signed in (`queries.filer` says as whom). One
    that looks like part of a flood waits aside for a person, with its slip and its clock; Refusal 429 only
    beyond what the machine can take."""
    text = _words(type, data, at)
    why = _suspicion(text, sent, at, address)
    try:
        return records.perform(
            None, "file", data, by=by, at=at, key=sent.key, type=type, files=files, aside=why
        )
    except Refusal as no:
        if no.fields and text:  # sent again once it is mended: the same words, but no flood
            door.take_back("cases.file.text", text, HOUR, at)
        raise


def _suspicion(text: bytes | None, sent: Sent, at: datetime, address: str) -> str | None:
    """Counts the filing, by keyed hashes that last a day; says why it is to wait aside, or None."""
    knocks = {"address": address_key(address), "network": network_key(address), "all": b""}
    if text:
        knocks["text"] = text
    counted = door.counted({f"cases.file.{what}": whose for what, whose in knocks.items()}, HOUR, at)
    count = {what: counted[f"cases.file.{what}"] for what in knocks}
    if count["address"] > limit("door.filings_ceiling_address", at) or count["all"] > limit(
        "door.filings_ceiling", at
    ):
        raise door.too_often(at, HOUR)
    limits = Limits(*(limit(f"door.{name}", at) for name in LIMITS))
    return rules.suspicion(count, rules.proved(sent, limits, at), sent.trapped, limits)


def _words(type: str, data: Mapping[str, Any], at: datetime) -> bytes | None:
    """What the reporter wrote, without names; of a sealed record nothing is compared."""
    kind = types.of(type, at=at)
    written = [f.id for f in kind.fields.values() if f.kind in ("text", "long_text") and not f.personal]
    return None if kind.access_class == "sealed" else rules.words(str(data.get(name, "")) for name in written)


def enter(
    *,
    type: str,
    data: Mapping[str, Any],
    files: Files,
    key: UUID,
    at: datetime,
    by: Actor,
    owner: int | None = None,
) -> records.Done:
    """Opens a record that reached the desk through another channel, in the officer's post; into the account
    of the `owner` that `find_person` found."""
    return records.perform(None, "file", data, by=by, at=at, key=key, type=type, files=files, owner=owner)


def find_person(*, username: str, at: datetime, by: Actor) -> tuple[int, str]:
    """A citizen's account by its exact sign-in name, if that was proved: number and masked name, on record.
    Refusals: `invalid` at `account` when there is none, 429 beyond what one officer may ask in an hour."""
    _count("person", str(by.person).encode(), "door.persons_per_hour_account", at)
    found = find_account(by, normal_username(username), at)
    if found is None:
        text = {
            "id": "Tidak ada akun yang terbukti milik pelapor dengan nomor atau surel ini. Periksa "
            "ejaannya, atau pilih Tanpa akun: pelapor memasukkannya sendiri dengan nomor dan kode.",
            "en": "No account proved to be the reporter's has this number or address. Check the spelling, "
            "or choose No account: the reporter takes it in with number and code.",
        }
        raise Refusal("invalid", text, fields={"account": text})
    return found


def enter_new(
    *,
    type: str,
    data: Mapping[str, Any],
    files: Files,
    key: UUID,
    at: datetime,
    by: Actor,
    username: str,
    name: str,
) -> tuple[records.Done, str | None]:
    """The same into an account made for the reporter: the case and the start code. All of it happens, or
    none; Refusal `invalid` at `account` when the sign-in name is taken or is none. The same request again
    gives the same case, and another code as long as nobody used one."""
    assert by.person is not None
    whole: dict[str, Any] = {"type": type, "data": data, "files": files, "key": key, "at": at, "by": by}
    with transaction.atomic():
        try:
            owner, code = starts.invite(
                username=username, name=name, invited_by=None, by=by.person, at=at, citizen=True
            )
        except Refusal as no:
            taken = Refusal("invalid", no.text, fields={"account": no.text})
            return _entered_before(username, taken, **whole)
        find_person(username=username, at=at, by=by)
        return enter(**whole, owner=owner), code


def _entered_before(
    username: str, taken: Refusal, *, by: Actor, at: datetime, **whole: Any
) -> tuple[records.Done, str | None]:
    """What `enter_new` did when it was sent this very request before; else the Refusal `taken`."""
    owner = people.person_named(normal_username(username))
    if owner is None or by.person is None:
        raise taken
    try:
        with transaction.atomic():
            done = enter(**whole, by=by, at=at, owner=owner)
            if not done.replayed:
                raise taken
    except Refusal:
        raise taken from None
    return done, starts.renew(person=owner, by=by.person, at=at)


def alike(*, type: str, data: Mapping[str, Any], at: datetime, address: str) -> list[Alike]:
    """Open cases that may be about the same as what was typed, as anybody may know them; none beyond what one
    address may ask in an hour."""
    try:
        _count("alike", address_key(address), "door.lookups_per_hour_address", at)
    except Refusal:
        return []
    return look_alike(type, data, at=at)


def read_back(*, type: str, data: Mapping[str, Any], at: datetime, by: Actor) -> Sequence[tuple[Any, Any]]:
    """What `enter` would file, as rows of label and words to read back; nothing is written."""
    return records.rehearse("file", data, by=by, at=at, type=type)


def find_lost(
    *, by: Actor, phone: str | None, email: str | None, at: datetime, record: UUID | None = None
) -> list[Lost]:
    """The records of somebody who lost the slip, for a post that always knows the reporter; on record. With
    `record` the one whose slip is printed again. Refusal 429 beyond what one account may ask in an hour."""
    _count("lost", str(by.person).encode(), "door.lost_per_hour_account", at)
    return lost(by, phone, email, at, record)


def again(of: Lost) -> Slip:
    """The slip of a record found by `find_lost`: its code follows from the record, so it is the old one."""
    return Slip(of.number, slip_code(settings.FILE_KEY, of.record))


def look_up(*, number: str, code: str, at: datetime, address: str) -> None:
    """Checks a slip: Refusal 404 when number and code do not fit, 429 after too many tries.

    Tries at a number count for the address they come from: numbers stand in the public log, and nobody may
    lock a reporter out of his own case. The code has 50 bits: guesses from many addresses do not find it."""
    whose = address_key(address)
    _count("look.address", whose, "door.lookups_per_hour_address", at)
    _count("look.number", whose + b" " + number.encode(), "door.lookups_per_hour_number", at)
    actor_of(number, code)


def answer(
    *,
    number: str,
    code: str,
    act: str,
    data: Mapping[str, Any],
    files: Files,
    version: int | None,
    key: UUID,
    at: datetime,
    address: str,
) -> records.Done:
    """An act of the person who holds the slip: reply, add news, rate, reopen."""
    _count("answer", address_key(address), "door.filings_per_hour_address", at)
    by, record = actor_of(number, code)
    return records.perform(record.id, act, data, by=by, at=at, key=key, version=version, files=files)


def answer_own(
    *,
    record: UUID,
    act: str,
    data: Mapping[str, Any],
    files: Files,
    version: int | None,
    key: UUID,
    at: datetime,
    address: str,
    by: Actor,
) -> records.Done:
    """The same by the person in whose account the record is, without a code."""
    _count("answer", address_key(address), "door.filings_per_hour_address", at)
    return records.perform(record, act, data, by=by, at=at, key=key, version=version, files=files)


def rate(record: UUID, typed: Mapping[str, str], *, by: Actor, at: datetime, address: str) -> None:
    """What the reporter says of the service once the case has ended. Refusal as of `records.rate`, 429."""
    _count("answer", address_key(address), "door.filings_per_hour_address", at)
    records.rate(record, typed, by=by, at=at)


def take_in(*, number: str, code: str, key: UUID, at: datetime, address: str, by: Actor) -> UUID:
    """Takes a case that was filed without the account into it, by its slip; one that is in it stays.

    Refusals as of `look_up`, and 409 when it is in another account, anonymous, or its identity was erased."""
    look_up(number=number, code=code, at=at, address=address)
    _slip, record = actor_of(number, code)
    if not sees(by, record.id):
        records.perform(
            record.id, "link_account", {}, by=by, at=at, key=key, version=record.version, slip=code
        )
    return record.id


def _count(what: str, whose: bytes, setting: str, at: datetime) -> None:
    door.throttle(f"cases.{what}", whose, limit(setting, at), HOUR, at)
