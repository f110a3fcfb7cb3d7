"""Signed notes, keys and checkpoints against the published vectors, and every way to be wrong."""

import pytest

from serentak.ledger import note

ORIGIN = "log.example.go.id/audit"
LOG = note.Signer(ORIGIN, bytes(range(32)))
WITNESS = note.Signer("dprd.example.go.id/witness", bytes(range(32, 64)), note.COSIGNATURE)
LOG_VKEY = f"{ORIGIN}+11c39352+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
WITNESS_VKEY = "dprd.example.go.id/witness+efb8ed10+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"
ROOT = bytes.fromhex("1aa68d3074905a581f84cbbd0f753794904fd80451bc4c13e69d9a53bc59502c")
TEXT = f"{ORIGIN}\n5\nGqaNMHSQWlgfhMu9D3U3lJBP2ARRvEwT5p2aU7xZUCw=\n"
LOG_LINE = (
    f"— {ORIGIN} EcOTUmxm/pXOZXe2rcEqZYhthlfGVLjCXLUPp96joSnui5K0TURgPcyezpbyn/"
    "BLOtpUbEF10wWFsRkns4WOqbsiAwI=\n"
)
WITNESS_LINE = (
    "— dprd.example.go.id/witness 77jtEAAAAABlU/EAJUfOH7vdrsPyGhIDoiPxjqrh8qOtTW89XZgHin1M1/"
    "V6R19X1+2B3B4oOfIdWLufihg4lmg2W1r+wGG8VsDiAQ==\n"
)
NOTE = TEXT + "\n" + LOG_LINE + WITNESS_LINE


def test_keys_and_signatures_equal_the_vectors() -> None:
    assert str(LOG.verifier) == LOG_VKEY
    assert str(WITNESS.verifier) == WITNESS_VKEY
    assert note.Checkpoint(ORIGIN, 5, ROOT).text() == TEXT
    assert note.sign(TEXT, [LOG]) == TEXT + "\n" + LOG_LINE
    assert WITNESS.cosignature(TEXT, 1_700_000_000) == WITNESS_LINE


def test_a_note_opens_for_log_and_witness() -> None:
    keys = [note.Verifier.parse(LOG_VKEY), note.Verifier.parse(WITNESS_VKEY)]
    opened = note.open_note(NOTE, keys)
    assert opened == note.Opened(TEXT, (ORIGIN, "dprd.example.go.id/witness"))
    assert note.Checkpoint.parse(opened.text) == note.Checkpoint(ORIGIN, 5, ROOT)
    assert note.open_note(NOTE, keys[:1]).by == (ORIGIN,), "an unknown signer is passed over"


def test_the_example_of_the_specification_names_its_key() -> None:
    text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    assert str(note.Verifier.parse(text)) == text


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (NOTE.replace("\n5\n", "\n6\n"), "is wrong"),
        (NOTE.replace("bsiAwI", "bsiBwI"), "is wrong"),
        (NOTE.replace("bsiAwI", "bsiAwJ"), "not base64"),
        (TEXT + "\n" + WITNESS_LINE, "no known key"),
        (TEXT + LOG_LINE, "blank line"),
        (TEXT + "\n" + LOG_LINE.rstrip("\n"), "newline"),
        (TEXT + "\n" + LOG_LINE + "\n", "newline"),
        (NOTE.replace("— log", "- log"), "not a signature"),
        (NOTE.replace("\n5\n", "\n5\r\n"), "blank line"),
        (TEXT + "\n" + f"— {ORIGIN} AAAA\n", "too short"),
        (TEXT + "\n" + LOG_LINE * 101, "more than"),
    ],
)
def test_a_spoiled_note_is_refused(changed: str, why: str) -> None:
    with pytest.raises(note.BadNote, match=why):
        note.open_note(changed, [LOG.verifier])


def test_another_key_under_the_same_name_does_not_count() -> None:
    other = note.Signer(ORIGIN, bytes(32))
    with pytest.raises(note.BadNote, match="no known key"):
        note.open_note(note.sign(TEXT, [other]), [LOG.verifier])


def test_a_witness_cannot_move_its_time() -> None:
    line = WITNESS.cosignature(TEXT, 1_700_000_001)
    assert line != WITNESS_LINE
    assert not WITNESS.verifier.accepts(TEXT, b"\0" * 64)


@pytest.mark.parametrize(
    "key",
    [
        "nothing",
        LOG_VKEY.replace("11c39352", "11c39353"),
        LOG_VKEY.replace("AQOh", "AgOh"),
        LOG_VKEY + "AAAA",
        LOG_VKEY.replace("AQOh", "!!!!"),
        LOG_VKEY.replace("log.", "log "),
    ],
)
def test_a_bad_key_is_refused(key: str) -> None:
    with pytest.raises(note.BadNote):
        note.Verifier.parse(key)


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n5\n",
        TEXT.replace("\n5\n", "\n05\n"),
        TEXT.replace("\n5\n", "\n-5\n"),
        TEXT.replace("GqaN", "GqaNGqaN"),
        TEXT.replace("GqaN", "Gqa"),
        TEXT.rstrip("\n"),
        "\n5\nGqaNMHSQWlgfhMu9D3U3lJBP2ARRvEwT5p2aU7xZUCw=\n",
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(note.BadNote):
        note.Checkpoint.parse(text)


@pytest.mark.parametrize("text", ["no newline", "tab\there\n", ""])
def test_only_plain_texts_are_signed(text: str) -> None:
    with pytest.raises(note.BadNote):
        note.sign(text, [LOG])
