"""A right granted or revoked holds on the very next request, in every process."""

from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection
from psycopg.types.json import Jsonb

from serentak.agencies import actions
from serentak.agencies.models import Role
from serentak.agencies.rules import Held
from serentak.lib.clock import local_day, now
from serentak.lib.ids import uuid7
from serentak.people.actions import accounts, sessions
from serentak.people.rules import COOKIE, cookie_of
from tests.cast import Cast, Member
from tests.conftest import HOUSE
from tests.factories import agencies, people
from tests.journeys import province
from tests.records.cases import file, forward


def test_a_right_holds_from_grant_to_end_in_every_process(own_database: Any, cast: Cast) -> None:
    """One process is this one's web, with its kept connection; the other holds a connection of its own that
    was open, and had read, before anything changed."""
    from django.test import Client

    done, by, person = file(), cast.administrator.actor(), people.account()
    forward(done, cast)
    secret, client = people.session(person=person), Client()
    client.cookies[COOKIE] = cookie_of(secret)
    address, read = f"/meja/berkas/{done.subject}", "SELECT 1 FROM records_read('session', %s, %s, %s)"
    with psycopg.connect(own_database.dsn("web"), autocommit=True) as other:
        assert other.execute(read, [secret, None, done.subject]).fetchone() is None
        assert client.get(address).status_code == 404
        post = agencies.post(by=by, organisation="pupr", role="officer")
        holding = agencies.holding(by=by, person=person, post=post)
        assert other.execute(read, [secret, holding, done.subject]).fetchone() == (1,)
        assert client.get(f"{address}?pos={holding}").status_code == 200
        agencies.end(holding, by=by)
        with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
            other.execute(read, [secret, holding, done.subject])
        assert other.execute(read, [secret, None, done.subject]).fetchone() is None
        assert client.get(f"{address}?pos={holding}").status_code == 404


def end_holding(cast: Cast, held: Held) -> None:
    agencies.end(held.id, by=cast.administrator.actor())


def close_post(cast: Cast, held: Held) -> None:
    by = cast.administrator.actor()
    actions.close_post(post=held.post_id, until=local_day(now()), by=by, at=now(), key=uuid7())


def lock_account(cast: Cast, held: Held) -> None:
    accounts.close_account(person=held.person or 0, at=now())


def end_sessions(cast: Cast, held: Held) -> None:
    sessions.end_all(person=held.person or 0)


def ask_for_more(cast: Cast, held: Held) -> None:
    """The content asks a second factor of the role from today on; the installer brings it into the database."""
    told = {"role": held.role, "second_factor": "2026-01-01"}
    row = Role.objects.get(role=held.role)
    kept = {"single": row.single, "sole": row.sole, "elected": row.elected, "bodies": row.bodies}
    change = {"table": "agencies_role", "subject": str(row.subject), "version": row.version + 1}
    facts = {"act": "install", "law": None, "moment": None}
    with psycopg.connect(HOUSE.dsn("admin"), dbname=connection.settings_dict["NAME"]) as admin:
        admin.execute(
            "SELECT agencies_act('installer', NULL, NULL, %s, %s, %s, %s)",
            [uuid7(), bytes(32), Jsonb(facts), Jsonb([change | {"row": told | kept}])],
        )


AWAY = [end_holding, close_post, lock_account, end_sessions, ask_for_more]


@pytest.mark.parametrize("take", AWAY, ids=lambda take: take.__name__)
@pytest.mark.parametrize("who", ["officer", "deputy"])
def test_what_is_taken_away_is_gone_on_the_next_request(
    own_database: Any, cast: Cast, who: str, take: Callable[[Cast, Held], None]
) -> None:
    """Whichever way: the database refuses a connection that was open before, and the page is shut. The deputy holds the
    post on the head's behalf."""
    done, member = file(), getattr(cast, who)
    forward(done, cast)
    held = member.actor().holding
    client, proof = member.client(), [member.secret, held.id, done.subject]
    address, read = (
        f"/meja/berkas/{done.subject}?pos={held.id}",
        "SELECT 1 FROM records_read('session', %s, %s, %s)",
    )
    with psycopg.connect(own_database.dsn("web"), autocommit=True) as other:
        assert other.execute(read, proof).fetchone() == (1,)
        assert client.get(address).status_code == 200
        take(cast, held)
        with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
            other.execute(read, proof)
        assert client.get(address).status_code in (302, 403, 404)


def test_every_process_of_the_web_program_knows_at_once(
    own_database: Any, cast: Cast, tmp_path: Path
) -> None:
    """The real web program with its workers: none of them keeps what a session, a post or an account was."""
    done, officer, head = file(), cast.officer, cast.head
    forward(done, cast)
    with province.running(own_database.environment, own_database.variables, tmp_path / "output") as site:

        def asked(member: Member) -> set[int]:
            """The answers to eight requests, which come to any worker."""
            headers = {"Cookie": f"{COOKIE}={cookie_of(member.secret)}"}
            found = set()
            for _ in range(8):
                http = HTTPConnection(urlsplit(site.address).netloc, timeout=30)
                http.request("GET", f"/meja/berkas/{done.subject}", headers=headers)
                found.add(http.getresponse().status)
                http.close()
            return found

        assert asked(officer) == asked(head) == {200}
        end_holding(cast, officer.actor().holding)  # type: ignore[arg-type]
        lock_account(cast, head.actor().holding)  # type: ignore[arg-type]
        assert asked(officer) == {404} and asked(head) == {302}
