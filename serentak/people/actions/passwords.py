"""What a password must be, and the proof by one.

A password is refused when it is short, uniform, in the list of 20,000 common passwords that Django ships, or
holds a name of the person; recipes of capitals and marks are not asked for (NIST SP 800-63B, 3.1.1).
"""

import os
from datetime import datetime
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password, verify_password
from django.contrib.auth.password_validation import CommonPasswordValidator

from serentak.law.dates import Text
from serentak.people import rules
from serentak.people.actions.door import setting
from serentak.people.models import Person


class Argon2(Argon2PasswordHasher):
    """19 MiB, two passes, one lane (OWASP's figures): Django's own takes 100 MiB and eight threads."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1


def weakness(password: str, *, username: str, name: str, at: datetime) -> Text | None:
    """Why this cannot be the password of the person so named, and how to mend it; None when it can."""
    weak = rules.weak_password(
        password, names=(username, *name.split()), minimum=setting("signin.password_length", at)
    )
    if weak:
        return weak
    if password == rules.DEMO_PASSWORD and not settings.DEMO:
        return {
            "id": "Kata sandi ini milik peragaan dan diketahui umum. Susun yang lain.",
            "en": "This password belongs to the demonstration and is public. Make another.",
        }
    if not rules.cores(password).isdisjoint(_common()):
        return {
            "id": "Kata sandi ini terlalu umum. Rangkai beberapa kata yang tidak berhubungan.",
            "en": "This password is too common. Join a few words that do not belong together.",
        }
    return None


def proves(person: Person | None, password: str) -> bool:
    """Whether this is the person's password; for nobody the same work is done and the answer is no."""
    right, outdated = verify_password(password, person.password if person else _nobody())
    if person is None or not right:
        return False
    if outdated:
        person.password = make_password(password)
        Person.objects.filter(id=person.id).update(password=person.password)
    return True


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


@cache
def _nobody() -> str:
    """The hash an unknown username is checked against, so that it costs the same work."""
    return make_password(os.urandom(16).hex())
