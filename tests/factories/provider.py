"""An OpenID Connect provider on a free port of this machine: a page that asks nothing, real codes, real tokens.

It signs by `cryptography` alone, so that it can also sign what no library would. `lies` changes what it says.
"""

import hashlib
import json
import threading
import time
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from serentak.people.rules import Provider

CLIENT, SECRET = "serentak", "rahasia:peragaan"
WORKS = rsa.generate_private_key(65537, 2048)
CURVES: dict[str, tuple[ec.EllipticCurve, hashes.HashAlgorithm]] = {
    "P-256": (ec.SECP256R1(), hashes.SHA256()),
    "P-384": (ec.SECP384R1(), hashes.SHA384()),
    "P-521": (ec.SECP521R1(), hashes.SHA512()),
}
STRANGER = rsa.generate_private_key(65537, 2048)


def base64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def unbase64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def number(value: int) -> str:
    return base64(value.to_bytes((value.bit_length() + 7) // 8))


def jwk(key: rsa.RSAPrivateKey, kid: str) -> dict[str, str]:
    public = key.public_key().public_numbers()
    return {
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": kid,
        "n": number(public.n),
        "e": number(public.e),
    }


def signed(
    claims: dict[str, Any], header: dict[str, Any], sign: Callable[[bytes], bytes] | None = None
) -> str:
    """A token over these claims, by default with the provider's own key."""
    body = ".".join(base64(json.dumps(part).encode()) for part in (header, claims))
    return f"{body}.{base64((sign or by(WORKS))(body.encode()))}"


def by(key: rsa.RSAPrivateKey) -> Callable[[bytes], bytes]:
    return lambda text: key.sign(text, padding.PKCS1v15(), hashes.SHA256())


@dataclass
class Idp:
    """`subject` is who sits before the provider's page; the rest is what a test makes it say."""

    issuer: str
    subject: str = "warga-1"
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)
    sign: Callable[[bytes], bytes] | None = None
    keys: list[dict[str, str]] = field(default_factory=lambda: [jwk(WORKS, "1")])
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    client_keys: dict[str, Any] | None = None  # what the client published; None: it has a secret
    proofs: list[str] = field(default_factory=list)

    def provider(self, **more: Any) -> Provider:
        """The client's side of it."""
        told = {"name": "INApas", "scopes": "openid", "subject": "sub", "strong": frozenset()}
        return Provider(issuer=self.issuer, client=CLIENT, **{"secret": SECRET} | told | more)

    def variables(self) -> dict[str, str]:
        """What a program is told of it."""
        told = {"ISSUER": self.issuer, "CLIENT": CLIENT, "SECRET": SECRET, "NAME": "INApas"}
        return {f"SERENTAK_OIDC_{name}": value for name, value in told.items()}

    def published(self) -> dict[str, Any]:
        ends = {
            "authorization_endpoint": "/auth", "token_endpoint": "/token", "jwks_uri": "/keys",
            "end_session_endpoint": "/end",
        }  # fmt: skip
        own = {name: self.issuer + path for name, path in ends.items()}
        return (
            {"issuer": self.issuer, "authorization_response_iss_parameter_supported": True}
            | own
            | self.metadata
        )

    def authorize(self, query: str) -> str:
        """Where the page leads back to, once its user is proved."""
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        code = base64(hashlib.sha256(f"{len(self.codes)} {asked['state']}".encode()).digest())
        self.codes[code] = asked | {"time": str(int(time.time()))}
        back = {"code": code, "state": asked["state"], "iss": self.issuer} | self.answer
        return asked["redirect_uri"] + "?" + urlencode({k: v for k, v in back.items() if v is not None})

    def by_secret(self, authorization: str) -> bool:
        """Whether the client sent its secret."""
        return unquote(b64decode(authorization.removeprefix("Basic ")).decode()) == f"{CLIENT}:{SECRET}"

    def by_key(self, form: dict[str, str]) -> bool:
        """Whether the client signed, for us and just now, by the key it published (RFC 7523, 3)."""
        proof = form["client_assertion"]
        body, signature = proof.rsplit(".", 1)
        header, claims = (json.loads(unbase64(part)) for part in body.split("."))
        assert self.client_keys is not None
        (key,) = [one for one in self.client_keys["keys"] if one["kid"] == header["kid"]]
        curve, digest = CURVES[key["crv"]]
        raw, size = unbase64(signature), (curve.key_size + 7) // 8
        x, y = (int.from_bytes(unbase64(key[name])) for name in "xy")
        pair = (int.from_bytes(raw[:size]), int.from_bytes(raw[size:]))
        try:
            public = ec.EllipticCurvePublicNumbers(x, y, curve).public_key()
            public.verify(encode_dss_signature(*pair), body.encode(), ec.ECDSA(digest))
        except InvalidSignature:
            return False
        fresh = claims["iat"] - 5 <= time.time() < claims["exp"] <= claims["iat"] + 300
        known = claims["jti"] in self.proofs
        self.proofs.append(claims["jti"])
        named = (claims["iss"], claims["sub"], claims["aud"]) == (CLIENT, CLIENT, self.issuer + "/token")
        kind = form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        return fresh and named and kind and not known and "d" not in key

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Tokens for a code, once; None for a wrong client, code, verifier or address."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or form["redirect_uri"] != asked["redirect_uri"]:
            return None
        if not (self.by_key(form) if self.client_keys else self.by_secret(authorization)):
            return None
        if base64(hashlib.sha256(form["code_verifier"].encode()).digest()) != asked["code_challenge"]:
            return None
        now, access = int(time.time()), "akses"
        claims = {
            "iss": self.issuer, "sub": self.subject, "aud": CLIENT, "nonce": asked["nonce"], "iat": now,
            "exp": now + 60, "auth_time": int(asked["time"]),
            "at_hash": base64(hashlib.sha256(access.encode()).digest()[:16]),
        }  # fmt: skip
        told = {k: v for k, v in (claims | self.claims).items() if v is not None}
        token = signed(told, {"alg": "RS256", "kid": "1"} | self.header, self.sign)
        return {"access_token": access, "token_type": "Bearer", "id_token": token}


class _Page(BaseHTTPRequestHandler):
    idp: Idp

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.idp.asked.append(parts.path)
        if parts.path == "/end":  # signed out there; a real one asks first when nobody is named
            back = parse_qs(parts.query)["post_logout_redirect_uri"][0]
            self.send_response(302)
            self.send_header("Location", back)
            self.end_headers()
        elif parts.path == "/auth":
            self.send_response(302)
            self.send_header("Location", self.idp.authorize(parts.query))
            self.end_headers()
        else:
            known = {
                "/keys": {"keys": self.idp.keys},
                "/.well-known/openid-configuration": self.idp.published(),
            }
            self._say(known.get(parts.path))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self._say(self.idp.token(form, self.headers.get("Authorization", "")))

    def _say(self, said: dict[str, Any] | None) -> None:
        body = json.dumps(said or {"error": "invalid_grant"}).encode()
        self.send_response(200 if said else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@contextmanager
def running() -> Iterator[Idp]:
    """The provider answers until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    idp = Idp(f"http://127.0.0.1:{server.server_address[1]}")
    server.RequestHandlerClass = type("Page", (_Page,), {"idp": idp})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield idp
    finally:
        server.shutdown()
        server.server_close()
