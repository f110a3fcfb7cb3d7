"""Texts for answers that an agency keeps, and what stands in one that is put into a form. One statement."""

from dataclasses import dataclass

from serentak.agencies.rules import Actor
from serentak.records.fields import asked
from serentak.records.models import Template
from serentak.records.queries import types
from serentak.records.rules import Move, RecordType, Text


@dataclass(frozen=True)
class Kept:
    """A text: of which type, by what title it is chosen, what it says, which post kept it."""

    type: str
    title: str
    body: str
    post: str


def kept(actor: Actor, type: str | None = None) -> list[Kept]:
    """The texts of this post's agency, of one type or of all; at most a hundred of a type."""
    if actor.holding is None:
        return []
    found = Template.objects.filter(agency=actor.holding.organisation)
    found = found.filter(type=type) if type else found
    return [Kept(row.type, row.title, row.body, row.post) for row in found.order_by("type", "title")]


def handled(actor: Actor) -> list[RecordType]:
    """The types whose records this role handles with words."""
    return [kind for kind in types.published() if any(_says(kind, move, actor.role) for move in kind.moves)]


def _says(kind: RecordType, move: Move, role: str) -> bool:
    handles = role in move.by and "" not in move.origins
    return handles and any(f.kind == "long_text" for f in asked(kind, move, role))


def merged(body: str, number: str, service: Text) -> str:
    """A text with the record's number and its service's name in their places."""
    return body.replace("{nomor}", number).replace("{layanan}", service["id"])
