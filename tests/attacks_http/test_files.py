"""Files made to cost time or memory, or to do more than to be looked at."""

import resource
import subprocess
import sys
import threading
import time
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from serentak.records import files, pdf
from serentak.records.files import Upload
from serentak.records.kinds import Wrong
from tests.records.walk import complaint

FIELD = complaint().fields["photos"]
PAGE = [
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    b"<</Type/Page/MediaBox[0 0 9 9]>>",
]


def accept(raw: bytes) -> files.Accepted:
    return files.accept(Upload("x", BytesIO(raw), len(raw)), FIELD)


def written(objects: list[bytes], stream: bool = False) -> bytes:
    """A PDF of these objects, numbered from 1, the first its root."""
    body, places = b"%PDF-1.5\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, text)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (size, rows, size, len(body))
    )


def packed(count: int, said: int) -> bytes:
    """A PDF with `count` objects in one stream that claims to hold `said`: each is then searched for anew."""
    head = b"".join(b"%d %d " % (10 + n, 5 * n) for n in range(count))
    inside = zlib.compress(head + b"null " * count)
    stream = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (
        said,
        len(head),
        len(inside),
        inside,
    )
    body, places = b"%PDF-1.5\n", {}
    for number, text in enumerate([*PAGE, stream], 1):
        places[number] = len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, text)
    places[5] = len(body)
    rows = zlib.compress(
        b"".join(
            bytes([1]) + places[n].to_bytes(4) + bytes(2)
            if n in places
            else bytes([2]) + (4).to_bytes(4) + (n - 10).to_bytes(2)
            if n >= 10
            else bytes(7)
            for n in range(10 + count)
        )
    )
    return body + (
        b"5 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n%b\nendstream"
        b"\nendobj\nstartxref\n%d\n%%%%EOF" % (10 + count, len(rows), rows, places[5])
    )


@pytest.mark.parametrize(
    "made",
    [
        packed(20_000, 10_000),
        written(
            [
                PAGE[0],
                *(b"<</Type/Pages/Count 1/Kids[%b]>>" % (b"%d 0 R " % (n + 3) * 10) for n in range(7)),
                PAGE[2],
            ]
        ),
        b"%PDF-1.4\n" + b"0 0 obj\n" * 1_000_000,
    ],
    ids=["searched anew", "ten to the seventh pages", "a million beginnings"],
)
def test_a_pdf_that_takes_hours_is_given_seconds(made: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 1)  # the wall clock's part; the program keeps its ten of processor
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    with pytest.raises(Wrong, match="bukan foto atau PDF"):
        accept(made)
    assert time.monotonic() - began < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000, (
        "nothing of it is unfolded in here"
    )


def test_the_reading_process_has_limits_of_its_own_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERENTAK_SECRET_KEY", "rahasia")
    seen: list[tuple[Any, dict[str, Any]]] = []
    run = subprocess.run

    def watched(*given: Any, **more: Any) -> Any:
        seen.append((given, more))
        return run(*given, **more)

    monkeypatch.setattr(subprocess, "run", watched)
    assert pdf.prove(written(PAGE)) == pdf.Proof(locked=False, pages=1, programs=False)
    (((command,), more),) = seen
    assert command == [sys.executable, "-I", pdf.__file__] and more["env"] == {}
    asks = (
        f"import resource, runpy, io, sys; sys.stdin = io.TextIOWrapper(io.BytesIO({written(PAGE)!r}));"
        f"runpy.run_path({pdf.__file__!r}, run_name='__main__');"
        "print('', resource.getrlimit(resource.RLIMIT_CPU)[1], resource.getrlimit(resource.RLIMIT_AS)[1])"
    )
    said = run([sys.executable, "-c", asks], capture_output=True, text=True).stdout.split()
    assert said[-2:] == [str(pdf.SECONDS), str(pdf.MEMORY)]


