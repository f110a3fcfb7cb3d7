"""Which kept file a person may open: one that a record they see names, and no other.

For the desk by the scopes of the post, for a reporter by account or slip. The bytes lie in `files`.
"""

from datetime import datetime

from serentak.agencies.rules import Actor
from serentak.records.queries.contents import file
from serentak.records.queries.slip import by_account, by_slip, shown_files
from serentak.records.queries.timeline import FileView


def for_post(actor: Actor, digest: str) -> FileView | None:
    """The file as a record of this post names it; None when no such record does. One statement."""
    found = file(actor, digest) if actor.holding else None
    return found[0] if found else None


def for_account(actor: Actor, digest: str, at: datetime) -> FileView | None:
    """The file as the page of a record in this account shows it; None when it is not on it."""
    found = file(actor, digest) if actor.scopes else None
    return shown_files(by_account(actor, found[1], at=at)).get(digest) if found else None


def for_slip(number: str, code: str, digest: str, at: datetime) -> FileView | None:
    """The file as the reporter's page shows it; None when it is not on it."""
    _, page = by_slip(number, code, at=at)
    return shown_files(page).get(digest)
