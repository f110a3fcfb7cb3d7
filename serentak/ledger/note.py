"""Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint): the text outsiders trust.

Pure. Ed25519 for the log itself (type 1) and the timestamped cosignature of a witness (type 4);
ML-DSA cosignatures are kept in a note but not judged here. Keeps no keys and reads no files.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

ED25519 = 0x01
COSIGNATURE = 0x04

_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_MAX_LINES = 100


class BadNote(ValueError):
    """The note is malformed or carries a wrong signature; the text says which."""


@dataclass(frozen=True)
class Verifier:
    """A public key under a name: whose signature counts."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        key = b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{key}"

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        parts = text.strip().split("+", 2)
        if len(parts) != 3:
            raise BadNote("a verifier key reads name+id+key")
        name, key_id, key = parts
        _check_name(name)
        raw = _base64(key, "the key")
        if len(raw) != 33 or raw[0] not in (ED25519, COSIGNATURE):
            raise BadNote("only Ed25519 keys of 32 bytes are known")
        found = cls(name, raw[0], raw[1:])
        if found.key_id.hex() != key_id:
            raise BadNote("the key id does not belong to this name and key")
        return found

    def accepts(self, text: str, signature: bytes) -> bool:
        message = text.encode()
        if self.kind == COSIGNATURE:
            if len(signature) != 72:
                return False
            message = _cosigned(text, int.from_bytes(signature[:8]))
            signature = signature[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


class Signer:
    """An Ed25519 seed of 32 bytes under a name."""

    def __init__(self, name: str, seed: bytes, kind: int = ED25519) -> None:
        _check_name(name)
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier(name, kind, self._key.public_key().public_bytes_raw())

    def line(self, text: str) -> str:
        return self._line(self._key.sign(text.encode()))

    def cosignature(self, text: str, unix_time: int) -> str:
        stamp = unix_time.to_bytes(8)
        return self._line(stamp + self._key.sign(_cosigned(text, unix_time)))

    def _line(self, signature: bytes) -> str:
        field = b64encode(self.verifier.key_id + signature).decode()
        return f"— {self.verifier.name} {field}\n"


@dataclass(frozen=True)
class Opened:
    """A note at least one known key has signed."""

    text: str
    by: tuple[str, ...]


@dataclass(frozen=True)
class Checkpoint:
    """What the log says of itself: its name, its size, its root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not lines[0]:
            raise BadNote("a checkpoint has three lines: origin, size, root")
        if not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]):
            raise BadNote(f"the size is not a number: {lines[1]!r}")
        root = _base64(lines[2], "the root")
        if len(root) != 32:
            raise BadNote("the root has not 32 bytes")
        return cls(lines[0], int(lines[1]), root)


def sign(text: str, signers: Iterable[Signer]) -> str:
    """The note: the text, a blank line, a line for each signer."""
    if not text.endswith("\n") or _has_control(text):
        raise BadNote("a text ends with a newline and holds no other control character")
    return text + "\n" + "".join(signer.line(text) for signer in signers)


def split(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """A note's text and its signatures as (name, key id, signature)."""
    cut = note.rfind("\n\n")
    if cut < 0 or _has_control(note):
        raise BadNote("a note is a text, a blank line and signatures")
    text, tail = note[: cut + 1], note[cut + 2 :]
    if not tail.endswith("\n"):
        raise BadNote("the last signature does not end with a newline")
    lines = tail[:-1].split("\n")
    if len(lines) > _MAX_LINES:
        raise BadNote(f"more than {_MAX_LINES} signatures")
    return text, [_read_line(line) for line in lines]


def open_note(note: str, known: Sequence[Verifier]) -> Opened:
    """The text, if a known key has signed it; a wrong signature of a known key spoils it all."""
    text, lines = split(note)
    keys = {(key.name, key.key_id): key for key in known}
    names: list[str] = []
    for name, key_id, signature in lines:
        key = keys.get((name, key_id))
        if key is None:
            continue
        if not key.accepts(text, signature):
            raise BadNote(f"the signature of {name} is wrong")
        names.append(name)
    if not names:
        raise BadNote("no known key has signed")
    return Opened(text, tuple(names))


def _read_line(line: str) -> tuple[str, bytes, bytes]:
    found = _LINE.fullmatch(line)
    if not found:
        raise BadNote(f"not a signature: {line[:60]!r}")
    raw = _base64(found[2], "a signature")
    if len(raw) < 5:
        raise BadNote("a signature is too short")
    return found[1], raw[:4], raw[4:]


def _base64(text: str, what: str) -> bytes:
    """Bytes in their one spelling; the decoder alone would overlook stray bits at the end."""
    try:
        raw = b64decode(text, validate=True)
    except BadBase64:
        raw = b""
    if b64encode(raw).decode() != text:
        raise BadNote(f"{what} is not base64")
    return raw


def _cosigned(text: str, unix_time: int) -> bytes:
    return f"cosignature/v1\ntime {unix_time}\n{text}".encode()


def _check_name(name: str) -> None:
    if not name or "+" in name or any(c.isspace() for c in name):
        raise BadNote("a key name is not empty and holds neither spaces nor +")


def _has_control(text: str) -> bool:
    return any((c < " " and c != "\n") or c == "\x7f" for c in text)
