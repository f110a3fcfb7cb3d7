"""Whatever the document allows or forbids is answered, and never by an error of ours.

Each operation is sent what fits its schema and what does not; three of four requests about a record are about
one that is there, in the version it has.
"""

import os
import random

import hypothesis
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from schemathesis import Case, GenerationMode

from serentak.lib.ids import uuid7
from serentak.people.actions import door
from serentak.people.rules import cookie_of
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.factories import records

EXAMPLES = int(os.environ.get("SERENTAK_FUZZ", "1")) * 8


def test_no_operation_of_the_document_answers_with_a_server_error(
    own_database: OwnDatabase, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "setting", lambda name, at: 10**9)
    cast.machine.acts = frozenset({"complaint.file", "complaint.add", "helpdesk.file", "information.file"})
    key = {"Authorization": f"Bearer {cookie_of(cast.machine.secret)}"}
    done = records.complaint(by=cast.machine.actor(), channel="lapor", lapor_number="12345678")
    app, rng, statuses = WSGIHandler(), random.Random(20261125), set()
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations = [found.ok() for found in document.get_all_operations()]
    assert len(operations) > 20

    def attacked(case: Case) -> None:
        if "id" in case.path_parameters and rng.random() < 0.75:
            case.path_parameters["id"] = str(done.subject)
        retry = {} if rng.random() < 0.1 else {"Idempotency-Key": str(uuid7())}
        seen = {"If-Match": '"1"'} if "If-Match" in (case.headers or {}) and rng.random() < 0.5 else {}
        answer = case.call(headers={**key, **retry, **seen})
        assert answer.status_code < 500, case.as_curl_command()
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == ["application/problem+json"], case.as_curl_command()
        statuses.add(answer.status_code)

    quiet = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.filter_too_much]
    how = hypothesis.settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=quiet,
        phases=[hypothesis.Phase.generate],
    )  # fmt: skip
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            cases = operation.as_strategy(generation_mode=mode)
            try:
                how(hypothesis.given(cases)(attacked))()
            except hypothesis.errors.Unsatisfiable:
                continue  # nothing can be wrong with what takes nothing
    assert {200, 201, 400, 404} <= statuses, statuses
