"""The harness itself: rolled-back and committing tests use the databases they should, as the web login."""

import pytest
from django.db import connection

from tests.cast import Cast
from tests.conftest import OwnDatabase


@pytest.mark.django_db
def test_rolled_back_tests_are_the_web_login() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user, current_database()")
        user, database = cursor.fetchone()
    assert user == "serentak_web" and database.startswith("rolled_")


def test_own_database_commits_as_the_web_login(own_database: OwnDatabase) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user, current_database()")
        assert cursor.fetchone() == ("serentak_web", own_database.name)
    assert connection.get_autocommit() and not connection.in_atomic_block


@pytest.mark.django_db
def test_each_of_the_cast_acts_from_its_post(cast: Cast) -> None:
    for name, member in cast.members().items():
        actor = member.actor()
        assert actor.holding is not None and actor.role == member.seat.role, name
    assert cast.citizen.actor().person is None


@pytest.mark.django_db
def test_the_cast_is_signed_in(cast: Cast) -> None:
    assert cast.officer.client().get("/meja/").status_code == 200
    assert cast.citizen.client().get("/meja/").status_code != 200
