"""Passkeys (WebAuthn): challenges that need no memory, and the proof of what an authenticator signed.

An authenticator must verify its user (finger, face or PIN), so a passkey is two factors at once. Pure.
"""

import hashlib
import hmac
import json
import os
import struct
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LIFE = 300  # seconds in which a challenge may be answered
LONGEST = 20_000  # characters of an answer
_STAMP, _RANDOM, _MAC = 8, 16, 16
_VERIFIED = UserVerificationRequirement.REQUIRED
_ODD = (
    RecursionError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    struct.error,
    NotImplementedError,
)


@dataclass(frozen=True)
class Site:
    """Where keys are valid: the host, the whole origin, and what the browser calls it."""

    host: str
    origin: str
    name: str

    @property
    def server(self) -> Fido2Server:
        """The library's side of it."""
        entity = PublicKeyCredentialRpEntity(name=self.name, id=self.host)
        return Fido2Server(entity, verify_origin=lambda origin: origin == self.origin)


@dataclass(frozen=True)
class Key:
    """A registered passkey: its number, its public part, and how often it signed (0: it does not say)."""

    id: bytes
    data: bytes
    counter: int


def challenge(file_key: bytes, purpose: str, at: datetime) -> bytes:
    """A challenge that says itself when it was made, for what, and by whom."""
    body = int(at.timestamp()).to_bytes(_STAMP) + os.urandom(_RANDOM)
    return body + _mac(file_key, purpose, body)


def made(file_key: bytes, purpose: str, answer: str, at: datetime) -> tuple[bytes, int]:
    """The challenge that an answer answers, and the second it was made; ValueError when it is not ours, for
    another purpose, or too old."""
    try:
        client = json.loads(websafe_decode(json.loads(answer[:LONGEST])["response"]["clientDataJSON"]))
        found = websafe_decode(client["challenge"])
    except _ODD as error:
        raise ValueError("not the answer of an authenticator") from error
    body, mac = found[:-_MAC], found[-_MAC:]
    second = int.from_bytes(body[:_STAMP])
    ours = hmac.compare_digest(mac, _mac(file_key, purpose, body))
    if not ours or not 0 <= int(at.timestamp()) - second <= LIFE:
        raise ValueError("the challenge is not ours or too old")
    return found, second


def creation(site: Site, given: bytes, *, handle: bytes, username: str, known: list[bytes]) -> dict[str, Any]:
    """What `navigator.credentials.create` is asked, as JSON; `known` keys are not made a second time."""
    options, _ = site.server.register_begin(
        PublicKeyCredentialUserEntity(name=username, id=handle, display_name=username),
        [PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=one) for one in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=_VERIFIED,
        challenge=given,
    )
    return dict(options.public_key)


def request(site: Site, given: bytes) -> dict[str, Any]:
    """What `navigator.credentials.get` is asked, as JSON: any key of this site."""
    options, _ = site.server.authenticate_begin(user_verification=_VERIFIED, challenge=given)
    return dict(options.public_key)


def registered(site: Site, given: bytes, answer: str) -> Key:
    """The key that an authenticator made; ValueError when the answer does not prove it."""
    try:
        data = site.server.register_complete(_state(given), json.loads(answer))
        assert data.credential_data is not None
        return Key(data.credential_data.credential_id, bytes(data.credential_data), data.counter)
    except _ODD as error:
        raise ValueError("the answer makes no key") from error


def number(answer: str) -> bytes:
    """The number of the key that an answer names; ValueError when it names none."""
    try:
        return websafe_decode(json.loads(answer[:LONGEST])["id"])
    except _ODD as error:
        raise ValueError("the answer names no key") from error


def proved(site: Site, given: bytes, key: Key, answer: str) -> int:
    """The key's counter after a right answer; ValueError when it is not signed by the key, or the counter
    stands still although it counts: then the key was copied."""
    try:
        response = AuthenticationResponse.from_dict(json.loads(answer))
        site.server.authenticate_complete(_state(given), [AttestedCredentialData(key.data)], response)
        counter = int(response.response.authenticator_data.counter)
    except _ODD as error:
        raise ValueError("the answer is not signed by this key") from error
    if (counter or key.counter) and counter <= key.counter:
        raise ValueError("the key's counter stands still")
    return counter


def _state(given: bytes) -> dict[str, Any]:
    return {"challenge": websafe_encode(given), "user_verification": _VERIFIED}


def _mac(file_key: bytes, purpose: str, body: bytes) -> bytes:
    return hmac.new(file_key, f"passkey {purpose} ".encode() + body, hashlib.sha256).digest()[:_MAC]
