"""A signed letter: ours and one trusted signature over all of it, or words about what is wrong."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from serentak.records import signature, typesetting
from tests.factories.signing import Authority, authority, identity

SHEET = {
    "title": "Surat", "number": "1/2026", "government": "Pemerintah", "agency": "Dinas", "dated": "Mamuju, hari ini",
    "body": [{"text": "Isi."}], "post": "Kepala", "name": "Pegawai X", "address": "https://contoh.id/periksa/1/A",
}  # fmt: skip


@pytest.fixture(scope="module")
def ca() -> Authority:
    return authority()


@pytest.fixture(scope="module")
def draft() -> bytes:
    return signature.prepare(typesetting.pdf(SHEET, draft=False), None)


def replaced(raw: bytes) -> bytes:
    """The letter with another page content in a later revision, as somebody who wants it to say more."""
    writer = IncrementalPdfFileWriter(BytesIO(raw))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    stream = generic.StreamObject(stream_data=b"BT /F1 12 Tf (lain) Tj ET")
    page["/Contents"] = writer.add_object(stream)
    writer.mark_update(page.container_ref)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def swapped(raw: bytes) -> bytes:
    """Our bytes, and behind them another letter of as many revisions, to which alone the table at the end leads."""
    other = PdfFileReader(BytesIO(typesetting.pdf({**SHEET, "number": "2/2026"}, draft=False)))
    made = BytesIO(raw)
    made.seek(0, 2)
    copy_into_new_writer(other).write(made)
    for _ in range(PdfFileReader(BytesIO(raw)).xrefs.total_revisions - 1):
        writer = IncrementalPdfFileWriter(made)
        writer.set_info(generic.DictionaryObject({pdf_name("/Author"): generic.TextStringObject("X")}))
        made = BytesIO()
        writer.write(made)
    return made.getvalue()


def shortened(ca: Authority, signed: bytes, overlap: int = 0) -> bytes:
    """Signed again by its own signer without the last byte of the file, which is then another; `overlap` makes
    up for it with a byte of the signature itself."""
    (one,) = PdfFileReader(BytesIO(signed)).embedded_regular_signatures
    _, length, resumed, rest = one.byte_range
    made = bytearray(signed)
    place = signed.rindex(b"/ByteRange")
    end = signed.index(b"]", place) + 1
    told = f"/ByteRange [0 {length} {resumed - overlap} {rest - 1 + overlap}]"
    made[place:end] = told.encode().ljust(end - place)
    cms = ca.cms(hashlib.sha256(made[:length] + made[resumed - overlap : -1]).digest()).hex().encode()
    made[length + 1 : resumed - 1] = cms.ljust(resumed - length - 2, b"0")
    return bytes(made[:-1]) + b" "


def tailed(signed: bytes) -> bytes:
    """With rubbish behind it that ends as a PDF does."""
    return signed + b"1 0 obj << >> endobj\n" + signed[signed.rindex(b"startxref") :]


def test_a_good_signature_names_who_signed_by_whom_and_when(ca: Authority, draft: bytes) -> None:
    found = signature.check(draft, ca.sign(draft), ca.roots)
    assert found.faults == () and (found.signer, found.issuer) == ("Pejabat Uji", "Induk Uji Menengah")
    assert found.moment.endswith("+00:00")


FAULTS: dict[str, tuple[str, Callable[[Authority, bytes], bytes]]] = {
    "the letter as it was": ("no_signature", lambda ca, raw: raw),
    "another letter, well signed": ("not_draft", lambda ca, raw: ca.sign(typesetting.pdf({**SHEET, "number": "2/2026"}, draft=False))),
    "no PDF": ("not_draft", lambda ca, raw: b"%PDF-1.7 nothing"),
    "the letter and rubbish": ("no_signature", lambda ca, raw: raw + b"rubbish"),
    "signed by a stranger's authority": ("untrusted", lambda ca, raw: authority("Induk Lain").sign(raw)),
    "signed by himself": ("untrusted", lambda ca, raw: ca.sign(raw, by=identity("Sendiri"))),
    "with a certificate that ended": ("untrusted", lambda ca, raw: ca.sign(raw, by=identity("Lama", ca.middle, days=-1))),
    "without a time stamp": ("no_time", lambda ca, raw: ca.sign(raw, stamped=False)),
    "another page content, then signed": ("changed", lambda ca, raw: ca.sign(replaced(raw))),
    "signed, then another page content": ("changed", lambda ca, raw: replaced(ca.sign(raw))),
    "another letter behind ours, well signed": ("not_draft", lambda ca, raw: ca.sign(swapped(raw))),
    "a signature with a picture over the page": ("visible", lambda ca, raw: ca.sign(raw, box=(0, 0, 500, 800))),
    "signed, then rubbish": ("partial", lambda ca, raw: tailed(ca.sign(raw))),
    "signed but for its last byte": ("partial", lambda ca, raw: shortened(ca, ca.sign(raw))),
    "signed over a part of itself": ("partial", lambda ca, raw: shortened(ca, ca.sign(raw), 1)),
    "with a weak digest": ("untrusted", lambda ca, raw: ca.sign(raw, md_algorithm="sha1")),
    "with a short key": ("untrusted", lambda ca, raw: ca.sign(raw, by=identity("Pendek", ca.middle, bits=1024))),
    "stamped by a clock nobody trusts": ("no_time", lambda ca, raw: replace(ca, clock=authority("Lain").clock).sign(raw)),
    "signed twice": ("several", lambda ca, raw: ca.sign(ca.sign(raw), field_name="Lagi")),
    "signed, then a byte changed": ("altered", lambda ca, raw: _flipped(ca.sign(raw), len(raw))),
}  # fmt: skip


def _flipped(signed: bytes, after: int) -> bytes:
    """One byte of the signature's dictionary changed."""
    place = signed.index(b"/M", signed.index(b"/ByteRange", after) - 400) + 6
    return signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_and_has_words(ca: Authority, draft: bytes, name: str) -> None:
    code, make = FAULTS[name]
    found = signature.verdict(draft, make(ca, draft), ca.roots)
    assert code in found.faults, found
    assert all(signature.WORDS[fault]["id"] for fault in found.faults)


