"""What one line says: bodies, roles and kinds by code or by name, days; what is wrong and how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from serentak.agencies.register import Register
from serentak.agencies.roster.shapes import COLUMNS, Line, Standing
from serentak.agencies.rules import DEFINITIVE, DELEGATED, MACHINE, Body
from serentak.law.dates import Text
from serentak.lib.words import read_day

LONGEST_TITLE = 200
EARLIEST, LATEST = date(1945, 8, 17), date(2200, 1, 1)


@dataclass(frozen=True)
class Entry:
    """A line that was understood; `day` is the one it begins on."""

    body: int | None
    title: str
    role: str
    username: str
    name: str
    kind: str
    since: date | None
    until: date | None
    letter_number: str
    letter_date: date | None
    district: str | None
    day: date


def read(line: Line, standing: Standing) -> tuple[Entry, dict[str, Text]]:
    """The line's values, and what is wrong with it by column; a wrong value is empty."""
    wrong: dict[str, Text] = {}
    days = {column: _day(line[column], column, wrong) for column in ("since", "until", "letter_date")}
    day = max(days["since"] or standing.today, standing.today)
    has_post = any(line[column] for column in ("body", "title", "role"))
    entry = Entry(
        body=_body(line["body"], day, standing, wrong) if has_post else None,
        title=_title(line["title"], wrong) if has_post else "",
        role=_choice(line["role"], "role", _names(standing.roles), wrong) if has_post else "",
        username=line["username"].lower(),
        name=line["name"],
        kind=_kind(line["kind"], standing, wrong),
        since=days["since"],
        until=days["until"],
        letter_number=line["letter_number"],
        letter_date=days["letter_date"],
        district=_district(line["district"], standing, wrong),
        day=days["since"] or standing.today,
    )
    return entry, wrong | _missing(line, entry)


def _missing(line: Line, entry: Entry) -> dict[str, Text]:
    """A line names a post, a person or both."""
    holds = any(line[column] for column in COLUMNS if column not in ("body", "title", "role", "since"))
    if entry.username or line["title"] and not holds:
        return {}
    return {
        "username": {
            "id": "Tulis nama pengguna orangnya, seperti pegawai.binamarga.",
            "en": "Write the person's sign-in name, such as pegawai.binamarga.",
        }
    }


def _day(typed: str, column: str, wrong: dict[str, Text]) -> date | None:
    found = read_day(typed) if typed else None
    if typed and (found is None or not EARLIEST <= found < LATEST):
        wrong[column] = {
            "id": f"“{typed[:40]}” bukan tanggal. Tulis seperti 31-12-2026, atau beri selnya format tanggal.",
            "en": f"“{typed[:40]}” is no date. Write it like 31-12-2026, or format the cell as a date.",
        }
        return None
    return found


def _title(typed: str, wrong: dict[str, Text]) -> str:
    if not typed or len(typed) > LONGEST_TITLE:
        wrong["title"] = {
            "id": f"Tulis nama jabatannya, paling panjang {LONGEST_TITLE} huruf.",
            "en": f"Write what the post is called, at most {LONGEST_TITLE} characters.",
        }
    return typed


def _body(typed: str, day: date, standing: Standing, wrong: dict[str, Text]) -> int | None:
    """A body there is on the day, by code, number, name or short name."""
    register, asked = standing.register, typed.casefold()
    named = [body for body in register.bodies.values() if asked in _called(body, standing.codes)]
    there = {body.id for body in register.existing(day)}
    found = [body for body in named if body.id in there]
    exact = [body for body in found if standing.codes.get(body.id) == asked] or found
    if len(exact) == 1:
        return exact[0].id
    wrong["body"] = _no_body(typed, exact, named, register)
    return None


def _called(body: Body, codes: Mapping[int, str]) -> set[str]:
    return {codes.get(body.id, ""), str(body.id), body.name.casefold(), body.short.casefold()}


def _no_body(typed: str, found: list[Body], named: list[Body], register: Register) -> Text:
    if not typed:
        return {"id": "Tulis kode instansinya.", "en": "Write the agency's code."}
    if found:
        numbers = ", ".join(str(body.id) for body in found)
        return {
            "id": f"Ada beberapa instansi bernama “{typed}”. Tulis nomornya: {numbers}.",
            "en": f"Several agencies are called “{typed}”. Write the number: {numbers}.",
        }
    after = [body.name for old in named for body in register.successors(old.id)]
    if after:
        return {
            "id": f"“{typed}” sudah berakhir; penerusnya: {'; '.join(after)}.",
            "en": f"“{typed}” has ended; it is continued by: {'; '.join(after)}.",
        }
    return {
        "id": f"Tidak ada instansi “{typed[:60]}” pada hari itu. Pakai kode dari daftar instansi.",
        "en": f"There is no agency “{typed[:60]}” on that day. Use a code from the list of agencies.",
    }


def _names(choices: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Every way to write one of the content's choices: its id, its titles, its printed prefix."""
    found: dict[str, str] = {}
    for id, choice in choices.items():
        for name in (id, *choice["title"].values(), choice.get("prefix") or ""):
            found.setdefault(name.casefold().rstrip("."), id)
    return found


def _choice(typed: str, column: str, names: Mapping[str, str], wrong: dict[str, Text]) -> str:
    found = names.get(typed.casefold().rstrip(".")) if typed else None
    if found is None:
        known = ", ".join(dict.fromkeys(names.values()))
        wrong[column] = {
            "id": f"“{typed[:40]}” tidak dikenal. Yang ada: {known}.",
            "en": f"“{typed[:40]}” is not known. There are: {known}.",
        }
    return found or ""


def _kind(typed: str, standing: Standing, wrong: dict[str, Text]) -> str:
    """How the post is held, definitively when nothing is written. Acts given on somebody's behalf are chosen
    one by one, on the page of the post."""
    kinds = {id: kind for id, kind in standing.kinds.items() if id not in (MACHINE, DELEGATED)}
    return _choice(typed, "kind", _names(kinds), wrong) if typed else DEFINITIVE


def _district(typed: str, standing: Standing, wrong: dict[str, Text]) -> str | None:
    if not typed:
        return None
    return _choice(typed, "district", _names({row["id"]: row for row in standing.districts}), wrong) or None
