"""Identities at the OpenID Connect provider: the way there and back, connected, used, disconnected.

An identity opens the account whose owner connected it, signed in here and with the password; never one that
looks alike. Nothing is stored of a question under way: its browser keeps it, signed; an answer counts once.
"""

import hashlib
import hmac
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction

from serentak.lib.refusal import Refusal
from serentak.people import client, oidc, provider, rules
from serentak.people.actions import accounts, door, sessions
from serentak.people.actions import signing as steps
from serentak.people.models import Identity
from serentak.people.rules import Provider

BACK = "/masuk/identitas/kembali"
"""Where the provider sends people back to: register `BASE_URL` with this path."""

OUT = "/masuk"
"""Where it sends them who signed out there: register that too."""

_FLOW, _FOUND = "people.oidc.flow", "people.oidc.found"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """An identity that is to be connected: the token says which and for whom."""

    token: str


def configured() -> Provider | None:
    """The provider of this installation, or None."""
    return settings.OIDC


def public_keys() -> dict[str, Any] | None:
    """Our own keys as the provider fetches them; None where we have none."""
    return client.published(configured())


def farewell(token: str) -> tuple[Provider, str] | None:
    """The provider and the address at which somebody signs out there too; None when there is none, or it does
    not answer: our own sign-out waits for nobody. `token` as `finish` gave it, or empty."""
    whose = configured()
    if whose is None:
        return None
    try:
        address = oidc.farewell(whose, provider.endpoints(whose), token, str(settings.BASE_URL) + OUT)
    except (provider.Unreachable, ValueError) as error:
        _log.warning("identity provider: %s", error)
        return None
    return None if address is None else (whose, address)


def begin(*, person: int | None, next: str, address: str, at: datetime) -> tuple[str, str]:
    """The address at the provider, and what the browser keeps until it comes back. `person`: who connects an
    identity; None: somebody signs in and goes on to `next`, an address of this site.

    Refusals: `throttled` (429) by address, `provider_silent` (503)."""
    limit, minutes = door.setting("signin.attempts_address", at), door.setting("signin.window_minutes", at)
    door.throttle("signin.oidc", rules.address_key(address), limit, 60 * minutes, at)
    whose = _provider()
    flow = oidc.Flow(person, next, int(at.timestamp()))
    try:
        asked = oidc.question(whose, provider.endpoints(whose), flow, _back())
    except (provider.Unreachable, ValueError) as error:
        raise _silent(error) from error
    return asked, signing.dumps(flow.kept(), salt=_FLOW)


def finish(
    *, kept: str, sent: Mapping[str, str], me: int | None, at: datetime, replacing: bytes | None = None
) -> tuple[str, bytes | steps.HalfWay | Found, str]:
    """Where to go on, what the answer of the provider opens, and its token: a session, the step of the second
    code, or the question whether to connect the identity to the account of `me`, who is signed in.

    Refusals: `flow_over` (403), `identity_declined` (403), `identity_failed` (403) without saying why,
    `identity_unknown` (403), `provider_silent` (503)."""
    whose = _provider()
    flow = _flow(kept, me, at)
    try:
        proof = provider.proof(whose, flow, sent, _back(), at)
    except oidc.Declined as error:
        raise _declined(error) from error
    except ValueError as error:
        raise _failed(error) from error
    except provider.Unreachable as error:
        raise _silent(error) from error
    subject = _hashed(whose, proof.subject)
    if flow.person is not None:
        return flow.next, Found(signing.dumps([flow.person, whose.issuer, subject.hex()], salt=_FOUND)), ""
    row = Identity.objects.filter(issuer=whose.issuer, subject=subject).first()
    if row is None:
        raise _unknown(whose)
    with transaction.atomic():
        Identity.objects.filter(issuer=whose.issuer, subject=subject).update(used=at)
        done = steps.go_on(row.person, proof.strong, at=at, replacing=replacing)
    return flow.next, done, proof.token


def connect(
    *, person: int, password: str, method: str, token: str, at: datetime, since: datetime | None = None
) -> None:
    """Connects an identity that was just proved to the account of its owner, who types the password;
    `method` is the session's, `since` as in `accounts.confirm`. Refusals: as `accounts.confirm_factors`,
    `flow_over` (403), `identity_taken` (409)."""
    accounts.confirm_factors(person=person, password=password, method=method, at=at, since=since)
    try:
        whose, issuer, subject = signing.loads(token, salt=_FOUND, max_age=oidc.LIFE)
    except signing.BadSignature:
        raise _over() from None
    if whose != person:
        raise _over()
    try:
        with transaction.atomic():
            Identity.objects.create(
                issuer=issuer, subject=bytes.fromhex(subject), person=person, connected=at
            )
    except IntegrityError:
        raise _taken() from None


