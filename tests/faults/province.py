"""A whole installation of its own under its supervisor, to be hit: `serentak up --demo` in a folder."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from uuid import UUID

import psutil

from serentak.lib.ids import uuid7
from serentak.site.environment import ROOT
from serentak.site.processes import MARK
from tests.journeys.province import free_port

REPORT = {
    "about": "Lampu padam", "story": "Sejak Senin.", "category": "jalan", "naming": "anonymous",
    "place": {"district": "76.02.01", "landmark": "Pasar"},
}  # fmt: skip
PATIENCE = 40.0  # seconds for a start, and for a filing to get its slip


@dataclass
class Up:
    """The supervisor of `state` and what it started."""

    state: Path
    port: int
    output: Path
    supervisor: "subprocess.Popen[bytes]" = field(init=False)
    unanswered: int = 0  # reports sent that got no slip

    @property
    def variables(self) -> dict[str, str]:
        told = {
            "SERENTAK_STATE": str(self.state),
            "PORT": str(self.port),
            "SERENTAK_PROXY": "1",
            "SERENTAK_DEMO": "1",
        }
        gone = ("SERENTAK_DATABASE", "SERENTAK_CHECKPOINT", "SERENTAK_LOGIN", "BASE_URL", "DATABASE_URL")
        return {name: value for name, value in os.environ.items() if name not in gone} | told

    def start(self) -> None:
        """Started; answers when this returns."""
        with self.output.open("ab") as file:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-m", "serentak", "up", "--demo"], cwd=ROOT, env=self.variables,
                stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            assert self.supervisor.poll() is None and time.monotonic() < deadline, self.output.read_text()
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sehat", timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def stop(self) -> None:
        """As Ctrl-C does."""
        self.supervisor.send_signal(signal.SIGINT)
        self.supervisor.wait(30)

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """A command on this installation."""
        return subprocess.run(
            [sys.executable, "-m", "serentak", *command],
            cwd=ROOT,
            env=self.variables,
            capture_output=True,
            text=True,
        )

    def kill(self, name: str) -> None:
        """SIGKILL to all processes of `web` or `worker`, or to the first of PostgreSQL; if it is just starting
        again, as soon as it is there."""
        deadline = time.monotonic() + PATIENCE
        while not (victims := self.postgres() if name == "postgres" else self.programs(name)):
            assert time.monotonic() < deadline, f"there is no {name} to kill"
            time.sleep(0.02)
        for victim in victims:
            with suppress(psutil.NoSuchProcess):
                victim.kill()

    def programs(self, name: str) -> list[psutil.Process]:
        command = {"web": "serve", "worker": "worker"}[name]
        with suppress(psutil.NoSuchProcess):
            found = [
                child
                for child in psutil.Process(self.supervisor.pid).children()
                if command in child.cmdline()
            ]
            return [process for child in found for process in [child, *child.children(recursive=True)]]
        return []

    def postgres(self) -> list[psutil.Process]:
        with suppress(FileNotFoundError, ValueError, IndexError, psutil.NoSuchProcess):
            (data,) = self.state.glob("data-*")
            return [psutil.Process(int((data / "postmaster.pid").read_text().split()[0]))]
        return []

    def file(self, key: UUID, number: int) -> tuple[str, str] | None:
        """Number and code of the slip, or None when there was no answer; each report from its own address."""
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/layanan/pengaduan/kirim",
            json.dumps({**REPORT, "about": f"Lampu {number} padam", "key": str(key)}).encode(),
            {"Content-Type": "application/json", "X-Forwarded-For": f"10.9.{number // 250}.{number % 250 + 1}"},
        )  # fmt: skip
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:
                told = json.load(answer)
        except urllib.error.HTTPError as no:
            assert no.code >= 500, no.read()
            return None
        except (OSError, ValueError, HTTPException):
            return None
        return told["number"], told["code"]

    def file_again(self, key: str, number: int) -> tuple[str, str] | None:
        """The same report once more."""
        return self.file(UUID(key), number)

    def file_until_slip(self, number: int) -> tuple[UUID, tuple[str, str]]:
        """One report with one key, sent again until there is a slip."""
        key, deadline = uuid7(), time.monotonic() + PATIENCE
        while True:
            if slip := self.file(key, number):
                return key, slip
            self.unanswered += 1
            assert time.monotonic() < deadline, f"report {number} got no slip"
            time.sleep(0.05)


@contextmanager
def up(state: Path) -> Iterator[Up]:
    """Everything started; nothing is left afterwards."""
    here = Up(state, free_port(), state.with_name(state.name + ".log"))
    try:
        here.start()
        yield here
    finally:
        if here.supervisor.poll() is None:
            here.stop()
        assert not [p for p in psutil.process_iter() if _marked(p, state)]


def _marked(process: psutil.Process, state: Path) -> bool:
    try:
        return process.environ().get(MARK) == str(state)
    except (psutil.Error, OSError):
        return False
