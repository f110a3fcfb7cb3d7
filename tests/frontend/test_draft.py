"""A report survives a closed page and a lost line, and arrives once."""

from dataclasses import replace

from playwright.sync_api import FilePayload, Page, expect

from tests.frontend.conftest import Answer, Asked, Stage

FORM = """
{% if wrong is defined %}{{ c.error_summary([("f-about", "Tulis lebih jelas")]) }}{% endif %}
<form class="form" method="post" action="/kirim" enctype="multipart/form-data" novalidate data-draft="complaint">
<input type="hidden" name="csrfmiddlewaretoken" value="now"><input type="hidden" name="key" value="KEY">
{{ c.text_field("about", "Tentang apa?") }}
{{ c.text_field("reporter_name", "Nama", autocomplete="name") }}
{{ c.file_field("photos", "Foto", max_files=5) }}
<div class="acts">{{ c.button("Kirim") }}</div>{{ c.draft() }}</form>
"""
KEY = "0192a000-0000-7000-8000-000000000001"
NEXT = "0192a000-0000-7000-8000-000000000002"
PHOTO: FilePayload = {"name": "lubang.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8 not a picture"}


class Line:
    """The server at the end of a bad line: `answers` says for each POST what happens, the last one for all after."""

    def __init__(self, stage: Stage, *answers: Answer | None) -> None:
        self.bodies: list[dict[str, str]] = []
        self.answers = list(answers)
        stage.answers["/kirim"] = self.post
        stage.pages["/slip"] = "<h1>Tanda terima</h1>"

    def post(self, asked: Asked) -> Answer | None:
        self.bodies.append(asked.fields())
        return self.answers[min(len(self.bodies), len(self.answers)) - 1]


LOST = None
AWAY = Answer("restarting", 503)
ARRIVED = Answer(status=303, headers={"Location": "/slip"})


def type_report(page: Page) -> None:
    page.get_by_label("Tentang apa?").fill("Jalan berlubang")
    page.get_by_label("Nama", exact=True).fill("Warga")
    page.get_by_label("Foto").set_input_files(PHOTO)


def test_what_was_typed_is_there_again_but_not_the_name(stage: Stage) -> None:
    page = stage.open("/isi", FORM.replace("KEY", KEY))
    type_report(page)
    expect(page.locator(".saved")).to_contain_text("Tersimpan di ponsel ini")
    page.reload()
    expect(page.get_by_label("Tentang apa?")).to_have_value("Jalan berlubang")
    expect(page.get_by_label("Nama", exact=True)).to_have_value("")
    assert page.evaluate("document.querySelector('[type=file]').files[0].name") == "lubang.jpg"
    page.get_by_role("button", name="Hapus dari ponsel ini").click()
    expect(page.get_by_label("Tentang apa?")).to_have_value("")
    page.reload()
    expect(page.get_by_label("Tentang apa?")).to_have_value("")


def test_a_lost_line_is_said_and_the_same_report_is_sent_again(stage: Stage) -> None:
    page = stage.open("/isi", FORM.replace("KEY", KEY))
    line = Line(stage, LOST, AWAY, ARRIVED)
    type_report(page)
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator(".line")).to_contain_text("Sinyal hilang")
    page.get_by_role("button", name="Coba kirim sekarang").click()
    expect(page.locator(".line")).to_contain_text("Sinyal hilang")
    page.get_by_role("button", name="Coba kirim sekarang").click()
    expect(page.get_by_role("heading", name="Tanda terima")).to_be_visible()
    assert line.bodies[0] == line.bodies[1] == line.bodies[2]
    assert line.bodies[0]["key"] == KEY
    assert line.bodies[0]["reporter_name"] == "Warga"


def test_a_closed_page_sends_what_was_under_way_with_its_key(stage: Stage) -> None:
    page = stage.open("/isi", FORM.replace("KEY", KEY))
    line = Line(stage, LOST)
    type_report(page)
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator(".line")).to_contain_text("Sinyal hilang")
    line.answers = [ARRIVED]
    stage.open("/isi", FORM.replace("KEY", NEXT))
    expect(page.get_by_role("heading", name="Tanda terima")).to_be_visible()
    assert [body["key"] for body in line.bodies] == [KEY, KEY]
    assert line.bodies[1]["reporter_name"] == "Warga"
    assert "not a picture" in line.bodies[1]["photos"]


def test_after_the_slip_nothing_is_kept_and_the_key_is_not_used_again(stage: Stage) -> None:
    page = stage.open("/isi", FORM.replace("KEY", KEY))
    line = Line(stage, ARRIVED)
    type_report(page)
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_role("heading", name="Tanda terima")).to_be_visible()
    stage.open("/isi")  # the service worker may show the very same page again
    expect(page.get_by_label("Tentang apa?")).to_have_value("")
    type_report(page)
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_role("heading", name="Tanda terima")).to_be_visible()
    first, second = (body["key"] for body in line.bodies)
    assert first == KEY
    assert second != KEY
    assert second[14] == "7"


def test_a_refused_report_shows_what_is_wrong_and_keeps_the_photo(stage: Stage) -> None:
    page = stage.open("/isi", FORM.replace("KEY", KEY))
    again = FORM.replace("{% if wrong is defined %}", "{% if true %}").replace("KEY", NEXT)
    line = Line(stage, stage.show(again, 400), ARRIVED)
    type_report(page)
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator(".ds-error-summary")).to_be_focused()
    page.get_by_role("link", name="Tulis lebih jelas").click()
    expect(page.get_by_label("Tentang apa?")).to_be_focused()
    page.get_by_label("Tentang apa?").fill("Jalan berlubang di depan pasar")
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_role("heading", name="Tanda terima")).to_be_visible()
    assert line.bodies[1]["key"] == NEXT
    assert "not a picture" in line.bodies[1]["photos"]
    assert len(line.bodies) == 2


def test_the_form_opens_without_a_line_and_the_report_goes_when_it_is_back(phone: Stage) -> None:
    path = "/layanan/pengaduan/kirim"
    page = phone.open(path, FORM.replace("KEY", KEY))
    line = Line(phone, ARRIVED)
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller")
    page.reload()  # now kept by the service worker
    page.context.set_offline(True)
    page.reload()
    type_report(page)
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator(".line")).to_contain_text("Sinyal hilang")
    assert line.bodies == []
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Tanda terima")).to_be_visible()
    assert [body["about"] for body in line.bodies] == ["Jalan berlubang"]


def test_no_private_page_is_kept_on_the_phone(phone: Stage) -> None:
    phone.pages |= {
        "/lacak/": "<h1>Lacak</h1>",
        "/layanan/pengaduan/tanda-terima": "<h1>Slip</h1>",
        "/meja/": "<h1>Meja</h1>",
    }
    page = phone.open("/", "<h1>Depan</h1>")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller")
    own = "/layanan/pengaduan/kirim"  # somebody signed in: the form knows the name
    page_of_my_own = phone.show("<h1>Nama saya</h1>")
    phone.answers[own] = lambda _: replace(page_of_my_own, headers={"Cache-Control": "no-store, private"})
    for path in ("/", "/lacak/", "/layanan/pengaduan/tanda-terima", "/meja/", own):
        phone.open(path)
    kept = page.evaluate(
        "caches.open('serentak-1').then(c => c.keys()).then(k => k.map(r => new URL(r.url).pathname))"
    )
    assert [path for path in kept if not path.startswith("/static/")] == ["/"]
