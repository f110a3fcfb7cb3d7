"""Checks a government's open log from outside: `python3 periksa.py <address> [kept checkpoint …]`.

Fetches the checkpoint and every entry, computes the root anew, and compares it; then the same for each
checkpoint kept from an earlier day. Needs nothing but Python 3.9; the signature is checked too where the
package `cryptography` is installed. Served as it is to anybody; imports nothing of the house.
"""

import base64
import hashlib
import sys
import urllib.request
from pathlib import Path

WIDTH = 256


def say(text: str) -> None:
    """A line for whoever runs this."""
    sys.stdout.write(f"{text}\n")


def fetch(address: str) -> bytes:
    """The body at an address."""
    with urllib.request.urlopen(address) as answer:
        body: bytes = answer.read()
    return body


def read(note: str) -> tuple[int, bytes]:
    """Size and root of a checkpoint: the second and the third line."""
    _origin, size, root = note.split("\n")[:3]
    return int(size), base64.b64decode(root)


def entries(address: str, size: int) -> list[bytes]:
    """All entry texts, fetched in bundles of 256 (C2SP tlog-tiles)."""
    found = []
    for n in range(-(-size // WIDTH)):
        digits = f"{n:03d}"
        digits = "0" * (-len(digits) % 3) + digits
        groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
        path = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
        width = min(WIDTH, size - n * WIDTH)
        body = fetch(f"{address}/tile/entries/{path}" + (f".p/{width}" if width < WIDTH else ""))
        place = 0
        while place < len(body):
            end = place + 2 + int.from_bytes(body[place : place + 2], "big")
            found.append(body[place + 2 : end])
            place = end
    return found


def root(leaves: list[bytes]) -> bytes:
    """The Merkle root over leaf hashes (RFC 6962 §2.1)."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    stack: list[tuple[int, bytes]] = []
    for leaf in leaves:
        height, top = 0, leaf
        while stack and stack[-1][0] == height:
            height, top = height + 1, hashlib.sha256(b"\x01" + stack.pop()[1] + top).digest()
        stack.append((height, top))
    top = stack.pop()[1]
    while stack:
        top = hashlib.sha256(b"\x01" + stack.pop()[1] + top).digest()
    return top


def signed(note: str, key: str) -> bool:
    """Whether the key (name+id+key) signed the note; needs `cryptography`."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    name, key_id, public = key.strip().split("+", 2)
    text, lines = note.split("\n\n", 1)
    for line in lines.splitlines():
        _dash, signer, value = line.split(" ")
        raw = base64.b64decode(value)
        if signer == name and raw[:4].hex() == key_id:
            try:
                Ed25519PublicKey.from_public_bytes(base64.b64decode(public)[1:]).verify(
                    raw[4:], (text + "\n").encode()
                )
            except InvalidSignature:
                return False
            return True
    return False


def check(address: str, kept: list[str]) -> list[str]:
    """What is wrong, in words; empty when everything fits."""
    note = fetch(f"{address}/checkpoint").decode()
    size, claimed = read(note)
    leaves = [hashlib.sha256(b"\x00" + entry).digest() for entry in entries(address, size)]
    wrong = [] if root(leaves) == claimed else [f"akar dari {size} entri tidak cocok dengan segel"]
    for path in kept:
        before, promised = read(Path(path).read_text())
        if before > len(leaves):
            wrong.append(f"{path}: segel lama memuat {before} entri, catatan sekarang hanya {len(leaves)}")
        elif root(leaves[:before]) != promised:
            wrong.append(f"{path}: {before} entri pertama bukan lagi yang dulu disegel")
    try:
        good = signed(note, fetch(f"{address}/kunci").decode())
    except ImportError:
        say("tanda tangan tidak diperiksa: pasang paket cryptography")
    else:
        say(f"tanda tangan segel diperiksa: {'sah' if good else 'tidak sah'}")
        wrong += [] if good else ["tanda tangan segel tidak sah"]
    say(f"{size} entri dihitung ulang, {len(kept)} segel lama dibandingkan")
    return wrong


if __name__ == "__main__":
    if len(sys.argv) < 2 or not sys.argv[1].startswith("http"):
        say("cara pakai: python3 periksa.py <alamat catatan> [segel yang Anda simpan …]")
        sys.exit(2)
    problems = check(sys.argv[1].rstrip("/"), sys.argv[2:])
    say("\n".join(problems) or "cocok")
    sys.exit(1 if problems else 0)
