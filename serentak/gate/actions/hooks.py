"""Addresses of systems and the messages to them: written, signed anew, stopped, replayed; queued and sent.

What may be told to whom is decided above (`records.actions.telling`); here a message is a record's id, an act
and a version. A message keeps its id however often it is sent, so that a system knows a repeated one.
"""

import http.client
import json
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from serentak.agencies.rules import Actor
from serentak.gate import rules, webhook, wire
from serentak.gate.queries import Hook
from serentak.lib.clock import rfc3339
from serentak.lib.refusal import Refusal


@dataclass(frozen=True)
class Message:
    """What a system is told: `act` is record type, dot, act; `position` the leaf of the log."""

    hook: int
    position: int
    record: UUID
    act: str
    version: int
    moment: datetime
    tries: int = 0


def connect(*, post: int, url: str, position: int, by: Actor, at: datetime) -> str:
    """Tells a system at this address from a position of the log on; returns the secret as the system is given
    it, kept sealed. Refusal
    `invalid` at `url`, 409 when it has an address."""
    _reached(url)
    secret = secrets.token_bytes(webhook.SECRET_BYTES)
    kept = webhook.sealed(settings.FILE_KEY, secret)
    made = _execute(
        "INSERT INTO gate_hook (post, url, secret, position, since, holding) VALUES (%s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (post) WHERE stopped IS NULL DO NOTHING",
        [post, url, kept, position, at, by.holding.id if by.holding else None],
    )
    if not made:
        raise Refusal("connected", CONNECTED, remedy=STOP_FIRST, status=409)
    return webhook.written(secret)


def _reached(url: str) -> None:
    try:
        wire.address_of(url, settings.HOOK_NETWORKS)
    except ValueError:
        raise Refusal("invalid", BAD_ADDRESS, fields={"url": BAD_ADDRESS}) from None
    except wire.Unreachable:
        raise Refusal("invalid", PRIVATE, fields={"url": PRIVATE}) from None


def rotate(*, post: int, at: datetime) -> str | None:
    """A new secret for a system's address; the former one signs too for a day. None when it has none."""
    secret = secrets.token_bytes(webhook.SECRET_BYTES)
    kept = webhook.sealed(settings.FILE_KEY, secret)
    made = _execute(
        "UPDATE gate_hook SET former = secret, former_until = %s, secret = %s"
        " WHERE post = %s AND stopped IS NULL",
        [at + webhook.ROTATION, kept, post],
    )
    return webhook.written(secret) if made else None


def stop(*, post: int, at: datetime) -> None:
    """Tells a system nothing any more; what was not taken yet is not sent."""
    _execute("UPDATE gate_hook SET stopped = %s WHERE post = %s AND stopped IS NULL", [at, post])


def replay(*, post: int, position: int) -> None:
    """Tells a system again all from a position of the log on, or goes on there."""
    _execute("UPDATE gate_hook SET position = %s WHERE post = %s AND stopped IS NULL", [position, post])


def queue(hook: int, messages: Iterable[Message], start: int, end: int, *, at: datetime) -> bool:
    """Keeps the messages of a stretch of the log, to be sent now, and notes that it was read; both or none.
    False when somebody moved the position meanwhile, and nothing is kept."""
    with transaction.atomic():
        moved = _execute(
            "UPDATE gate_hook SET position = %s WHERE id = %s AND position = %s", [end, hook, start]
        )
        for one in messages if moved else ():
            _execute(
                "INSERT INTO gate_delivery (hook, position, record, act, version, moment, due)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (hook, position)"
                " DO UPDATE SET tries = 0, due = excluded.due, done = NULL, answer = NULL",
                [one.hook, one.position, one.record, one.act, one.version, one.moment, at],
            )
    return bool(moved)


def due(hooks: Collection[int], *, at: datetime, limit: int) -> list[Message]:
    """The messages to these addresses to try now, those that wait longest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.hook, d.position, d.record, d.act, d.version, d.moment, d.tries FROM gate_delivery d"
            " WHERE d.hook = ANY(%s) AND d.due <= %s ORDER BY d.due LIMIT %s",
            [list(hooks), at, limit],
        )
        return [Message(*row) for row in cursor.fetchall()]


def deliver(hook: Hook, message: Message, number: str, *, at: datetime) -> bool:
    """Sends a message, signed; whether the system took it. It is tried again later when not."""
    type, _dot, act = message.act.partition(".")
    data = {"id": str(message.record), "number": number, "type": type, "act": act}
    data |= {"version": message.version, "position": message.position}  # type: ignore[dict-item]
    said = {"type": message.act, "timestamp": rfc3339(message.moment), "data": data}
    body, id, stamp = json.dumps(said).encode(), f"{hook.id}.{message.position}", int(at.timestamp())
    kept = [hook.secret, hook.former if hook.former_until and at < hook.former_until else None]
    keys = [webhook.opened(settings.FILE_KEY, one) for one in kept if one is not None]
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Serentak",
        "webhook-id": id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": webhook.signature(keys, id, stamp, body),
    }
    try:
        status = wire.post(hook.url, body, headers, settings.HOOK_NETWORKS)
        took, answer = 200 <= status < 300, str(status)
    except (OSError, http.client.HTTPException) as error:
        took, answer = False, rules.kind_of(error)
    noted(message, at=at, answer=answer, took=took)
    return took


def noted(message: Message, *, at: datetime, answer: str, took: bool) -> None:
    """What became of a try: done, or when it is tried next."""
    tries = message.tries + 1
    again = None if took else webhook.next_try(tries, at)
    _execute(
        "UPDATE gate_delivery SET tries = %s, due = %s, done = %s, answer = %s"
        " WHERE hook = %s AND position = %s",
        [tries, again, at if took else None, answer, message.hook, message.position],
    )


def _execute(statement: str, values: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


BAD_ADDRESS = {
    "id": "Tulis alamat lengkap yang dimulai dengan https://, tanpa nama pengguna di dalamnya.",
    "en": "Write a whole address that begins with https://, without a user name in it.",
}
PRIVATE = {
    "id": "Alamat ini tidak ditemukan, tanpa https, atau di jaringan dalam yang tidak diizinkan.",
    "en": "This address is not found, without https, or in a private network that is not allowed.",
}
CONNECTED = {"id": "Sistem ini sudah punya alamat.", "en": "This system has an address already."}
STOP_FIRST = {"id": "Hentikan dulu yang lama.", "en": "Stop that one first."}
