"""What a letter says: of itself, to anybody who checks it, and on paper; and what became of it since.

Pure. Every word comes from the type, the record and the acts on it; nothing of it is markup. Drawing it is
`typesetting`, putting it on the record `actions.letters`, who signs and how `rules.lettering`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from serentak.agencies.rules import Actor
from serentak.lib.refusal import Refusal
from serentak.lib.words import written
from serentak.records.clock import Step
from serentak.records.rules import Field, Move, RecordType, Text
from serentak.records.rules.lettering import DRAWN, FACE

Say = Callable[[Field, Any], Text | str]
AWAITED: Text = {
    "id": "Suratnya sedang dibuat. Beberapa detik lagi siap ditandatangani.",
    "en": "The letter is being drawn. In a few seconds it can be signed.",
}
AGAIN: Text = {"id": "Muat ulang halaman ini.", "en": "Load this page again."}


class Done(Protocol):
    """An act as the log gives it, with what it said."""

    @property
    def act(self) -> str: ...
    @property
    def moment(self) -> datetime: ...
    @property
    def text(self) -> Mapping[str, Any]: ...
    @property
    def position(self) -> int | None: ...
    @property
    def payload(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Facts:
    """What the record does not say itself: the body's full name on that day, whose government and where, the
    day (WITA), the post as the act printed it and who holds it, and where the letter is checked."""

    agency: str
    government: str
    place: str
    day: date
    post: str
    name: str
    address: str


def face(
    kind: RecordType, values: Mapping[str, Any], facts: Facts, say: Say, days: int | None
) -> dict[str, Any]:
    """What the letter says of itself to anybody: canonical, as the entry keeps it. `values` are content and
    the answers of the act, `days` how long it holds where its type says a number."""
    letter = kind.letter
    assert letter is not None
    start = str(values.get(letter.start or "") or facts.day)
    until = values.get(letter.until or "")
    if days is not None:
        until = (date.fromisoformat(start) + timedelta(days=days - 1)).isoformat()
    return {
        "title": letter.title,
        "number": values[letter.number],
        "agency": facts.agency,
        "post": facts.post,
        "day": facts.day.isoformat(),
        "from": start,
        "until": until,
        "rows": [
            [kind.fields[name].label, say(kind.fields[name], values[name])]
            for name in letter.public
            if values.get(name) is not None
        ],
    }


def sheet(kind: RecordType, values: Mapping[str, Any], facts: Facts, say: Say) -> dict[str, Any]:
    """The letter as `typesetting` takes it, in Indonesian. `values` also hold what it says of the person."""
    letter = kind.letter
    assert letter is not None

    def told(name: str) -> str:
        if name == "agency":
            return facts.agency
        field, value = kind.field(name), values.get(name)
        assert field is not None
        said = "" if value is None else say(field, value)
        return said if isinstance(said, str) else said["id"]

    def part(row: Mapping[str, Any]) -> dict[str, Any]:
        if "text" in row:
            return {"text": re.sub(r"\{([a-z0-9_]+)\}", lambda found: told(found[1]), row["text"])}
        return {"rows": [[_label(kind, name), told(name)] for name in row["rows"] if told(name)]}

    return {
        "title": letter.title["id"],
        "number": told(letter.number),
        "government": facts.government,
        "agency": facts.agency,
        "body": [part(row) for row in letter.body],
        "dated": f"{facts.place}, {written(facts.day, 'd MMMM y', 'id')}",
        "post": facts.post,
        "name": facts.name,
        "address": facts.address,
    }


def _label(kind: RecordType, name: str) -> str:
    field = kind.field(name)
    assert field is not None
    return (field.desk or field.label)["id"].rstrip("?")


def awaited(kind: RecordType, move: Move, steps: Sequence[Step]) -> Refusal | None:
    """Why the letter cannot be signed yet: it is not drawn since it was last decided on."""
    if kind.letter is None or move.act != kind.letter.sign:
        return None
    acts = [step.act for step in steps if step.act in (kind.letter.at, DRAWN)]
    return None if acts[-1:] == [DRAWN] else Refusal("letter_awaited", AWAITED, status=409, remedy=AGAIN)


def signed(
    kind: RecordType, move: Move, newest: Mapping[str, Mapping[str, Any]], by: Actor
) -> dict[str, Any]:
    """What the act that signs says beside its answers: what the letter says of itself. `newest` is the newest
    payload of each act. Refusal when it was drawn for another post to sign."""
    if kind.letter is None or move.act != kind.letter.sign:
        return {}
    said = newest[DRAWN][FACE]
    if by.holding is None or by.holding.post != said["post"]:
        raise Refusal(
            "letter_of_another",
            {
                "id": f"Surat ini dibuat untuk ditandatangani {said['post']}.",
                "en": f"This letter was drawn to be signed by {said['post']}.",
            },
            status=409,
            remedy={
                "id": "Kembalikan konsepnya, lalu setujui lagi dalam jabatan Anda sendiri.",
                "en": "Return the draft, then approve it anew in your own post.",
            },
        )
    return {FACE: said}


@dataclass(frozen=True)
class Signed:
    """A letter that went out: what it says of itself, how it was signed (`WAYS`), in which post, when, the
    SHA-256 of its file, and the place of that act in the log once sealed."""

    face: Mapping[str, Any]
    way: str
    post: str
    moment: datetime
    hashes: tuple[str, ...]
    position: int | None

    @property
    def day(self) -> date:
        """The day it bears."""
        return date.fromisoformat(self.face["day"])

    @property
    def start(self) -> date:
        """The first day it holds."""
        return date.fromisoformat(self.face["from"])

    @property
    def until(self) -> date | None:
        """The last day it holds; None where it has none."""
        return date.fromisoformat(self.face["until"]) if self.face["until"] else None

    def worth(self, on: date) -> str:
        """`valid`, `early` or `ended` on a day."""
        if on < self.start:
            return "early"
        return "ended" if self.until is not None and self.until < on else "valid"


def signed_of(kind: RecordType, acts: Sequence[Done]) -> tuple[Signed, ...]:
    """The letters of a record, oldest first, from its acts with what anybody may know of them."""
    letter = kind.letter
    assert letter is not None
    return tuple(
        Signed(
            act.payload["face"],
            act.payload["way"],
            str(act.text.get("post") or ""),
            act.moment,
            tuple(act.payload["hashes"] or ()),
            act.position,
        )
        for act in acts
        if act.act == letter.sign
    )


def states(kind: RecordType, acts: Sequence[Done], signed: Sequence[Signed], on: date) -> list[str]:
    """What each letter is worth on a day: `valid`, `early`, `ended`, `withdrawn`, `replaced` by the next."""
    letter = kind.letter
    assert letter is not None
    last = next((act.act for act in reversed(acts) if act.act in (letter.sign, letter.withdraw)), None)
    gone = letter.withdraw is not None and last == letter.withdraw
    newest = ["withdrawn" if gone else one.worth(on) for one in signed[-1:]]
    return ["replaced"] * (len(signed) - 1) + newest
