"""Two reports of one thing: found by words, place and time; joined, followed, told, and separated again."""

from datetime import timedelta

from django.core import mail
from django.test import Client

from serentak.gate.actions import Errand
from serentak.lib.clock import now
from serentak.records import actions
from serentak.records.actions import Done
from serentak.records.models import Record
from serentak.records.queries.alike import alike
from serentak.records.queries.news import also
from serentak.records.queries.page import record_page
from serentak.records.queries.slip import by_slip
from tests.cases.filing import KIRIM, typed
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.plans import plans
from tests.records.cases import act, file, forward
from tests.records.finding import followed
from tests.records.test_perform import as_worker

HERE = {"district": "76.02.01", "landmark": "Rumah Ibu Siti", "lat": "-2.6700", "lon": "118.8900"}
HOLE = {"about": "Jalan berlubang di depan pasar lama", "place": HERE, "category": "jalan"}


def seen(about: str, **place: str) -> int:
    values = {"about": about, "place": {"district": "76.02.01", **place}}
    return len(alike("complaint", values, at=now()))


def test_what_is_alike_is_found_by_words_place_and_time(own_database: OwnDatabase, cast: Cast) -> None:
    hole = file(**HOLE)
    lamp = file(about="Lampu jalan padam", place={"district": "76.02.01"})
    held = file(about="Jalan berlubang depan pasar", place=HERE, aside="same")
    followed(own_database)
    assert seen("ada lubang di jalan pasar") == 1  # other forms of the words
    assert seen("jembatan gantung putus") == 0
    assert seen("jalan macet") == 0  # one word of two is not enough …
    assert seen("jalan macet", lat="-2.6705", lon="118.8905") == 1  # … but at that very place it is
    assert seen("jalan macet", lat="-2.6805", lon="118.8905") == 0
    elsewhere = {"about": HOLE["about"], "place": {"district": "76.02.04"}}
    assert alike("complaint", elsewhere, at=now()) == []
    assert alike("complaint", {**elsewhere, "place": "x"}, at=now()) == []
    assert alike("complaint", HOLE, at=now() + timedelta(days=100)) == []
    (one,) = alike("complaint", HOLE, at=now())
    assert "Siti" not in str(one) and "118" not in str(one)  # sort, place and day, and nothing else
    assert one.sort == {"id": "Jalan dan jembatan", "en": "Roads and bridges"}
    for done in (hole, lamp, held):
        why = {"ground": "not_authority", "reason": "Kabupaten."}
        act(done.subject, "refuse", cast.verifier.actor(), why)
    followed(own_database)
    assert seen(str(HOLE["about"])) == 0  # only open ones
    statement = "SELECT * FROM records_alike('complaint', 'jalan berlubang', '{\"district\": \"76.02.01\"}', now(), NULL)"
    off = ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin")
    plan = plans(own_database.dsn("admin"), statement, off=off)
    assert "records_search_near" in plan and "Seq Scan on records" not in plan, plan


def test_the_sender_is_shown_before_sending_and_the_verifier_before_deciding(
    own_database: OwnDatabase, cast: Cast, front: None
) -> None:
    first = file(**HOLE)
    followed(own_database)
    form, browser = typed(about="Jalan berlubang depan pasar", story="Sudah lama sekali, tolong."), Client()
    stopped = browser.post(KIRIM, form)
    page = stopped.content.decode()
    assert stopped.status_code == 200 and "Mungkin sudah dilaporkan" in page and first.number not in page
    assert "Sudah lama sekali" in page and 'name="alike"' in page
    assert browser.post(KIRIM, form | {"alike": "1"}).status_code == 303
    asked = browser.get("/layanan/pengaduan/mirip", {"about": HOLE["about"], "place.district": "76.02.01"})
    assert "Mungkin sudah dilaporkan" in asked.content.decode()
    second = Record.objects.latest("opened")
    [twin] = record_page(cast.verifier.actor(), second.id, at=now()).twins
    assert (twin.record, twin.number) == (first.subject, first.number)


def test_a_joined_report_follows_the_first_and_both_reporters_are_told(
    own_database: OwnDatabase, cast: Cast
) -> None:
    def told(done: Done) -> dict[str, str]:
        """Who is mailed about its newest act, and what."""
        version = Record.objects.get(id=done.subject).version
        with as_worker(own_database):
            actions.tell(done.subject, version, errand=Errand(1), at=now())
            for whose in also(done.subject, version):
                actions.tell(done.subject, version, errand=Errand(2), at=now(), whose=whose)
        sent = {one.to[0]: f"{one.subject} {one.body}" for one in mail.outbox}
        mail.outbox.clear()
        return sent

    first = file(naming="named", reporter_name="Warga A", reporter_email="a@contoh.id", **HOLE)
    second = file(
        naming="named",
        reporter_name="Warga B",
        reporter_email="b@contoh.id",
        about="Lubang",
        category="jalan",
    )
    forward(first, cast)
    act(second.subject, "join", cast.verifier.actor(), {"duplicate_of": first.number})
    sent = told(second)
    assert second.number in sent["b@contoh.id"] and "digabungkan dengan laporan Anda" in sent["a@contoh.id"]
    assert first.number in sent["a@contoh.id"] and second.number not in sent["a@contoh.id"]
    _, page = by_slip(second.number, second.code or "", at=now())
    assert page.ended and page.first and page.first.answer is None
    assert first.number not in str(page)
    act(first.subject, "prepare", cast.officer.actor(), {"answer": "Ditambal besok."})
    _, page = by_slip(second.number, second.code or "", at=now())
    assert page.first and page.first.answer is None  # not before it is confirmed
    act(first.subject, "confirm", cast.head.actor())
    sent = told(first)
    assert set(sent) == {"a@contoh.id", "b@contoh.id"} and first.number not in sent["b@contoh.id"]
    _, page = by_slip(second.number, second.code or "", at=now())
    assert page.first and page.first.answer == "Ditambal besok."
    act(second.subject, "separate", cast.verifier.actor(), {"reason": "Bukan yang sama."})
    header = Record.objects.get(id=second.subject)
    assert header.state == "filed" and header.closed is None and header.due
    _, page = by_slip(second.number, second.code or "", at=now())
    assert page.first is None
