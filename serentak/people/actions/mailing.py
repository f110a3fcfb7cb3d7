"""Letters about an account, given to the worker in the caller's transaction, sealed."""

from datetime import datetime

from django.conf import settings
from django.db import connection

from serentak.people import letters
from serentak.people.models import Person


def post(kind: str, *, to: str, at: datetime, path: str, **values: str) -> None:
    """Posts a letter of a kind of `letters.WORDS` that leads to a path of this site; one to nobody costs the
    same and is not sent."""
    address, site = f"{settings.BASE_URL}{path}", settings.GOVERNMENT_SHORT
    letter = letters.letter(kind, to=to, at=at.timestamp(), site=site, address=address, **values)
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_post(%s)", [letters.sealed(settings.FILE_KEY, letter)])


def tell_owner(kind: str, account: Person, *, at: datetime, path: str) -> None:
    """Tells the owner at the proved address what happened to the account; nothing where there is none."""
    if account.email_proved:
        post(kind, to=account.email, at=at, path=path, username=account.username)
