"""A load generator that leaves the cores to what it measures: one thread, raw sockets, HTTP/1.1 keep-alive.

A script is a generator: it yields the bytes of a request and gets the `Answer`, or yields seconds to think.
"""

import gzip
import heapq
import selectors
import socket
import time
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field

import brotli

Script = Generator[bytes | float, "Answer", None]


@dataclass(frozen=True)
class Answer:
    """What came back; `seconds` from the first byte sent to the last received."""

    status: int
    head: str
    body: bytes
    seconds: float

    def header(self, name: str) -> str:
        """The value of a header, empty without."""
        for line in self.head.split("\r\n"):
            if line.lower().startswith(f"{name.lower()}:"):
                return line.split(":", 1)[1].strip()
        return ""

    @property
    def page(self) -> bytes:
        """The body as a browser reads it; decoding costs the load generator, so ask for it once a page."""
        match self.header("Content-Encoding"):
            case "br":
                return bytes(brotli.decompress(self.body))
            case "gzip":
                return gzip.decompress(self.body)
            case _:
                return self.body

    @property
    def cookies(self) -> dict[str, str]:
        """Cookies set by this answer."""
        lines = [line for line in self.head.split("\r\n") if line.lower().startswith("set-cookie:")]
        pairs = [line.split(":", 1)[1].split(";")[0].strip().split("=", 1) for line in lines]
        return {name: value for name, value in pairs}


@dataclass
class Result:
    """All answers of a run by the label in front of the request's path, and how long it took."""

    seconds: float
    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def request(method: str, path: str, body: bytes = b"", headers: Iterable[tuple[str, str]] = ()) -> bytes:
    """One request to the site; gzip is accepted as a browser would."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip, br"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


class _Connection:
    def __init__(self, port: int, script: Script) -> None:
        self.port, self.script = port, script
        self.socket: socket.socket | None = None
        self.received = bytearray()
        self.sent = b""
        self.began = 0.0

    def send(self, message: bytes) -> None:
        self.received.clear()
        self.sent, self.began = message, time.perf_counter()
        try:
            self.open().sendall(message)
        except OSError:  # the server closed an idle connection
            self.close()
            self.open().sendall(message)

    def open(self) -> socket.socket:
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port))
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.socket

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def answer(self) -> Answer | None:
        """The answer once it is whole; ConnectionError when the other side hung up."""
        piece = self.open().recv(1 << 18)
        if not piece:
            raise ConnectionError("the server closed the connection")
        self.received += piece
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = self.received[:end].decode("latin-1")
        body = _whole(head, bytes(self.received[end + 4 :]))
        if body is None:
            return None
        return Answer(int(head[9:12]), head, body, time.perf_counter() - self.began)


def _whole(head: str, rest: bytes) -> bytes | None:
    low = head.lower()
    if "transfer-encoding: chunked" in low:
        return _unchunked(rest)
    at = low.find("content-length:")
    length = int(low[at + 15 :].split("\r\n", 1)[0]) if at >= 0 else 0
    return rest[:length] if len(rest) >= length else None


def _unchunked(rest: bytes) -> bytes | None:
    body, at = bytearray(), 0
    while True:
        end = rest.find(b"\r\n", at)
        if end < 0:
            return None
        size = int(rest[at:end], 16)
        if len(rest) < end + 4 + size:
            return None
        if not size:
            return bytes(body)
        body += rest[end + 2 : end + 2 + size]
        at = end + 4 + size


def run(port: int, scripts: Iterable[Script], seconds: float) -> Result:
    """Runs the scripts side by side, each on its own connection, for at most `seconds`; a request under way
    at the end is waited for, a script that goes on is closed."""
    loop = _Loop(time.perf_counter() + seconds)
    began = time.perf_counter()
    for script in scripts:
        loop.advance(_Connection(port, script), None)
    loop.work()
    return Result(time.perf_counter() - began, loop.times, loop.errors)


class _Loop:
    def __init__(self, until: float) -> None:
        self.until = until
        self.times: list[float] = []
        self.errors: list[str] = []
        self.thinking: list[tuple[float, int, _Connection]] = []
        self.waiting = selectors.DefaultSelector()

    def advance(self, connection: _Connection, answer: Answer | None) -> None:
        """Gives the script its answer and does what it says next."""
        if time.perf_counter() > self.until:
            connection.close()
            return
        try:
            step = connection.script.send(answer) if answer else next(connection.script)
        except StopIteration:
            connection.close()
            return
        except AssertionError as wrong:
            self.errors.append(str(wrong))
            connection.close()
            return
        if isinstance(step, bytes):
            connection.send(step)
            self.waiting.register(connection.open(), selectors.EVENT_READ, connection)
        else:
            heapq.heappush(self.thinking, (time.perf_counter() + step, id(connection), connection))

    def work(self) -> None:
        """Until nobody waits for an answer and nobody will wake before the end."""
        while self.waiting.get_map() or self.thinking:
            now = time.perf_counter()
            while self.thinking and self.thinking[0][0] <= now:
                self.advance(heapq.heappop(self.thinking)[2], None)
            if not self.waiting.get_map() and self.thinking and self.thinking[0][0] > self.until:
                return
            pause = max(0.0, self.thinking[0][0] - now) if self.thinking else 1.0
            for key, _ in self.waiting.select(min(pause, 1.0)):
                self.read(key.data)

    def read(self, connection: _Connection) -> None:
        try:
            answer = connection.answer()
        except (OSError, ValueError) as wrong:
            self.waiting.unregister(connection.open())
            self.errors.append(str(wrong))
            connection.close()
            return
        if answer is not None:
            self.waiting.unregister(connection.open())
            self.times.append(answer.seconds)
            self.advance(connection, answer)
