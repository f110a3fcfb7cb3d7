"""The rules in use as pages: every pack, both languages, nothing from the database."""

from datetime import date, timedelta

import pytest
from django.test import Client

from serentak.law import diagram, queries, views
from serentak.law.dates import GRADES


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_pack_has_a_page_with_version_grade_source_and_hash(client: Client, language: str) -> None:
    client.cookies["bahasa"] = language
    packs = queries.library().packs
    assert packs
    index = client.get("/isi/").content.decode()
    for pack in packs:
        address = f"/isi/{pack.kind}/{pack.name}/"
        assert address in index
        page = client.get(address).content.decode()
        assert pack.hash in page, address
        assert GRADES[pack.grade][language] in page, address
        assert f"content/{pack.path}" in page


def test_the_index_explains_every_grade(client: Client) -> None:
    page = client.get("/isi/").content.decode()
    for words in GRADES.values():
        assert words["id"] in page


def test_unknown_packs_are_refused(client: Client) -> None:
    for path in ("/isi/settings/none/", "/isi/nothing/complaint/"):
        assert client.get(path).status_code == 404


def test_a_setting_shows_what_holds_since_when_and_how_certain(client: Client) -> None:
    page = client.get("/isi/settings/complaint/").content.decode()
    for name in ("complaint.verify_days", "complaint.limit_days"):
        assert name in page
    assert "berlaku sekarang" in page
    assert GRADES["unconfirmed"]["id"] in page


def test_a_value_is_coming_in_force_or_past() -> None:
    value = queries.library().values("complaint.verify_days")[-1]
    assert views._standing(value, value.start - timedelta(days=1)) == "coming"
    assert views._standing(value, value.start) == "now"
    ended = type(value)(**{**value.__dict__, "until": date(2030, 1, 1)})
    assert views._standing(ended, date(2030, 1, 1)) == "past"


def test_the_record_type_page_names_every_state_act_and_role(client: Client) -> None:
    data = queries.library().record_types["complaint"]
    page = client.get("/isi/record_type/complaint/").content.decode()
    for state in data["states"]:
        assert state["title"]["id"] in page
    for move in data["moves"]:
        assert move["title"]["id"] in page
    assert "<svg" in page and " style=" not in page


def test_the_picture_draws_each_way_between_states_once() -> None:
    data = queries.library().record_types["complaint"]
    drawn = diagram.picture(data)
    assert {box.id for box in drawn.boxes} == {state["id"] for state in data["states"]}
    ways = {
        (origin, m["to"])
        for m in data["moves"]
        for origin in m["from"]
        if origin and m["to"] not in (origin, "same")
    }
    assert sorted((a.origin, a.to) for a in drawn.arrows) == sorted(ways)
    places = [(box.x, box.y) for box in drawn.boxes]
    assert len(set(places)) == len(places), "no box covers another"
    step = {state["id"]: state["step"] for state in data["states"]}
    for arrow in drawn.arrows:
        if step[arrow.to] < step[arrow.origin]:
            assert arrow.back


def test_the_calendar_marks_what_is_estimated(client: Client) -> None:
    years = [p for p in queries.library().packs if p.kind == "calendar"]
    for pack in years:
        page = client.get(f"/isi/calendar/{pack.name}/").content.decode()
        estimated = sum(day.estimated for day in queries.library().calendar.days(pack.data["year"]))
        assert page.count('class="ds-tag"') >= estimated


def test_every_figure_of_a_day_is_listed_with_its_pack_and_what_is_uncertain(client: Client) -> None:
    library = queries.library()
    page = client.get("/isi/angka/").content.decode()
    for name in library.value_names():
        assert library.values(name)[0].title["id"] in page
    sure = library.value("breach.notice_hours", date(2026, 11, 1))
    assert sure.grade == "confirmed"
    shown = client.get("/isi/angka/?view=uncertain").content.decode()
    assert sure.title["id"] not in shown and "Memeriksa dan meneruskan laporan" in shown


def test_a_day_before_anything_holds_shows_what_follows(client: Client) -> None:
    page = client.get("/isi/angka/?tanggal=01-01-2024&view=changing").content.decode()
    assert "belum berlaku" in page and "mulai 1 Mei 2025:" in page
    assert page.count("?versi=1") > 5, "packs that began later were still to come on that day"


@pytest.mark.parametrize("typed", ["kemarin", "32-13-2025", "<b>"])
def test_an_unreadable_day_is_said(client: Client, typed: str) -> None:
    page = client.get("/isi/angka/", {"tanggal": typed}).content.decode()
    assert 'aria-invalid="true"' in page


def test_the_electoral_districts_say_that_their_make_up_is_not_known() -> None:
    shown = Client().get("/isi/electoral_districts/electoral-districts/").content.decode()
    assert "Susunan menurut kecamatan belum diketahui" in shown and GRADES["unconfirmed"]["id"] in shown
