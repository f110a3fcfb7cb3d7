"""The supervisor: database, web and worker as children; restarted when they die, stopped together.

Free of Django, which only the children load. Children are recognised by a mark in their environment, so
that what a killed supervisor left behind is found and ended by the next start, without any pid file.
"""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError

import psutil

from serentak.lib.refusal import Refusal
from serentak.site.environment import ROOT, Environment, password
from serentak.site.postgres.cluster import Cluster

MARK = "SERENTAK_SUPERVISED"  # its value is the state folder
REFUSED = 78  # a child that may not start, as sysexits.h names it: EX_CONFIG
GRACE = 15.0  # seconds a child has to finish its requests
Say = Callable[[str], None]


class Stopped(BaseException):
    """A signal asked us to stop."""


def cluster(environment: Environment) -> Cluster:
    """The embedded PostgreSQL of this installation."""
    secret = password(environment.state, "admin")
    return Cluster(environment.state, environment.socket, secret, environment.postgres)


def die_with_parent() -> None:
    """In a child: end when the supervisor does, whichever way; it holds the other end of our stdin."""
    import threading

    def watch() -> None:
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    if os.environ.get(MARK):
        threading.Thread(target=watch, daemon=True).start()


class Child:
    """One program of ours in a process group of its own."""

    def __init__(self, environment: Environment, name: str, *command: str) -> None:
        self.environment, self.name, self.command = environment, name, command
        self.began = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def output(self) -> Path:
        return self.environment.state / "output" / f"{self.name}.log"

    def start(self) -> None:
        """Started anew; what it writes goes to a file in a demonstration, to our own output in production."""
        self.began = time.monotonic()
        with self._output() as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "serentak", *self.command],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                start_new_session=True,
                env={**os.environ, MARK: str(self.environment.state)},
            )

    @contextlib.contextmanager
    def _output(self) -> Iterator[IO[bytes] | None]:
        if not self.environment.demo:
            yield None
            return
        self.output.parent.mkdir(mode=0o700, exist_ok=True)  # a trace may name what somebody typed
        with self.output.open("ab") as file:
            yield file

    def died(self) -> int | None:
        """Its exit code once it has ended; its group is swept so that no worker of it holds the port."""
        assert self.process is not None
        code = self.process.poll()
        if code is not None:
            _signal_group(self.process.pid, signal.SIGKILL)
        return code

    def stop(self) -> None:
        """Asked to finish, then ended."""
        if self.process is None:
            return
        _signal_group(self.process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(GRACE)
        _signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


class Supervisor:
    """Everything of one installation on this machine, for as long as `run` lasts."""

    def __init__(self, environment: Environment, say: Say) -> None:
        self.environment, self.say = environment, say
        self.cluster = cluster(environment) if environment.database_url is None else None
        self.children = [Child(environment, "web", "serve"), Child(environment, "worker", "worker")]
        self.delay = {child.name: 0.2 for child in self.children}

    def run(self, prepare: Callable[[], None], ready: Callable[[], None]) -> None:
        """Start the database, `prepare`, start the programs, say `ready`, keep them alive until a signal."""
        with alone(self.environment.state):
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, _stop)
            try:
                self._start(prepare)
                ready()
                while True:
                    time.sleep(0.2)
                    self._mend()
            except Stopped:
                self.say("stopping: requests are finished, then the database")
            finally:
                for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                    signal.signal(number, signal.SIG_IGN)
                self._stop()

    def _start(self, prepare: Callable[[], None]) -> None:
        end_leftovers(self.environment.state)
        free_port(self.environment.host, self.environment.port)
        if self.cluster is not None:
            began = time.perf_counter()
            self.cluster.start()
            self.say(f"{time.perf_counter() - began:6.2f} s  embedded PostgreSQL {self.cluster.major}")
        prepare()
        began = time.perf_counter()
        for child in self.children:
            child.start()
        self._wait_for_web()
        self.say(f"{time.perf_counter() - began:6.2f} s  web and worker")

    def _wait_for_web(self) -> None:
        host = "127.0.0.1" if self.environment.host in ("0.0.0.0", "::") else self.environment.host
        address = f"http://{host}:{self.environment.port}/sehat"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(address, timeout=5).close()
                return
            except HTTPError:
                return  # it answers; what it says of itself is for `serentak check`
            except (URLError, OSError):
                time.sleep(0.05)
            self._mend()
        raise Refusal(
            "web_silent", "the web program does not answer", remedy=f"see {self.children[0].output}"
        )

    def _mend(self) -> None:
        if self.cluster is not None and not self.cluster.alive():
            self.say("PostgreSQL ended; starting it again")
            self.cluster.start()
        for child in self.children:
            code = child.died()
            if code is None:
                continue
            if code == REFUSED:
                raise Refusal("child_refused", _last_line(child), remedy=f"see {child.output}")
            # quick at first, slower when it keeps dying
            lasted = time.monotonic() - child.began
            self.delay[child.name] = 0.2 if lasted > 10 else min(self.delay[child.name] * 2, 5.0)
            self.say(f"{child.name} ended with {code}; starting it again")
            time.sleep(self.delay[child.name])
            child.start()

    def _stop(self) -> None:
        for child in self.children:
            if child.process is not None:
                _signal_group(child.process.pid, signal.SIGTERM)
        for child in self.children:
            child.stop()
        if self.cluster is not None:
            self.cluster.stop()


def end_leftovers(state: Path) -> None:
    """End web and worker processes that a killed supervisor of this state folder left behind."""
    left = [process for process in psutil.process_iter() if _is_ours(process, state)]
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, stubborn = psutil.wait_procs(left, timeout=5)
    for process in stubborn:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stubborn, timeout=5)


def free_port(host: str, port: int) -> None:
    """Refusal when somebody else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Refusal(
                "port_forbidden",
                f"this user may not open port {port}",
                remedy="choose one above 1023: PORT=8000",
            ) from None
        except OSError:
            raise Refusal(
                "port_taken",
                f"port {port} is taken by another program",
                remedy=f"choose another: PORT={port + 1}",
            ) from None


@contextlib.contextmanager
def alone(state: Path) -> Iterator[None]:
    """One supervisor per state folder; the kernel gives the lock back however we end."""
    with (state / "supervisor.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(
                "already_running",
                f"Serentak already runs from {state}",
                remedy="stop it first: Ctrl-C where it runs",
            ) from None
        yield


def _is_ours(process: psutil.Process, state: Path) -> bool:
    try:
        return process.pid != os.getpid() and bool(process.environ().get(MARK) == str(state))
    except (psutil.Error, OSError):
        return False


def _signal_group(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def _last_line(child: Child) -> str:
    lines = child.output.read_text().splitlines() if child.output.exists() else []
    return next((line for line in reversed(lines) if line.strip()), f"{child.name} may not start")


def _stop(number: int, frame: object) -> None:
    raise Stopped
