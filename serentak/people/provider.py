"""The wire to the identity provider: its metadata, its keys, the exchange of a code for tokens.

Metadata and keys are kept for an hour in each process. Nothing follows a redirect or waits longer than
`PATIENCE`; a provider that does not answer is left alone for half a minute.
"""

import http.client
import json
import time
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from serentak.people import client, oidc
from serentak.people.oidc import Endpoints, Flow, Proof
from serentak.people.rules import Provider

PATIENCE = 5  # seconds for each answer
KEPT = 3600  # seconds
RESTING = 30  # seconds after no answer, and between two looks for new keys
LONGEST = 1_000_000  # bytes of an answer
_kept: dict[str, tuple[float, dict[str, Any] | None]] = {}


class Unreachable(Exception):
    """The provider does not answer as a provider."""


class _Straight(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """None: a redirect is an answer like any other, and the wrong one."""


_opener = build_opener(_Straight)


def endpoints(provider: Provider) -> Endpoints:
    """Where the provider is asked, by what it publishes; Unreachable, ValueError."""
    address = provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
    return oidc.endpoints(provider, _published(address))


def proof(provider: Provider, flow: Flow, sent: Mapping[str, str], back: str, at: datetime) -> Proof:
    """Who came back with this answer to our question; Unreachable, Declined, ValueError."""
    ends = endpoints(provider)
    form = {
        "grant_type": "authorization_code",
        "code": oidc.code(provider, ends, flow, sent),
        "redirect_uri": back,
        "code_verifier": flow.verifier,
    }
    tokens = _exchanged(provider, ends, form, at)
    try:
        return oidc.proof(provider, _published(ends.keys), flow, tokens, at)
    except oidc.UnknownKey:
        return oidc.proof(provider, _published(ends.keys, newer_than=RESTING), flow, tokens, at)


def _exchanged(provider: Provider, ends: Endpoints, form: dict[str, str], at: datetime) -> dict[str, Any]:
    headers = {}
    if provider.pem:
        form |= {"client_id": provider.client} | client.proof(provider, ends.token, at)
    else:
        pair = f"{quote(provider.client, safe='')}:{quote(provider.secret, safe='')}"
        headers = {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
    return _answer(Request(ends.token, urlencode(form).encode(), headers))


def _published(address: str, newer_than: float = KEPT) -> dict[str, Any]:
    """What stands at an address, at most so many seconds old."""
    now = time.monotonic()
    since, found = _kept.get(address, (-float(KEPT), None))
    if now - since >= (newer_than if found is not None else RESTING):
        try:
            found = _answer(Request(address))
        finally:
            _kept[address] = now, found
    if found is None:
        raise Unreachable(f"{address} did not answer a moment ago")
    return found


def _answer(request: Request) -> dict[str, Any]:
    request.add_header("Accept", "application/json")
    try:
        with _opener.open(request, timeout=PATIENCE) as answer:
            found = json.loads(answer.read(LONGEST))
    except (OSError, http.client.HTTPException, ValueError, RecursionError) as error:
        raise Unreachable(f"{request.full_url}: {error}") from error
    if not isinstance(found, dict):
        raise Unreachable(f"{request.full_url}: no JSON object")
    return found
