"""The small modules: conditions, counter, villages, QR fragment, keys, one press."""

from threading import Event

from playwright.sync_api import expect

from tests.frontend.conftest import Answer, Asked, Stage

WHEN = """
<form class="form" method="post" action="/x" novalidate>
{{ c.radio_field("naming", "Nama saya", [{"id": "named", "label": "Boleh disebut", "hint": None}, {"id": "anonymous", "label": "Tanpa nama", "hint": None}], "named") }}
{{ c.text_field("days", "Hari") }}
<div class="rf" data-when='{"all": [{"field": "naming", "is_not": "anonymous"}]}'>{{ c.text_field("who", "Siapa") }}</div>
<div class="rf" data-when='{"any": [{"field": "naming", "is": "anonymous"}, {"field": "days", "more": 9}]}'>{{ c.text_field("why", "Kenapa") }}</div>
<div class="rf" data-when='{"all": [{"field": "who", "empty": true}]}'>{{ c.text_field("none", "Tidak ada") }}</div>
<div class="rf" data-when='{"all": [{"field": "elsewhere", "is": "x"}]}'>{{ c.text_field("kept", "Tetap") }}</div>
</form>
"""


def test_a_conditional_field_shows_and_is_sent_only_while_its_condition_holds(stage: Stage) -> None:
    page = stage.open("/isi", WHEN)
    names = "[...new FormData(document.forms[0]).keys()].join()"
    expect(page.get_by_label("Siapa")).to_be_visible()
    expect(page.get_by_label("Kenapa")).to_be_hidden()
    expect(
        page.get_by_label("Tetap")
    ).to_be_visible()  # its condition asks for a field that is not on the page
    page.get_by_label("Siapa").fill("saya")
    page.get_by_label("Tanpa nama").check()
    expect(page.get_by_label("Siapa")).to_be_hidden()
    expect(page.get_by_label("Kenapa")).to_be_visible()
    expect(page.get_by_label("Tidak ada")).to_be_visible()  # a hidden field counts as empty
    assert page.evaluate(names) == "naming,days,why,none,kept"
    page.get_by_label("Boleh disebut").check()
    page.get_by_label("Hari").fill("10")
    page.get_by_label("Siapa").focus()
    expect(page.get_by_label("Siapa")).to_have_value("saya")
    expect(page.get_by_label("Kenapa")).to_be_visible()
    expect(page.get_by_label("Tidak ada")).to_be_hidden()


FIGURES = """
<form class="form" method="post" action="/x" novalidate>
{{ c.text_field("room", "Tempat", decimals=1) }}{{ c.text_field("people", "Orang", decimals=0) }}{{ c.date_field("since", "Sejak") }}
<div class="rf" data-when='{"all": [{"field": "room", "more": 1000}]}'>{{ c.text_field("large", "Kenapa besar") }}</div>
<div class="rf" data-when='{"all": [{"field": "people", "one_of": [1250, 2]}]}'>{{ c.text_field("many", "Banyak") }}</div>
<div class="rf" data-when='{"all": [{"field": "since", "less": "2026-10-01"}]}'>{{ c.text_field("old", "Sudah lama") }}</div>
<div class="rf" data-when='{"all": [{"field": "people", "empty": true}]}'>{{ c.text_field("nobody", "Kosong") }}</div>
</form>
"""


def test_conditions_count_numbers_and_days_as_the_server_does(stage: Stage) -> None:
    page = stage.open("/isi", FIGURES)
    room, people = page.get_by_label("Tempat"), page.get_by_label("Orang")
    for typed, large in (("100", False), ("100,1", True), ("1.000,0", True), ("100.1", True), ("1.000", False), ("x", False)):
        room.fill(typed)
        people.focus()
        expect(page.get_by_label("Kenapa besar")).to_be_visible(visible=large)
    for typed, many, nobody in (("1.250", True, False), ("1,25", False, True), ("2", True, False), ("", False, True)):
        people.fill(typed)
        room.focus()
        expect(page.get_by_label("Banyak")).to_be_visible(visible=many)
        expect(page.get_by_label("Kosong")).to_be_visible(visible=nobody)
    for day, month, old in (("30", "9", True), ("1", "10", False)):
        for label, value in (("Tanggal", day), ("Bulan", month), ("Tahun", "2026")):
            page.get_by_label(label).fill(value)
        room.focus()
        expect(page.get_by_label("Sudah lama")).to_be_visible(visible=old)


