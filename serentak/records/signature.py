"""A signed letter is checked in a process of its own, with little time and memory and none of our secrets.

It must be the letter as we drew it and one signature, nothing else: by somebody whose certificate leads to a
root this installation trusts, over the whole document, with a time stamp. Each fault has its words. Runs as a
program by its path; pyhanko is loaded there. What follows from a fault is `actions.signing`.
"""

import base64
import json
import re
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

SECONDS = 20  # of processor; one with a chain of three takes half a second
MEMORY = 1 << 30
FIELD = "TandaTangan"
SEAL = "Segel keutuhan; bukan tanda tangan elektronik tersertifikasi"


@dataclass(frozen=True)
class Verdict:
    """`faults` are keys of WORDS, none when it holds; `signer` and `issuer` as the certificate names them,
    `moment` of the time stamp (RFC 3339)."""

    faults: tuple[str, ...]
    signer: str = ""
    issuer: str = ""
    moment: str = ""


WORDS = {
    "unreadable": {
        "id": "Berkas ini tidak terbaca sebagai PDF bertanda tangan.",
        "en": "This file cannot be read as a signed PDF.",
    },
    "no_roots": {
        "id": "Sertifikat induk yang dipercaya belum dipasang. Hubungi pengelola sistem.",
        "en": "No trusted root certificates are installed. Ask whoever runs the system.",
    },
    "not_draft": {
        "id": "Ini bukan naskah yang kami buat. Tanda tangani naskah yang diunduh dari halaman ini,"
        " tanpa mencetak atau menyimpannya ulang.",
        "en": "This is not the letter we drew. Sign the one downloaded from this page,"
        " without printing or saving it anew.",
    },
    "no_signature": {
        "id": "Tidak ada tanda tangan elektronik di berkas ini.",
        "en": "There is no electronic signature in this file.",
    },
    "several": {
        "id": "Ada lebih dari satu tanda tangan baru. Surat ini ditandatangani satu orang.",
        "en": "There is more than one new signature. One person signs this letter.",
    },
    "changed": {
        "id": "Isi naskah diubah sebelum atau sesudah ditandatangani.",
        "en": "The letter was changed before or after it was signed.",
    },
    "visible": {
        "id": "Tanda tangannya bergambar, dan gambar bisa menutupi isi surat. Pilih tanda tangan tak terlihat"
        " (invisible); laman pemeriksaannya sudah tercetak di surat.",
        "en": "The signature has a picture, and a picture can cover what the letter says. Choose an invisible"
        " one; the page where it is checked is printed on the letter.",
    },
    "altered": {
        "id": "Tanda tangannya tidak cocok dengan isi berkas: berkas diubah.",
        "en": "The signature does not fit the file: it was altered.",
    },
    "partial": {
        "id": "Tanda tangannya tidak meliputi seluruh dokumen.",
        "en": "The signature does not cover the whole document.",
    },
    "untrusted": {
        "id": "Sertifikat penanda tangan tidak berujung pada sertifikat induk yang dipercaya,"
        " atau masa berlakunya habis.",
        "en": "The signer's certificate does not lead to a trusted root, or has expired.",
    },
    "revoked": {"id": "Sertifikat penanda tangan dicabut.", "en": "The signer's certificate was revoked."},
    "no_time": {
        "id": "Tidak ada cap waktu dari penyelenggara yang dipercaya.",
        "en": "There is no time stamp of a trusted authority.",
    },
}  # fmt: skip


def check(draft: bytes, signed: bytes, roots: bytes | None) -> Verdict:
    """What a file is that somebody says is `draft`, signed; `roots` are trusted certificates in PEM."""
    if not roots:
        return Verdict(("no_roots",))
    told = {"draft": draft, "signed": signed, "roots": roots}
    asked = json.dumps({name: base64.b64encode(raw).decode() for name, raw in told.items()})
    try:
        done = subprocess.run(
            [sys.executable, "-I", __file__], input=asked.encode(), capture_output=True, env={}, timeout=60
        )
    except subprocess.TimeoutExpired:
        return Verdict(("unreadable",))
    if done.returncode != 0:
        return Verdict(("unreadable",))
    said = json.loads(done.stdout)
    return Verdict(**{**said, "faults": tuple(said["faults"])})


def prepare(raw: bytes, key: str | None) -> bytes:
    """The letter with an empty field for its signature, against which what comes back is compared. With `key`
    (a PKCS#12 file) it bears the agency's integrity seal: it says that the file is as we drew it, and is
    nobody's signature. Called in the worker."""
    from pyhanko.pdf_utils.generic import NumberObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    writer = IncrementalPdfFileWriter(BytesIO(raw))
    if key is None:
        made = BytesIO()
        append_signature_field(writer, SigFieldSpec(FIELD))
        writer.root["/AcroForm"]["/SigFlags"] = NumberObject(3)  # as after signing
        writer.write(made)
        return made.getvalue()
    signer = SimpleSigner.load_pkcs12(key)
    if signer is None:
        raise ValueError(f"{key} is no PKCS#12 file without passphrase")
    meta = PdfSignatureMetadata(field_name="SegelKeutuhan", reason=SEAL)
    return bytes(PdfSigner(meta, signer=signer).sign_pdf(writer).getbuffer())


