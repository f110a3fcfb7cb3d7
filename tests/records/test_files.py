"""Files: what is accepted is what it says it is, and carries nothing of the phone that made it."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from serentak.records import files
from serentak.records.files import Upload
from serentak.records.kinds import Wrong
from tests.records.walk import complaint

FIELD = complaint().fields["photos"]


def upload(raw: bytes, name: str = "foto.jpg") -> Upload:
    return Upload(name, BytesIO(raw), len(raw))


def photo(kind: str = "JPEG", size: tuple[int, int] = (40, 20), turned: int = 1) -> bytes:
    image = Image.new("RGB", size, (200, 30, 30))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turned, "PhoneMaker"
    exif.get_ifd(0x8825)[2] = (2.0, 40.0, 42.0)
    made = BytesIO()
    image.save(made, kind, exif=exif)
    return made.getvalue()


def test_a_photo_of_an_iphone_is_kept_as_jpeg_without_its_place() -> None:
    raw = photo("HEIF", (64, 32))
    assert Image.open(BytesIO(raw)).format == "HEIF" and b"PhoneMaker" in raw
    kept = files.accept(upload(raw, "IMG_1.HEIC"), FIELD)
    image = Image.open(BytesIO(kept.bytes))
    assert (kept.type, kept.name, image.format, image.size) == ("image/jpeg", "IMG_1.jpg", "JPEG", (64, 32))
    assert not dict(image.getexif()) and b"PhoneMaker" not in kept.bytes
    with pytest.raises(Wrong):
        files.accept(upload(raw[: len(raw) // 2], "IMG_1.HEIC"), FIELD)


def pdf(change: str = "", password: str | None = None) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if change == "attachment":
        writer.add_attachment("a.exe", b"MZ")
    if change in ("JavaScript", "Launch"):
        action = DictionaryObject(
            {NameObject("/S"): NameObject(f"/{change}"), NameObject("/F"): TextStringObject("x")}
        )
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)
    if password:
        writer.encrypt(password)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photos_lose_place_and_maker(kind: str) -> None:
    raw = photo(kind)
    assert Image.open(BytesIO(raw)).getexif().get_ifd(0x8825)
    kept = files.accept(upload(raw, "IMG.HEIC"), FIELD)
    image = Image.open(BytesIO(kept.bytes))
    assert not dict(image.getexif()) and b"PhoneMaker" not in kept.bytes and b"Exif" not in kept.bytes
    assert kept.type == f"image/{kind.lower()}" and kept.name == "IMG" + files.ENDINGS[kept.type]


def test_photos_are_turned_upright() -> None:
    kept = files.accept(upload(photo(turned=6)), FIELD)
    assert Image.open(BytesIO(kept.bytes)).size == (20, 40)


def test_the_same_photo_twice_is_one_file() -> None:
    assert files.accept(upload(photo()), FIELD).hash == files.accept(upload(photo(), "lain.png"), FIELD).hash


def test_a_pdf_is_kept_as_it_is() -> None:
    raw = pdf()
    kept = files.accept(upload(raw, "surat.doc"), FIELD)
    assert (kept.type, kept.bytes, kept.name) == ("application/pdf", raw, "surat.pdf")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "bukan foto"),
        (b"<html><script>", "bukan foto"),
        (b"<svg onload=x>", "bukan foto"),
        (b"GIF89a", "bukan foto"),
        (b"%PDF-1.7 nothing", "bukan foto"),
        (photo()[:300], "bukan foto"),
        (pdf("JavaScript"), "program"),
        (pdf("Launch"), "program"),
        (pdf("attachment"), "program"),
        (pdf(password="x"), "terkunci"),
        (b"PK\x03\x04" + b"0" * 100, "bukan foto"),
    ],
)
def test_what_is_no_plain_photo_or_pdf_is_refused(raw: bytes, says: str) -> None:
    with pytest.raises(Wrong) as wrong:
        files.accept(upload(raw), FIELD)
    assert says in wrong.value.text["id"] and wrong.value.text["en"]


def test_a_photo_that_would_unfold_into_gigabytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_PIXELS", 100)
    with pytest.raises(Wrong, match="terlalu besar"):
        files.accept(upload(photo()), FIELD)


def test_a_file_over_the_limit_is_refused_whatever_it_says_of_its_size() -> None:
    with pytest.raises(Wrong, match="10 MB"):
        files.accept(Upload("x.jpg", BytesIO(b""), FIELD.max_bytes + 1), FIELD)
    lying = photo() + b"0" * FIELD.max_bytes
    with pytest.raises(Wrong, match="10 MB"):
        files.accept(Upload("x.jpg", BytesIO(lying), 10), FIELD)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\foto.jpg", "foto.jpg"),
        ("", "berkas"),
        ("...", "berkas"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\r\nb.jpg", "ab.jpg"),
        ("x" * 300, "x" * 100),
        ('a"b.jpg', "a b.jpg"),
    ],
)
def test_names_are_cleaned(sent: str, kept: str) -> None:
    assert files.clean_name(sent) == kept


def test_the_store_keeps_a_file_once_and_whole(tmp_path: Path) -> None:
    kept = files.accept(upload(photo()), FIELD)
    files.store(tmp_path, kept)
    files.store(tmp_path, kept)
    assert [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()] == [kept.bytes]
    assert files.path_of(tmp_path, kept.hash).read_bytes() == kept.bytes
    assert list(files.older_than(tmp_path, 0)) == []


def test_only_a_hash_names_a_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        files.path_of(tmp_path, "../x")