def test_the_counter_says_what_is_left_and_what_is_too_much(stage: Stage) -> None:
    page = stage.open("/isi", '<form>{{ c.area_field("story", "Cerita", max=1200) }}</form>')
    expect(page.locator(".count")).to_have_text("1.200 huruf lagi")
    page.get_by_label("Cerita").fill("a" * 1203)
    expect(page.locator(".count")).to_have_text("3 huruf terlalu banyak")


def test_villages_come_with_the_district_and_the_choice_is_sent(stage: Stage) -> None:
    districts = '[{"id": "76.02.04", "label": "Kalumpang"}, {"id": "76.02.05", "label": "Bonehau"}]'
    page = stage.open(
        "/isi", '<form>{{ c.place_field("place", "Di mana?", None, ' + districts + ") }}</form>"
    )
    options = '<option value="">Pilih desa</option><option value="76.02.04.2001">Karama</option>'
    stage.answers["/layanan/desa/76.02.04"] = lambda _: Answer(options)
    stage.answers["/layanan/desa/76.02.05"] = lambda _: None
    expect(page.get_by_role("button", name="Tampilkan desa")).to_be_hidden()
    page.get_by_label("Kecamatan").select_option("Kalumpang")
    page.get_by_label("Desa atau kelurahan").select_option("Karama")
    assert page.evaluate("new FormData(document.forms[0]).get('place.village')") == "76.02.04.2001"
    page.get_by_label("Kecamatan").select_option("Bonehau")
    expect(page.get_by_label("Desa atau kelurahan")).to_contain_text("boleh dikosongkan")


def test_the_fragment_of_the_qr_opens_the_case_and_leaves_the_address(stage: Stage) -> None:
    seen: list[bytes] = []

    def post(asked: Asked) -> Answer:
        if asked.method == "GET":
            return stage.show(form)
        seen.append(asked.body)
        return Answer(status=303, headers={"Location": "/kabar"})

    form = '<form method="post" action="/lacak/" data-track>{{ c.text_field("number", "Nomor") }}{{ c.text_field("code", "Kode") }}</form>'
    stage.answers["/lacak/"] = post
    stage.pages["/kabar"] = "<h1>Sedang ditindaklanjuti</h1>"
    page = stage.open("/lacak/#n=ADU-2026-000001&k=K7QM2XFH9T")
    expect(page.get_by_role("heading", name="Sedang ditindaklanjuti")).to_be_visible()
    assert seen == [b"number=ADU-2026-000001&code=K7QM2XFH9T"]
    page.go_back()
    assert "#" not in page.url


def test_a_second_press_sends_nothing(stage: Stage) -> None:
    posts: list[Asked] = []
    answered = Event()

    def slow(asked: Asked) -> Answer:
        posts.append(asked)
        answered.wait(10)
        return Answer("<h1>Terkirim</h1>")

    stage.answers["/x"] = slow
    page = stage.open("/isi", '<form method="post" action="/x">{{ c.button("Kirim") }}</form>')
    page.evaluate("for (let n = 0; n < 3; n++) document.querySelector('button').click()")
    page.wait_for_timeout(200)
    answered.set()
    expect(page.get_by_role("heading", name="Terkirim")).to_be_visible()
    assert len(posts) == 1


def test_the_desk_by_keyboard(stage: Stage) -> None:
    rows = '<tr role="row"><td class="no"><a href="/meja/r{{ row }}">R{{ row }}</a></td></tr>'
    page = stage.open("/meja/", (
        '<input id="q" aria-label="Cari" data-key="/">{% call c.dense_table("Berkas", [("n", "Nomor", "no")]) %}{% for row in [1, 2, 3] %}'
        + rows + '{% endfor %}{% endcall %}{% include "site/keys.html" %}'
    ))  # fmt: skip
    stage.pages["/meja/r2"] = "<h1>Berkas 2</h1>"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="R2")).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("j?")
    expect(page.get_by_label("Cari")).to_have_value("j?")
    page.get_by_role("link", name="R2").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Berkas 2")).to_be_visible()
