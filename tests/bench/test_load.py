"""The bulk loader's clones fold, and the log over them verifies: else its figures would be of something else."""

from typing import Any

import psycopg

from bench import load
from serentak.site.verification import findings
from tests.cast import Cast
from tests.factories import records


def test_clones_verify_as_if_they_had_been_filed(own_database: Any, cast: Cast) -> None:
    from serentak.ledger.note import Signer
    from serentak.ledger.sequence import Sequencer

    verifier = cast.verifier.actor()
    filed, handed, refused = (records.complaint().subject for _ in range(3))
    records.forward(handed, 1, by=verifier)
    records.act(refused, 1, "refuse", by=verifier, ground="not_complaint", reason="Ini pertanyaan umum.")
    with psycopg.connect(own_database.dsn("admin"), autocommit=True) as admin:
        load.prepare(admin, [filed, handed, refused])
        for template in (1, 2, 3):
            load.clone(admin, template, 1, 5, 12)
            load.clone(admin, template, 6, 12, 12)
        [count] = admin.execute("SELECT count(*) FROM records_record").fetchone() or [0]
    here = own_database.environment
    sequencer = Sequencer(here.dsn("sequencer"), here.checkpoint, Signer(here.log_name, here.log_seed))
    while sequencer.step():
        pass
    sequencer.close()
    assert count == 3 + 36
    assert [str(finding) for finding in findings(here, tables=True)] == []
    clone = records.act(_one(own_database), 1, "ask", by=verifier, question="Di sebelah mana?")
    assert clone.number.startswith("ADU-")


def _one(own_database: Any) -> Any:
    with psycopg.connect(own_database.dsn("admin")) as admin:
        row = admin.execute("SELECT subject FROM bench.clone WHERE t = 1 AND n = 7").fetchone()
    assert row is not None
    return row[0]
