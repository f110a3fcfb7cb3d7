"""One committed world a run; each attack is a transaction of its own that is rolled back."""

import dataclasses
import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests import conftest as house
from tests.attacks.world import World


@pytest.fixture(scope="session")
def world(template: None, django_db_blocker: Any) -> Iterator[World]:
    name = f"attacks_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
    house._clone(name)
    before = house._point_django_at(name)
    with django_db_blocker.unblock():
        made = World(dataclasses.replace(house.HOUSE, database=name))
    house._point_django_at(before)
    yield made
    house._drop(name)


@pytest.fixture
def web(world: World) -> Iterator["psycopg.Connection[Any]"]:
    """The web program's login, in a transaction that is rolled back."""
    with psycopg.connect(world.house.dsn("web")) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def owner(world: World) -> Iterator["psycopg.Connection[Any]"]:
    """The owner's login, for looking at what the web may not read, in a transaction that is rolled back."""
    with psycopg.connect(world.house.dsn("admin")) as connection:
        yield connection
        connection.rollback()
