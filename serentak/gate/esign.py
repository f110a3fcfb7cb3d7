"""The wire to BSrE's signing service, which the agency runs itself: a PDF goes, the same comes back signed.

One adapter for each version, as public programs speak to them; BSrE's own description was not seen. NIK and
passphrase pass through and stay nowhere: they are in no log, queue or message, and no redirect carries them
elsewhere. Whether what comes back is the letter is judged by who asked.
"""

import http.client
import json
import re
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from serentak.lib.refusal import Refusal

PATIENCE = 30  # seconds for each answer
LONGEST = 30_000_000  # bytes of an answer


@dataclass(frozen=True)
class Service:
    """Where the service is, which version of it, and how we prove ourselves: a name with a password, or a
    token where there is no name."""

    url: str
    version: str
    user: str
    secret: str = field(repr=False)


class _Straight(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """None: the passphrase goes to nobody else."""


_opener = build_opener(_Straight, ProxyHandler({}))


def signed(service: Service, pdf: bytes, nik: str, passphrase: str) -> bytes:
    """The PDF as it came back; Refusal `esign_silent` (502) and `esign_declined` with the service's words."""
    try:
        return VERSIONS[service.version](service, pdf, nik, passphrase)
    except HTTPError as answer:
        raise _declined(answer.read(LONGEST), nik, passphrase) from None
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError):
        raise Refusal(
            "esign_silent",
            {
                "id": "Layanan tanda tangan BSrE tidak menjawab dengan benar. Suratnya belum ditandatangani.",
                "en": "BSrE's signing service did not answer as it should. The letter is not signed.",
            },
            status=502,
            remedy={
                "id": "Coba sebentar lagi, atau unggah PDF yang sudah ditandatangani.",
                "en": "Try in a moment, or upload the signed PDF.",
            },
        ) from None


def _declined(body: bytes, nik: str, passphrase: str) -> Refusal:
    """What the service says in JSON under `error`, without what was sent to it."""
    try:
        said = str(json.loads(body)["error"])
    except (ValueError, LookupError, TypeError):
        said = ""
    said = " ".join(said.replace(passphrase, "•••").replace(nik, "•••").split())[:200] or "-"
    return Refusal(
        "esign_declined",
        {
            "id": f"Layanan tanda tangan BSrE menolak: {said}. Suratnya belum ditandatangani.",
            "en": f"BSrE's signing service declined: {said}. The letter is not signed.",
        },
        status=422,
        remedy={
            "id": "Periksa NIK dan passphrase, lalu ulangi.",
            "en": "Check NIK and passphrase, then repeat.",
        },
    )


def _first(service: Service, pdf: bytes, nik: str, passphrase: str) -> bytes:
    """Version 1: parts of a form; the answer is the PDF, or the number under which to fetch it."""
    edge = secrets.token_hex(16)
    told = {"nik": nik, "passphrase": passphrase, "tampilan": "invisible"}
    parts = [(f'name="{name}"', value.encode()) for name, value in told.items()]
    parts.append(('name="file"; filename="surat.pdf"\r\nContent-Type: application/pdf', pdf))
    heads = [f"--{edge}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() for head, _ in parts]
    body = b"".join(head + raw + b"\r\n" for head, (_, raw) in zip(heads, parts, strict=True))
    body += f"--{edge}--\r\n".encode()
    headers, answer = _asked(service, "/api/sign/pdf", f"multipart/form-data; boundary={edge}", body)
    number = headers.get("id_dokumen") or ""
    if not answer.startswith(b"%PDF-") and re.fullmatch(r"[A-Za-z0-9_-]{1,80}", number):
        answer = _asked(service, f"/api/sign/download/{number}")[1]
    if not answer.startswith(b"%PDF-"):
        raise ValueError("no PDF")
    return answer


def _second(service: Service, pdf: bytes, nik: str, passphrase: str) -> bytes:
    """Version 2: everything is JSON, files as base64."""
    told = {
        "nik": nik,
        "passphrase": passphrase,
        "signatureProperties": [{"tampilan": "INVISIBLE"}],
        "file": [b64encode(pdf).decode()],
    }
    _, answer = _asked(service, "/api/v2/sign/pdf", "application/json", json.dumps(told).encode())
    return b64decode(json.loads(answer)["file"][0], validate=True)


VERSIONS: dict[str, Callable[[Service, bytes, str, str], bytes]] = {"1": _first, "2": _second}


def _asked(
    service: Service, path: str, type: str | None = None, body: bytes | None = None
) -> tuple[Mapping[str, str], bytes]:
    pair = b64encode(f"{service.user}:{service.secret}".encode()).decode()
    headers = {"Authorization": f"Basic {pair}" if service.user else f"Bearer {service.secret}"}
    headers |= {"Content-Type": type} if type else {}
    with _opener.open(Request(service.url + path, body, headers), timeout=PATIENCE) as answer:
        return answer.headers, answer.read(LONGEST)
