"""What is wrong, said on the first page of administration: each kind appears, leads to where it is mended, goes when it is."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from serentak.agencies import announcements, queries
from serentak.agencies.models import Organisation, Post
from serentak.agencies.queries import organisation_by_code
from serentak.desk import storage
from serentak.lib.clock import today
from serentak.people.rules import DEMO_PASSWORD
from tests.agencies.test_second_factor import require
from tests.cast import Cast, Member
from tests.conftest import OwnDatabase
from tests.desk.test_administration import page, post_of, send
from tests.desk.test_changes import PATH, Composing
from tests.desk.test_persons import person_of
from tests.factories import agencies as factory
from tests.factories import people
from tests.factories.factors import app

LATER = "Dinas Bina Marga dan Kesehatan"


def test_of_a_long_list_the_first_are_shown_and_how_many_more(cast: Cast) -> None:
    by = cast.administrator.actor()
    for n in range(23):
        post = factory.post(by=by, organisation="dinkes", title=f"Kosong {n:02}")
        held = factory.post(by=by, organisation="dinkes", title=f"Segera {n:02}")
        factory.holding(by=by, post=held, terms=factory.terms(days=3))
    shown = page(cast.unit_administrator, "/kelola/")
    vacant = shown.split('id="vacant"')[1].split("</section>")[0]
    ending = shown.split('id="ending"')[1].split("</section>")[0]
    never = shown.split('id="never"')[1].split("</section>")[0]
    assert "Kosong 19" in vacant and "Kosong 22" not in vacant and "dan 3 lagi" in vacant
    assert ending.count("Plt. Segera") == 20 and "dan 3 lagi" in ending
    assert never.count("<time") == 20 and "view=never" in never
    assert f"/kelola/jabatan/{post}/" not in vacant


def test_mail_that_does_not_get_through_and_a_full_disk_are_the_provinces_alone(
    own_database: OwnDatabase, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = page(cast.administrator, "/kelola/")
    assert 'id="unsent"' not in shown and 'id="full"' not in shown
    with psycopg.connect(own_database.dsn("admin")) as db:
        db.execute(
            "INSERT INTO gate_mail SELECT n, now() - n * interval '8 minutes', 'ADU-2026-000001', 'a•••@b•••', 1,"
            " NULL, 'records.news', '{}' FROM generate_series(1, 3) n"
        )
    monkeypatch.setattr(storage.shutil, "disk_usage", lambda path: SimpleNamespace(total=1000, free=1))
    shown = page(cast.administrator, "/kelola/")
    unsent = shown.split('id="unsent"')[1].split("</section>")[0]
    assert ">2<" in unsent and "surel?view=unsent" in unsent, "the one of eight minutes ago is still tried"
    assert "jalannya/penyimpanan" in shown.split('id="full"')[1].split("</section>")[0]
    shown = page(cast.unit_administrator, "/kelola/")
    assert 'id="unsent"' not in shown and 'id="full"' not in shown


def test_who_lacks_the_second_factor_that_the_post_asks_for_is_named(
    own_database: OwnDatabase, cast: Cast
) -> None:
    assert 'id="weak"' not in page(cast.unit_administrator, "/kelola/")
    officer, foreign = person_of(cast.other_officer), person_of(cast.officer)
    require(own_database, f"officer={today()}")
    for who in (cast.unit_administrator, cast.administrator):
        weak = page(who, "/kelola/").split('id="weak"')[1].split("</section>")[0]
        assert f"/kelola/orang/{officer}/" in weak
        assert (f"/kelola/orang/{foreign}/" in weak) == (who is cast.administrator)
    app(person=officer, password=DEMO_PASSWORD)
    assert f"/kelola/orang/{officer}/" not in page(cast.unit_administrator, "/kelola/")


# changes that were prepared


def prepared(cast: Cast, *codes: str, on: date | None = None) -> int:
    """These bodies become a new one, with all their posts."""
    form = Composing(cast, on=on)
    form.add("found", name=LATER, short="Bina", sort="dinas")
    form.add(
        "merge", bodies=[organisation_by_code(code) for code in codes], to=f"+{LATER}", posts=f"+{LATER}"
    )
    form.press("prepare", 303)
    return Organisation.objects.order_by("-id").values_list("id", flat=True)[0]


def lost(cast: Cast) -> str:
    """What the page of prepared changes says of it, when the first page leads there."""
    first, shown = page(cast.administrator, "/kelola/"), page(cast.administrator, PATH)
    said = "kehilangan dasarnya" in shown
    assert said == ('id="lost"' in first)
    assert 'id="lost"' not in page(cast.unit_administrator, "/kelola/")
    return shown.split("kehilangan dasarnya")[1].split("</ul>")[0] if said else ""


def test_a_prepared_change_that_still_stands_lost_nothing(cast: Cast) -> None:
    prepared(cast, "pupr", "dinkes")
    assert lost(cast) == ""


def test_a_post_and_a_holder_of_later_do_not_go_along_and_that_is_said(cast: Cast) -> None:
    by = cast.administrator.actor()
    prepared(cast, "pupr", "dinkes")
    later = factory.post(by=by, organisation="dinkes", title="Petugas Baru")
    said = lost(cast)
    assert f"/kelola/jabatan/{later}/" in said and "tidak ikut pindah" in said and "Petugas Baru" in said
    send(cast.administrator, f"/kelola/jabatan/{later}/tutup", version="1", **{
        f"until.{part}": str(getattr(today(), part)) for part in ("day", "month", "year")
    })  # fmt: skip
    assert lost(cast) == ""
    post = post_of(cast.other_officer)
    holding = factory.holding(by=by, post=post)
    assert f"/kelola/jabatan/{post}/" in lost(cast) and "pemangku baru" in lost(cast)
    factory.end(holding, by=by)
    assert lost(cast) == ""


def test_who_left_since_begins_again_in_the_successor_and_that_is_said(cast: Cast) -> None:
    officers = post_of(cast.other_officer)
    new = prepared(cast, "dinkes")
    factory.end(cast.other_officer.holding, by=cast.administrator.actor())
    again = Post.objects.get(organisation=new, title=queries.post(officers).title, role="officer")
    said = lost(cast)
    assert f"/kelola/jabatan/{again.id}/" in said and "mulai lagi di penerusnya" in said


def test_a_successor_that_ends_first_is_said(cast: Cast) -> None:
    form = Composing(cast, on=today() + timedelta(days=30))
    form.add("merge", bodies=organisation_by_code("pupr"), to=organisation_by_code("dinkes"))
    form.press("prepare", 303)
    assert lost(cast) == ""
    form = Composing(cast, on=today() + timedelta(days=20))
    form.add("rename", bodies=organisation_by_code("dinkes"), name="Dinas Sehat", short="Sehat")
    form.press("prepare", 303)
    assert "sudah tidak ada pada hari itu" in lost(cast)


# what is announced


def test_every_signed_in_post_sees_on_its_first_page_what_is_announced_to_staff(cast: Cast) -> None:
    factory.announcement(by=cast.coordinator.actor(), title="Sistem berhenti Sabtu", audience="staff")
    without = [name for name, member in cast.members().items() if not sees(member)]
    assert without == []
    for who in (cast.resident, cast.citizen):
        answer: Any = who.client().get("/meja/", follow=True)
        assert "Sistem berhenti" not in answer.content.decode()
    assert len(announcements.for_staff(1, on=today())) == 1


def sees(member: Member) -> bool:
    answer: Any = member.client().get("/meja/", {"pos": member.holding}, follow=True)
    return answer.status_code == 200 and "Sistem berhenti Sabtu" in answer.content.decode()


def test_an_account_of_an_area_is_not_named_twice(cast: Cast) -> None:
    by, person = cast.administrator.actor(), people.account()
    for n in range(2):
        post = factory.post(by=by, organisation="dinkes", title=f"Seksi {n}")
        factory.holding(by=by, post=post, person=person)
    never = page(cast.unit_administrator, "/kelola/").split('id="never"')[1].split("</section>")[0]
    assert never.count(f"/kelola/orang/{person}/") == 1
