"""Acts for the benchmarks: what a citizen types, staff of the demonstration, and one act's call as sent.

`captured` runs a real act through the program and keeps the call of the database function, so that
pgbench calls the same function with the same arguments; only subject and key are new each time.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bench.province import Province

TYPED = {
    "about": "Jalan berlubang di depan pasar Topoyo",
    "story": "Sejak tiga minggu ada lubang besar di depan pasar. Dua pengendara jatuh pada malam hari. "
    "Lampu jalan juga mati. Warga sudah menaruh kayu sebagai tanda, tetapi hanyut waktu hujan.",
    "category": "jalan",
    "happened.day": "3",
    "happened.month": "2",
    "happened.year": "2026",
    "place.district": "76.02.01",
    "place.village": "",
    "place.landmark": "Depan pasar lama",
    "place.lat": "",
    "place.lon": "",
    "agency": "",
    "naming": "confidential",
    "reporter_name": "Siti Rahmah",
    "reporter_phone": "081234567890",
    "reporter_email": "",
}


def nested(typed: dict[str, str]) -> dict[str, Any]:
    """The form's values as the JSON door takes them."""
    from django.utils.datastructures import MultiValueDict

    from serentak.records.fields import typed as read

    return dict(read(MultiValueDict({name: [value] for name, value in typed.items()})))


@dataclass(frozen=True)
class Staff:
    """A person in a post with an open session."""

    secret: bytes
    holding: int
    organisation: int


def staff(province: Province, username: str, role: str) -> Staff:
    """A new session for an account of the demonstration, in its post of this role."""
    from serentak.people.actions.sessions import open_session

    with province.connect() as database:
        row = database.execute(
            "SELECT n.id, h.id, p.organisation FROM people_person n"
            " JOIN agencies_holding h ON h.person = n.id JOIN agencies_post p ON p.id = h.post"
            " WHERE n.username = %s AND p.role = %s ORDER BY h.id",
            [username, role],
        ).fetchone()
    assert row is not None, username
    return Staff(open_session(person=row[0], method="password", at=datetime.now(UTC)), row[1], row[2])


def actor(who: Staff) -> Any:
    """The actor of a session, as a request would load it."""
    from serentak.agencies.queries import actor_of

    found, _ = actor_of(who.secret, who.holding, datetime.now(UTC))
    return found


@dataclass(frozen=True)
class Call:
    """One call of `records_perform`: its arguments as SQL literals, the act as a value."""

    before: list[str]  # credential, secret, holding
    mac: str
    act: dict[str, Any]
    after: list[str]  # content, identity, parties, payload, jobs
    subject: UUID

    def sql(self, subject: str, act: dict[str, Any]) -> str:
        """The call with a new key, for the SQL expression `subject`; moment is left to the database."""
        given = {key: value for key, value in act.items() if key not in ("subject", "moment")}
        body = f"{_text(json.dumps(given))}::jsonb || jsonb_build_object('subject', {subject})"
        return f"records_perform({', '.join([*self.before, 'uuidv7()', self.mac, body, *self.after])})"


def captured(do: Callable[[], Any]) -> Call:
    """The call that `do`, one act, makes."""
    from django.db import connection

    calls: list[Any] = []

    def keep(execute: Any, statement: str, values: Any, many: bool, context: Any) -> Any:
        if "records_perform(" in statement:
            calls.append(values)
        return execute(statement, values, many, context)

    with connection.execute_wrapper(keep):
        do()
    [(credential, secret, holding, _, mac, act, *parts)] = calls
    told = json.loads(act)
    post = "NULL" if holding is None else holding
    return Call(
        [_text(credential), _bytes(secret), f"{post}::bigint"],
        _bytes(mac),
        told,
        ["NULL::jsonb" if part is None else f"{_text(part)}::jsonb" for part in parts],
        UUID(told["subject"]),
    )


def _text(value: str) -> str:
    """A literal without a colon: pgbench would take what follows one for a variable of its own."""
    escaped = value.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a")
    return f"E'{escaped}'"


def _bytes(value: bytes) -> str:
    return f"'\\x{bytes(value).hex()}'::bytea"


def statements(do: Callable[[], Any]) -> int:
    """How many statements `do` sends to the database."""
    from django.db import connection

    seen: list[str] = []

    def count(execute: Any, statement: str, values: Any, many: bool, context: Any) -> Any:
        seen.append(statement)
        return execute(statement, values, many, context)

    with connection.execute_wrapper(count):
        do()
    return len(seen)
