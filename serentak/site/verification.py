"""`serentak ledger verify` and `rebuild`: the rooms' verifications in one order, each finding one line."""

from collections.abc import Callable, Iterator

import psycopg

from serentak.ledger.checkpoint import adopt
from serentak.ledger.note import Signer
from serentak.ledger.verify import log, readings, rows
from serentak.ledger.verify.finding import Finding
from serentak.records import actions as records
from serentak.records import checks as record_checks
from serentak.site.environment import Environment

Say = Callable[[str], None]


def run(environment: Environment, *, tables: bool, say: Say) -> int:
    """Says every finding; 1 when one of them is no lawful erasure, else 0."""
    wrong = erased = 0
    for finding in findings(environment, tables=tables):
        say(str(finding))
        erased += finding.erased
        wrong += not finding.erased
    say(
        f"{wrong} findings"
        if wrong
        else "The log is whole."
        if not tables
        else "The log and the tables agree."
    )
    if erased:
        say(f"{erased} identities were erased by an act; their proofs stand.")
    return 1 if wrong else 0


def findings(environment: Environment, *, tables: bool) -> Iterator[Finding]:
    """What does not fit: in the log and, with `tables`, between it and every recorded table."""
    signer = Signer(environment.log_name, environment.log_seed)
    with psycopg.connect(environment.dsn("admin")) as connection:
        yield from log.verify(connection, environment.checkpoint, signer.verifier)
        if tables:
            yield from rows.tables(connection)
            yield from readings.readings(connection)
            yield from record_checks.tables(connection)


def rebuild(environment: Environment, *, say: Say) -> int:
    """Computes the field index again from the newest content parts and the search from the log, then verifies
    everything."""
    say(f"{records.rebuild()} rows of the field index computed again")
    say(f"{records.rebuild_search()} entries of the log read again for the search")
    return run(environment, tables=True, say=say)


def adopt_log(environment: Environment, *, say: Say) -> int:
    """Signs the log as it stands when its checkpoint file is lost for good, if all else verifies."""
    signer = Signer(environment.log_name, environment.log_seed)
    missing = f"checkpoint file {environment.checkpoint}"
    others = [
        found for found in findings(environment, tables=True) if found.place != missing and not found.erased
    ]
    for finding in others:
        say(str(finding))
    if others:
        say("The log does not verify; nothing was signed.")
        return 1
    size = adopt(environment.dsn("admin"), environment.checkpoint, signer)
    say(f"Signed anew at {size} entries. Tell those who keep older checkpoints.")
    return 0
