"""The names that content defines, and what it may therefore refer to.

Collected once from all documents of sound shape; `rules` and `record_type` ask whether a name is missing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from serentak.law.strict import Document


def of_kind(documents: Sequence[Document], kind: str) -> list[Document]:
    """The documents of one kind of pack."""
    return [document for document in documents if document.data["kind"] == kind]


def newest(documents: Sequence[Document]) -> list[Document]:
    """The newest version of each pack; the ones before it said the same of the past."""
    ordered = sorted(documents, key=lambda d: int(d.data["version"]))
    return list({(d.data["kind"], d.data["name"]): d for d in ordered}.values())


@dataclass(frozen=True)
class Names:
    """What content may refer to. A kind of which a pack could not be read is incomplete, and nothing is
    said to be missing from it."""

    laws: set[str]
    settings: dict[str, str]
    roles: set[str]
    organisations: set[str]
    record_types: set[str]
    acts: set[str]
    provinces: set[str]
    codes: dict[str, set[str]]
    incomplete: set[str]

    @classmethod
    def of(cls, documents: Sequence[Document], incomplete: set[str]) -> "Names":
        """Collect the names that sound documents define; `incomplete` are the kinds of the others."""
        laws = list(_rows(documents, "laws", "laws"))
        articles = {f"{law['id']}-{part['article']}" for law in laws for part in law.get("articles", ())}
        settings = [d.data["settings"] for d in of_kind(documents, "settings")]
        return cls(
            laws={law["id"] for law in laws} | articles,
            settings={name: row["unit"] for group in settings for name, row in group.items()},
            roles={role["id"] for role in _rows(documents, "roles", "roles")},
            organisations={row["code"] for row in _rows(documents, "agencies", "organisations")},
            record_types={d.data["name"] for d in of_kind(documents, "record_type")},
            acts={
                f"{d.data['name']}.{move['act']}"
                for d in of_kind(documents, "record_type")
                for move in d.data["moves"]
            }
            | {f"agencies.{act['id']}" for act in _rows(documents, "holding_kinds", "acts")},
            provinces={d.data["province"] for d in of_kind(documents, "regions")},
            codes={
                d.data["name"]: {row["code"] for row in d.data["codes"]}
                for d in of_kind(documents, "references")
            },
            incomplete=incomplete,
        )

    def lacks(self, kind: str, name: str) -> bool:
        """Whether no pack of the kind defines this name."""
        return kind not in self.incomplete and name not in self._known(kind)

    def remedy(self, kind: str, name: str) -> str:
        """How to mend a name that is lacking: those that look like it, or where to add it."""
        near = get_close_matches(name, self._known(kind), cutoff=0.5)
        add = f"add it to content/{'records' if kind == 'record_type' else kind}"
        return f"write {' or '.join(near)}, or {add}" if near else f"{add} or mend the name"

    def _known(self, kind: str) -> set[str]:
        return {
            "laws": self.laws,
            "settings": set(self.settings),
            "roles": self.roles,
            "agencies": self.organisations,
            "record_type": self.record_types,
            "regions": self.provinces,
            "references": set(self.codes),
        }[kind]


def _rows(documents: Sequence[Document], kind: str, group: str) -> Iterator[dict[str, Any]]:
    return (row for document in of_kind(documents, kind) for row in document.data[group])
