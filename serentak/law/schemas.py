"""The shape of packs: one JSON Schema for each kind, and its errors in words, with line and remedy.

What a schema cannot say (dates that overlap, names that are not there) is in `rules` and `record_type`.
"""

import json
from collections.abc import Iterable
from pathlib import Path

import jsonschema_rs

from serentak.law.dates import GRADES
from serentak.law.strict import Document, Problem

_MISSING = {
    "source": "say where it is written: a law, an address, a document",
    "grade": f"say how certain it is: one of {', '.join(GRADES)}",
    "start": "say since when it holds, as YYYY-MM-DD",
    "kind": "say what kind of pack it is: the name of a file in content/schema",
}
_REMEDIES = {
    "format": "write it in the form named",
    "type": "write the kind of value named; text that looks like a number needs quotes",
    "enum": "choose one of those listed",
    "const": "write exactly that",
}


class Schemas:
    """The JSON Schemas of a folder, one per kind, compiled when first needed; no address is ever read."""

    def __init__(self, folder: Path) -> None:
        texts = {
            path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))
        }
        self._shared = texts.pop("pack")
        self._texts = texts
        self._compiled: dict[str, jsonschema_rs.Draft202012Validator] = {}

    def problems(self, document: Document) -> list[Problem]:
        """What is wrong with a document: its YAML first, then its shape, but never twice for one line."""
        found = list(document.problems)
        data = document.data
        kind = data.get("kind") if isinstance(data, dict) else None
        if kind not in self._texts:
            if not found or isinstance(data, dict):
                what = f"kind {kind!r} is not known" if kind else "'kind' is missing"
                found.append(document.problem(("kind",), what, f"write one of {', '.join(self._texts)}"))
            return found
        lines = {problem.line for problem in found}
        shaped = [p for error in self._validator(kind).iter_errors(data) for p in _shape(document, error)]
        return found + [problem for problem in shaped if problem.line not in lines]

    def _validator(self, kind: str) -> jsonschema_rs.Draft202012Validator:
        if kind not in self._compiled:
            registry = jsonschema_rs.Registry([("serentak:/schema/pack.json", self._shared)])
            self._compiled[kind] = jsonschema_rs.Draft202012Validator(
                self._texts[kind], validate_formats=True, registry=registry
            )
        return self._compiled[kind]


def _shape(document: Document, error: jsonschema_rs.ValidationError) -> Iterable[Problem]:
    path = tuple(error.instance_path)
    details = error.kind.as_dict()
    if error.kind.name == "additionalProperties":
        for key in details["unexpected"]:
            yield document.problem(
                (*path, key), f"key '{key}' is not known here", "correct its spelling or remove it"
            )
    elif error.kind.name == "required":
        key = details["property"]
        yield document.problem(path, f"'{key}' is missing", _MISSING.get(key, f"add '{key}'"))
    else:
        where = ".".join(map(str, path))
        what = (
            f"{where}: {error.message}"
            if len(error.message) < 200
            else f"{where}: not valid ({error.kind.name})"
        )
        yield document.problem(path, what, _REMEDIES.get(error.kind.name, "see the schema of this kind"))
