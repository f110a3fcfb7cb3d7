"""The search in tests: what was filed is sealed and read, as the two halves of the worker do it."""

import psycopg
from django.conf import settings

from serentak.ledger.note import Signer
from serentak.ledger.sequence import Sequencer
from tests.conftest import OwnDatabase


def sealed(database: OwnDatabase) -> None:
    """Every entry is in the log."""
    signer = Signer(settings.LOG_NAME, settings.SERENTAK.log_seed)
    sequencer = Sequencer(database.dsn("sequencer"), settings.CHECKPOINT_FILE, signer)
    while sequencer.step():
        pass
    sequencer.close()


def followed(database: OwnDatabase, most: int = 500) -> int:
    """The search has read all of it, as the worker's login; how many entries that were."""
    sealed(database)
    read = 0
    with psycopg.connect(database.dsn("worker"), autocommit=True) as worker:
        while found := worker.execute("SELECT records_follow(%s)", [most]).fetchone()[0]:  # type: ignore[index]
            read += found
    return read
