"""An authenticator of a test's own: makes a key and signs with it, as WebAuthn says."""

import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from serentak.lib.clock import now
from serentak.people.actions import passkeys
from tests.factories import people


@dataclass
class Authenticator:
    """`verified`: its user was recognised; `origin`: the site the browser says it is at."""

    origin: str = field(default_factory=lambda: passkeys.site().origin)
    verified: bool = True
    counter: int = 0
    id: bytes = field(default_factory=lambda: os.urandom(32))
    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))

    def make(self, asked: dict[str, Any]) -> str:
        """The answer to `asked_to_add`."""
        public = ES256.from_cryptography_key(self.key.public_key())
        data = self._data(asked["rp"]["id"], 0x40, AttestedCredentialData.create(bytes(16), self.id, public))
        client = self._client("webauthn.create", asked)
        return self._answer(client, attestationObject=bytes(AttestationObject.create("none", data, {})))

    def sign(self, asked: dict[str, Any]) -> str:
        """The answer to `asked_to_sign_in`."""
        self.counter += 1
        data, client = self._data(asked["rpId"], 0, b""), self._client("webauthn.get", asked)
        signature = self.key.sign(bytes(data) + sha256(client), ECDSA(SHA256()))
        return self._answer(client, authenticatorData=bytes(data), signature=signature)

    def _data(self, host: str, flags: int, made: bytes) -> AuthenticatorData:
        known = 0x01 | (0x04 if self.verified else 0) | flags
        return AuthenticatorData.create(sha256(host.encode()), known, self.counter, made)

    def _client(self, type: str, asked: dict[str, Any]) -> bytes:
        return bytes(CollectedClientData.create(type, asked["challenge"], self.origin))

    def _answer(self, client: bytes, **parts: bytes) -> str:
        response = {name: websafe_encode(part) for name, part in {"clientDataJSON": client, **parts}.items()}
        id = websafe_encode(self.id)
        return json.dumps({"id": id, "rawId": id, "type": "public-key", "response": response})


def added(person: int, *, password: str = people.PASSWORD) -> Authenticator:
    """An authenticator whose key this person added."""
    made = Authenticator()
    answer = made.make(passkeys.asked_to_add(person=person, at=now()))
    passkeys.add(person=person, password=password, method="passkey", name="Laptop", answer=answer, at=now())
    return made
