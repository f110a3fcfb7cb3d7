"""The built front end and pages of our macros in a real Chromium, without a database.

`Stage` is a small server on localhost: built files from disk, pages from a dictionary, and whatever a test
puts under a path; an answer of None cuts the line. The policy header is the site's, so that inline code
would fail here too.
"""

import mimetypes
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.utils.translation import override
from playwright.sync_api import Browser, Page

from serentak.site.jinja import environment
from tests.browser import chromium

FRONTEND = Path(__file__).parents[2] / "frontend"
POLICY = "; ".join([
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "form-action 'self'", "base-uri 'none'",
])  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A request: `body` as bytes, empty for GET."""

    method: str
    path: str
    body: bytes

    def fields(self) -> dict[str, str]:
        """The fields of a multipart form as the server would read them."""
        text = self.body.decode("utf-8", "replace")
        parts = [part.split("\r\n\r\n", 1) for part in text.split(text.split("\r\n", 1)[0])[1:-1]]
        return {head.split('name="')[1].split('"')[0]: value.removesuffix("\r\n") for head, value in parts}


@dataclass(frozen=True)
class Answer:
    """What goes back."""

    body: str | bytes = ""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="session")
def static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The front end built from its sources into a folder of this run."""
    folder = tmp_path_factory.mktemp("static") / "static"
    tools = Path(sys.executable).parent
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        [tools / "node", "build.mjs"], cwd=FRONTEND, check=True, stdout=subprocess.DEVNULL,
        env={**os.environ, "PATH": path, "SERENTAK_STATIC": str(folder)},
    )  # fmt: skip
    return folder


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def hashed(name: str) -> str:
    """The address of a built file, with a hash in its name as whitenoise writes it."""
    stem, _, ending = name.rpartition(".")
    return f"/static/{stem}.0123456789ab.{ending}"


class Stage:
    """`pages`: path -> template text of the page's <main>; `answers`: path -> function of what is asked."""

    def __init__(self, page: Page, static: Path) -> None:
        self.page, self.static = page, static
        self.pages: dict[str, str] = {}
        self.answers: dict[str, Callable[[Asked], Answer | None]] = {}
        self.env = environment()
        self.env.globals["static"] = hashed
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.origin = f"http://localhost:{self.server.server_port}"

    def html(self, main: str, frame: str = "public", language: str = "id") -> str:
        """A page with our frame's scripts and styles around <main>."""
        style, script = hashed(f"{frame}.css"), hashed(f"{frame}.js")
        source = (
            '{% import "site/components.html" as c %}<!doctype html><html lang="'
            + language
            + '" data-size="md" '
            f'data-color-scheme="auto"><head><title>t</title><link rel="stylesheet" href="{style}">'
            f'<script src="{script}" type="module"></script></head><body><main>'
            + main
            + "</main></body></html>"
        )
        with override(language):
            return self.env.from_string(source).render()

    def show(self, main: str, status: int = 200) -> Answer:
        return Answer(self.html(main), status)

    def reply(self, asked: Asked) -> Answer | None:
        """The answer to a request, a cut line when None."""
        if asked.path in self.answers:
            return self.answers[asked.path](asked)
        if asked.path.startswith("/static/") or asked.path == "/sw.js":
            file = self.static / asked.path.removeprefix("/static/").removeprefix("/").replace(
                ".0123456789ab", ""
            )
            return Answer(file.read_bytes(), kind=mimetypes.guess_type(file.name)[0] or "font/woff2")
        if asked.path in self.pages:
            return Answer(
                self.html(self.pages[asked.path], "desk" if asked.path.startswith("/meja/") else "public")
            )
        return Answer(status=404)

    def handler(self) -> type[BaseHTTPRequestHandler]:
        reply = self.reply

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                answer = reply(Asked(self.command, self.path.split("?")[0], body))
                if answer is None:
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                sent = answer.body.encode() if isinstance(answer.body, str) else answer.body
                given = {
                    "Content-Type": answer.kind,
                    "Content-Length": str(len(sent)),
                    "Content-Security-Policy": POLICY,
                }
                for name, value in {**given, **answer.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(sent)

            do_POST = do_GET

            def log_message(self, *_: object) -> None:
                """Silent."""

        return Handler

    def open(self, path: str, main: str | None = None) -> Page:
        if main is not None:
            self.pages[path] = main
        self.page.goto(self.origin + path)
        return self.page


def _staged(browser: Browser, static: Path, service_workers: str) -> Iterator[Stage]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, service_workers=service_workers)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(5000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    stage = Stage(page, static)
    yield stage
    context.close()
    stage.server.shutdown()
    stage.server.server_close()
    assert errors == []


@pytest.fixture
def stage(browser: Browser, static: Path) -> Iterator[Stage]:
    """A fresh browser profile at phone size; an error in any script fails the test."""
    yield from _staged(browser, static, "block")


@pytest.fixture
def phone(browser: Browser, static: Path) -> Iterator[Stage]:
    """The same with the service worker."""
    yield from _staged(browser, static, "allow")
