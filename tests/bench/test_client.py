"""The load generator reads whole answers, whatever way they are framed, and keeps what went wrong."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from bench.client import Answer, Script, request, run

Serve = Callable[[list[bytes]], int]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """A server that answers each request on one connection with the pieces given, then hangs up."""
    opened: list[socket.socket] = []

    def start(answers: list[bytes]) -> int:
        listener = socket.create_server(("127.0.0.1", 0))
        opened.append(listener)

        def work() -> None:
            connection, _ = listener.accept()
            with connection:
                for answer in answers:
                    connection.recv(1 << 16)
                    for at in range(0, len(answer), 7):  # in small pieces, as a slow line would
                        connection.sendall(answer[at : at + 7])

        threading.Thread(target=work, daemon=True).start()
        return int(listener.getsockname()[1])

    yield start
    for listener in opened:
        listener.close()


def asks(paths: list[str], found: list[Answer]) -> Script:
    for path in paths:
        found.append((yield request("GET", path)))
        yield 0.01


def test_answers_by_length_and_in_chunks(serve: Serve) -> None:
    found: list[Answer] = []
    port = serve(
        [
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: csrf=abc; Path=/\r\n\r\nhello",
            b"HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nnot\r\n5\r\n here\r\n0\r\n\r\n",
        ]
    )
    result = run(port, [asks(["/a", "/b"], found)], 5)
    assert [(answer.status, answer.body) for answer in found] == [(200, b"hello"), (404, b"not here")]
    assert found[0].cookies == {"csrf": "abc"}
    assert len(result.times) == 2 and not result.errors


def test_a_server_that_hangs_up_is_an_error(serve: Serve) -> None:
    result = run(serve([b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort"]), [asks(["/a"], [])], 5)
    assert result.errors and not result.times


def test_an_assertion_of_a_script_is_an_error(serve: Serve) -> None:
    def doubts() -> Script:
        answer = yield request("GET", "/")
        assert answer.status == 200, "it was another"

    result = run(serve([b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"]), [doubts()], 5)
    [error] = result.errors
    assert error.startswith("it was another")
