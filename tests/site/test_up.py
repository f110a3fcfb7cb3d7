"""`serentak up` as an operator meets it: started, asked, killed in every way, started again, stopped.

One installation of its own for the whole file; the tests follow each other in its life.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from serentak.site.environment import ROOT
from serentak.site.processes import MARK

PATIENCE = 90.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


@dataclass
class Installation:
    """A state folder, a port, and whatever runs there."""

    state: Path
    port: int = field(default_factory=free_port)
    supervisor: subprocess.Popen[str] | None = None

    @property
    def variables(self) -> dict[str, str]:
        left_out = (
            "SERENTAK_DEMO",
            "SERENTAK_LOGIN",
            "SERENTAK_DATABASE",
            "DJANGO_SETTINGS_MODULE",
            "PYTEST_CURRENT_TEST",
        )
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        return {**kept, "SERENTAK_STATE": str(self.state), "PORT": str(self.port)}

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "serentak", *words],
            cwd=ROOT,
            capture_output=True,
            text=True,
            env=self.variables | more,
        )

    def up(self, *words: str) -> str:
        """Starts it; what it said until it was ready."""
        self.supervisor = subprocess.Popen(
            [sys.executable, "-m", "serentak", "up", *words], cwd=ROOT, env=self.variables, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        said = ""
        assert self.supervisor.stdout is not None
        while "Ctrl-C stops it" not in said:
            line = self.supervisor.stdout.readline()
            assert line, said
            said += line
        return said

    def health(self) -> dict[str, bool] | None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sehat", timeout=5) as answer:
                told: dict[str, bool] = json.load(answer)
                return told
        except (urllib.error.URLError, OSError):
            return None

    def well(self) -> bool:
        return self.health() == {"database": True, "sealing": True}

    def programs(self, name: str = "") -> list[psutil.Process]:
        """Living web and worker processes of this installation."""
        found = []
        for process in psutil.process_iter():
            try:
                ours = (
                    process.environ().get(MARK) == str(self.state)
                    and process.status() != psutil.STATUS_ZOMBIE
                )
                if ours and (not name or name in process.cmdline()):
                    found.append(process)
            except psutil.Error:
                continue
        return sorted(found, key=lambda process: process.create_time())

    def servers(self) -> list[psutil.Process]:
        """Living PostgreSQL processes of this installation."""
        found = []
        for process in psutil.process_iter():
            try:
                living = process.status() != psutil.STATUS_ZOMBIE
                if living and process.name() == "postgres" and Path(process.cwd()).parent == self.state:
                    found.append(process)
            except psutil.Error:
                continue
        return found

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        assert self.supervisor is not None
        self.supervisor.send_signal(number)
        said, _ = self.supervisor.communicate(timeout=PATIENCE)
        code, self.supervisor = self.supervisor.returncode, None
        return code, said


@pytest.fixture(scope="module")
def house(front: None) -> Iterator[Installation]:
    folder = Path(tempfile.mkdtemp(prefix="serentak-up-", dir="/tmp"))
    folder.chmod(0o711)
    made = Installation(folder)
    yield made
    for process in [*([made.supervisor] if made.supervisor else []), *made.programs(), *made.servers()]:
        process.kill()
    shutil.rmtree(folder)


def test_up_says_each_step_with_its_time_and_where_it_is(house: Installation) -> None:
    said = house.up("--demo")
    assert len(re.findall(r"^ +\d+\.\d\d s  \w", said, re.M)) >= 8
    assert f"http://localhost:{house.port}" in said
    until(house.well, "it is well")
    rest = (
        [house.supervisor.stdout.readline() for _ in range(8)]
        if house.supervisor and house.supervisor.stdout
        else []
    )
    assert any("verifikator" in line for line in rest)


def test_a_second_start_beside_it_is_refused_in_one_line(house: Installation) -> None:
    answer = house.run("up", "--demo")
    assert answer.returncode == 1 and len(answer.stderr.strip().splitlines()) == 1
    assert "already runs" in answer.stderr


def test_check_finds_nothing_wrong(house: Installation) -> None:
    answer = house.run("check", "--deep")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "embedded PostgreSQL is for trial" in answer.stdout


def test_the_log_and_the_tables_agree(house: Installation) -> None:
    answer = house.run("ledger", "verify", "--tables")
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_index_is_rebuilt_as_it_was(house: Installation) -> None:
    answer = house.run("rebuild")
    assert answer.returncode == 0 and "agree" in answer.stdout, answer.stdout + answer.stderr


@pytest.mark.parametrize("victim", ["serve", "worker"])
def test_a_killed_program_comes_back(house: Installation, victim: str) -> None:
    before = {process.pid for process in house.programs(victim)}
    house.programs(victim)[0].kill()
    until(lambda: {p.pid for p in house.programs(victim)} - before and house.well(), f"{victim} is back")
    until(
        lambda: not before & {p.pid for p in house.programs(victim)}, f"nothing of the old {victim} is left"
    )


def test_a_killed_database_comes_back(house: Installation) -> None:
    for process in house.servers():
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    until(house.well, "the database is back")


def test_programs_end_with_a_killed_supervisor(house: Installation) -> None:
    assert house.supervisor is not None
    house.supervisor.kill()
    house.supervisor.wait()
    until(lambda: not house.programs(), "web and worker noticed")
    assert house.servers(), "the database does not depend on the supervisor"


def test_a_start_after_everything_was_killed_recovers(house: Installation) -> None:
    house.up("--demo")
    assert house.supervisor is not None
    for process in [house.supervisor, *house.programs(), *house.servers()]:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    house.supervisor.wait()
    house.up("--demo")
    until(house.well, "it is well again")
    assert house.run("ledger", "verify", "--tables").returncode == 0


def test_a_signal_stops_everything_cleanly(house: Installation) -> None:
    code, said = house.stop(signal.SIGINT)
    assert code == 0 and "Traceback" not in said
    assert not house.programs() and not house.servers()


@pytest.mark.parametrize(
    "words", [("ledger", "verify"), ("check", "--deep"), ("administrator", "x", "--name=x", "--password=x")]
)
def test_a_command_without_its_database_says_so_in_one_line(
    house: Installation, words: tuple[str, ...]
) -> None:
    answer = house.run(*words)
    assert answer.returncode == 1 and "does not answer" in answer.stdout + answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_taken_port_is_refused_in_one_line(house: Installation) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", house.port))
        other.listen()
        answer = house.run("up", "--demo")
    assert answer.returncode == 1 and f"PORT={house.port + 1}" in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1 and not house.servers()


def test_a_demonstration_never_becomes_production(house: Installation) -> None:
    answer = house.run("up", "--pilot")
    assert answer.returncode == 1 and "demo" in answer.stderr


def test_production_asks_for_a_database_then_for_secrets(house: Installation, tmp_path: Path) -> None:
    nothing = house.run("up", SERENTAK_STATE=str(tmp_path))
    assert nothing.returncode == 1 and "DATABASE_URL" in nothing.stderr
    no_secrets = house.run("up", "--pilot", SERENTAK_STATE=str(tmp_path))
    assert no_secrets.returncode == 1 and "serentak secrets" in no_secrets.stderr


def test_a_database_that_refuses_is_one_line(house: Installation, tmp_path: Path) -> None:
    url = f"postgresql://nobody:x@127.0.0.1:{free_port()}/none"
    answer = house.run("install", SERENTAK_STATE=str(tmp_path), SERENTAK_DEMO="1", DATABASE_URL=url)
    assert answer.returncode == 1 and answer.stderr.count("\n") == 1 and "DATABASE_URL" in answer.stderr


def test_forgetting_removes_a_demonstration_and_nothing_else(house: Installation, tmp_path: Path) -> None:
    (tmp_path / "kind").write_text("production")
    assert house.run("forget", SERENTAK_STATE=str(tmp_path)).returncode == 1 and (tmp_path / "kind").exists()
    assert house.run("forget").returncode == 0 and not house.state.exists()
    house.state.mkdir()


@pytest.mark.parametrize(
    "words", [[], ["up"], ["ledger"], ["ledger", "verify"], ["administrator"], ["content", "check"]]
)
def test_every_command_explains_itself_without_an_installation(tmp_path: Path, words: list[str]) -> None:
    answer = Installation(tmp_path / "none").run(*words, "--help")
    assert answer.returncode == 0 and "Usage" in answer.stdout and not (tmp_path / "none").exists()
