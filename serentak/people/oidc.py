"""OpenID Connect without a wire: the question a person carries to the provider, and the proof in the answer.

Authorization code with PKCE (OpenID Connect Core 1.0, RFC 7636, RFC 9207). Signatures and keys are joserfc's;
here stands what it cannot know: which answer belongs to which question. Pure. ValueError says why not, for
the log; people are told nothing of it.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from joserfc import jwk, jwt
from joserfc.errors import InvalidKeyIdError, JoseError

from serentak.people.rules import Provider

LIFE = 600  # seconds to come back from the provider
SKEW = 60  # seconds by which its clock and ours may differ
LONGEST = 255  # characters of a subject (OpenID Connect Core 1.0, 2)
ALGORITHMS = ["RS256", "PS256", "ES256"]  # each over SHA-256
_ODD = (ValueError, KeyError, TypeError, AttributeError, RecursionError, JoseError)


class Declined(ValueError):
    """The provider says no: mostly the person did."""


class UnknownKey(ValueError):
    """The token names a key that is not among these: the provider may have a new one."""


@dataclass(frozen=True)
class Flow:
    """A question under way, kept by the browser that carries it. `person`: who connects an identity;
    None: somebody signs in and goes on to `next`. `begun` in seconds since 1970."""

    person: int | None
    next: str
    begun: int
    state: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    def kept(self) -> dict[str, Any]:
        """As it is signed for the cookie."""
        return asdict(self)


@dataclass(frozen=True)
class Endpoints:
    """Where the provider is asked; `names_itself`: its answers carry `iss` (RFC 9207); `end`: where somebody
    signs out of it, None when it does not say."""

    authorization: str
    token: str
    keys: str
    names_itself: bool
    end: str | None = None


@dataclass(frozen=True)
class Proof:
    """Who the provider says it is, and in which token. `strong`: in a way that this installation counts as
    two factors."""

    subject: str
    strong: bool
    token: str


def endpoints(provider: Provider, metadata: Mapping[str, Any]) -> Endpoints:
    """What the provider publishes of itself; ValueError when it is another issuer's or not to be trusted."""
    if metadata.get("issuer") != provider.issuer:
        raise ValueError("the metadata names another issuer")
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    found = [metadata.get(name) for name in names]
    for name, address in zip(names, found, strict=True):
        if not isinstance(address, str) or not _sealed(provider, address):
            raise ValueError(f"the metadata's {name} is no https address")
    says = metadata.get("authorization_response_iss_parameter_supported") is True
    authorization, token, keys = map(str, found)
    end = metadata.get("end_session_endpoint")
    if not isinstance(end, str) or not _sealed(provider, end):
        end = None
    return Endpoints(authorization, token, keys, says, end)


def _sealed(provider: Provider, address: str) -> bool:
    """Whether the address is encrypted; a trial provider on this machine may do without."""
    return urlsplit(address).scheme in {"https", urlsplit(provider.issuer).scheme}


def fresh(provider: Provider, flow: Flow) -> bool:
    """Whether the person must prove himself to the provider anew: whoever connects an identity, and everybody
    where such a proof may count as two factors."""
    return flow.person is not None or bool(provider.strong)


def question(provider: Provider, ends: Endpoints, flow: Flow, back: str) -> str:
    """The address at the provider that the browser is sent to; `back` is ours."""
    asked = {
        "response_type": "code",
        "client_id": provider.client,
        "redirect_uri": back,
        "scope": provider.scopes,
        "state": flow.state,
        "nonce": flow.nonce,
        "code_challenge": _base64(hashlib.sha256(flow.verifier.encode()).digest()),
        "code_challenge_method": "S256",
    }
    if fresh(provider, flow):
        asked["max_age"] = "0"
    if wanted := " ".join(value for claim, value in provider.strong if claim == "acr"):
        asked["acr_values"] = wanted
    return _joined(ends.authorization, asked)


