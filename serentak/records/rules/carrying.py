"""How a record of a register comes under the next version of its type: an act, and the content after it.

Pure. A name that stayed keeps its answer; what is new may take that of a name that left (`carries` in the
type's file), value by value where a list changed; what leaves for good is named (`drops`). What may not
change at all is `versions`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from serentak.records.rules.shapes import Field, Move, RecordType

MIGRATE = "migrate"


def moves(data: Mapping[str, Any], states: Sequence[str], fields: Mapping[str, Field]) -> Iterator[Move]:
    """The act that brings a record here from the version before, in whatever state it is."""
    if data["record_kind"] != "register" or data["version"] == 1:
        return
    kept = [name for name, field in fields.items() if not field.personal]
    yield Move(
        act=MIGRATE,
        title={"id": "Bawa ke versi baru", "en": "Carry over to the new version"},
        sentence={
            "id": f"Dibawa ke versi {data['version']} jenis ini",
            "en": f"Carried over to version {data['version']} of this type",
        },
        origins=tuple(states),
        to="same",
        by={"worker": "open"},
        sets=tuple(kept),
        parts=("content",),
        internal=True,
    )


def left(data: Mapping[str, Any]) -> list[str]:
    """Fields of the version before that the records lose."""
    return sorted({*(one["field"] for one in data.get("carries", {}).values()), *data.get("drops", ())})


def carried(new: RecordType, content: Mapping[str, Any]) -> dict[str, Any]:
    """The content under `new` of a record that was under the version before."""
    told = new.data.get("carries", {})
    found = {name: _answer(told.get(name), name, content) for name in new.fields}
    return {name: value for name, value in found.items() if value is not None}


def _answer(rule: Mapping[str, Any] | None, name: str, content: Mapping[str, Any]) -> Any:
    if rule is None:
        return content.get(name)
    value = content.get(rule["field"])
    return rule.get("values", {}).get(value, value) if isinstance(value, str) else value


def lacking(new: RecordType, content: Mapping[str, Any]) -> list[str]:
    """Fields that `new` always wants and this content has no answer for: whoever amends it is asked."""
    wanted = (f for f in new.fields.values() if f.required and f.when is None and not f.personal)
    return [field.id for field in wanted if field.id not in content]
