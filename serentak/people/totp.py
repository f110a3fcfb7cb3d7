"""The six figures of an authenticator app (RFC 6238), and the codes for the day the phone is lost.

Both as they are kept: sealed with AES-256-GCM, or as a keyed hash. Pure; keys come as arguments.
"""

import hashlib
import hmac
import os
from base64 import b32encode
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from serentak.lib.ids import CODE_LENGTH

SECRET_BYTES = 20  # RFC 4226, R6
STEP = 30  # seconds
DRIFT = 1  # steps that a phone's clock may be off, either way
DIGITS = 6
RECOVERY_CODES = 10
_NONCE = 12


def draw() -> bytes:
    """A new secret."""
    return os.urandom(SECRET_BYTES)


def seal(file_key: bytes, person: int, secret: bytes) -> bytes:
    """The secret as it is kept: readable with the file key alone, and only as this person's."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(file_key).encrypt(nonce, secret, _bound(person))


def unseal(file_key: bytes, person: int, sealed: bytes) -> bytes:
    """The secret; ValueError when the bytes were changed, are another person's, or of another file key."""
    try:
        return _cipher(file_key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(person))
    except (InvalidTag, ValueError):
        raise ValueError("the sealed secret does not open") from None


def step_of(secret: bytes, code: str, at: datetime) -> int | None:
    """The time step whose code this is, at most one away from now; None when it is no code of now."""
    now = int(at.timestamp()) // STEP
    steps = range(now - DRIFT, now + DRIFT + 1)
    right = [step for step in steps if hmac.compare_digest(code_at(secret, step).encode(), code.encode())]
    return right[-1] if right else None


def code_at(secret: bytes, step: int) -> str:
    """The code of a time step."""
    return _app(secret).generate(step * STEP).decode()


def address(secret: bytes, *, username: str, issuer: str) -> str:
    """The `otpauth:` address that an app reads off the picture."""
    return _app(secret).get_provisioning_uri(username, issuer)


def text(secret: bytes) -> str:
    """The secret for typing it into an app."""
    return b32encode(secret).decode()


def recovery_codes() -> list[str]:
    """Ten codes of 50 bits each, in the letters of a slip's code."""
    return [b32encode(os.urandom(8)).decode()[:CODE_LENGTH] for _ in range(RECOVERY_CODES)]


def recovery_hash(file_key: bytes, person: int, code: str) -> bytes:
    """What is kept of a recovery code: without the file key no trying out finds it."""
    return hmac.new(_key(file_key, b"recovery"), _bound(person) + code.encode(), hashlib.sha256).digest()


def _app(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP)


def _cipher(file_key: bytes) -> AESGCM:
    return AESGCM(_key(file_key, b"totp"))


def _key(file_key: bytes, purpose: bytes) -> bytes:
    return hmac.new(file_key, b"second factor " + purpose, hashlib.sha256).digest()


def _bound(person: int) -> bytes:
    return f"person {person} ".encode()
