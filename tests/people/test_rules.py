"""Usernames, passwords, cookies and what is counted for an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serentak.people import rules


@pytest.mark.parametrize("name", ["abc", "a-b", "petugas.pupr", "a" * 64, "19650101"])
def test_usernames(name: str) -> None:
    assert rules.wrong_username(name) is None


@pytest.mark.parametrize(
    "name", ["", "ab", "a" * 65, ".abc", "abc.", "Abc", "a b c", "abc\n", "ab\u00e9", "a/b"]
)
def test_wrong_usernames_are_told_why_in_both_languages(name: str) -> None:
    assert set(rules.wrong_username(name) or {}) == {"id", "en"}


def test_a_phone_adds_capitals_and_spaces() -> None:
    assert rules.normal_username(" Petugas ") == "petugas"


def weak(password: str, *names: str) -> bool:
    return rules.weak_password(password, names=names or ("petugas",), minimum=12) is not None


def test_length_counts_and_recipes_do_not() -> None:
    assert weak("a1!B" * 2) and not weak("kapal besar berlayar")
    assert weak("elevenchars") and not weak("twelve chars")


def test_weak_passwords() -> None:
    assert weak("aaaabbbbaaaabbbb")
    assert weak("Petugas-kantor-dinas")
    assert weak("kebun Marasa di bukit", "pak.camat", "Ali", "Marasa")
    assert not weak(
        "pantai berpasir putih", "pak.camat", "Ali", "Tai"
    )  # too short to be a name inside a word


@pytest.mark.parametrize("password", ["Password2024!!!", "passwordpassword", "  password1234 ", "PASSWORD"])
def test_figures_marks_capitals_and_repetitions_hide_no_common_password(password: str) -> None:
    assert "password" in rules.cores(password)


@pytest.mark.parametrize("account", rules.DEMO_ACCOUNTS)
def test_the_demo_accounts_are_sound(account: rules.DemoAccount) -> None:
    wrong = rules.wrong_contact if account.body == "Warga" else rules.wrong_username
    assert wrong(account.username) is None
    assert not weak(rules.DEMO_PASSWORD, account.username)


@given(st.binary(min_size=32, max_size=32))
def test_a_cookie_gives_the_secret_back(secret: bytes) -> None:
    assert rules.secret_of(rules.cookie_of(secret)) == secret
    assert secret not in rules.key_hash(secret)


@pytest.mark.parametrize("cookie", [None, "", "x", "!" * 43, "é" * 43, "a" * 42, "a" * 44, "a" * 4000])
def test_other_cookies_are_none_of_ours(cookie: str | None) -> None:
    found = rules.secret_of(cookie)
    assert found is None or len(found) == 32


def test_an_address_is_counted_whole_or_by_the_household_block() -> None:
    key = rules.address_key
    assert key("203.0.113.7") != key("203.0.113.8")
    assert key("2001:db8:1:2::1") == key("2001:db8:1:2:ffff::9") != key("2001:db8:1:3::1")
    assert key("::ffff:203.0.113.7") == key("203.0.113.7")
    assert key("not an address") == key("") == b""
