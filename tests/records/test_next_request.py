"""A right granted or revoked holds on the very next request, in every process."""

from typing import Any

import psycopg
import pytest

from serentak.people.rules import COOKIE, cookie_of
from tests.cast import Cast
from tests.factories import agencies, people
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
