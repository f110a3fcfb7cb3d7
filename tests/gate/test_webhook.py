"""Messages to systems: signed as the standard says, sent nowhere they may not go, read off the log, none lost."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import Client, override_settings

from serentak.gate import actions as gate
from serentak.gate import webhook, wire
from serentak.gate.queries import deliveries, hook_of
from serentak.lib.clock import now
from serentak.records import actions
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.factories import agencies as seats
from tests.factories import records
from tests.records.finding import sealed
from tests.records.test_perform import as_worker

LOCAL = webhook.networks("127.0.0.0/8")
SECRET = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")


def test_a_signature_is_that_of_the_standard() -> None:
    """Checked as the standard tells a receiver to: HMAC-SHA256 over id, timestamp and body, one for each secret."""
    body = b'{"test": 2432232314}'
    said = webhook.signature([SECRET, b"other"], "msg_1", 1614265330, body)
    wanted = hmac.new(SECRET, b'msg_1.1614265330.{"test": 2432232314}', hashlib.sha256).digest()
    assert said.split()[0] == "v1," + base64.b64encode(wanted).decode() and len(said.split()) == 2
    assert webhook.written(SECRET) == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    assert webhook.opened(b"k" * 32, webhook.sealed(b"k" * 32, SECRET)) == SECRET


@pytest.mark.parametrize(
    ("scheme", "address", "reached"),
    [
        ("https", "103.10.20.30", True),
        ("http", "103.10.20.30", False),
        *(
            ("https", address, False)
            for address in (
                "127.0.0.2", "10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
                "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "255.255.255.255",
            )
        ),
        ("http", "10.20.1.1", True),
    ],
)  # fmt: skip
def test_messages_go_to_no_private_network_that_is_not_allowed(
    scheme: str, address: str, reached: bool
) -> None:
    assert webhook.reachable(scheme, address, webhook.networks("10.20.0.0/16")) is reached


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.id/",
        "https://",
        "https://a:b@c.id/",
        "https://a.id/\n",
        "a",
        "https://a.id:x/",
        "https://é.id/",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        wire.address_of(url, ())


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/", "https://localhost/", "http://[::1]/", "https://0x7f.1/"]
)
def test_a_private_address_is_not_reached_whatever_it_is_called(url: str) -> None:
    with pytest.raises(wire.Unreachable):
        wire.post(url, b"{}", {}, ())


def test_a_message_is_tried_again_ever_later_and_then_given_up() -> None:
    at = now()
    tries = [webhook.next_try(n, at) for n in range(1, 11)]
    waits = [found - at for found in tries if found]
    assert waits == sorted(waits) and tries[-1] is None and sum(waits, timedelta()) > timedelta(days=3)


class System(HTTPServer):
    """A system that keeps what it was told and answers with `status`; other than 2xx when it is asked to fail."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.told: list[tuple[dict[str, str], bytes]] = []
        self.status = 204

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/kabar"


class _Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        system: System = self.server  # type: ignore[assignment]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        system.told.append((dict(self.headers), body))
        self.send_response(system.status)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def system() -> Iterator[System]:
    served = System()
    thread = threading.Thread(target=served.serve_forever, args=(0.05,))
    thread.start()
    with override_settings(HOOK_NETWORKS=LOCAL):
        yield served
    served.shutdown()
    thread.join()
    served.server_close()