def farewell(provider: Provider, ends: Endpoints, token: str, back: str) -> str | None:
    """The address at the provider that signs somebody out there too (OpenID Connect RP-Initiated Logout 1.0);
    None when it has none. `token`: that of the sign-in, which says whom, or empty: then it asks."""
    if ends.end is None:
        return None
    said = {"client_id": provider.client, "post_logout_redirect_uri": back}
    return _joined(ends.end, said | ({"id_token_hint": token} if token else {}))


def _joined(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"


def code(provider: Provider, ends: Endpoints, flow: Flow, sent: Mapping[str, str]) -> str:
    """The code in an answer; ValueError when it answers another question or comes from another issuer."""
    if not hmac.compare_digest(sent.get("state", "").encode(), flow.state.encode()):
        raise ValueError("the state is another browser's")
    issuer = sent.get("iss")
    if issuer != provider.issuer and (issuer is not None or ends.names_itself):
        raise ValueError("the answer comes from another issuer")
    if "error" in sent:
        raise Declined(f"the provider answered {sent['error'][:60]!r}")
    if not sent.get("code"):
        raise ValueError("the answer holds no code")
    return sent["code"]


def proof(
    provider: Provider, keys: Mapping[str, Any], flow: Flow, tokens: Mapping[str, Any], at: datetime
) -> Proof:
    """Who came back, by the ID token in what the token endpoint answered (OpenID Connect Core 1.0, 3.1.3.7).

    ValueError for a token of another issuer, for another client, another question or another moment, signed
    by another key or by no allowed algorithm, or without a subject; UnknownKey when newer keys may help."""
    try:
        token = jwt.decode(tokens["id_token"], _keys(keys), algorithms=ALGORITHMS)
        claims = token.claims
        jwt.JWTClaimsRegistry(
            now=int(at.timestamp()),
            leeway=SKEW,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client},
            nonce={"essential": True, "value": flow.nonce},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
        ).validate(claims)
        _check_party(provider, claims)
        _check_access(claims, tokens)
        if fresh(provider, flow) and not claims["auth_time"] >= flow.begun - SKEW:
            raise ValueError("the person proved himself too long ago")
        return Proof(_subject(provider, claims), _strong(provider, claims), tokens["id_token"])
    except InvalidKeyIdError as error:
        raise UnknownKey("the ID token is signed by a key the provider does not publish") from error
    except _ODD as error:
        raise ValueError(f"the ID token is not accepted: {type(error).__name__}: {error}"[:300]) from error


def _keys(published: Mapping[str, Any]) -> jwk.KeySet:
    """The keys that may sign; others of the set, and kinds we do not know, are left out."""
    fit = [k for k in published["keys"] if k.get("kty") in ("RSA", "EC") and k.get("use", "sig") == "sig"]
    return jwk.KeySet.import_key_set({"keys": fit})


def _check_party(provider: Provider, claims: Mapping[str, Any]) -> None:
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else provider.client) != provider.client:
        raise ValueError("the token was made for another party")


def _check_access(claims: Mapping[str, Any], tokens: Mapping[str, Any]) -> None:
    if "at_hash" not in claims:
        return
    half = _base64(hashlib.sha256(tokens["access_token"].encode()).digest()[:16])
    if not hmac.compare_digest(half, claims["at_hash"]):
        raise ValueError("the access token is another one")


def _subject(provider: Provider, claims: Mapping[str, Any]) -> str:
    subject = claims[provider.subject]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST:
        raise ValueError(f"the claim {provider.subject} names nobody")
    return subject


def _strong(provider: Provider, claims: Mapping[str, Any]) -> bool:
    means = claims.get("amr")
    said = {("acr", claims.get("acr")), *(("amr", one) for one in (means if isinstance(means, list) else []))}
    return not said.isdisjoint(provider.strong)


def _base64(digest: bytes) -> str:
    return urlsafe_b64encode(digest).decode().rstrip("=")
