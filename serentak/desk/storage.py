"""How full the machine is: the database by room, the file store, the disks, the log, and what came in a week.

Read off what runs, nothing is kept. The disk of a database elsewhere and the age of backups cannot be seen
from here; the page says so.
"""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from serentak.agencies.rules import Actor
from serentak.gate.rules import NOT_ALLOWED
from serentak.law import queries as law
from serentak.ledger import queries as ledger
from serentak.lib.clock import local_day
from serentak.lib.refusal import refused

WEEK = timedelta(days=7)
FORESIGHT = 520  # weeks
_TABLES = """
SELECT split_part(c.relname, '_', 1), sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY 1 ORDER BY 2 DESC"""
_LOG = """
WITH before AS (
  SELECT coalesce((SELECT id FROM ledger_entry WHERE moment < %s ORDER BY id DESC LIMIT 1), 0) AS id
)
SELECT before.id, (SELECT count(*) FROM ledger_entry e WHERE e.id > before.id),
  pg_database_size(current_database()) FROM before"""


@dataclass(frozen=True)
class Disk:
    """A disk by what lies on it (`files`, `checkpoint`): bytes free and in all; `low`: too few are free."""

    holds: tuple[str, ...]
    free: int
    whole: int
    low: bool


@dataclass(frozen=True)
class Storage:
    """Bytes: of the database in all and by room, of the files (and how many), of the files of a week; entries
    sealed in all, and made in a week. `sealed`: when the log was last sealed."""

    database: int
    rooms: dict[str, int]
    files: int
    bytes: int
    fresh: int
    disks: list[Disk]
    log: int
    week: int
    sealed: datetime | None

    @property
    def grows(self) -> int:
        """Bytes a week: the files that came, and the database's share of the week's entries."""
        return self.fresh + (self.database * self.week // self.log if self.log else 0)

    @property
    def weeks(self) -> int | None:
        """Weeks until the disk with the files is full, at this rate; None when that is beyond foresight."""
        weeks = self.disks[0].free // self.grows if self.disks and self.grows else FORESIGHT
        return weeks if weeks < FORESIGHT else None


def storage(by: Actor, *, at: datetime) -> Storage:
    """How full it is; refused to anybody but the administrator. Four statements."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_LOG, [at - WEEK])
            since, week, database = cursor.fetchone()
            values = [by.secret, by.holding.id if by.holding else None, since]
            cursor.execute("SELECT * FROM records_storage(%s, %s, %s)", values)
            files, size, fresh = cursor.fetchone()
            cursor.execute(_TABLES)
            rooms = dict(cursor.fetchall())
    except DatabaseError as error:
        raise refused(error, NOT_ALLOWED) from error
    shown = ledger.published()
    return Storage(
        database=database,
        rooms=rooms,
        files=files,
        bytes=size,
        fresh=fresh,
        disks=disks(at=at),
        log=shown.size if shown else 0,
        week=week,
        sealed=ledger.sealed_at(shown.size) if shown else None,
    )


def disks(*, at: datetime) -> list[Disk]:
    """The disks of the files and of the checkpoint, each once; a folder that is not there yet is left out. No
    statement."""
    least = int(law.library().value("storage.free_percent", local_day(at)).value)
    places = {"files": Path(settings.FILES_DIR), "checkpoint": Path(settings.CHECKPOINT_FILE).parent}
    found: dict[int, list[str]] = {}
    for name, path in places.items():
        if path.exists():
            found.setdefault(path.stat().st_dev, []).append(name)
    usage = {device: shutil.disk_usage(places[names[0]]) for device, names in found.items()}
    return [
        Disk(tuple(names), of.free, of.total, low=of.free * 100 < of.total * least)
        for device, names in found.items()
        for of in [usage[device]]
    ]
