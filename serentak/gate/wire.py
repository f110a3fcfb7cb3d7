"""The wire to a system: where its name leads now, and one message sent there.

The connection goes to the very address that was checked, so a name that changes in between leads nowhere
else; redirections are not followed and the answer's text is not read.
"""

import http.client
import socket
import ssl
from collections.abc import Mapping, Sequence
from functools import cache
from urllib.parse import urlsplit

from serentak.gate import webhook

SECONDS = 5


class Unreachable(OSError):
    """No address there to which a message may go."""


def address_of(url: str, allowed: Sequence[webhook.Network]) -> str:
    """The IP address this leads to now. ValueError for what is no address of a system; Unreachable when there
    is none, or it is private and not allowed. All addresses of the name must do."""
    scheme, host, port = webhook.host_of(url)
    try:
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise Unreachable("no such name") from error
    if not found or not all(webhook.reachable(scheme, one, allowed) for one in found):
        raise Unreachable("a private network")
    return found[0]


def post(url: str, body: bytes, headers: Mapping[str, str], allowed: Sequence[webhook.Network]) -> int:
    """Sends one message; the status that came back. OSError or http.client.HTTPException when none did."""
    scheme, host, port = webhook.host_of(url)
    address = address_of(url, allowed)
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    connection.sock = socket.create_connection((address, port), timeout=SECONDS)
    try:
        if scheme == "https":
            connection.sock = _trust().wrap_socket(connection.sock, server_hostname=host)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, dict(headers))
        return connection.getresponse().status
    finally:
        connection.close()


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()
