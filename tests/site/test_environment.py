"""What the process is told from outside: secrets, state folder, connection strings, refusals in one line."""

import os
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from serentak.lib.refusal import Refusal
from serentak.site.environment import environment, make_secrets, password


def test_a_demonstration_makes_its_secrets_once(tmp_path: Path) -> None:
    given = {"SERENTAK_STATE": str(tmp_path), "SERENTAK_DEMO": "1"}
    first, second = environment(given), environment(given)
    assert first == second and len(first.file_key) == 32 and first.file_key != first.log_seed
    for file in (tmp_path / "secrets").iterdir():
        assert file.stat().st_mode & 0o777 == 0o600, file


def test_production_refuses_to_start_without_secrets(tmp_path: Path) -> None:
    given = {"SERENTAK_STATE": str(tmp_path)}
    with pytest.raises(Refusal) as refused:
        environment(given)
    assert refused.value.code == "secret_missing" and "serentak secrets" in str(refused.value.remedy)
    assert not list(tmp_path.iterdir())
    make_secrets(tmp_path)
    assert not environment(given).demo


def test_a_secret_may_be_a_variable(tmp_path: Path) -> None:
    key = "ab" * 32
    given = {"SERENTAK_STATE": str(tmp_path), "SERENTAK_DEMO": "1", "SERENTAK_FILE_KEY": key}
    assert environment(given).file_key == bytes.fromhex(key)
    assert not (tmp_path / "secrets" / "file_key").exists()


@pytest.mark.parametrize("wrong", ["ab", "xy" * 32, "ab" * 33])
def test_a_key_that_is_no_key_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(Refusal, match="secret_shape"):
        environment({"SERENTAK_STATE": str(tmp_path), "SERENTAK_DEMO": "1", "SERENTAK_FILE_KEY": wrong})


@pytest.mark.parametrize("wrong", ["", "x", "0", "70000", "-1"])
def test_a_port_that_is_no_port_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(Refusal, match="port"):
        environment({"SERENTAK_STATE": str(tmp_path), "SERENTAK_DEMO": "1", "PORT": wrong})


def test_each_login_has_its_own_password(tmp_path: Path) -> None:
    here = environment({"SERENTAK_STATE": str(tmp_path), "SERENTAK_DEMO": "1"})
    told = [conninfo_to_dict(here.dsn(login)) for login in ("admin", "web", "worker", "sequencer", "read")]
    assert len({row["password"] for row in told}) == len({row["user"] for row in told}) == 5
    assert {row["host"] for row in told} == {str(here.socket)}


def test_a_given_database_keeps_its_own_login_for_admin_only(tmp_path: Path) -> None:
    url = "postgresql://boss:secret@db.example:6432/prov?sslmode=require"
    here = environment({"SERENTAK_STATE": str(tmp_path), "SERENTAK_DEMO": "1", "DATABASE_URL": url})
    admin, web = conninfo_to_dict(here.dsn("admin")), conninfo_to_dict(here.dsn("web"))
    assert (admin["user"], admin["password"]) == ("boss", "secret")
    assert (web["user"], web["password"]) == ("serentak_web", password(tmp_path, "web"))
    assert admin["sslmode"] == web["sslmode"] == "require" and admin["port"] == web["port"] == "6432"


def test_a_long_state_folder_has_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 90)
    here = environment({"SERENTAK_STATE": str(deep), "SERENTAK_DEMO": "1"})
    assert len(os.fsencode(here.socket)) <= 90 and here.socket.is_relative_to("/tmp")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_refused_in_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Refusal, match="state_not_writable"):
        environment({"SERENTAK_STATE": str(tmp_path / "state"), "SERENTAK_DEMO": "1"})


def test_a_file_that_is_named_is_there(tmp_path: Path) -> None:
    given = {"SERENTAK_STATE": str(tmp_path), "SERENTAK_DEMO": "1"}
    assert environment(given).sign_roots is None
    with pytest.raises(Refusal, match="SERENTAK_SIGN_ROOTS"):
        environment(given | {"SERENTAK_SIGN_ROOTS": str(tmp_path / "induk.pem")})


@pytest.mark.parametrize(
    "wrong",
    [
        {"SERENTAK_ESIGN": "http://esign.contoh.id"},
        {"SERENTAK_ESIGN_VERSION": "3"},
        {"SERENTAK_ESIGN_SECRET": "qwerty"},
    ],
)
def test_a_passphrase_goes_to_no_doubtful_service(tmp_path: Path, wrong: dict[str, str]) -> None:
    given = {"SERENTAK_STATE": str(tmp_path), "SERENTAK_DEMO": "1"}
    assert environment(given).esign is None
    given |= {"SERENTAK_ESIGN": "https://esign.contoh.id/", "SERENTAK_ESIGN_SECRET": "rahasia"}
    found = environment(given).esign
    assert found is not None and found.url == "https://esign.contoh.id" and "rahasia" not in repr(found)
    with pytest.raises(Refusal, match="esign"):
        environment(given | wrong)


def test_an_identity_provider_is_off_until_it_is_named(tmp_path: Path) -> None:
    given = {"SERENTAK_STATE": str(tmp_path), "SERENTAK_DEMO": "1"}
    assert environment(given).oidc is None
    named = {"SERENTAK_OIDC_ISSUER": "https://penyedia.example/id", "SERENTAK_OIDC_CLIENT": "serentak"}
    with pytest.raises(Refusal, match="oidc_secret"):
        environment(given | named)
    (tmp_path / "secrets/oidc_secret").write_text("rahasia\n")
    told = environment(given | named | {"SERENTAK_OIDC_STRONG": "amr=mfa acr=urn:tinggi"}).oidc
    assert told is not None and "rahasia" not in repr(told)
    assert (told.secret, told.name, told.scopes, told.subject) == (
        "rahasia",
        "penyedia.example",
        "openid",
        "sub",
    )
    assert told.strong == {("amr", "mfa"), ("acr", "urn:tinggi")}


@pytest.mark.parametrize(
    "wrong",
    [
        {"SERENTAK_OIDC_ISSUER": "http://penyedia.example"},
        {"SERENTAK_OIDC_ISSUER": "penyedia.example"},
        {"SERENTAK_OIDC_ISSUER": "https://penyedia.example/?a=1"},
        {"SERENTAK_OIDC_CLIENT": ""},
        {"SERENTAK_OIDC_STRONG": "mfa"},
        {"SERENTAK_OIDC_STRONG": "email=ya"},
    ],
)
def test_a_provider_that_cannot_be_one_is_refused(tmp_path: Path, wrong: dict[str, str]) -> None:
    given = {"SERENTAK_STATE": str(tmp_path), "SERENTAK_DEMO": "1", "SERENTAK_OIDC_SECRET": "x"}
    given |= {"SERENTAK_OIDC_ISSUER": "https://penyedia.example", "SERENTAK_OIDC_CLIENT": "serentak"}
    with pytest.raises(Refusal, match="oidc"):
        environment(given | wrong)
