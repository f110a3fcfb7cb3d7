"""What a citizen types into the complaint's form, for the tests of this room."""

from typing import Any

from django.test import Client

from serentak.lib.ids import uuid7

KIRIM = "/layanan/pengaduan/kirim"

TYPED = {
    "about": "Jalan berlubang di depan pasar",
    "story": "Sudah tiga minggu. Dua pengendara jatuh.",
    "category": "jalan",
    "happened.day": "3",
    "happened.month": "2",
    "happened.year": "2026",
    "place.district": "76.02.01",
    "place.village": "",
    "place.landmark": "Depan pasar lama",
    "place.lat": "",
    "place.lon": "",
    "agency": "",
    "naming": "confidential",
    "reporter_name": "Siti Rahmah",
    "reporter_phone": "081234567890",
    "reporter_email": "",
}


def typed(**changed: str) -> dict[str, Any]:
    """A complete form with a key of its own; `place__landmark` stands for `place.landmark`."""
    return {**TYPED, "key": str(uuid7()), **{name.replace("__", "."): text for name, text in changed.items()}}


def file(client: Client, form: dict[str, Any] | None = None, **extra: Any) -> Any:
    """Sends the form without following its answer."""
    return client.post(KIRIM, form or typed(), **extra)


def slip_of(client: Client) -> tuple[str, str]:
    """Number and code as the slip in this browser shows them."""
    page = client.get("/layanan/pengaduan/tanda-terima").content.decode()
    number = page.split('<dl class="slip-n">')[1].split("<dd>")[1].split("</dd>")[0]
    code = page.split('<dd class="code">')[1].split("</dd>")[0]
    return number, code.replace(" ", "")
