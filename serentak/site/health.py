"""What `serentak check` looks at: this machine and this installation. What holds of data is in `checks`."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from django.db import Error, connection

from serentak.ledger import checkpoint
from serentak.ledger.note import Signer
from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.site import assets
from serentak.site.environment import SECRETS, Environment

FREE_BYTES = 2_000_000_000
SEALING = timedelta(minutes=1)


def problems(environment: Environment) -> list[str]:
    """A sentence for each thing that is wrong, with what to do."""
    return [text for look in LOOKS for text in look(environment)]


def _database(environment: Environment) -> Iterator[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT demo FROM ledger_setting")
            row = cursor.fetchone()
            cursor.execute(
                "SELECT count(*) FROM ledger_entry WHERE moment < %s"
                " AND id > coalesce((SELECT entry FROM ledger_leaf ORDER BY position DESC LIMIT 1), 0)",
                [now() - SEALING],
            )
            (waiting,) = cursor.fetchone()
    except Error as error:
        yield f"the database does not answer: {str(error).splitlines()[0]}; start it, or look at DATABASE_URL"
        return
    if row is None:
        yield "the database is not installed: run `serentak install`"
    elif row[0] != environment.demo:
        yield "the database and this environment disagree whether this is a demonstration"
    if waiting:
        yield f"{waiting} entries wait for their seal for over a minute: is `serentak worker` running?"
    yield from _log(environment)


def _log(environment: Environment) -> Iterator[str]:
    import psycopg

    verifier = Signer(environment.log_name, environment.log_seed).verifier
    try:
        with psycopg.connect(environment.dsn("web")) as own:
            checkpoint.check(own, environment.checkpoint, verifier)
    except Refusal as refusal:
        yield f"{refusal.text}: {refusal.remedy}"


def _secrets(environment: Environment) -> Iterator[str]:
    folder = environment.state / "secrets"
    files = [folder / name for name in SECRETS] + sorted(folder.glob("database_*"))
    for path in files:
        if path.exists() and path.stat().st_mode & 0o077:
            yield f"{path} can be read by others: chmod 600 {path}"


def _disk(environment: Environment) -> Iterator[str]:
    for path in {environment.state, environment.files, environment.checkpoint.parent}:
        if path.exists() and shutil.disk_usage(path).free < FREE_BYTES:
            yield f"less than 2 GB are free at {path}: make room before filings fail"


def _built(environment: Environment) -> Iterator[str]:
    if not (assets.BUILD / "collected").is_dir():
        yield "the front end is not built: run `serentak build` and `serentak install`"


def _production(environment: Environment) -> Iterator[str]:
    if environment.demo:
        return
    if not environment.base_url.startswith("https://"):
        yield "BASE_URL is not https: put a proxy with TLS in front and set BASE_URL to its address"
    if environment.email_url is None:
        yield "SERENTAK_EMAIL_URL is not set: letters are only written to files"
    if _same_disk(environment.checkpoint.parent, environment.state):
        yield "the checkpoint lies beside the database: set SERENTAK_CHECKPOINT to another disk"


def _same_disk(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.stat().st_dev == other.stat().st_dev


LOOKS: tuple[Callable[[Environment], Iterator[str]], ...] = (_database, _secrets, _disk, _built, _production)
