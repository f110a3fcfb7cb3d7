"""A throw-away province on loopback: its own state folder, embedded PostgreSQL, web and worker on demand.

Installed by the real installer with posts and accounts but without cases. Removed at the end, also after
an error; nothing outside its folder is touched.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError

import psutil
import psycopg

from serentak.site.environment import ROOT, Environment, environment
from serentak.site.processes import cluster


@dataclass(frozen=True)
class Province:
    """Where it is; programs are started by name and stopped with it."""

    environment: Environment
    variables: dict[str, str]

    @property
    def port(self) -> int:
        return self.environment.port

    def connect(self, login: str = "admin") -> psycopg.Connection:
        """A connection in autocommit."""
        return psycopg.connect(self.environment.dsn(login), autocommit=True)

    @property
    def pgbench(self) -> Path:
        return cluster(self.environment).bin / "pgbench"

    def postgres(self) -> psutil.Process:
        """The postmaster."""
        first = (cluster(self.environment).data / "postmaster.pid").read_text().split("\n", 1)[0]
        return psutil.Process(int(first))

    @contextlib.contextmanager
    def running(self, *words: str) -> Iterator[psutil.Process]:
        """`serentak <words>` while the block lasts; the web program is waited for."""
        log = (self.environment.state / f"{words[0]}.log").open("ab")
        program = subprocess.Popen(
            [sys.executable, "-m", "serentak", *words],
            cwd=ROOT,
            env=self.variables,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            if words[0] in ("serve", "up"):
                self._wait(program)
            yield psutil.Process(program.pid)
        finally:
            log.close()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(30)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
            program.wait()

    def _wait(self, program: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if program.poll() is not None:
                raise RuntimeError(f"ended with {program.returncode}; see {self.environment.state}")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sehat", timeout=5).close()
                return
            except HTTPError:
                return  # it answers: without a worker nothing is sealed, and it says so
            except OSError:
                time.sleep(0.02)
        raise RuntimeError("the web program does not answer")

    def django(self) -> None:
        """Django in this process, as the web login of this province."""
        os.environ.update(self.variables)
        os.environ |= {"SERENTAK_LOGIN": "web", "DJANGO_SETTINGS_MODULE": "serentak.site.settings"}
        import django
        import structlog

        django.setup()
        # after the middleware is loaded, which configures it: no line for each request here
        import serentak.site.middleware  # noqa: F401

        structlog.configure(
            processors=[structlog.processors.JSONRenderer()], logger_factory=structlog.ReturnLoggerFactory()
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def empty() -> Iterator[Province]:
    """A state folder and nothing in it; what `serentak up` is timed on."""
    folder = Path(tempfile.mkdtemp(prefix="serentak-bench-", dir="/tmp"))
    folder.chmod(0o711)  # as root the server is another user and must pass through
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SERENTAK_")}
    for name in ("DATABASE_URL", "BASE_URL", "HOST"):
        kept.pop(name, None)
    variables = {
        **kept,
        "SERENTAK_STATE": str(folder),
        "SERENTAK_DEMO": "1",
        "SERENTAK_PROXY": "1",
        "PORT": str(_free_port()),
    }
    province = Province(environment(variables), variables)
    try:
        yield province
    finally:
        cluster(province.environment).stop()
        shutil.rmtree(folder)


@contextlib.contextmanager
def installed() -> Iterator[Province]:
    """A province with database, tables, content and accounts; no cases, nothing running but PostgreSQL."""
    with empty() as province:
        cluster(province.environment).start()
        done = subprocess.run(
            [sys.executable, "-m", "serentak", "install", "--no-cases"],
            cwd=ROOT,
            env=province.variables,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        yield province
