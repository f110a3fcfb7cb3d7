"""Files: proven by opening them, freed of what does not belong to others, kept under their SHA-256.

Photos are written anew: turned upright, without any metadata (place, time, phone), those of iPhones (HEIC) as
JPEG. A PDF that is locked or carries programs is refused. Which field takes which file is in the type; who
may read one is in `queries`.
"""

import hashlib
import os
import re
import tempfile
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from serentak.records import pdf
from serentak.records.kinds import Wrong
from serentak.records.rules import Field

MAX_PIXELS = 64_000_000  # of a JPEG; a third of it for kinds that no camera writes and that pack tighter
MAX_PAGES = 500
NAME_LENGTH = 100
PHOTOS = {
    "JPEG": "image/jpeg",
    "HEIF": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
}
register_heif_opener(thumbnails=False)
_one_photo = threading.Lock()  # unfolded, one takes up to half a gigabyte
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "application/pdf": ".pdf"}


UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    RuntimeError,
    Image.DecompressionBombError,
)
"""What Pillow and libheif raise for bytes that are no picture."""


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: its name, the stream to read it from, its size in bytes."""

    name: str
    stream: IO[bytes]
    size: int


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept: `hash` (SHA-256, hex) and `size` are those of the kept bytes."""

    hash: str
    name: str
    type: str
    size: int
    bytes: bytes

    def described(self) -> dict[str, Any]:
        """As content and payload name it."""
        return {"hash": self.hash, "name": self.name, "type": self.type, "size": self.size}


def uploads(posted: Any) -> dict[str, list[Upload]]:
    """The files of a request (Django's request.FILES) by field."""
    return {field: [Upload(f.name or "", f, f.size or 0) for f in files] for field, files in posted.lists()}


def accept(upload: Upload, field: Field) -> Accepted:
    """Prove a file to be of an accepted type and strip it; raises kinds.Wrong with the reason."""
    if upload.size > field.max_bytes:
        raise _too_big(upload, field)
    raw = upload.stream.read(field.max_bytes + 1)
    if len(raw) > field.max_bytes:
        raise _too_big(upload, field)
    kind, kept = _opened(raw, upload.name)
    if kind not in field.types:
        raise _not_accepted(upload.name)
    name = clean_name(upload.name, ENDINGS[kind])
    return Accepted(hashlib.sha256(kept).hexdigest(), name, kind, len(kept), kept)


def clean_name(sent: str, ending: str = "") -> str:
    """A file's name without folders, control signs or tricks with the direction of writing; with `ending`
    it gets the one its content has."""
    base = unicodedata.normalize("NFC", re.split(r"[/\\]", sent)[-1])
    base = "".join(c for c in base if unicodedata.category(c)[0] != "C")
    base = " ".join(re.sub(r'["<>|:*?]', " ", base).split())
    stem = base.rsplit(".", 1)[0] if ending else base
    return (stem.strip(". ")[:NAME_LENGTH] or "berkas") + ending


def _opened(raw: bytes, name: str) -> tuple[str, bytes]:
    """The proven type and the bytes to keep."""
    if b"%PDF-" in raw[:1024]:
        _prove_pdf(raw, name)
        return "application/pdf", raw
    try:
        return _photo(raw, name)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        EOFError,
        RuntimeError,
    ):
        raise _not_accepted(name) from None


def _photo(raw: bytes, name: str) -> tuple[str, bytes]:
    with _one_photo, Image.open(BytesIO(raw), formats=("JPEG", "PNG", "WEBP", "HEIF")) as image:
        kind = PHOTOS[str(image.format)]
        if image.width * image.height > MAX_PIXELS // (1 if kind == "image/jpeg" else 3):
            raise Wrong(
                f"Foto {clean_name(name)} terlalu besar ukurannya. Kecilkan dahulu.",
                f"The photo {clean_name(name)} has too many pixels. Make it smaller.",
            )
        ImageOps.exif_transpose(image, in_place=True)
        image.load()
        profile = image.info.get("icc_profile")
        image.info.clear()
        kept = BytesIO()
        if kind == "image/jpeg":
            upright = image if image.mode == "RGB" else image.convert("RGB")
            upright.save(kept, "JPEG", quality=88, icc_profile=profile)
        else:
            image.save(kept, kind.removeprefix("image/").upper(), icc_profile=profile)
    return kind, kept.getvalue()


def _prove_pdf(raw: bytes, name: str) -> None:
    proof = pdf.prove(raw)
    if proof is None:
        raise _not_accepted(name)
    if proof.locked:
        raise Wrong(
            f"Berkas {clean_name(name)} terkunci. Kirim PDF tanpa sandi.",
            f"The file {clean_name(name)} is locked. Send a PDF without a password.",
        )
    if not 0 < proof.pages <= MAX_PAGES:
        raise Wrong(
            f"Berkas {clean_name(name)} berisi {proof.pages} halaman. Paling banyak {MAX_PAGES}.",
            f"The file {clean_name(name)} has {proof.pages} pages. At most {MAX_PAGES}.",
        )
    if proof.programs:
        raise Wrong(
            f"Berkas {clean_name(name)} berisi program atau lampiran. Cetak ulang ke PDF biasa.",
            f"The file {clean_name(name)} carries a program or attachment. Print it to a plain PDF.",
        )


def _too_big(upload: Upload, field: Field) -> Wrong:
    name, most = clean_name(upload.name), field.max_bytes // 1_048_576
    return Wrong(
        f"Berkas {name} lebih dari {most} MB. Kirim yang lebih kecil.",
        f"The file {name} is over {most} MB. Send a smaller one.",
    )


def _not_accepted(name: str) -> Wrong:
    name = clean_name(name)
    return Wrong(
        f"Berkas {name} bukan foto atau PDF yang bisa dibuka. Kirim JPG, PNG, WebP, atau PDF.",
        f"The file {name} is no photo or PDF that opens. Send JPG, PNG, WebP or PDF.",
    )


def path_of(root: Path, digest: str) -> Path:
    """Where a file lies: folders of two signs each, so that none grows too long."""
    if not re.fullmatch("[0-9a-f]{64}", digest):
        raise ValueError("a file is named by its SHA-256 in hex")
    return root / digest[:2] / digest[2:4] / digest


def store(root: Path, file: Accepted) -> None:
    """Keep a file before the act that names it: on the disk, whole, or not at all. One that is there
    already becomes young again, so that the sweep leaves it to the act under way."""
    target = path_of(root, file.hash)
    if target.exists():
        os.utime(target)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as side:
        side.write(file.bytes)
        side.flush()
        os.fsync(side.fileno())
    os.chmod(name, 0o640)
    os.rename(name, target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def older_than(root: Path, moment: float) -> Iterator[tuple[str, Path]]:
    """Name and path of every kept file last touched before `moment` (seconds since 1970), and of left-over
    halves of files."""
    for path in root.glob("??/??/*"):
        if path.stat().st_mtime < moment:
            yield path.name, path


def described(values: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Field and description of every file that a content or payload names."""
    for name, value in values.items():
        if isinstance(value, list):
            yield from ((name, item) for item in value if isinstance(item, dict) and "hash" in item)
