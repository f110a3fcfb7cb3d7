"""The provider's addresses and keys, and a provider that is away or says no."""

from typing import Any

import pytest
from django.test import Client

from serentak.people import oidc, provider
from tests.factories.provider import STRANGER, WORKS, Idp, by, jwk, running
from tests.people.identities.browsers import connected, refused, session_of, sign_in

pytestmark = pytest.mark.django_db


METADATA: dict[str, dict[str, Any]] = {
    "another issuer": {"issuer": "https://penyedia.lain.example"},
    "no token endpoint": {"token_endpoint": None},
    "an endpoint that is no address": {"jwks_uri": ["https://x"]},
    "an endpoint on the disk": {"jwks_uri": "file:///etc/passwd"},
}


@pytest.mark.parametrize("metadata", METADATA.values(), ids=METADATA)
def test_metadata_that_changed_for_the_worse_is_refused(idp: Idp, metadata: dict[str, Any]) -> None:
    idp.metadata = metadata
    answer = Client().get("/masuk/identitas")
    assert answer.status_code == 503 and "sedang tidak menjawab" in answer.content.decode()


def test_an_encrypted_provider_names_no_open_address(idp: Idp) -> None:
    sealed = idp.provider()
    sealed = type(sealed)(**{**vars(sealed), "issuer": "https://penyedia.example"})
    with pytest.raises(ValueError, match="token_endpoint is no https"):
        oidc.endpoints(
            sealed,
            {
                "issuer": "https://penyedia.example",
                "authorization_endpoint": "https://penyedia.example/auth",
                "token_endpoint": "http://penyedia.example/token",
                "jwks_uri": "https://penyedia.example/keys",
            },
        )


def test_metadata_and_keys_are_asked_once_and_new_keys_when_they_are_needed(
    idp: Idp, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected(idp)
    assert session_of(sign_in(idp)) is not None
    assert [idp.asked.count(path) for path in ("/.well-known/openid-configuration", "/keys")] == [1, 1]
    idp.keys, idp.header, idp.sign = [jwk(WORKS, "1"), jwk(STRANGER, "2")], {"kid": "2"}, by(STRANGER)
    refused(sign_in(idp), "tidak dapat dipercaya")  # asked a moment ago
    monkeypatch.setattr(provider, "RESTING", 0)
    assert session_of(sign_in(idp)) is not None
    assert idp.asked.count("/keys") == 2


def test_a_provider_that_is_away_is_said_so_and_left_alone(idp: Idp, settings: Any) -> None:
    with running() as gone:
        settings.OIDC = gone.provider()
    for _ in range(2):
        answer = Client().get("/masuk/identitas?next=/akun")
        page = answer.content.decode()
        assert answer.status_code == 503 and "sedang tidak menjawab" in page and 'value="/akun"' in page


def test_who_cancels_at_the_provider_is_told_so_in_our_words(idp: Idp) -> None:
    idp.answer = {"error": "access_denied", "error_description": "<b>Anda menang</b>", "code": None}
    answer = sign_in(idp)
    refused(answer, "tidak memberi izin masuk")
    assert "Anda menang" not in answer.content.decode()
