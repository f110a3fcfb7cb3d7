"""The record's page, its acts and its files, as each of the cast sees them."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import actions
from serentak.records.envelope import SLIP_COOKIE, SLIP_SALT
from serentak.records.models import Record
from serentak.records.queries.page import ActView, RecordPage, record_page
from serentak.records.queries.slip import actor_of, by_slip, card
from tests.cast import Cast
from tests.records.cases import act, answered, file, forward, slip
from tests.records.test_files import pdf, photo, upload
from tests.records.walk import REPORT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "FILES_DIR", tmp_path)
    return tmp_path


def offer(page: RecordPage, name: str) -> ActView:
    return next(one for one in page.acts if one.act == name)


def acts(page: RecordPage) -> list[str]:
    return [one.act for one in page.acts]


def test_only_the_acts_of_this_post_are_offered(cast: Cast) -> None:
    done = file()
    page = record_page(cast.verifier.actor(), done.subject, at=now())
    assert acts(page) == ["forward", "ask", "refuse", "join", "readdress", "add", "write", "jot"]
    assert offer(page, "refuse").tone == "danger" and offer(page, "ask").tone is None
    forward(done, cast)
    assert acts(record_page(cast.verifier.actor(), done.subject, at=now())) == ["add", "jot"]
    assert acts(record_page(cast.officer.actor(), done.subject, at=now())) == [
        "take",
        "prepare",
        "progress",
        "ask_more",
        "write",
        "jot",
        "propose_give_back",
        "propose_pass_on",
        "propose_reclassify",
    ]
    act(done.subject, "take", cast.officer.actor())
    page = record_page(cast.officer.actor(), done.subject, at=now())
    assert "take" not in acts(page) and [
        p.open for p in page.parties if p.name == cast.officer.actor().holding.post
    ] == [True]
    act(done.subject, "prepare", cast.officer.actor(), {"answer": "Ditambal."})
    assert acts(record_page(cast.officer.actor(), done.subject, at=now())) == ["write", "jot"]
    page = record_page(cast.head.actor(), done.subject, at=now())
    assert acts(page) == ["confirm", "return", "write", "jot"]
    assert [text for _, text in offer(page, "confirm").confirms or ()] == ["Ditambal."]


@pytest.mark.parametrize(
    ("naming", "verifier", "officer"),
    [("confidential", "Sitti", None), ("named", "Sitti", "Sitti"), ("anonymous", None, None)],
)
def test_the_reporter_is_shown_as_the_reporter_chose(
    cast: Cast, naming: str, verifier: str | None, officer: str | None
) -> None:
    done = file(naming=naming)
    forward(done, cast)
    for member, name in ((cast.verifier, verifier), (cast.officer, officer), (cast.head, officer)):
        page = record_page(member.actor(), done.subject, at=now())
        assert (page.reporter is None) == (name is None) and (page.reporter_hidden is None) == (
            name is not None
        )
        assert name is None or name in [text for _, text in page.reporter or ()]
        text = member.client().get(f"/meja/berkas/{done.subject}").content.decode()
        assert ("Sitti" in text) == (name is not None) and ("s@contoh.id" in text) == (name is not None)


def test_after_an_erasure_the_page_says_so(cast: Cast) -> None:
    done = file()
    act(done.subject, "refuse", cast.verifier.actor(), {"ground": "incomplete", "reason": "Kurang."})
    act(done.subject, "erase", cast.verifier.actor(), {"reason": "Diminta."})
    page = record_page(cast.verifier.actor(), done.subject, at=now())
    assert page.reporter is None and "dihapus" in str(page.reporter_hidden)


def test_a_record_page_takes_few_statements(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    done = answered(cast)
    actor = cast.verifier.actor()
    record_page(actor, done.subject, at=now())
    with django_assert_max_num_queries(9):
        record_page(actor, done.subject, at=now())


def test_strangers_are_sent_away(cast: Cast) -> None:
    done = file()
    path = f"/meja/berkas/{done.subject}"
    assert Client().get(path).headers["Location"].startswith("/masuk?next=")
    assert cast.other_officer.client().get(path).status_code == 404
    assert cast.administrator.client().get(path).status_code == 404
    assert cast.verifier.client().get(f"/meja/berkas/{uuid4()}").status_code == 404


def post(cast_member: object, done: actions.Done, name: str, **data: str) -> object:
    client, actor = cast_member.client(), cast_member.actor()  # type: ignore[attr-defined]
    version = Record.objects.get(id=done.subject).version
    form = {"act": name, "key": str(uuid7()), "version": str(version), "pos": str(actor.holding.id), **data}
    return client.post(f"/meja/berkas/{done.subject}", form)


def test_an_act_by_form_shows_on_the_page(cast: Cast) -> None:
    done = file()
    answer = post(cast.verifier, done, "ask", question="Di mana tepatnya?")
    assert answer.status_code == 303  # type: ignore[attr-defined]
    page = cast.verifier.client().get(answer.headers["Location"]).content.decode()  # type: ignore[attr-defined]
    assert "Di mana tepatnya?" in page and "Pelapor dimintai keterangan" in page and "Tercatat" in page


def test_what_was_typed_stays_on_an_error(cast: Cast) -> None:
    done = file()
    answer = post(cast.verifier, done, "refuse", reason="Alasan yang panjang")
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 400  # type: ignore[attr-defined]
    assert (
        "Alasan yang panjang" in page and 'href="#f-refuse-ground"' in page and "Dasar: pilih satu." in page
    )


def test_a_stale_form_says_who_was_faster_and_keeps_what_was_typed(cast: Cast) -> None:
    done = file()
    act(done.subject, "add", slip(done), {"note": "Tambahan."})
    answer = post(cast.verifier, done, "ask", question="Pertanyaan saya", version="1")
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "menambah kabar" in page and "Pertanyaan saya" in page and 'name="version" value="2"' in page
    assert "Yang terjadi sementara itu" in page and page.count("Tambahan.") == 2  # there, and in the timeline
    act(done.subject, "add", slip(done), {"note": "Sekali lagi."})
    forward(done, cast)
    page = post(cast.verifier, done, "ask", question="Pertanyaan saya", version="2").content.decode()  # type: ignore[attr-defined]
    assert page.count("Sekali lagi.") == 2 and page.count("Tambahan.") == 1 and "Laporan diteruskan" in page
    assert "Yang Anda tulis" in page and "Pertanyaan saya" in page  # the act is gone, the words are not


def test_every_act_form_of_every_state_can_be_drawn(cast: Cast) -> None:
    done = file()
    seen = set()
    members = (cast.verifier, cast.officer, cast.head)
    for step in ("forward", "take", "prepare", "confirm"):
        for member in members:
            answer = member.client().get(f"/meja/berkas/{done.subject}")
            seen |= {
                name
                for name in ("ask", "refuse", "forward", "take", "progress", "prepare", "confirm")
                if f'name="act" value="{name}"' in answer.content.decode()
            }
        if step == "forward":
            forward(done, cast)
        elif step == "confirm":
            act(done.subject, step, cast.head.actor())
        else:
            act(done.subject, step, cast.officer.actor(), {"answer": "Sudah."} if step == "prepare" else {})
    assert len(seen) == 7


def test_files_are_given_to_those_who_see_a_record_that_names_them(cast: Cast) -> None:
    told = {"by": slip, "at": now()}
    done = actions.perform(
        None,
        "file",
        REPORT,
        by=cast.citizen.actor(),
        at=told["at"],
        key=uuid7(),
        type="complaint",
        files={"photos": [upload(photo(), 'a";x.jpg'), upload(pdf(), "b.pdf")]},
    )
    kept = record_page(cast.verifier.actor(), done.subject, at=now()).files
    assert len(kept) == 2
    for row in kept:
        path = f"/berkas/{row.hash}"
        answer = cast.verifier.client().get(path)
        assert answer.status_code == 200 and len(b"".join(answer.streaming_content)) == row.size
        assert (
            answer.headers["Content-Type"] == row.type
            and answer.headers["X-Content-Type-Options"] == "nosniff"
        )
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        attached = answer.headers["Content-Disposition"].startswith("attachment")
        assert attached is (row.type == "application/pdf")
        assert cast.officer.client().get(path).status_code == 404
        assert Client().get(path).status_code == 404
        holder = Client()
        holder.cookies[SLIP_COOKIE] = signing.dumps([done.number, done.code], salt=SLIP_SALT)
        assert holder.get(path).status_code == 200
        holder.cookies[SLIP_COOKIE] = signing.dumps([done.number, "AAAAAAAAAA"], salt=SLIP_SALT)
        assert holder.get(path).status_code == 404
    assert cast.verifier.client().get("/berkas/" + "0" * 64).status_code == 404


def test_the_reporter_reads_what_is_his_to_read(cast: Cast) -> None:
    done = file()
    raw_note = "Catatan hanya untuk dinas"
    target = {
        "target": str(record_agency("pupr")),
        "public_summary": "Jalan.",
        "category": "jalan",
        "note_optional": raw_note,
    }
    act(done.subject, "forward", cast.verifier.actor(), target)
    act(
        done.subject,
        "prepare",
        cast.officer.actor(),
        {"answer": "Belum disahkan."},
        files={"evidence": [upload(photo("PNG"))]},
    )
    act(done.subject, "return", cast.head.actor(), {"reason": "Hanya antar petugas"})
    _, page = by_slip(done.number, done.code or "", at=now())
    said = str(page)
    assert raw_note not in said and "Belum disahkan" not in said and "Hanya antar petugas" not in said
    assert page.answer is None and "Jawaban disiapkan" in said and "Sitti" not in said
    (evidence,) = record_page(cast.officer.actor(), done.subject, at=now()).timeline[1].files
    digest = evidence.hash
    holder = Client()
    holder.cookies[SLIP_COOKIE] = signing.dumps([done.number, done.code], salt=SLIP_SALT)
    assert holder.get(f"/berkas/{digest}").status_code == 404
    act(
        done.subject,
        "prepare",
        cast.officer.actor(),
        {"answer": "Ditambal."},
        files={"evidence": [upload(photo("PNG"))]},
    )
    act(done.subject, "confirm", cast.head.actor())
    _, page = by_slip(done.number, done.code or "", at=now())
    head, officer = cast.head.actor().holding, cast.officer.actor().holding
    assert page.answer and head and officer and page.answer.text == "Ditambal."
    assert (page.answer.confirmed_by, page.answer.prepared_by) == (head.post, officer.post)
    assert holder.get(f"/berkas/{digest}").status_code == 200
    assert [one.act for one in page.acts] == ["rate", "reopen"]


def record_agency(code: str) -> int:
    from serentak.agencies.queries import organisation_by_code

    return organisation_by_code(code)


def test_tracking_says_where_until_when_and_why_late(cast: Cast) -> None:
    done = file()
    forward(done, cast)
    act(done.subject, "take", cast.officer.actor())
    late = now() + timedelta(days=30)
    _, page = by_slip(done.number, done.code or "", at=late)
    assert page.late is not None and page.late.text is None
    act(done.subject, "progress", cast.officer.actor(), {"note": "Menunggu aspal."}, at=late)
    _, page = by_slip(done.number, done.code or "", at=late + timedelta(hours=1))
    officer = cast.officer.actor().holding
    assert officer and page.late and (page.late.text, page.late.post) == ("Menunggu aspal.", officer.post)
    assert page.post == officer.post and page.agency_name == "Dinas PUPR" and page.step == 2 and page.coming
    assert page.clocks[0].late > 10 and page.naming and "Rahasiakan" in page.naming["id"]


def test_number_and_code_must_belong_together(cast: Cast) -> None:
    first, second = file(), file()
    for number, code in (
        (first.number, second.code),
        (first.number, ""),
        ("ADU-2026-999999", first.code),
        (first.number, "Ä" * 10),
        (first.number, (first.code or "").lower()),
    ):
        for door in (actor_of, card):
            with pytest.raises(Refusal) as no:
                door(number, code or "")
            assert no.value.status == 404
    assert card(first.number, first.code or "").title == "Jalan berlubang"


def test_the_slip_is_one_statement(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    done = file()
    card(done.number, done.code or "")
    with django_assert_max_num_queries(1):
        found = card(done.number, done.code or "")
    assert (found.record, found.number, found.entry) == (done.subject, done.number, done.entry)
    with django_assert_max_num_queries(8):
        by_slip(done.number, done.code or "", at=now())