def test_lists_of_revoked_certificates_and_what_other_programs_do_are_understood(
    ca: Authority, draft: bytes
) -> None:
    signed = ca.sign(draft)
    assert signature.verdict(draft, signed, ca.roots + ca.revocations()).faults == ()
    assert signature.verdict(draft, signed, ca.roots + ca.revocations(ca.official)).faults == ("revoked",)
    assert signature.verdict(draft, ca.preserved(signed), ca.roots).faults == ()
    assert signature.verdict(draft, ca.sign(draft, field_name="Signature1"), ca.roots).faults == ()


def test_without_roots_nothing_is_taken(ca: Authority, draft: bytes) -> None:
    signed = ca.sign(draft)
    assert signature.check(draft, signed, None).faults == ("no_roots",)
    for roots in (b"no certificate", ca.middle.pem):
        assert signature.verdict(draft, signed, roots).faults == ("no_roots",)


def test_what_cannot_be_read_is_a_fault_and_no_error(ca: Authority, draft: bytes) -> None:
    signed = ca.sign(draft)
    assert signature.check(draft, signed[:-200], ca.roots).faults == ("unreadable",)


def test_the_own_seal_is_called_that_and_is_no_signature_of_anybody(ca: Authority, tmp_path: Path) -> None:
    key = identity("Segel DPMPTSP", ca.middle).pkcs12(tmp_path)
    sealed = signature.prepare(typesetting.pdf(SHEET, draft=False), str(key))
    (found,) = PdfFileReader(BytesIO(sealed)).embedded_regular_signatures
    assert found.sig_object["/Reason"] == "Segel keutuhan; bukan tanda tangan elektronik tersertifikasi"
    assert signature.verdict(sealed, sealed, ca.roots).faults == ("no_signature",)
    assert signature.verdict(sealed, ca.sign(sealed), ca.roots).faults == ()
