"""Which field a column of a sheet fills: guessed from its heading, set by whoever imports.

A heading is compared without capitals, signs and what stands in brackets. The row of headings is the one of
the first rows of which most cells are known: titles and empty rows may stand above it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from serentak.records.fields import asked
from serentak.records.rules import Field, Move, RecordType, Text

FIRST = 15
"""So many rows are looked through for headings."""
PLACE: dict[str, tuple[Text, tuple[str, ...]]] = {
    "district": ({"id": "kecamatan", "en": "district"}, ("kecamatan", "kec", "district")),
    "village": (
        {"id": "desa atau kelurahan", "en": "village"},
        ("desa", "kelurahan", "desa kelurahan", "village"),
    ),
    "landmark": (
        {"id": "patokan", "en": "landmark"},
        ("patokan", "alamat", "lokasi", "tempat kejadian", "landmark"),
    ),
    "lat": ({"id": "lintang", "en": "latitude"}, ("lintang", "latitude", "lat")),
    "lon": ({"id": "bujur", "en": "longitude"}, ("bujur", "longitude", "lon", "long", "lng")),
}
"""The parts of a place: what each is called, and the headings it is known by."""


@dataclass(frozen=True)
class Target:
    """What a column may fill: a field, or one `part` of a place."""

    id: str
    field: Field
    part: str
    label: Text
    names: frozenset[str]


def targets(kind: RecordType, move: Move, role: str) -> list[Target]:
    """What the act asks of this role that a cell can say, in the order of the form; a row brings no files."""
    found = []
    for field in asked(kind, move, role):
        label = field.words_for(role)
        if field.kind == "place":
            found += [
                Target(f"{field.id}.{part}", field, part, _joined(label, words), frozenset(names))
                for part, (words, names) in PLACE.items()
            ]
        elif field.kind != "files":
            own = (field.id, *field.label.values(), *label.values(), *kind.sheet.headings.get(field.id, ()))
            found.append(Target(field.id, field, "", label, frozenset(plain(name) for name in own)))
    return found


def _joined(label: Text, words: Text) -> Text:
    return {lang: f"{text.rstrip('?')}: {words.get(lang, words['id'])}" for lang, text in label.items()}


def plain(heading: str) -> str:
    """A heading as it is compared."""
    return " ".join(re.findall(r"\w+", re.sub(r"\([^)]*\)", " ", heading).replace("_", " ").casefold()))


def guess(headings: Sequence[str], every: Sequence[Target]) -> list[str]:
    """The target of each heading, "" for none; a target is given once, to the heading that says it best."""
    asked_for = [plain(heading) for heading in headings]
    found = [""] * len(asked_for)
    for fits in (_same, _within):
        for target in every:
            if target.id not in found:
                at = next(
                    (n for n, said in enumerate(asked_for) if not found[n] and fits(said, target)), None
                )
                if at is not None:
                    found[at] = target.id
    return found


def _same(said: str, target: Target) -> bool:
    return said in target.names


def _within(said: str, target: Target) -> bool:
    """All words of a longer name, or the heading is the beginning of one."""
    words = set(said.split())
    return any(len(name) > 3 and set(name.split()) <= words for name in target.names)


def head_of(rows: Sequence[Sequence[str]], every: Sequence[Target]) -> int:
    """Which of the rows holds the headings: of the first ones the one with most that are known, of equals the
    later; where none is known the first with most different cells."""
    scores = [sum(map(bool, guess(row, every))) for row in rows[:FIRST]]
    if max(scores, default=0):
        return max(range(len(scores)), key=lambda n: (scores[n], n))
    filled = [len({cell for cell in row if cell}) for row in rows[:FIRST]]
    return filled.index(max(filled, default=0)) if filled else 0


def aside(mapping: Mapping[int, str], title: str | None, row: Sequence[str]) -> bool:
    """Whether a row holds no record: a total, a note, a signature, the numbers of the columns. `mapping` is
    column to target, `title` the target that names a record: a row that fills it is one unless it says
    otherwise, so that what was meant as one is not lost in silence."""
    said = [target for at, target in mapping.items() if at < len(row) and row[at]]
    filled = [cell.strip() for cell in row if cell.strip()]
    if not said or len(said) == 1 < len(mapping) and said != [title]:
        return True
    if len(filled) > 1 and len(set(filled)) == 1 or _numbered(filled):
        return True
    return len(said) * 2 <= len(mapping) and bool(_CLOSING.match(filled[0]))


def _numbered(filled: Sequence[str]) -> bool:
    """The row of 1, 2, 3, … that stands under many headings."""
    bare = [cell.strip("().") for cell in filled]
    return len(bare) > 2 and bare == [str(n) for n in range(1, len(bare) + 1)]


_NOTE = r"(catatan|keterangan|ket|sumber|nb|mengetahui)\.?\s*(:|$)"
_CLOSING = re.compile(rf"(jumlah|total|sub ?total|grand total)\b|{_NOTE}", re.IGNORECASE)