def disconnect(
    *, person: int, password: str, method: str, issuer: str, at: datetime, since: datetime | None = None
) -> None:
    """Takes a connection away; nothing happens when there is none."""
    accounts.confirm_factors(person=person, password=password, method=method, at=at, since=since)
    Identity.objects.filter(person=person, issuer=issuer).delete()


def forget(*, person: int, issuer: str) -> None:
    """Takes a connection away for its owner, by an administrator; every session ends, since one of them may
    have come that way."""
    with transaction.atomic():
        Identity.objects.filter(person=person, issuer=issuer).delete()
        sessions.end_all(person=person)


def _provider() -> Provider:
    found = configured()
    if found is None:
        raise Refusal(
            "not_found",
            {"id": "Situs ini tidak memakai identitas digital.", "en": "This site uses no digital identity."},
            status=404,
        )
    return found


def _back() -> str:
    return str(settings.BASE_URL) + BACK


def _flow(kept: str, me: int | None, at: datetime) -> oidc.Flow:
    """The question that this browser carried away, which is answered once."""
    try:
        flow = oidc.Flow(**signing.loads(kept, salt=_FLOW))
    except (signing.BadSignature, TypeError):
        raise _over() from None
    begun = datetime.fromtimestamp(flow.begun, UTC)
    if not 0 <= (at - begun).total_seconds() <= oidc.LIFE or flow.person not in (None, me):
        raise _over()
    door.throttle("oidc", flow.state.encode(), 1, oidc.LIFE, begun)
    return flow


def _hashed(whose: Provider, subject: str) -> bytes:
    text = f"identity {whose.issuer} {subject}".encode()
    return hmac.new(settings.FILE_KEY, text, hashlib.sha256).digest()


def _over() -> Refusal:
    return Refusal(
        "flow_over",
        {
            "id": "Jawaban ini bukan untuk pertanyaan dari peramban ini, atau sudah terlalu lama.",
            "en": "This answers no question of this browser, or it took too long.",
        },
        remedy={"id": "Mulai lagi dari halaman masuk.", "en": "Begin again on the sign-in page."},
        status=403,
    )


def _declined(error: ValueError) -> Refusal:
    _log.warning("identity provider: %s", error)
    return Refusal(
        "identity_declined",
        {"id": "Penyedia identitas tidak memberi izin masuk.", "en": "The identity provider said no."},
        remedy={
            "id": "Batal karena keliru? Coba lagi, atau masuk dengan kata sandi.",
            "en": "Cancelled by mistake? Try again, or sign in with your password.",
        },
        status=403,
    )


def _failed(error: ValueError) -> Refusal:
    _log.warning("identity provider: %s", error)
    return Refusal(
        "identity_failed",
        {
            "id": "Jawaban penyedia identitas tidak dapat dipercaya, jadi tidak dipakai.",
            "en": "What the identity provider answered cannot be trusted and was not used.",
        },
        remedy={
            "id": "Coba sekali lagi. Terulang? Masuk dengan kata sandi dan beri tahu pengelola.",
            "en": "Try once more. Again? Sign in with your password and tell the administrator.",
        },
        status=403,
    )


def _silent(error: Exception) -> Refusal:
    _log.warning("identity provider: %s", error)
    return Refusal(
        "provider_silent",
        {"id": "Penyedia identitas sedang tidak menjawab.", "en": "The identity provider does not answer."},
        remedy={
            "id": "Tunggu beberapa menit, atau masuk dengan kata sandi.",
            "en": "Wait a few minutes, or sign in with your password.",
        },
        status=503,
    )


def _unknown(whose: Provider) -> Refusal:
    return Refusal(
        "identity_unknown",
        {
            "id": f"Identitas {whose.name} ini belum dihubungkan dengan akun mana pun di sini.",
            "en": f"This {whose.name} identity is not connected with any account here.",
        },
        remedy={
            "id": "Masuk dulu dengan kata sandi, lalu hubungkan. Warga tanpa akun bisa membuatnya dulu.",
            "en": "Sign in with your password first, then connect it. Citizens may make an account first.",
        },
        status=403,
    )


def _taken() -> Refusal:
    return Refusal(
        "identity_taken",
        {
            "id": "Identitas ini sudah terhubung dengan akun lain, atau akun Anda sudah punya satu.",
            "en": "This identity is connected with another account, or your account has one already.",
        },
        remedy={
            "id": "Putuskan dulu yang lama. Bukan Anda yang menghubungkannya? Beri tahu pengelola.",
            "en": "Disconnect the old one first. It was not you? Tell the administrator.",
        },
        status=409,
    )
