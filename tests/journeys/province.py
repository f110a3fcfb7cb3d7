"""A running province: the real web program and the real worker on a database of their own.

The programs are started as the supervisor starts them, on a free port. Each visitor comes from an address
of its own, told as a proxy tells it, so that the limits of the public door count as they do outside.
"""

import dataclasses
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from serentak.lib.ids import slip_code
from serentak.site.environment import ROOT, Environment
from serentak.site.processes import MARK
from tests.factories.provider import Idp

PATIENCE = 30.0  # seconds until the web program must answer


@dataclasses.dataclass
class Site:
    """A site somewhere, and who visited it."""

    address: str
    sessions: dict[str, Any] = dataclasses.field(default_factory=dict)
    visitors: int = 0

    def visitor(self) -> str:
        """An internet address that nobody came from yet."""
        self.visitors += 1
        return f"10.{os.getpid() % 250}.{self.visitors // 250}.{self.visitors % 250 + 1}"


@dataclasses.dataclass(kw_only=True)
class Province(Site):
    """`environment` is what its programs were told; `output` holds what they wrote; `idp` is
    the identity provider they know."""

    environment: Environment
    output: Path
    accounts: int = 0
    idp: Idp | None = None

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of its database."""
        with psycopg.connect(self.environment.dsn("admin")) as connection:
            return connection.execute(query, values).fetchall()

    def slips(self) -> list[tuple[str, str, str]]:
        """State, number and code of every record there is, oldest first."""
        rows = self.ask("SELECT state, number, id FROM records_record ORDER BY opened")
        return [(state, number, slip_code(self.environment.file_key, id)) for state, number, id in rows]

    def slip(self, state: str) -> tuple[str, str]:
        """Number and code of the oldest record in that state."""
        return next((number, code) for found, number, code in self.slips() if found == state)

    def account(self) -> str:
        """The username of a new account with the demonstration's password and no post.

        No other worker's: the provinces of a run put their mail into one folder."""
        self.accounts += 1
        username = f"tamu{self.accounts}.{os.getpid()}"
        run_here(self.environment, OPEN_ACCOUNT, username)
        return username

    def said(self) -> str:
        """What the programs wrote."""
        return self.output.read_text()


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


OPEN_ACCOUNT = """
import sys, django
django.setup()
from serentak.lib.clock import now
from serentak.people.actions.accounts import open_account
from serentak.people.rules import DEMO_PASSWORD
open_account(username=sys.argv[1], name="Tamu", password=DEMO_PASSWORD, at=now())
"""


def run_here(environment: Environment, program: str, *words: str, login: str = "web") -> None:
    """A program of a few lines in a process of its own, as a login of that province's database."""
    told = {"SERENTAK_DATABASE": environment.database, "SERENTAK_LOGIN": login}
    told |= {"DJANGO_SETTINGS_MODULE": "serentak.site.settings"}
    command = [sys.executable, "-c", program, *words]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | told, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def run(variables: dict[str, str], *command: str) -> None:
    """One command of ours to its end; AssertionError with its words when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "serentak", *command], cwd=ROOT, env=variables, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def running(environment: Environment, variables: dict[str, str], output: Path) -> Iterator[Province]:
    """Web and worker of this database, up and answering; ended afterwards."""
    port = free_port()
    here = dataclasses.replace(environment, port=port, base_url=f"http://localhost:{port}")
    told = variables | {"PORT": str(port), "BASE_URL": here.base_url, "SERENTAK_PROXY": "1"}
    told |= {MARK: str(here.state)}  # they end when this process does, whichever way
    with output.open("ab") as file:
        programs = [
            subprocess.Popen(
                [sys.executable, "-m", "serentak", name], cwd=ROOT, env=told, stdin=subprocess.PIPE,
                stdout=file, stderr=file, start_new_session=True,
            )
            for name in ("serve", "worker")
        ]  # fmt: skip
    province = Province(here.base_url, environment=here, output=output)
    try:
        _wait(province, programs)
        yield province
    finally:
        for program in programs:
            os.killpg(program.pid, signal.SIGTERM)
        for program in programs:
            try:
                program.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(program.pid, signal.SIGKILL)
                program.wait()


def _wait(province: Province, programs: list["subprocess.Popen[bytes]"]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        ended = [program.args for program in programs if program.poll() is not None]
        assert not ended and time.monotonic() < deadline, f"{ended}\n{province.said()}"
        try:
            urllib.request.urlopen(f"{province.address}/sehat", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return  # it answers; whether the log is sealed yet is asked where it matters
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
