"""Taking an account back alone: a spare code on paper, or a code by mail to an address that was proved.

Nobody learns whether a sign-in name has an account or an address: asking for a code is answered alike, costs
the same work and writes the same rows. Whoever spends what may be sent in an hour leaves a code that counts
in the owner's mailbox, and so keeps nobody out.
"""

from datetime import datetime, timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from serentak.lib.refusal import Refusal
from serentak.people import letters, rules
from serentak.people.actions import accounts, door, mailing, starts
from serentak.people.models import Person

DAY, HOUR = 86_400, 3600
_SALT = "people.address"


def spare(*, person: int, password: str, at: datetime, since: datetime | None = None) -> str:
    """A new spare code for somebody who has just proved himself again (`accounts.confirm`); the one before
    counts no longer."""
    accounts.confirm(person=person, password=password, field="password", at=at, since=since)
    return starts.draw(person=person, way="spare", by=person, at=at, lasts=None)


def ask(*, username: str, address: str, at: datetime) -> None:
    """Mails a code to the proved address of the account so named, if there is one; does not say whether.

    Refusal `throttled` (429) by address."""
    username = rules.normal_username(username)
    limit, minutes = door.setting("signin.attempts_address", at), door.setting("signin.window_minutes", at)
    door.throttle("recover.address", rules.address_key(address), limit, 60 * minutes, at)
    sent = door.counted({"recover.account": username.encode()}, HOUR, at)["recover.account"]
    if sent > door.setting("signin.letters_hour_account", at):
        return
    found = Person.objects.filter(username=username, is_active=True, email_proved__isnull=False).first()
    person = found.id if found else starts.NOBODY
    with transaction.atomic():
        code = starts.draw(person=person, way="mail", by=person, at=at, lasts=timedelta(seconds=letters.LIFE))
        to = found.email if found else ""
        mailing.post("code", to=to, at=at, path="/masuk/mulai", code=code, username=username)


def ask_proof(*, person: int, email: str, password: str, at: datetime, since: datetime | None = None) -> str:
    """Mails a link by which somebody proves an address as his own; returns the address.

    Refusals: as `accounts.confirm`, `invalid` at `email`, `throttled` (429)."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        wrong = {
            "id": "Ini bukan alamat surel. Tulis misalnya nama@contoh.id.",
            "en": "This is no e-mail address. Write for example name@example.org.",
        }
        raise Refusal("invalid", wrong, fields={"email": wrong}) from None
    accounts.confirm(person=person, password=password, field="password", at=at, since=since)
    door.throttle("prove", str(person).encode(), door.setting("signin.letters_hour_account", at), HOUR, at)
    token = signing.dumps([person, email], salt=_SALT)
    mailing.post("prove", to=email, at=at, path=f"/akun/pemulihan/surel?t={token}")
    return email


def proving(*, person: int, token: str) -> str:
    """The address that a mailed link proves, for the person who asked; Refusal `link_over` (403) for anybody
    else, and after a day."""
    try:
        whose, email = signing.loads(token, salt=_SALT, max_age=DAY)
    except signing.BadSignature:
        whose, email = None, ""
    if whose != person:
        raise Refusal(
            "link_over",
            {
                "id": "Tautan ini bukan untuk akun yang sedang masuk, atau sudah lewat satu hari.",
                "en": "This link is not for the account signed in here, or is older than a day.",
            },
            remedy={
                "id": "Masuk dengan akun yang meminta, atau minta tautan baru.",
                "en": "Sign in with the account that asked, or ask for a new link.",
            },
            status=403,
        )
    return str(email)


def prove(*, person: int, token: str, at: datetime) -> None:
    """Keeps the address as proved; a sign-in name that it is counts as proved too. The address before is
    told."""
    email = proving(person=person, token=token)
    with transaction.atomic():
        account = Person.objects.select_for_update().get(id=person)
        if account.email_proved and account.email != email:
            mailing.tell_owner("moved", account, at=at, path="/akun/pemulihan")
        proved = {"email": email, "email_proved": at}
        if account.username == email:
            proved["username_proved"] = at
        Person.objects.filter(id=person).update(**proved)
