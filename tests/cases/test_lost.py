"""A lost slip: found by what its reporter left, by the post that knows reporters, and written down each time."""

from typing import Any

import psycopg
import pytest
from django.test import Client

from serentak.law import queries as law
from serentak.lib.clock import local_day, now
from tests.cases.filing import file, slip_of, typed
from tests.cast import Cast

HILANG = "/meja/tanda-terima-hilang"
PHONE = "0812 3456-7890"


@pytest.fixture
def readings(own_database: Any, cast: Cast) -> Any:
    """The record of readings, as the owner reads it: purpose and holding, in order of purpose."""

    def rows() -> list[tuple[str, int]]:
        with psycopg.connect(own_database.dsn("admin")) as db:
            return db.execute("SELECT purpose, holding FROM ledger_access ORDER BY purpose").fetchall()

    return rows


def asked(cast: Cast, contact: str, **more: str) -> dict[str, str]:
    return {"contact": contact, "pos": str(cast.verifier.holding), **more}


@pytest.mark.parametrize("contact", [PHONE, "+62 812 3456 7890", "81234567890", "WARGA@contoh.id"])
def test_found_however_it_is_typed_and_each_showing_leaves_a_row(
    readings: Any, cast: Cast, contact: str
) -> None:
    citizen = Client()
    file(citizen, typed(reporter_email="warga@contoh.id"))
    file(Client(), typed(naming="anonymous", reporter_name="", reporter_phone=""))
    number, _ = slip_of(citizen)
    page = cast.verifier.client().post(HILANG, asked(cast, contact)).content.decode()
    assert page.count('name="record"') == 1 and number in page
    assert "Siti Rahmah" not in page and "berlubang" not in page, "neither who nor what"
    assert readings() == [("lost_slip", cast.verifier.holding)]


def test_the_old_slip_is_printed_again_once_the_identity_was_checked(readings: Any, cast: Cast) -> None:
    citizen, desk = Client(), cast.verifier.client()
    file(citizen)
    number, code = slip_of(citizen)
    page = desk.post(HILANG, asked(cast, PHONE)).content.decode()
    record = page.split('name="record" value="')[1].split('"')[0]
    answer = desk.post(HILANG, asked(cast, PHONE, again="ya", record=record))
    assert answer.status_code == 400 and 'href="#f-proved"' in answer.content.decode()
    other = desk.post(HILANG, asked(cast, "0899 1111 2222", again="ya", record=record, proved="yes"))
    assert other.status_code == 404, "the record alone opens nothing"
    answer = desk.post(HILANG, asked(cast, PHONE, again="ya", record=record, proved="yes"))
    assert answer.status_code == 303
    slip = desk.get(answer["Location"]).content.decode()
    assert number in slip and code in slip.replace(" ", "")
    assert [purpose for purpose, _ in readings()] == ["lost_slip", "slip_again"]


def test_nothing_is_found_without_leaving_a_row(readings: Any, cast: Cast) -> None:
    file(Client())
    for contact, status in (("0899 1111 2222", 200), ("", 400), ("telepon", 400), ("%@%", 200)):
        answer = cast.verifier.client().post(HILANG, asked(cast, contact))
        assert answer.status_code == status and 'name="record"' not in answer.content.decode()
    assert readings() == []


def test_only_posts_that_know_reporters_may_ask_and_not_without_end(readings: Any, cast: Cast) -> None:
    file(Client())
    for who in (cast.front_desk, cast.coordinator, cast.administrator):
        answer = who.client().post(HILANG, {"contact": PHONE, "pos": str(who.holding)})
        assert answer.status_code == 403
    for who in (
        cast.inspector,
        cast.officer,
        cast.head,
    ):  # they know the reporters of others, or of other types
        answer = who.client().post(HILANG, {"contact": PHONE, "pos": str(who.holding)})
        assert answer.status_code == 200 and 'name="record"' not in answer.content.decode()
    assert readings() == []
    most = law.library().value("door.lost_per_hour_account", on=local_day(now())).value
    found = [
        cast.verifier.client().post(HILANG, asked(cast, PHONE)).status_code for _ in range(int(most) + 1)
    ]
    assert set(found[:-1]) == {200} and found[-1] == 429