def verdict(draft: bytes, signed: bytes, roots: bytes) -> Verdict:
    """The same as `check`, here and now; raises what pyhanko raises for what it cannot read."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    trusted = _trusted(roots)
    if not trusted["trust_roots"]:
        return Verdict(("no_roots",))
    if not signed.startswith(draft):
        return Verdict(("not_draft",))
    reader, before = PdfFileReader(BytesIO(signed)), PdfFileReader(BytesIO(draft))
    ours = before.xrefs.total_revisions
    if reader.xrefs.total_revisions < ours or _places(reader, ours) != _places(before, ours):
        return Verdict(("not_draft",))  # our bytes stand there, but whoever reads it never comes to them
    new = [one for one in reader.embedded_regular_signatures if one.signed_revision >= ours]
    if len(new) != 1:
        return Verdict(("several" if new else "no_signature",))
    faults, moment = _signed(new[0], signed, trusted)
    signer = new[0].signer_cert
    return Verdict(
        tuple(dict.fromkeys([*_changed(reader, before), *faults])),
        str(signer.subject.native.get("common_name", ""))[:200],
        str(signer.issuer.native.get("common_name", ""))[:200],
        moment,
    )


def _places(reader: Any, revisions: int) -> list[int]:
    """Where the first revisions of a document have their tables."""
    return [reader.xrefs.get_startxref_for_revision(n) for n in range(revisions)]


def _changed(reader: Any, before: Any) -> list[str]:
    """Whether what came after our bytes is more than a signature: a later revision can replace a page, and
    the picture of a signature can cover one."""
    from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, SuspiciousModification
    from pyhanko.sign.fields import MDPPerm

    if _drawn(reader) != _drawn(before):
        return ["visible"]
    base = before.xrefs.total_revisions - 1
    try:
        found = DEFAULT_DIFF_POLICY.review_file(reader, base, doc_mdp=MDPPerm.FILL_FORMS)
    except SuspiciousModification:
        return ["changed"]
    return ["changed"] if isinstance(found, SuspiciousModification) else []


def _drawn(reader: Any) -> int:
    """How many annotations of a document take room on a page."""
    count = int(reader.root["/Pages"]["/Count"])
    pages = (reader.find_page_for_modification(n)[0].get_object() for n in range(count))
    corners = (one.get_object()["/Rect"] for page in pages for one in page.get("/Annots", ()))
    return sum(1 for left, low, right, high in corners if left != right and low != high)


def _signed(signature: Any, signed: bytes, trusted: dict[str, Any]) -> tuple[list[str], str]:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    status = validate_pdf_signature(signature, ValidationContext(**trusted), ValidationContext(**trusted))
    stamp = status.timestamp_validity
    wrong = {
        "altered": not (status.intact and status.valid),
        "partial": not _whole(signature, signed) or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION,
        "changed": status.coverage != SignatureCoverageLevel.ENTIRE_FILE
        and (status.modification_level is None or status.modification_level > ModificationLevel.LTA_UPDATES),
        "revoked": status.revoked,
        "untrusted": not (status.trusted or status.revoked),
        "no_time": stamp is None or not (stamp.intact and stamp.valid and stamp.trusted),
    }
    return [name for name, is_so in wrong.items() if is_so], stamp.timestamp.isoformat() if stamp else ""


def _whole(signature: Any, signed: bytes) -> bool:
    """Whether the signature leaves out itself and nothing else up to the end of its revision, and what comes
    after it, if anything, is a revision too: rubbish there is read by programs that mend what they open."""
    start, length, resumed, rest = signature.byte_range
    gap = signed[length:resumed]
    itself = re.fullmatch(b"<([0-9a-fA-F]+)>", gap)
    later = signature.signed_revision < signature.reader.xrefs.total_revisions - 1
    ends = signed.rstrip().endswith(b"%%EOF") if later else resumed + rest == len(signed)
    return (
        start == 0
        and ends
        and itself is not None
        and bytes.fromhex(itself[1].decode()) == signature.pkcs7_content
    )


def _trusted(pem: bytes) -> dict[str, Any]:
    """What a chain may rest on: roots are the certificates that issued themselves, others help to find the
    way to them, lists name what was revoked. What is no certificate is passed over."""
    from asn1crypto import pem as armour
    from asn1crypto.crl import CertificateList
    from asn1crypto.x509 import Certificate

    blocks = list(armour.unarmor(pem, multiple=True)) if armour.detect(pem) else []
    every = [Certificate.load(raw) for name, _, raw in blocks if name == "CERTIFICATE"]
    return {
        "trust_roots": [one for one in every if one.self_issued],
        "other_certs": [one for one in every if not one.self_issued],
        "crls": [CertificateList.load(raw) for name, _, raw in blocks if name == "X509 CRL"],
    }


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    asked = {name: base64.b64decode(text) for name, text in json.load(sys.stdin).items()}
    sys.stdout.write(json.dumps(asdict(verdict(**asked))))
