"""Messages to systems as Standard Webhooks have it: the signature, when one is tried again, where it may go.

Pure; the file key comes as an argument. A secret lies sealed with AES-256-GCM and is shown once.
"""

import hashlib
import hmac
import ipaddress
import os
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SECRET_BYTES, _NONCE = 32, 12
ROTATION = timedelta(days=1)
"""So long messages are signed with the former secret too."""
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 300, 600, 1440, 1440, 1440))
"""What lies between one try and the next; after the last a message waits for somebody."""
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def signature(secrets: Sequence[bytes], id: str, stamp: int, body: bytes) -> str:
    """The header `webhook-signature`: one `v1` for each secret, over id, seconds since 1970 and body."""
    said = f"{id}.{stamp}.".encode() + body
    made = (b64encode(hmac.digest(secret, said, "sha256")).decode() for secret in secrets)
    return " ".join(f"v1,{one}" for one in made)


def written(secret: bytes) -> str:
    """A secret as a system is given it."""
    return f"whsec_{b64encode(secret).decode()}"


def sealed(file_key: bytes, secret: bytes) -> bytes:
    """A secret as the table keeps it."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(file_key).encrypt(nonce, secret, None)


def opened(file_key: bytes, kept: bytes) -> bytes:
    """The secret again; cryptography's InvalidTag when it was changed or sealed under another file key."""
    return _cipher(file_key).decrypt(kept[:_NONCE], kept[_NONCE:], None)


def _cipher(file_key: bytes) -> AESGCM:
    return AESGCM(hmac.digest(file_key, b"webhook", hashlib.sha256))


def next_try(tries: int, at: datetime) -> datetime | None:
    """When a message that failed so many times is tried again; None: not by itself."""
    return at + WAITS[tries - 1] if tries <= len(WAITS) else None


def networks(said: str) -> tuple[Network, ...]:
    """The private networks an installation allows, parted by blanks; ValueError for what is none."""
    return tuple(ipaddress.ip_network(word) for word in said.split())


def host_of(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address that may be told; ValueError for any other."""
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or not parts.hostname or "@" in parts.netloc or parts.fragment:
        raise ValueError("not an address of a system")
    if len(url) > 500 or not url.isascii() or any(sign <= " " for sign in url):
        raise ValueError("not an address of a system")
    return parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def reachable(scheme: str, address: str, allowed: Sequence[Network]) -> bool:
    """Whether messages may go to this IP address: to a public one over TLS, in an allowed network anyway."""
    ip = ipaddress.ip_address(address)
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return any(ip in network for network in allowed) or (
        scheme == "https" and ip.is_global and not ip.is_multicast
    )
