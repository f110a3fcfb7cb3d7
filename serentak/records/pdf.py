"""A PDF is read in a process of its own, with little time and memory and none of our secrets.

What it is made of decides how long reading takes: a hundred kilobytes can cost an hour, and whoever writes
to the open door may send them. Runs as a program by its path; decides nothing, `files` does. Changes no PDF.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

SECONDS = 10  # of processor; a scan of 500 pages takes one
MEMORY = 1 << 30
MAX_OBJECTS = 50_000
PROGRAMS = {
    "/JS",
    "/JavaScript",
    "/Launch",
    "/RichMedia",
    "/EmbeddedFiles",
    "/EF",
    "/XFA",
    "/ImportData",
    "/SubmitForm",
    "/GoToR",
    "/GoToE",
}


@dataclass(frozen=True)
class Proof:
    """What a PDF turned out to be; `programs`: it carries what could run, hide or call elsewhere."""

    locked: bool
    pages: int
    programs: bool


def prove(raw: bytes) -> Proof | None:
    """What is in it; None when it cannot be read, or not with the time and memory it is given."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", __file__], input=raw, capture_output=True, env={}, timeout=6 * SECONDS
        )
    except subprocess.TimeoutExpired:
        return None
    return Proof(**json.loads(done.stdout)) if done.returncode == 0 else None


def _proof(raw: bytes) -> Proof:
    reader = PdfReader(BytesIO(raw))
    if reader.is_encrypted:
        return Proof(True, 0, False)
    return Proof(False, len(reader.pages), next(_programs(reader), None) is not None)


def _programs(reader: PdfReader) -> Iterator[str]:
    """Names of what could run or hide in a PDF, from every object of it."""
    numbers = {(n, generation) for generation, offsets in reader.xref.items() for n in offsets}
    numbers |= {(n, 0) for n in reader.xref_objStm}
    if len(numbers) > MAX_OBJECTS:
        raise ValueError("too many objects")
    waiting: list[Any] = [reader.trailer]
    waiting += [IndirectObject(n, generation, reader).get_object() for n, generation in sorted(numbers) if n]
    while waiting:
        item = waiting.pop()
        if isinstance(item, DictionaryObject):
            yield from PROGRAMS.intersection(item)
            yield from PROGRAMS.intersection([str(item.raw_get("/S"))] if "/S" in item else [])
            waiting.extend(item.raw_get(key) for key in item)
        elif isinstance(item, ArrayObject):
            waiting.extend(list.__iter__(item))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.write(json.dumps(asdict(_proof(sys.stdin.buffer.read()))))