@pytest.mark.parametrize(
    "said", [b"99999999999999999999", b"-1", b"1.5", b"(x)", b"<<>>", b"[]", b"3 0 R", b"9" * 5000]
)
def test_a_pdf_that_lies_about_its_pages_is_no_fault(said: bytes) -> None:
    try:
        assert (
            accept(written([PAGE[0], PAGE[1].replace(b"/Count 1", b"/Count " + said), PAGE[2]])).type
            == "application/pdf"
        )
    except Wrong as wrong:
        assert wrong.text["id"]


@pytest.mark.parametrize("filter", [b"/FlateDeCode", b"/JBIG2Decode"])
def test_a_pdf_in_a_spelling_we_cannot_read_is_refused_in_words(filter: bytes) -> None:
    made = packed(3, 3).replace(b"/Filter/FlateDecode", b"/Filter" + filter)
    with pytest.raises(Wrong, match="bukan foto atau PDF"):
        accept(made)


@pytest.mark.parametrize("action", ["GoToR", "GoToE", "Launch", "JavaScript", "SubmitForm", "ImportData"])
def test_a_pdf_that_opens_something_else_is_refused(action: str) -> None:
    made = written(
        [PAGE[0].replace(b">>", b"/OpenAction<</S/%b/F(\\\\\\\\jahat\\\\x)>>>>" % action.encode()), *PAGE[1:]]
    )
    with pytest.raises(Wrong, match="program atau lampiran"):
        accept(made)


def test_a_file_pinned_to_a_page_of_a_pdf_is_an_attachment() -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    held = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Filespec"),
            NameObject("/F"): TextStringObject("a.exe"),
            NameObject("/EF"): DictionaryObject({NameObject("/F"): TextStringObject("MZ")}),
        }
    )
    pin = DictionaryObject({NameObject("/Subtype"): NameObject("/FileAttachment"), NameObject("/FS"): held})
    page[NameObject("/Annots")] = ArrayObject([pin])
    made = BytesIO()
    writer.write(made)
    with pytest.raises(Wrong, match="program atau lampiran"):
        accept(made.getvalue())


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_picture_that_unfolds_into_a_gigabyte_is_refused_before_it_does(kind: str) -> None:
    made = BytesIO()
    Image.new("1" if kind == "PNG" else "RGB", (6000, 6000)).save(made, kind, quality=1)
    with pytest.raises(Wrong, match="terlalu besar"):
        accept(made.getvalue())


def test_only_one_photo_is_unfolded_at_a_time() -> None:
    made = BytesIO()
    Image.new("RGB", (40, 20)).save(made, "JPEG")
    with files._one_photo:
        other = threading.Thread(target=accept, args=(made.getvalue(),), daemon=True)
        other.start()
        other.join(0.3)
        assert other.is_alive()
    other.join(5)
    assert not other.is_alive()


def test_a_picture_keeps_neither_words_nor_a_second_picture() -> None:
    noted = PngImagePlugin.PngInfo()
    noted.add_text("Author", "Siti Rahmah")
    noted.add_itxt("XML:com.adobe.xmp", "<x>Siti Rahmah</x>")
    first, second = Image.new("RGB", (40, 20), "red"), Image.new("RGB", (40, 20), "blue")
    for kind, more in (
        ("PNG", {"pnginfo": noted}),
        ("JPEG", {"comment": b"Siti Rahmah", "xmp": b"<x>Siti Rahmah</x>"}),
        ("WEBP", {"xmp": b"<x>Siti Rahmah</x>"}),
    ):
        made = BytesIO()
        first.save(made, kind, save_all=kind != "JPEG", append_images=[second], **more)
        kept = accept(made.getvalue())
        assert b"Siti" in made.getvalue() and b"Siti" not in kept.bytes
        assert getattr(Image.open(BytesIO(kept.bytes)), "n_frames", 1) == 1
    tail = BytesIO()
    first.save(tail, "JPEG")
    assert b"<script>" not in accept(tail.getvalue() + b"<script>alert(1)</script>").bytes
