"""What a reporter says of the service after the case has ended: counted once a record, and kept of nobody."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from serentak.agencies.rules import Actor
from serentak.lib.clock import local_day, rfc3339
from serentak.lib.refusal import Refusal, refused
from serentak.records.queries.satisfaction import elements
from serentak.records.rules import Text


def rate(record: UUID, typed: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Counts an answer: a score from 1 to 4 for each element. Refusal `invalid` names each without one, 403
    for anybody but the reporter of a record that has ended, 409 when it was answered."""
    asked = [row["id"] for row in elements(local_day(at))]
    wrong = {name: CHOOSE for name in asked if typed.get(name) not in ("1", "2", "3", "4")}
    if wrong:
        raise Refusal("invalid", CHOOSE, fields=wrong)
    scores = json.dumps({name: int(typed[name]) for name in asked})
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            said: list[Any] = [by.credential, by.secret, record, scores, rfc3339(at)]
            cursor.execute("SELECT records_survey_answer(%s, %s, %s, %s::jsonb, %s)", said)
            (counted,) = cursor.fetchone()
    except DatabaseError as error:
        raise refused(error, NOT_YOURS) from error
    if not counted:
        raise Refusal("rated", RATED, status=409)


CHOOSE: Text = {"id": "Pilih satu untuk setiap pertanyaan.", "en": "Choose one for each question."}
NOT_YOURS: Text = {
    "id": "Yang menilai adalah pelapornya, sesudah berkasnya selesai.",
    "en": "The reporter rates it, once the record has ended.",
}
RATED: Text = {"id": "Penilaian untuk berkas ini sudah masuk.", "en": "This record was rated already."}
