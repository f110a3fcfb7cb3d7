"""A new version of a type: stored answers mean the same for ever."""

from copy import deepcopy
from typing import Any

import pytest

from serentak.law import queries as law
from serentak.lib.refusal import Refusal
from serentak.records import actions, versions
from serentak.records.rules import RecordType, record_type


def of(name: str, version: int = 1, **changes: dict[str, Any]) -> RecordType:
    """A type of content in another version, with fields changed by name (None: it is gone)."""
    return record_type(data(name, version, **changes))


def data(name: str, version: int, **changes: Any) -> dict[str, Any]:
    told = deepcopy(dict(law.library().record_types[name]))
    for part in ("fields", "payload"):
        rows = [{**row, **(changes.get(row["id"], {}) or {})} for row in told.get(part, ())]
        told[part] = [row for row in rows if changes.get(row["id"], {}) is not None]
    return {**told, "version": version, **changes.get("top", {})}


def test_words_and_new_fields_may_change() -> None:
    first = of("complaint")
    other = of("complaint", 2, about={"label": {"id": "Lain", "en": "Other"}}, happened=None)
    assert versions.problems([], first) == [] == versions.problems([first], other)


@pytest.mark.parametrize(
    ("name", "new", "what"),
    [
        ("complaint", {"story": {"kind": "text"}}, "field story: kind must stay long_text"),
        ("complaint", {"naming": {"choices": []}}, "field naming: choice named is gone"),
        (
            "complaint",
            {"reporter_phone": {"personal": None}},
            "field reporter_phone: personal must stay phone",
        ),
        ("complaint", {"top": {"code": "LAP"}}, "code must stay ADU"),
        ("complaint", {"top": {"class": "public"}}, "class must stay"),
        ("complaint", {"top": {"version": 1}}, "its version must be over 1"),
    ],
)
def test_what_gives_stored_answers_their_meaning_stays(name: str, new: dict[str, Any], what: str) -> None:
    found = versions.problems([of(name)], of(name, 2, **new))
    assert any(one["en"].startswith(what) for one in found), found
    assert all(one["id"] for one in found)


def test_a_name_that_left_is_never_given_again() -> None:
    first, second = of("complaint"), of("complaint", 2, story=None)
    (found,) = versions.problems([first, second], of("complaint", 3))
    assert found["en"] == "field story was version 1's and left; give another name"


def test_a_name_does_not_move_between_content_and_answers() -> None:
    moved = data("complaint", 2, question=None)
    moved["fields"] = [
        *moved["fields"],
        {"id": "question", "kind": "long_text", "label": {"id": "x", "en": "x"}, "max": 9},
    ]
    (found,) = versions.problems([of("complaint")], record_type(moved))
    assert found["en"] == "field question moved from payload to fields"


def test_a_register_keeps_its_states_and_acts_and_a_case_need_not() -> None:
    for name, lost in (("application", 2), ("research", 0)):
        first = law.library().record_types[name]
        state, act = first["states"][-1]["id"], first["moves"][-1]["act"]
        told = data(name, 2)
        told["states"] = [row for row in told["states"] if row["id"] != state]
        told["moves"] = [row for row in told["moves"] if row["act"] != act and row["to"] != state]
        for row in told["moves"]:
            row["from"] = [one for one in row["from"] if one != state]
        found = versions.problems([of(name)], record_type(told))
        assert (len(found) >= lost and bool(found)) is bool(lost), found


@pytest.mark.django_db
def test_publishing_says_all_that_is_wrong() -> None:
    told = data("complaint", 2, story={"kind": "text"}, top={"code": "XYZ", "version": 2})
    with pytest.raises(Refusal) as no:
        actions.publish(told)
    assert no.value.code == "version_breaks"
    assert "code must stay ADU; field story: kind must stay long_text" in str(no.value)
