"""A clock for a page: its days, and in sentences how they were reckoned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from serentak.lib import words
from serentak.lib.clock import local_day
from serentak.records.clock.reckoning import (
    Calendar,
    Content,
    Law,
    Pause,
    Run,
    Step,
    days_after,
    ends,
    in_hours,
    limit_of,
    run_of,
    used_days,
    used_hours,
)
from serentak.records.rules import Clock, RecordType, Text


@dataclass(frozen=True)
class ClockView:
    """A clock for a page: `used` of `limit` and `late` past it are working days, or hours where `hours`."""

    id: str
    title: Text
    stage: Text
    started: datetime
    due: datetime
    stopped: datetime | None
    paused: tuple[Pause, ...]
    used: int
    limit: int
    late: int
    law: Text | str | None
    why: tuple[Text, ...]
    hours: bool = False


def views(
    kind: RecordType, steps: Sequence[Step], content: Content, law: Law, at: datetime
) -> list[ClockView]:
    """Each clock as it stands, with its reckoning in sentences."""
    found = []
    for clock in kind.clocks:
        run = run_of(clock, kind, steps)
        if run:
            found.append(_view(clock, run, kind, content, law, at))
    return found


def _view(clock: Clock, run: Run, kind: RecordType, content: Content, law: Law, at: datetime) -> ClockView:
    limit = limit_of(run, content, law)
    end, hours = ends(run, content, law, at), in_hours(run, law)
    used = used_hours(run, at) if hours else used_days(run, at, law.calendar)
    late = max(used - limit, 1) if (run.stopped or at) > end else 0
    value = None if run.stage.date else law.value(run.stage.days_for(content), on=local_day(run.started))
    cited = law.law(value.law).short if value and value.law else None
    return ClockView(
        clock.id,
        clock.title,
        run.stage.title,
        run.started,
        end,
        run.stopped,
        run.pauses,
        used,
        limit,
        late,
        cited,
        tuple(_why(run, kind, content, limit, end, value, law)),
        hours,
    )


def _why(
    run: Run, kind: RecordType, content: Content, limit: int, end: datetime, value: Any, law: Law
) -> Iterator[Text]:
    move = kind.move_of(run.act)
    started, ended = words.moments(run.started), words.moments(end)
    sentence = move.sentence if move else run.stage.title
    yield {
        "id": f"Mulai {started['id']}: {_lower(sentence['id'])}.",
        "en": f"Began {started['en']}: {_lower(sentence['en'])}.",
    }
    if value is None:
        yield from _date_words(run, kind, ended)
        return
    if value.unit == "hours":
        yield {
            "id": f"Lamanya {limit} jam; malam dan hari libur ikut dihitung. Tenggat {ended['id']}.",
            "en": f"It may last {limit} hours by the clock, nights and holidays included. Due {ended['en']}.",
        }
        return
    yield from _class_words(run, kind, content)
    yield {
        "id": f"Lamanya {value.value} hari kerja, dihitung dari hari kerja berikutnya.",
        "en": f"It may last {value.value} working days, counted from the next working day.",
    }
    for step in run.extended:
        yield _extension_words(step, run, law)
    for pause in run.pauses:
        yield _pause_words(pause)
    yield from _holidays(run.started, end, law.calendar)
    yield {
        "id": f"Tenggat {ended['id']}, akhir jam kerja hari itu.",
        "en": f"Due {ended['en']}, the close of office of that day.",
    }
    if value.grade != "confirmed":
        yield {
            "id": "Angka harinya belum dipastikan dari naskah peraturan.",
            "en": "The number of days is not yet confirmed from the regulation's text.",
        }


def _class_words(run: Run, kind: RecordType, content: Content) -> Iterator[Text]:
    """Which value of which field gave the stage its days, where they vary."""
    asked = kind.fields.get(run.stage.varies_by or "")
    for choice in asked.choices if asked else ():
        if asked and choice["id"] == content.get(asked.id):
            title, chosen = asked.words_for(""), choice["label"]
            yield {lang: f"{title[lang]}: {chosen[lang]}." for lang in title}


def _date_words(run: Run, kind: RecordType, ended: Text) -> Iterator[Text]:
    """The field whose day ends the stage, and the close of office that this is."""
    said = kind.fields[str(run.stage.date)].words_for("")
    heads = {
        "id": "akhir jam kerja hari itu, atau hari kerja berikutnya",
        "en": "the close of office of that day, or of the next working day",
    }
    yield {lang: f"{said[lang]}: {ended[lang]}, {head}." for lang, head in heads.items()}


def _extension_words(step: Step, run: Run, law: Law) -> Text:
    days = law.value(run.stage.extends[step.act], on=local_day(run.started)).value
    moment = words.moments(step.moment)
    by = {"id": f" oleh {step.post}" if step.post else "", "en": f" by {step.post}" if step.post else ""}
    return {
        "id": f"Diperpanjang {days} hari kerja{by['id']} pada {moment['id']}.",
        "en": f"Extended by {days} working days{by['en']} on {moment['en']}.",
    }


def _pause_words(pause: Pause) -> Text:
    since = words.moments(pause.since)
    until = words.moments(pause.until) if pause.until else {"id": "sekarang", "en": "now"}
    by = {"id": f", oleh {pause.by}" if pause.by else "", "en": f", by {pause.by}" if pause.by else ""}
    return {
        "id": f"Berhenti {since['id']} sampai {until['id']}: {_lower(pause.why['id'])}{by['id']}.",
        "en": f"Stood still from {since['en']} until {until['en']}: {_lower(pause.why['en'])}{by['en']}.",
    }


def _holidays(start: datetime, end: datetime, calendar: Calendar) -> Iterator[Text]:
    days: list[tuple[date, Text]] = []
    for day in days_after(local_day(start)):
        if day > local_day(end):
            break
        name = calendar.why(day)
        if name and day.weekday() < 5:
            days.append((day, name))
    if days:
        heads = {"id": "Hari libur yang tidak dihitung: ", "en": "Holidays not counted: "}
        yield {
            lang: head + "; ".join(_holiday(day, name, lang, calendar) for day, name in days) + "."
            for lang, head in heads.items()
        }


def _holiday(day: date, name: Text, lang: str, calendar: Calendar) -> str:
    guess = {"id": ", perkiraan", "en": ", estimated"}[lang] if calendar.estimated(day) else ""
    return f"{words.written(day, 'd MMM y', lang)} ({name[lang]}{guess})"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
