"""What a new version of a record type may not change: what is stored must mean the same for ever.

Pure. A field's name belongs to one question and one kind of answer; what is no longer asked leaves, and its
name is never given again. Choices are retired, not removed. Records of a register are carried over to the new
version, so it must know every state they can be in and every act of their past.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from serentak.records.rules import Field, RecordType, Text, carrying

KEPT = ("kind", "personal", "codes", "decimals", "unit")
"""What of a field gives its stored answers their meaning."""


def problems(earlier: Sequence[RecordType], new: RecordType) -> list[Text]:
    """Why `new` may not stand beside the versions published before it (oldest first); none when it may."""
    return [one for old in earlier[-1:] for one in _beside(old, new)] + list(_names(earlier, new))


def _beside(old: RecordType, new: RecordType) -> Iterator[Text]:
    """What must be as in the version before."""
    if new.version <= old.version:
        yield _said(f"versinya harus lebih dari {old.version}", f"its version must be over {old.version}")
    for name, word in (("kind", "record_kind"), ("code", "code"), ("access_class", "class")):
        if getattr(old, name) != getattr(new, name):
            yield _said(f"{word} harus tetap {getattr(old, name)}", f"{word} must stay {getattr(old, name)}")
    if new.kind == "register":
        acts = {move.act for move in old.moves} - {move.act for move in new.moves}
        yield from (_lost("keadaan", "state", one) for one in sorted(old.states.keys() - new.states.keys()))
        yield from (_lost("tindakan", "act", one) for one in sorted(acts))
        yield from _carried(old, new)


def _carried(old: RecordType, new: RecordType) -> Iterator[Text]:
    """What becomes of each answer of the version before: it stays, is taken by a new field, or is dropped."""
    told, taken = set(carrying.left(new.data)), new.data.get("carries", {})
    left = {name for name, field in old.fields.items() if not field.personal} - new.fields.keys()
    for name in sorted(left - told):
        yield _said(
            f"isian {name} hilang: sebut di carries atau drops",
            f"field {name} is gone: name it in carries or drops",
        )
    for name in sorted(told - left):
        yield _said(
            f"isian {name} di carries atau drops tidak hilang",
            f"field {name} in carries or drops did not leave",
        )
    for name, rule in taken.items():
        before, after = old.fields.get(rule["field"]), new.fields.get(name)
        if after is None or name in old.fields or before is None or not _fits(before, after, rule):
            yield _said(
                f"isian {name} tidak dapat mengambil jawaban {rule['field']}",
                f"field {name} cannot take the answers of {rule['field']}",
            )


def _fits(old: Field, new: Field, rule: Mapping[str, Any]) -> bool:
    """Whether each answer of `old` becomes one of `new`."""
    if any(getattr(old, name) != getattr(new, name) for name in KEPT):
        return False
    values = rule.get("values", {})
    becomes = {values.get(one["id"], one["id"]) for one in old.choices}
    return becomes <= {one["id"] for one in new.choices} and (not values or old.kind == "choice")


def _names(earlier: Sequence[RecordType], new: RecordType) -> Iterator[Text]:
    """What each name meant when it was last used."""
    for part in ("fields", "payload"):
        now: Mapping[str, Field] = getattr(new, part)
        other = "payload" if part == "fields" else "fields"
        for name, field in now.items():
            used = [old for old in earlier if old.field(name)]
            if used and used[-1] is not earlier[-1]:
                yield _said(
                    f"isian {name} dipakai versi {used[-1].version} lalu dihapus; beri nama lain",
                    f"field {name} was version {used[-1].version}'s and left; give another name",
                )
            elif used and name in getattr(used[-1], part):
                yield from _field(getattr(used[-1], part)[name], field)
            elif used:
                yield _said(
                    f"isian {name} dipindahkan dari {other} ke {part}",
                    f"field {name} moved from {other} to {part}",
                )


def _field(old: Field, new: Field) -> Iterator[Text]:
    for name in KEPT:
        if getattr(old, name) != getattr(new, name):
            yield _said(
                f"isian {new.id}: {name} harus tetap {getattr(old, name)}; untuk arti lain beri nama lain",
                f"field {new.id}: {name} must stay {getattr(old, name)}; another meaning has another name",
            )
    gone = [one["id"] for one in old.choices if one["id"] not in {choice["id"] for choice in new.choices}]
    for choice in gone:
        yield _said(
            f"isian {new.id}: pilihan {choice} hilang; beri tanggal 'retired'",
            f"field {new.id}: choice {choice} is gone; give it a date 'retired'",
        )


def _lost(id: str, en: str, name: str) -> Text:
    return _said(
        f"{id} {name} hilang, padahal berkas register ada di situ atau pernah melaluinya",
        f"{en} {name} is gone, and records of a register are in it or have been through it",
    )


def _said(id: str, en: str) -> Text:
    return {"id": id, "en": en}
