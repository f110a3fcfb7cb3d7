"""Texts for answers, kept and dropped by whoever handles records of the type in the agency."""

from django.db import DatabaseError, connection, transaction

from serentak.agencies.rules import Actor
from serentak.lib.refusal import Refusal, refused
from serentak.lib.words import plain
from serentak.records.lifecycle import NOT_ALLOWED

TITLE, BODY = 80, 8000


def keep(*, type: str, title: str, body: str, by: Actor) -> None:
    """Keep a text under its title, in place of an older one; Refusal `invalid` when one of them is missing or
    too long, 403 for a post that handles no record of the type."""
    title, body = plain(title), body.replace("\0", "").strip()
    wrong = {
        name: {
            "id": f"Wajib diisi, paling banyak {most} huruf.",
            "en": f"Needed, at most {most} characters.",
        }
        for name, text, most in (("title", title, TITLE), ("body", body, BODY))
        if not 0 < len(text) <= most
    }
    if wrong:
        raise Refusal("invalid", WRONG, fields=wrong)
    _run("SELECT records_template_keep(%s, %s, %s, %s, %s)", by, type, title, body)


def drop(*, type: str, title: str, by: Actor) -> None:
    """Drop a text; nothing happens when it is gone already."""
    _run("SELECT records_template_drop(%s, %s, %s, %s)", by, type, title)


WRONG = {"id": "Ada isian yang perlu diperbaiki.", "en": "Some answers need mending."}


def _run(statement: str, by: Actor, *told: str) -> None:
    holding = by.holding.id if by.holding else None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [by.secret, holding, *told])
    except DatabaseError as error:
        raise refused(error, NOT_ALLOWED) from error
