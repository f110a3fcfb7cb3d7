"""The second factor: an authenticator app enrolled, used and switched off; recovery codes, each good once.

Nothing is kept of an enrolment before its first right code: the sealed secret travels in the form.
"""

from base64 import b64decode, b64encode
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction

from serentak.lib.ids import read_code
from serentak.lib.refusal import Refusal
from serentak.people import totp
from serentak.people.actions import accounts, door, sessions
from serentak.people.models import Identity, Passkey, Recovery, Totp

ENROLMENT = 900  # seconds to add the secret to an app
_SALT = "people.totp"


def begin(*, person: int, password: str, method: str, at: datetime, since: datetime | None = None) -> str:
    """Draws a secret for somebody who has just typed the password; returns the enrolment's token.
    `method` is how the session was proved, `since` as in `accounts.confirm`."""
    accounts.confirm_factors(person=person, password=password, method=method, at=at, since=since)
    if Totp.objects.filter(person=person).exists():
        raise _already()
    sealed = totp.seal(settings.FILE_KEY, person, totp.draw())
    return signing.dumps(b64encode(sealed).decode(), salt=_SALT)


def enrolling(*, person: int, token: str) -> bytes:
    """The secret of an enrolment under way; refuses one that is too old or another person's."""
    try:
        sealed = b64decode(signing.loads(token, salt=_SALT, max_age=ENROLMENT))
        return totp.unseal(settings.FILE_KEY, person, sealed)
    except (signing.BadSignature, ValueError):
        raise Refusal(
            "enrolment_over",
            {"id": "Pemasangan ini sudah terlalu lama.", "en": "This set-up took too long."},
            remedy={"id": "Mulai lagi dengan kata sandi.", "en": "Begin again with your password."},
        ) from None


def enrol(*, person: int, token: str, code: str, at: datetime) -> tuple[list[str], bytes]:
    """Switches the second factor on by a first right code; returns the recovery codes, which are kept nowhere
    else, and the secret of a new session. Every other session ends: none of them was proved this way."""
    secret = enrolling(person=person, token=token)
    _count(person, at)
    step = totp.step_of(secret, _figures(code), at)
    if step is None:
        raise _wrong_code()
    codes = totp.recovery_codes()
    sealed = totp.seal(settings.FILE_KEY, person, secret)
    try:
        with transaction.atomic():
            Totp.objects.create(person=person, secret=sealed, since=at, step=step)
            hashes = [totp.recovery_hash(settings.FILE_KEY, person, one) for one in codes]
            Recovery.objects.bulk_create(Recovery(person=person, hash=each) for each in hashes)
            sessions.end_all(person=person)
            opened = sessions.open_session(person=person, method="totp", at=at)
    except IntegrityError:
        raise _already() from None
    door.forget("signin.code", str(person).encode())
    return codes, opened


def use(*, person: int, code: str, at: datetime) -> str:
    """Takes a code of the app, or a recovery code; returns the method by which the person is proved.

    A code counts once, at whichever door. Refusals: `throttled` (429) by person, `invalid` at `code`."""
    _count(person, at)
    figures = _figures(code)
    if len(figures) == totp.DIGITS and figures.isdigit():
        right, method = _use_app(person, figures, at), "totp"
    else:
        spent = totp.recovery_hash(settings.FILE_KEY, person, read_code(code))
        right, method = Recovery.objects.filter(person=person, hash=spent).delete()[0] == 1, "recovery"
    if not right:
        raise _wrong_code()
    door.forget("signin.code", str(person).encode())
    return method


def switch_off(*, person: int, password: str, code: str, at: datetime) -> bytes:
    """Takes the second factor away again; every session ends and one proved by password opens."""
    accounts.confirm(person=person, password=password, field="password", at=at)
    use(person=person, code=code, at=at)
    with transaction.atomic():
        _forget(person)
        return sessions.open_session(person=person, method="password", at=at)


def clear(*, person: int) -> None:
    """Takes away what somebody lost: app, recovery codes, passkeys, identities; every session ends."""
    with transaction.atomic():
        Identity.objects.filter(person=person).delete()
        Passkey.objects.filter(person=person).delete()
        _forget(person)


def _forget(person: int) -> None:
    Totp.objects.filter(person=person).delete()
    Recovery.objects.filter(person=person).delete()
    sessions.end_all(person=person)


def _use_app(person: int, code: str, at: datetime) -> bool:
    row = Totp.objects.filter(person=person).first()
    if row is None:
        return False
    step = totp.step_of(totp.unseal(settings.FILE_KEY, person, bytes(row.secret)), code, at)
    # the newest step moves on in one statement, so that of two who send the same code one is refused
    return step is not None and Totp.objects.filter(person=person, step__lt=step).update(step=step) == 1


def _count(person: int, at: datetime) -> None:
    limit, minutes = door.setting("signin.attempts_account", at), door.setting("signin.window_minutes", at)
    door.throttle("signin.code", str(person).encode(), limit, 60 * minutes, at)


def _figures(code: str) -> str:
    return "".join(code.split())


def _wrong_code() -> Refusal:
    wrong = {
        "id": "Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu ketik.",
        "en": "The code does not match or was used already. Wait for the app's next code and type it.",
    }
    remedy = {
        "id": "Selalu salah? Samakan jam ponsel dengan jaringan, atau pakai salah satu kode pemulihan.",
        "en": "Always wrong? Let the network set the phone's clock, or use one of the recovery codes.",
    }
    return Refusal("invalid", wrong, remedy=remedy, status=403, fields={"code": wrong})


def _already() -> Refusal:
    return Refusal(
        "second_factor_on",
        {"id": "Kode kedua sudah terpasang.", "en": "The second code is set up already."},
        remedy={
            "id": "Untuk memindahkannya ke ponsel lain, matikan dulu, lalu pasang lagi.",
            "en": "To move it to another phone, switch it off first, then set it up again.",
        },
        status=409,
    )
