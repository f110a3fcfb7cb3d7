"""Our own keys at an identity provider: what is published of them, and the proof that it is us who ask.

`private_key_jwt` (OpenID Connect Core 1.0, 9; RFC 7523) with an elliptic curve. Pure.
"""

import re
import secrets
from datetime import datetime
from typing import Any

from joserfc import jwk, jwt
from joserfc.errors import JoseError

from serentak.people.rules import Provider

ALGORITHMS = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}
LIFE = 60  # seconds in which a proof may be used, once
_PEM = re.compile(r"-----BEGIN (?:EC )?PRIVATE KEY-----.+?-----END (?:EC )?PRIVATE KEY-----", re.DOTALL)


def keys(pem: str) -> list[jwk.ECKey]:
    """The private keys of a PEM file: the first signs, all are published. ValueError when it holds none, or
    one of another kind."""
    try:
        found = [jwk.ECKey.import_key(block, {"use": "sig"}) for block in _PEM.findall(pem)]
        algorithms = [ALGORITHMS[key.curve_name] for key in found]
    except (JoseError, ValueError, TypeError, KeyError):
        algorithms = []
    if not algorithms:
        raise ValueError("no private key of an elliptic curve P-256, P-384 or P-521")
    for key in found:
        key.ensure_kid()
    return found


def published(provider: Provider | None) -> dict[str, Any] | None:
    """Our public keys as a JWK Set; None where we have none."""
    if provider is None or not provider.pem:
        return None
    return {
        "keys": [key.as_dict(private=False, alg=ALGORITHMS[key.curve_name]) for key in keys(provider.pem)]
    }


def proof(provider: Provider, endpoint: str, at: datetime) -> dict[str, str]:
    """What the token endpoint is told beside the code, so that it knows us."""
    key, second = keys(provider.pem)[0], int(at.timestamp())
    algorithm = ALGORITHMS[key.curve_name]
    claims = {
        "iss": provider.client,
        "sub": provider.client,
        "aud": endpoint,
        "jti": secrets.token_urlsafe(24),
        "iat": second,
        "exp": second + LIFE,
    }
    signed = jwt.encode({"alg": algorithm, "kid": key.kid}, claims, key, algorithms=[algorithm])
    return {
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": signed,
    }