def test_a_system_is_told_of_its_own_records_signed_again_until_it_took_it_and_again_when_asked(
    own_database: OwnDatabase, cast: Cast, system: System
) -> None:
    by = cast.machine.actor()
    assert by.holding is not None
    post = by.holding.post_id
    given = gate.connect(post=post, url=system.url, position=0, by=cast.programmer.actor(), at=now())
    secret = base64.b64decode(given.removeprefix("whsec_"))
    done = records.complaint(by=by, channel="lapor", lapor_number="12345678")
    records.complaint()  # another's
    records.act(done.subject, 1, "ask", by=cast.verifier.actor(), question="Di mana?")
    sealed(own_database)
    system.status = 302  # not followed, and no success
    with as_worker(own_database):
        assert actions.tell_systems(at=now(), seconds=9) == 0
        first = list(system.told)
        assert actions.tell_systems(at=now(), seconds=9) == 0 and len(system.told) == 2, "not before its time"
        system.status = 204
        assert actions.tell_systems(at=now() + timedelta(minutes=2), seconds=9) == 2
    told = [json.loads(body) for _, body in system.told[2:]]
    assert [said["type"] for said in told] == ["complaint.file", "complaint.ask"]
    assert told[0]["data"].items() >= {"id": str(done.subject), "number": done.number, "version": 1}.items()
    assert b"Lampu" not in system.told[0][1] and b"Di mana" not in system.told[1][1]
    for headers, body in system.told:
        id, stamp = headers["webhook-id"], headers["webhook-timestamp"]
        mac = hmac.new(secret, f"{id}.{stamp}.".encode() + body, hashlib.sha256).digest()
        assert headers["webhook-signature"] == "v1," + base64.b64encode(mac).decode()
    assert [h["webhook-id"] for h, _ in system.told[2:]] == [h["webhook-id"] for h, _ in first]
    # replayed from a position: the same ids, signed with both secrets while the former counts
    hook = hook_of(post)
    assert hook is not None
    gate.replay(post=post, position=told[1]["data"]["position"])
    gate.rotate(post=post, at=now())
    with as_worker(own_database):
        assert actions.tell_systems(at=now(), seconds=9) == 1
    headers, _ = system.told[-1]
    assert (
        headers["webhook-id"] == first[1][0]["webhook-id"] and len(headers["webhook-signature"].split()) == 2
    )
    # an ended key: nothing is told, and nothing is lost; with the next one it goes on
    seats.end(by.holding.id, by=cast.programmer.actor())
    records.act(done.subject, 2, "reply", by=cast.verifier.actor(), note="Di pasar")
    sealed(own_database)
    with as_worker(own_database):
        assert actions.tell_systems(at=now(), seconds=9) == 0
        cast.machine._secret = b""
    assert cast.machine.actor().holding.post_id == post  # type: ignore[union-attr]
    with as_worker(own_database):
        assert actions.tell_systems(at=now(), seconds=9) == 1
    rows, older = deliveries(hook.id)
    assert older is None and [row.answer for row in rows] == ["204"] * 3


def test_what_is_not_shown_any_more_is_not_told(
    own_database: OwnDatabase, cast: Cast, system: System
) -> None:
    by = cast.machine.actor()
    assert by.holding is not None
    gate.connect(post=by.holding.post_id, url=system.url, position=0, by=cast.programmer.actor(), at=now())
    done = records.complaint(by=by, channel="lapor", lapor_number="12345678")
    sealed(own_database)
    system.status = 500
    with as_worker(own_database):
        actions.tell_systems(at=now(), seconds=9)
    import psycopg

    with psycopg.connect(own_database.dsn("admin")) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("DELETE FROM records_party WHERE record = %s AND role = 'machine'", [done.subject])
    system.status = 204
    with as_worker(own_database):
        assert actions.tell_systems(at=now() + timedelta(minutes=2), seconds=9) == 0
    assert len(system.told) == 1
    hook = hook_of(by.holding.post_id)
    assert hook is not None and deliveries(hook.id)[0][0].answer == "hidden"


@pytest.mark.django_db
def test_the_address_is_given_on_the_page_of_the_system_by_its_own_administrators(cast: Cast) -> None:
    held = cast.machine.actor().holding
    assert held is not None
    here = f"/kelola/sistem/{held.post_id}/kabar"

    def sent(client: Client, member: Any, **form: str) -> Any:
        return client.post(here, {"pos": str(member.holding), **form})

    mine, other = cast.programmer.client(), cast.other_officer.client()
    assert sent(other, cast.other_officer, act="connect", url="https://a.id/").status_code == 403
    wrong = sent(mine, cast.programmer, act="connect", url="https://127.0.0.1/")
    assert wrong.status_code == 400 and hook_of(held.post_id) is None
    with override_settings(HOOK_NETWORKS=LOCAL):
        made = sent(mine, cast.programmer, act="connect", url="http://127.0.0.1/kabar")
    assert b"whsec_" in made.content and hook_of(held.post_id) is not None
    assert sent(mine, cast.programmer, act="replay", position="x").status_code == 400
    assert b"whsec_" in sent(mine, cast.programmer, act="rotate").content
    assert b"127.0.0.1/kabar" in mine.get(f"{here}?pos={cast.programmer.holding}").content
    assert sent(mine, cast.programmer, act="stop").status_code == 303 and hook_of(held.post_id) is None
