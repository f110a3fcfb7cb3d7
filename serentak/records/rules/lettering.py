"""The acts and answers that follow from a type's letter: the worker attaches it as drawn, somebody signs it.

Pure. They are moves and fields like any other. What stands in the letter is computed in `letters`. The
worker's act brings its bytes on the record, so that none goes out that the log does not name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from serentak.records.rules.shapes import Field, Letter, Move, Text

DRAWN = "letter_drawn"
DRAFT, UNSIGNED, FACE = "letter_draft", "letter_unsigned", "letter_face"
"""What the worker attaches: the letter marked DRAF, the same to be signed, what it says of itself."""
WAY, SIGNED, PROOF = "letter_way", "letter_signed", "letter_proof"
SCAN, SIGNER, SIGNED_ON = "letter_scan", "letter_signer", "letter_signed_on"
ELECTRONIC, WET = "electronic", "wet"
PDF = 10_485_760


def moves(letter: Letter | None, every: Sequence[Move]) -> Iterator[Move]:
    """The worker's act, wherever the letter waits for its signature."""
    for move in every:
        if letter is not None and move.act == letter.at:
            yield Move(
                act=DRAWN,
                title={"id": "Surat dibuat", "en": "Draw the letter"},
                sentence={
                    "id": "Surat dibuat, menunggu tanda tangan",
                    "en": "The letter was drawn and awaits signature",
                },
                origins=(move.to,),
                to="same",
                by={"worker": "open"},
                tells=(DRAFT, UNSIGNED, FACE),
                parts=(),
                internal=True,
            )


def signing(letter: Letter | None, move: Move) -> Move:
    """The move as content wrote it; the one that signs asks how it was signed."""
    if letter is None or move.act != letter.sign:
        return move
    return replace(move, asks=(*move.asks, WAY, SIGNED, SCAN, SIGNER, SIGNED_ON), tells=(FACE, PROOF))


def fields(letter: Letter | None) -> dict[str, Field]:
    """What these acts carry."""
    if letter is None:
        return {}
    every = [
        _file(DRAFT, {"id": "Konsep surat", "en": "Draft of the letter"}),
        _file(UNSIGNED, {"id": "Naskah untuk ditandatangani", "en": "The letter to be signed"}),
        Field(
            WAY,
            "choice",
            {"id": "Cara menandatangani", "en": "How it is signed"},
            required=True,
            choices=WAYS,
        ),
        replace(
            _file(SIGNED, {"id": "PDF yang sudah ditandatangani", "en": "The signed PDF"}),
            hint={
                "id": "Naskah di atas, ditandatangani secara elektronik dan tidak diubah.",
                "en": "The letter above, signed electronically and not changed.",
            },
            required=True,
            when={"all": [{"field": WAY, "is": ELECTRONIC}]},
        ),
        Field(PROOF, "text", {"id": "Pemeriksaan tanda tangan", "en": "Check of the signature"}, max=500),
        replace(
            _file(SCAN, {"id": "Hasil pindai surat bertanda tangan", "en": "Scan of the signed letter"}),
            required=True,
            when={"all": [{"field": WAY, "is": WET}]},
        ),
        Field(
            SIGNER,
            "text",
            {"id": "Jabatan yang menandatangani", "en": "The post that signed"},
            required=True,
            max=160,
            when={"all": [{"field": WAY, "is": WET}]},
        ),
        Field(
            SIGNED_ON,
            "date",
            {"id": "Ditandatangani tanggal", "en": "Signed on"},
            required=True,
            past=True,
            when={"all": [{"field": WAY, "is": WET}]},
        ),
    ]  # fmt: skip
    return {field.id: field for field in every}


WAYS: tuple[dict[str, object], ...] = (
    {
        "id": ELECTRONIC,
        "label": {"id": "Tanda tangan elektronik", "en": "Electronic signature"},
        "hint": {
            "id": "Unggah PDF yang sudah ditandatangani; rantai sertifikatnya diperiksa.",
            "en": "Upload the signed PDF; its chain of certificates is checked.",
        },
    },
    {
        "id": WET,
        "label": {"id": "Tanda tangan basah, dipindai", "en": "Signed by hand, scanned"},
        "hint": {
            "id": "Berita acaranya: siapa menandatangani, kapan, dan siapa yang mengunggah tercatat di sini.",
            "en": "The minutes: who signed, when, and who uploaded it are recorded here.",
        },
    },
)


def _file(name: str, label: Text) -> Field:
    return Field(name, "files", label, max_files=1, max_bytes=PDF, types=("application/pdf",))
