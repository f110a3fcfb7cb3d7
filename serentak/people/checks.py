"""The room's invariants on a live province: sessions keep to their ceiling, passwords to their hash."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import F

from serentak.people import totp
from serentak.people.models import Person, Session, Totp
from serentak.people.rules import CEILING


def problems(at: datetime | None = None) -> Iterator[str]:
    """A sentence for each thing that is not as it must be; the moment plays no part."""
    hashed = Person.objects.exclude(password__startswith="argon2$").exclude(password__startswith="!")  # none
    for username in hashed.values_list("username", flat=True):
        yield f"the password of {username} is not an Argon2 hash"
    for row in Totp.objects.all():
        try:
            totp.unseal(settings.FILE_KEY, row.person, bytes(row.secret))
        except ValueError:
            yield f"the second code of person {row.person} does not open: is the secret file_key another one?"
    too_long = Session.objects.filter(expires__gt=F("proved") + CEILING).count()
    if too_long:
        yield f"{too_long} sessions last longer than {CEILING}: end them"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person WHERE username <> lower(username)")
        (capitals,) = cursor.fetchone()
    if capitals:
        yield f"{capitals} usernames are not in lower case: nobody can sign in with them"
