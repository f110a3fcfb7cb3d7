"""Our own key pair at the provider: published, used, and refused at the start when it is none."""

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client

from serentak.lib.refusal import Refusal
from serentak.site.environment import environment
from tests.factories.provider import CURVES, STRANGER, Idp
from tests.people.identities.browsers import connected, session_of, sign_in

pytestmark = pytest.mark.django_db
FORM = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def pem(curve: str, count: int = 1) -> str:
    drawn = [ec.generate_private_key(CURVES[curve][0]) for _ in range(count)]
    return "".join(key.private_bytes(*FORM).decode() for key in drawn)


@pytest.mark.parametrize("curve", CURVES)
def test_the_provider_knows_us_by_a_key_that_we_publish(idp: Idp, settings: Any, curve: str) -> None:
    assert Client().get("/.well-known/jwks.json").status_code == 404  # we have a secret
    settings.OIDC = idp.provider(secret="", pem=pem(curve, 2))
    answer = Client().get("/.well-known/jwks.json")
    idp.client_keys = answer.json()
    assert "max-age=3600" in answer["Cache-Control"]
    assert [set(key) for key in idp.client_keys["keys"]] == [
        {"kty", "crv", "x", "y", "kid", "use", "alg"}
    ] * 2, "the next key is published before it signs; no private part is"
    connected(idp)
    assert session_of(sign_in(idp)) is not None and len(set(idp.proofs)) == 2


def test_a_key_that_the_provider_does_not_know_is_told_apart(idp: Idp, settings: Any) -> None:
    settings.OIDC = idp.provider(secret="", pem=pem("P-256"))
    published = Client().get("/.well-known/jwks.json").json()
    settings.OIDC = idp.provider(secret="", pem=pem("P-256"))
    other = Client().get("/.well-known/jwks.json").json()["keys"][0]["kid"]
    idp.client_keys = {"keys": [published["keys"][0] | {"kid": other}]}
    assert sign_in(idp).status_code == 503


def test_keys_that_are_none_are_refused_at_the_start(tmp_path: Path) -> None:
    told = {
        "SERENTAK_STATE": str(tmp_path),
        "SERENTAK_DEMO": "1",
        "SERENTAK_OIDC_ISSUER": "https://penyedia.example",
        "SERENTAK_OIDC_CLIENT": "serentak",
    }
    foreign = [
        key.private_bytes(*FORM).decode() for key in (STRANGER, ec.generate_private_key(ec.BrainpoolP256R1()))
    ]
    for wrong in ("", "x", pem("P-256").replace("M", "N"), *foreign):
        (tmp_path / "secrets").mkdir(exist_ok=True)
        (tmp_path / "secrets" / "oidc_key").write_text(wrong)
        with pytest.raises(Refusal) as caught:
            environment(told)
        assert "P-521" in str(caught.value.text) + str(caught.value.remedy)
    (tmp_path / "secrets" / "oidc_key").write_text(pem("P-521"))
    provider = environment(told).oidc
    assert provider is not None and provider.secret == ""
