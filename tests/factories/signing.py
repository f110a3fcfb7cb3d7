"""A certification authority of the tests: certificates of its own, signatures, time stamps, a seal."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto import keys, x509
from cryptography import x509 as crypto
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from serentak.lib.clock import now


@dataclass(frozen=True)
class Identity:
    """A key and its certificate."""

    key: rsa.RSAPrivateKey
    certificate: crypto.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def asn1(self) -> tuple[x509.Certificate, keys.PrivateKeyInfo]:
        raw = self.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        der = self.certificate.public_bytes(serialization.Encoding.DER)
        return x509.Certificate.load(der), keys.PrivateKeyInfo.load(raw)

    def signer(self, *others: "Identity") -> SimpleSigner:
        certificate, key = self.asn1()
        store = SimpleCertificateStore()
        store.register_multiple([one.asn1()[0] for one in (self, *others)])
        return SimpleSigner(signing_cert=certificate, signing_key=key, cert_registry=store)

    def pkcs12(self, folder: Path) -> Path:
        """The same as a file, for the seal."""
        path = folder / "seal.p12"
        path.write_bytes(
            pkcs12.serialize_key_and_certificates(
                b"seal", self.key, self.certificate, None, serialization.NoEncryption()
            )
        )
        return path


def identity(
    name: str,
    by: Identity | None = None,
    *,
    ca: bool = False,
    stamps: bool = False,
    days: int = 30,
    bits: int = 2048,
) -> Identity:
    """Somebody with a certificate, issued by an authority or by itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    subject = crypto.Name([crypto.NameAttribute(NameOID.COMMON_NAME, name)])
    at, signing = now(), by.key if by else key
    made = (
        crypto.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(crypto.random_serial_number())
        .not_valid_before(at - timedelta(days=40))
        .not_valid_after(at + timedelta(days=days))
        .add_extension(crypto.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(
            crypto.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False), critical=True
        )
    )
    if by:
        listed = crypto.DistributionPoint(
            [crypto.UniformResourceIdentifier("http://ca.contoh.id/crl")], None, None, None
        )
        made = made.add_extension(crypto.CRLDistributionPoints([listed]), critical=False)
    if stamps:
        usage = crypto.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        made = made.add_extension(usage, critical=True)
    return Identity(key, made.sign(signing, hashes.SHA256()))


@dataclass(frozen=True)
class Authority:
    """A root, an intermediate, an official, a time-stamping authority."""

    root: Identity
    middle: Identity
    official: Identity
    clock: Identity

    @property
    def roots(self) -> bytes:
        return self.root.pem

    def sign(
        self,
        raw: bytes,
        *,
        by: Identity | None = None,
        stamped: bool = True,
        box: tuple[int, int, int, int] | None = None,
        **meta: Any,
    ) -> bytes:
        """The PDF with one more signature; `box` gives it a picture, in a field of its own."""
        told = {"field_name": "Bergambar" if box else "TandaTangan", **meta}
        done = PdfSigner(
            PdfSignatureMetadata(**told),
            signer=self._signer(by or self.official),
            timestamper=self._stamper() if stamped else None,
            new_field_spec=SigFieldSpec("Bergambar", box=box) if box else None,
        ).sign_pdf(IncrementalPdfFileWriter(BytesIO(raw)))
        return bytes(done.getbuffer())

    def cms(self, digest: bytes) -> bytes:
        """The official's signature on a digest (SHA-256), with a time stamp."""
        made = asyncio.run(
            self._signer(self.official).async_sign(digest, "sha256", timestamper=self._stamper())
        )
        return bytes(made.dump())

    def preserved(self, signed: bytes) -> bytes:
        """The signed PDF with what a later check needs, in one more revision, as long-term formats have it."""
        made = BytesIO(signed)
        certificates = [one.asn1()[0] for one in (self.official, self.middle, self.root)]
        DocumentSecurityStore.add_dss(
            output_stream=made, sig_contents=b"00", certs=certificates, ocsps=(), crls=()
        )
        return made.getvalue()

    def revocations(self, *gone: Identity) -> bytes:
        """The list of revoked certificates of the intermediate authority, in PEM."""
        at = now()
        made = (
            crypto.CertificateRevocationListBuilder()
            .issuer_name(self.middle.certificate.subject)
            .last_update(at - timedelta(days=1))
            .next_update(at + timedelta(days=1))
        )
        for one in gone:
            entry = crypto.RevokedCertificateBuilder().serial_number(one.certificate.serial_number)
            made = made.add_revoked_certificate(entry.revocation_date(at - timedelta(hours=1)).build())
        return made.sign(self.middle.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def _signer(self, by: Identity) -> SimpleSigner:
        return by.signer(self.middle, self.root)

    def _stamper(self) -> DummyTimeStamper:
        certificate, key = self.clock.asn1()
        store = SimpleCertificateStore()
        store.register_multiple([certificate, self.middle.asn1()[0]])
        return DummyTimeStamper(tsa_cert=certificate, tsa_key=key, certs_to_embed=store)


def authority(name: str = "Induk Uji") -> Authority:
    root = identity(name, ca=True)
    middle = identity(f"{name} Menengah", root, ca=True)
    official = identity("Pejabat Uji", middle)
    return Authority(root, middle, official, identity("Cap Waktu Uji", middle, stamps=True))
