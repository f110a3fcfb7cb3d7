"""One PostgreSQL for the whole run, one template made by the real installer, a clone for each worker.

`django_db` tests roll back as the web login. `own_database` gives a test a database of its own to commit in.
Pure tests touch none of it. SERENTAK_POSTGRES chooses another major (`make test PG=15`).
"""

import contextlib
import dataclasses
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import django
import psutil
import psycopg
import pytest
from psycopg import sql

FIRST = "PYTEST_XDIST_WORKER" not in os.environ
if FIRST:
    # short, since the socket lies in it; open to pass through, since root runs the server as another user
    folder = tempfile.mkdtemp(prefix=f"serentak-tests-{os.getpid()}-", dir="/tmp")
    os.chmod(folder, 0o711)
    os.environ |= {"SERENTAK_STATE": folder, "SERENTAK_DEMO": "1", "SERENTAK_LOGIN": "web"}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "serentak.site.settings", "PYTHONHASHSEED": "0"}
    for name in ("DATABASE_URL", "PORT", "BASE_URL", "SERENTAK_DATABASE", "SERENTAK_EMAIL_URL"):
        os.environ.pop(name, None)

from serentak.site import assets  # noqa: E402
from serentak.site.environment import ROOT, Environment, environment  # noqa: E402
from serentak.site.postgres.cluster import Cluster, end_backends  # noqa: E402
from serentak.site.processes import cluster  # noqa: E402

if TYPE_CHECKING:
    from tests.cast import Cast

HOUSE = environment()
django.setup()


def pytest_configure() -> None:
    """What a killed run left behind goes: its server and its folder, told by the number of its process."""
    for left in Path("/tmp").glob("serentak-tests-*-*") if FIRST else ():
        number = left.name.split("-")[2]
        if number.isdigit() and not psutil.pid_exists(int(number)):
            for data in left.glob("data-*"):
                end_backends(data)
            shutil.rmtree(left, ignore_errors=True)


def pytest_unconfigure() -> None:
    """The first process removes what the run made."""
    if FIRST:
        if (HOUSE.state / "secrets" / "database_admin").exists():
            _cluster().stop()
        shutil.rmtree(HOUSE.state)


def _cluster() -> Cluster:
    return dataclasses.replace(
        cluster(HOUSE), options=(("fsync", "off"), ("full_page_writes", "off"), ("max_connections", "100"))
    )


@contextlib.contextmanager
def one_at_a_time(what: str) -> Iterator[None]:
    """Held by one worker of the run, the others wait."""
    with (HOUSE.state / f"{what}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _template() -> None:
    """The database `serentak` as the installer makes it, once a run, by whichever worker is first."""
    with one_at_a_time("template"):
        if (HOUSE.state / "template.ready").exists():
            return
        _cluster().start()
        made = subprocess.run(
            [sys.executable, "-m", "serentak", "install", "--no-cases"],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        if made.returncode:
            pytest.exit(f"the installer failed:\n{made.stdout}{made.stderr}", returncode=1)
        (HOUSE.state / "template.ready").write_text(made.stdout)


def _admin() -> psycopg.Connection:
    return psycopg.connect(HOUSE.dsn("admin"), dbname="postgres", autocommit=True)


def _clone(name: str) -> None:
    with _admin() as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE serentak").format(sql.Identifier(name)))
        connection.execute(sql.SQL("REVOKE TEMP ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))


def _drop(name: str) -> None:
    with _admin() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _point_django_at(name: str) -> str:
    """Every thread's default connection goes to this database, with its record types, from now on; the one
    before."""
    from django.db import connections

    from serentak.records.queries import types

    connections.close_all()
    before: str = connections.settings["default"]["NAME"]
    connections.settings["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name
    types.forget()
    return before


@pytest.fixture(autouse=True, scope="session")
def _plain_static_names() -> None:
    """Pages name static files as they lie: no build of the front end is needed to test them."""
    from django.conf import settings

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def template() -> None:
    """The cluster runs and holds the installed template."""
    _template()


@pytest.fixture(scope="session")
def front() -> None:
    """The front end and the English texts are built; one worker builds for all."""
    with one_at_a_time("front"):
        assets.build(lambda name, do: do())


@pytest.fixture(scope="session")
def django_db_setup(template: None) -> Iterator[None]:
    """pytest-django's own would create a database; ours is a clone of the template."""
    name = f"rolled_{os.environ.get('PYTEST_XDIST_WORKER', 'back')}"
    _clone(name)
    _point_django_at(name)
    yield
    _point_django_at("serentak")
    _drop(name)


@dataclass(frozen=True)
class OwnDatabase:
    """A database of one test, made from the template, gone afterwards."""

    name: str
    environment: Environment

    def dsn(self, login: str) -> str:
        """libpq string of admin, web, worker, sequencer or read."""
        return self.environment.dsn(login)

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows as the owner sees them, also of tables that the web may not read."""
        with psycopg.connect(self.dsn("admin")) as connection:
            return connection.execute(query, values).fetchall()  # type: ignore[arg-type]

    @property
    def variables(self) -> dict[str, str]:
        """The environment variables for a program that should use it."""
        return {
            **os.environ,
            "SERENTAK_DATABASE": self.name,
            "SERENTAK_CHECKPOINT": str(self.environment.checkpoint),
        }


@contextlib.contextmanager
def fresh(folder: Path) -> Iterator[OwnDatabase]:
    """A database made from the template, with a checkpoint file in `folder`; gone afterwards."""
    name = f"own_{uuid4().hex[:12]}"
    _clone(name)
    try:
        yield OwnDatabase(name, dataclasses.replace(HOUSE, database=name, checkpoint=folder / "checkpoint"))
    finally:
        _drop(name)


@pytest.fixture
def own_database(
    template: None, django_db_blocker: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[OwnDatabase]:
    """A fresh database that Django's default connection uses (web login, autocommit) for this test."""
    from django.conf import settings

    place = settings.CHECKPOINT_FILE
    settings.CHECKPOINT_FILE = tmp_path / "checkpoint"
    with fresh(tmp_path) as database:
        before = _point_django_at(database.name)
        try:
            with django_db_blocker.unblock():  # type: ignore[attr-defined]
                yield database
        finally:
            settings.CHECKPOINT_FILE = place
            _point_django_at(before)


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> "Cast":
    """The six of the demonstration, in whichever database this test uses."""
    if "own_database" not in request.fixturenames:
        request.getfixturevalue("db")
    from tests.cast import Cast

    return Cast()
