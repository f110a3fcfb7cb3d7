"""What was imported is what stands, over random sheets."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serentak.agencies.roster import Line
from serentak.desk import sheet
from serentak.law import queries as law
from serentak.lib.clock import today
from tests.cast import Cast
from tests.desk.test_roster import checked, done, lines_of

pytestmark = pytest.mark.django_db


@st.composite
def sheets(draw: st.DrawFn) -> list[dict[str, str]]:
    """Lines of new posts and people of two bodies, some posts empty, some shared."""
    kinds = [kind for kind in law.library().holding_kinds if kind not in ("machine", "an")]
    letters = st.text("abcdefgh =+'\"éÀ;-", min_size=1, max_size=12)
    rows = []
    for number in range(draw(st.integers(1, 6))):
        body, shared = draw(st.sampled_from(["dinkes", "pupr"])), draw(st.integers(0, 3))
        row = {"body": body, "title": f"Jabatan uji {shared}", "role": "officer"}
        if draw(st.booleans()):
            kind = draw(st.sampled_from(kinds))
            row |= {"name": " ".join(f"N{draw(letters)}".split()), "username": f"uji.{number}", "kind": kind}
            row["since"] = (today() + timedelta(days=draw(st.integers(0, 30)))).isoformat()
            if kind != "definitive":
                until = today() + timedelta(days=draw(st.integers(30, 80)))
                row |= {
                    "letter_number": f"8/{number}",
                    "letter_date": today().isoformat(),
                    "until": until.isoformat(),
                }
        rows.append(row)
    return rows


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=sheets())
def test_what_was_imported_is_what_stands(cast: Cast, rows: list[dict[str, str]]) -> None:
    assert cast.administrator.secret  # the session stays when all the rest is undone
    with transaction.atomic():
        before = lines_of(cast.administrator)
        text = sheet.as_csv(sheet.rows_of([Line(number, row) for number, row in enumerate(rows, 2)]))
        done(cast.administrator, text)
        after = lines_of(cast.administrator)
        held = {tuple(sorted(row.items())) for row in rows if "username" in row}
        taken = {(row["body"], row["title"]) for row in rows if "username" in row}
        empty = {tuple(sorted(row.items())) for row in rows if (row["body"], row["title"]) not in taken}
        assert after - before == held | empty and before <= after
        assert "Tidak ada yang berubah" in checked(cast.administrator, text)
        transaction.set_rollback(True)
