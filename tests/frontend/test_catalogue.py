"""The English catalogue: every text of the pages is in it, translated, with the same blanks and tags."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
BLANKS = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%|</?[a-z][^>]*>")


def _texts(of: object) -> tuple[str, ...]:
    return tuple(of) if isinstance(of, tuple | list) else (str(of),)


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    """The committed one."""
    with (ROOT / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="en", domain="django")


def _written() -> set[tuple[str, ...]]:
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(str(ROOT), methods, options)
    return {_texts(message) for _, _, message, _, _ in found}


def _kept(catalogue: Catalog) -> dict[tuple[str, ...], Message]:
    return {_texts(message.id): message for message in catalogue if message.id}


def test_every_text_of_the_pages_is_in_the_catalogue_and_nothing_else(catalogue: Catalog) -> None:
    written, kept = _written(), set(_kept(catalogue))
    assert len(written) > 300
    assert (sorted(written - kept), sorted(kept - written)) == ([], []), "missing, left over"


def test_each_is_translated_with_the_same_blanks_and_tags(catalogue: Catalog) -> None:
    wrong = []
    for texts, message in _kept(catalogue).items():
        translations = _texts(message.string)
        blanks = sorted(BLANKS.findall(texts[0]))
        same = all(sorted(BLANKS.findall(one)) == blanks for one in translations)
        if message.fuzzy or not all(translations) or len(translations) != len(texts) or not same:
            wrong.append(texts[0])
    assert wrong == []


def test_english_has_two_plural_forms(catalogue: Catalog) -> None:
    assert (catalogue.num_plurals, catalogue.plural_expr) == (2, "(n != 1)")
