"""BSrE's signing service as public programs speak to it, on this machine: says what it was sent, signs or declines.

It takes nothing that the description in the facts does not name, so that an adapter cannot come to rely on more.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

NIK, PASSPHRASE = "7602010101900007", "kalimat-rahasia-#81"
FIELDS = {"file", "nik", "passphrase", "tampilan"}
"""Of version 1: those of its fields that an invisible signature needs."""


class Fake(ThreadingHTTPServer):
    """`sign` makes the answer from the PDF; `aside` answers version 1 with a number; `elsewhere` redirects."""

    def __init__(self, sign: Callable[[bytes], bytes], aside: bool = False, elsewhere: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sign, self.aside, self.elsewhere, self.kept = sign, aside, elsewhere, b""
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Fake

    def do_GET(self) -> None:
        self._answer(200, self.server.kept) if self._known() else self._answer(401, b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self._known():
            return self._answer(401, b"")
        if self.server.elsewhere:
            return self._answer(307, b"", {"Location": self.server.elsewhere})
        first = self.path == "/api/sign/pdf"
        sent = self._parts(body) if first else self._json(body)
        if (sent["nik"], sent["passphrase"]) != (NIK, PASSPHRASE):
            said = {
                "status_code": 2031,
                "error": f"Passphrase {sent['passphrase']} milik {sent['nik']} salah",
            }
            return self._answer(400, json.dumps(said).encode())
        self.server.kept = self.server.sign(sent["file"])
        if not first:
            return self._answer(200, json.dumps({"file": [b64encode(self.server.kept).decode()]}).encode())
        self._answer(200, b"" if self.server.aside else self.server.kept, {"id_dokumen": "a1b2-c3"})

    def _known(self) -> bool:
        self.server.asked.append(self.path)
        pair = b64encode(b"esign:kata-sandi").decode()
        return self.headers["Authorization"] in (f"Basic {pair}", "Bearer kata-sandi")

    def _parts(self, body: bytes) -> dict[str, Any]:
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        found = BytesParser(policy=HTTP).parsebytes(head + body)
        parts = {one.get_param("name", header="Content-Disposition"): one for one in found.iter_parts()}
        assert set(parts) == FIELDS and parts["file"].get_content_type() == "application/pdf"
        told = {str(name): part.get_payload(decode=True) for name, part in parts.items()}
        assert told["tampilan"] == b"invisible"
        return {name: raw if name == "file" else raw.decode() for name, raw in told.items()}

    def _json(self, body: bytes) -> dict[str, Any]:
        assert self.path == "/api/v2/sign/pdf" and self.headers["Content-Type"] == "application/json"
        told = json.loads(body)
        assert set(told) == {"nik", "passphrase", "signatureProperties", "file"} and len(told["file"]) == 1
        assert told["signatureProperties"] == [{"tampilan": "INVISIBLE"}]
        return {**told, "file": b64decode(told["file"][0])}

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing: what this writes is looked through for the passphrase."""


@contextmanager
def service(sign: Callable[[bytes], bytes], **how: Any) -> Iterator[Fake]:
    """The fake, running."""
    made = Fake(sign, **how)
    thread = Thread(target=made.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.shutdown()
        made.server_close()
        thread.join()
