"""What happened to a record, in sentences, for those who handle it and for the one who reported it.

The reporter does not read internal acts, answers not yet confirmed, fields of the desk, or numbers of other
people's records. Values get their words here; only the number of a linked record takes a statement.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from serentak.law import queries as law
from serentak.ledger.queries import Act
from serentak.lib.words import LANGUAGES, written
from serentak.records.files import described
from serentak.records.kinds import nik
from serentak.records.kinds import written as figures
from serentak.records.queries.names import organisation_name, place_words
from serentak.records.queries.visible import number_of
from serentak.records.rules import Field, Move, RecordType, Text
from serentak.records.rules.lettering import UNSIGNED
from serentak.records.rules.proposing import PREFIX

REPORTER: Text = {"id": "Pelapor", "en": "The reporter"}
BY_ITSELF: Text = {"id": "Otomatis, karena tenggatnya lewat", "en": "By itself, at the deadline"}
BY_SYSTEM: Text = {"id": "Otomatis oleh sistem", "en": "By the system itself"}
Row = tuple[Text, Text | str]


@dataclass(frozen=True)
class FileView:
    """A file to link to: SHA-256 in hex, name, media type, bytes."""

    hash: str
    name: str
    type: str
    size: int


@dataclass(frozen=True)
class TimelineItem:
    """One act: `post` who acted, `prepared` who prepared what was confirmed, `sealed` its place in the log
    once sealed, `payload` what was said. `corrects` is the act it corrects, as sentence and moment;
    `corrected`: another one corrected it later."""

    act: str
    moment: datetime
    sentence: Text
    post: Text | str | None
    prepared: str | None
    entry: int
    sealed: int | None
    payload: tuple[Row, ...]
    files: tuple[FileView, ...]
    corrects: tuple[Text, datetime] | None = None
    corrected: bool = False


def timeline(kind: RecordType, acts: Sequence[Act], *, for_reporter: bool) -> list[TimelineItem]:
    """Every act this reader may know of, newest first."""
    shown = (_item(kind, acts, n, for_reporter) for n in reversed(range(len(acts))))
    return [item for item in shown if item is not None]


def _item(kind: RecordType, acts: Sequence[Act], n: int, for_reporter: bool) -> TimelineItem | None:
    act = acts[n]
    move = kind.move_of(act.act)
    if move is None or for_reporter and move.internal:
        return None
    payload = act.payload if readable(move, for_reporter) else {}
    wrong = countered(kind, acts, n)
    known = (f for name in payload if (f := kind.field(name)))
    fields = [f for f in known if not for_reporter or told_reporter(f)]
    return TimelineItem(
        act.act,
        act.moment,
        move.sentence,
        _who(move, act),
        prepared_by(move, acts[:n])
        if act.text.get("basis") and not (move.returns or move.counters)
        else None,
        act.entry,
        act.position,
        tuple(rows(fields, payload)),
        tuple(files({name: value for name, value in payload.items() if name != UNSIGNED})),
        _said(kind, acts[wrong]) if wrong is not None else None,
        any(countered(kind, acts, later) == n for later in range(n + 1, len(acts))),
    )


def countered(kind: RecordType, acts: Sequence[Act], n: int) -> int | None:
    """Which act this one corrects: the newest before it of those it names."""
    move = kind.move_of(acts[n].act)
    names = move.counters if move else ()
    return next((i for i in reversed(range(n)) if acts[i].act in names), None)


def _said(kind: RecordType, act: Act) -> tuple[Text, datetime] | None:
    move = kind.move_of(act.act)
    return (move.sentence, act.moment) if move else None


def prepared_by(move: Move, before: Sequence[Act]) -> str | None:
    """The post that prepared what this move confirmed."""
    names = (move.confirms, f"{PREFIX}{move.act}")
    post: str | None = next((act.text.get("post") for act in reversed(before) if act.act in names), None)
    return post


def readable(move: Move, for_reporter: bool) -> bool:
    """Whether this reader may know what was said in such an act; what is confirmed later is said there."""
    return not for_reporter or not (move.internal or move.private_until)


def told_reporter(f: Field) -> bool:
    """Whether its reporter reads what stands in a field: none of the desk's, no number of another record."""
    return f.by is None and f.kind != "record"


def _who(move: Move, act: Act) -> Text | str | None:
    if act.holding is not None:
        post: str | None = act.text.get("post")
        return post
    if "worker" in move.by:
        return BY_SYSTEM
    return BY_ITSELF if "clock" in move.by else REPORTER


def rows(fields: Iterable[Field], values: Mapping[str, Any]) -> Iterator[Row]:
    """Label and words of each field that has a value; files stand apart."""
    for f in fields:
        if f.kind != "files" and values.get(f.id) is not None:
            yield f.label, words(f, values[f.id])


def files(values: Mapping[str, Any]) -> Iterator[FileView]:
    """The files that a content or payload names."""
    for _, file in described(values):
        yield FileView(file["hash"], file["name"], file["type"], file["size"])


def words(f: Field, value: Any) -> Text | str:
    """A value as a person reads it."""
    write = WORDS.get(f.kind)
    return write(f, value) if write else str(value)


def _choice(f: Field, value: Any) -> Text | str:
    return next((c["label"] for c in f.choices if c["id"] == value), str(value))


def _day(f: Field, value: Any) -> Text:
    return {lang: written(date.fromisoformat(value), "d MMMM y", lang) for lang in LANGUAGES}


WORDS: dict[str, Callable[[Field, Any], Text | str]] = {
    "choice": _choice,
    "reference": lambda f, value: law.library().references.label(str(f.codes), value),
    "number": figures,
    "money": figures,
    "date": _day,
    "place": lambda f, value: {lang: place_words(value, lang) for lang in LANGUAGES},
    "organisation": lambda f, value: organisation_name(int(value)),
    "declaration": lambda f, value: f.text or "",
    "nik": lambda f, value: nik.written(value, law.library().regions),
    "record": lambda f, value: number_of(UUID(value)),
}
