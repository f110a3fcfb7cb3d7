"""Codes of an app against RFC 6238, and what is kept of a secret."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serentak.lib.ids import read_code
from serentak.people import totp

KEY = bytes(range(32))
SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238_appendix_b(second: int, code: str) -> None:
    assert totp.code_at(SECRET, second // 30) == code


def test_a_code_of_now_or_of_one_step_away_is_right_and_no_other() -> None:
    at = datetime(2026, 11, 25, 3, 0, 10, tzinfo=UTC)
    now = int(at.timestamp()) // 30
    found = {away: totp.step_of(SECRET, totp.code_at(SECRET, now + away), at) for away in range(-3, 4)}
    assert found == {-3: None, -2: None, -1: now - 1, 0: now, 1: now + 1, 2: None, 3: None}
    assert totp.step_of(SECRET, totp.code_at(SECRET, now), at + timedelta(seconds=60)) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "٠٨١٨٠٤", "é", "abcdef"])
def test_what_is_no_code_is_none(code: str) -> None:
    assert totp.step_of(SECRET, code, datetime(2026, 1, 1, tzinfo=UTC)) is None


@given(st.binary(min_size=20, max_size=20), st.integers(1, 9), st.integers(0, 47))
def test_a_sealed_secret_opens_for_its_person_and_key_alone(secret: bytes, person: int, at: int) -> None:
    sealed = totp.seal(KEY, person, secret)
    assert totp.unseal(KEY, person, sealed) == secret and secret not in sealed
    changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
    for key, whose, text in ((KEY, person + 1, sealed), (KEY[::-1], person, sealed), (KEY, person, changed)):
        with pytest.raises(ValueError, match="does not open"):
            totp.unseal(key, whose, text)
    with pytest.raises(ValueError, match="does not open"):
        totp.unseal(KEY, person, b"")


def test_recovery_codes_are_ten_different_ones_that_read_as_typed() -> None:
    codes = totp.recovery_codes()
    assert len(set(codes)) == 10 and all(len(code) == 10 for code in codes)
    assert all(read_code(f" {code[:5].lower()}-{code[5:]}") == code for code in codes)
    hashes = {totp.recovery_hash(key, person, codes[0]) for key in (KEY, KEY[::-1]) for person in (1, 2)}
    assert len(hashes) == 4
