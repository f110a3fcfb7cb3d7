"""Import of people and posts: looked at first, then all in one act or nothing, the same twice once."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from serentak.agencies import queries as agencies
from serentak.agencies import roster, staffing, standing
from serentak.agencies.actions import roster as action
from serentak.desk import sheet, workbook
from serentak.desk.views.sheets import LONG
from serentak.lib.clock import now, today
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.people import queries as people
from serentak.people.actions import accounts
from serentak.people.rules import COOKIE, cookie_of
from tests.cast import Cast, Member
from tests.desk.sheets import xlsx
from tests.desk.test_persons import PASSWORD, signs_in, started
from tests.factories import agencies as factory
from tests.factories import people as persons

pytestmark = pytest.mark.django_db

IMPOR = "/kelola/impor/"
HEAD = "Instansi;Jabatan;Peran;Nama;Nama pengguna;Cara memegang;Nomor surat;Tanggal surat;Mulai;Sampai\n"
NEW = "dinkes;Kepala Seksi Gizi;section_head;Orang Satu;orang.satu;;;;;\n"
SOON = (today() + timedelta(days=20)).strftime("%d-%m-%Y")
ACTING = f"Dinas Kesehatan dan KB;Kepala Seksi Gizi;Kepala bidang atau bagian;Orang Dua;orang.dua;Plt.;800/1;{SOON};;{SOON}\n"
EMPTY = "dinkes;Petugas Gizi;officer;;;;;;;\n"
PLAIN = ";;;Orang Tiga;orang.tiga;;;;;\n"
ALL = HEAD + NEW + ACTING + EMPTY + PLAIN
TABLES = ("people_person", "people_start", "agencies_post", "agencies_holding", "ledger_entry")


def checked(who: Member, text: str | bytes, status: int = 200, name: str = "daftar.csv") -> str:
    """The page that says what a file would do."""
    raw = text.encode() if isinstance(text, str) else text
    form = {"pos": who.holding, "key": str(uuid7()), "act": "check", "file": SimpleUploadedFile(name, raw)}
    answer = who.client().post(IMPOR, form)
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer.content.decode()


def again(who: Member, shown: str, act: str = "import") -> Any:
    return sends(who.client(), shown, act)


def sends(browser: Client, shown: str, act: str = "import") -> Any:
    """What the form of that page answers."""
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown)
    rows = re.search(r'<textarea name="rows"[^>]*>\n(.*?)</textarea>', shown, re.S)
    assert rows, shown
    form = {**dict(hidden), "rows": html.unescape(rows[1]), "act": act}
    return browser.post(IMPOR, form)


def done(who: Member, text: str | bytes) -> str:
    answer = again(who, checked(who, text))
    assert answer.status_code == 200, answer.content.decode()[-3000:]
    return str(answer.content.decode())


def counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
        return found


def grown(before: dict[str, int]) -> list[int]:
    return [now - then for now, then in zip(counts().values(), before.values(), strict=True)]


def lines_of(who: Member) -> set[tuple[tuple[str, str], ...]]:
    """What stands in this administrator's area."""
    area = action.rules.administers(who.actor(), agencies.register().bodies.values())
    return {
        tuple(sorted((column, cell) for column, cell in line.cells.items() if cell))
        for line in standing.lines(area, at=now())
    }


# from a file to people at work


@pytest.mark.parametrize("who", ["administrator", "unit_administrator"])
def test_a_file_makes_what_it_lists_and_its_people_come_in(cast: Cast, who: str) -> None:
    member: Member = getattr(cast, who)
    before = counts()
    shown = checked(member, ALL)
    assert grown(before) == [0, 0, 0, 0, 0], "looking writes nothing"
    assert shown.count("akun baru</span>") == 3 and shown.count("jabatan baru</span>") == 2
    answer = again(member, shown)
    page = answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert grown(before) == [3, 3, 2, 2, 4], "one entry a post and a holding"
    codes = dict(re.findall(r"<br>([a-z.]+)</dt><dd><code>([A-Z2-7 ]+)</code>", page))
    assert set(codes) == {"orang.satu", "orang.dua", "orang.tiga"}
    assert started("orang.satu", codes["orang.satu"]).status_code == 303 and signs_in("orang.satu", PASSWORD)
    assert not signs_in("orang.dua", PASSWORD) and started("orang.dua", "AAAAAAAAAA").status_code == 403
    (person,) = people.listed([people.person_named("orang.satu") or 0]).values()
    dinkes = agencies.organisation_by_code("dinkes")
    assert person.invited_by == (None if who == "administrator" else dinkes)
    held = {one.printed for one in tenures(person.id)}
    assert held == {"Kepala Seksi Gizi"}
    assert {one.printed for one in tenures(people.person_named("orang.dua") or 0)} == {
        "Plt. Kepala Seksi Gizi"
    }


def tenures(person: int) -> list[Any]:
    return staffing.tenures_of_person(person)


def test_one_act_is_one_basis_on_the_log(cast: Cast) -> None:
    done(cast.administrator, ALL)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT xid), count(DISTINCT moment) FROM ledger_entry WHERE act = 'import'"
        )
        assert cursor.fetchone() == (4, 1, 1)


def test_the_same_file_twice_changes_nothing(cast: Cast) -> None:
    first = checked(cast.administrator, ALL)
    done(cast.administrator, ALL)
    before = counts()
    assert "Tidak ada yang berubah" in checked(cast.administrator, ALL)
    assert again(cast.administrator, first).status_code == 409, "what was looked at is not what is now"
    assert "Tidak ada yang berubah" in again(cast.administrator, first).content.decode()
    assert grown(before) == [0, 0, 0, 0, 0]


def test_what_stands_today_imported_changes_nothing(cast: Cast) -> None:
    for who in (cast.administrator, cast.unit_administrator):
        answer = who.client().get(IMPOR + "daftar.csv", {"pos": who.holding})
        assert "attachment" in answer["Content-Disposition"] and answer.content.startswith(b"\xef\xbb\xbf")
        own = [
            line
            for line in sheet.read(answer.content).lines
            if line["role"] not in action.rules.ADMINISTRATORS
        ]
        assert len(own) > 1
        text = answer.content if who is cast.administrator else sheet.as_csv(sheet.rows_of(own))
        assert "Tidak ada yang berubah" in checked(who, text), who
    empty = cast.administrator.client().get(IMPOR + "daftar.csv", {"kosong": "1"}).content.decode()
    assert empty.startswith("\ufeffinstansi;jabatan;peran;nama;") and empty.count("\n") == 1


def test_a_workbook_does_the_same(cast: Cast) -> None:
    rows: list[list[str | int]] = [["Jabatan", "Peran", "Instansi"], ["Petugas Gizi", "officer", "dinkes"]]
    before = counts()
    done(cast.administrator, xlsx(rows))
    assert grown(before) == [0, 0, 1, 0, 1]


# what is wrong

WRONG = [
    ("tidak.ada;X;officer;;;;;;;", "Instansi", "Tidak ada instansi"),
    ("Dinas Kesehatan;X;officer;;;;;;;", "Instansi", "penerusnya: Dinas Kesehatan, Pengendalian"),
    ("dinkes;X;machine;;;;;;;", "Peran", "tidak dikenal"),
    ("dinkes;X;raja;;;;;;;", "Peran", "tidak dikenal"),
    ("dinkes;;officer;;;;;;;", "Jabatan", "Tulis nama jabatannya"),
    (";X;officer;;;;;;;", "Instansi", "Tulis kode instansinya"),
    ("dinkes;X;officer;Nama;;;;;;", "Nama pengguna", "Tulis nama pengguna"),
    ("dinkes;X;officer;;orang.baru;;;;;", "Nama", "Tulis nama orangnya"),
    ("dinkes;X;officer;Nama;x;;;;;", "Nama pengguna", "3 sampai 64"),
    ("dinkes;X;officer;Nama;orang.baru;an;;;;", "Cara memegang", "tidak dikenal"),
    ("dinkes;X;officer;Nama;orang.baru;Plt;;;;", "Nomor surat", "Tulis nomor surat"),
    ("dinkes;X;officer;Nama;orang.baru;Plt;1;46000;;", "Tanggal surat", "bukan tanggal"),
    ("dinkes;X;officer;Nama;orang.baru;;;;;31-12-2020", "Sampai", "sudah lewat"),
    ("dinkes;X;officer;Nama;orang.baru;;;;31-02-2026;", "Mulai", "bukan tanggal"),
    ("dinkes;X;officer;Nama;orang.baru;;;;01-01-0001;", "Mulai", "bukan tanggal"),
    (f"dinkes;X;officer;Nama;orang.baru;Plt;1;01-01-2026;;{(today() + timedelta(days=400)).isoformat()}", "Sampai", "Paling lama"),
    ("dinkes;X;administrator;;;;;;;", "Peran", "tidak ada di instansi ini"),
    ("dprd;X;legislator;Nama;orang.baru;;;;;", "Daerah pemilihan", "Pilih daerah"),
    ("setda;Sekretaris Lain;secretary;;;;;;;", "Jabatan", "hanya satu"),
    ("dinkes;kepala dinas kesehatan dan kb;head;Nama;orang.baru;;;;;", "Nama pengguna", "terisi"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "column", "said"), WRONG)
def test_one_wrong_line_leaves_everything_as_it_was(cast: Cast, row: str, column: str, said: str) -> None:
    before = counts()
    shown = checked(cast.administrator, HEAD + NEW + row + "\n" + EMPTY)
    table = shown[shown.index("Baris yang perlu dibenahi") :]
    assert re.search(
        rf'>3</td><td role="cell" class="w1">{column}</td><td role="cell" class="no wrap">[^<]*{said}', table
    ), table[:2000]
    assert 'value="import"' not in shown
    answer = again(cast.administrator, shown)
    assert answer.status_code == 409 and grown(before) == [0, 0, 0, 0, 0]
    file = again(cast.administrator, shown, "remarks")
    assert file["Content-Type"].startswith("text/csv")
    mended = file.content.decode().splitlines()
    assert said in html.escape(mended[2], quote=False) and mended[1].endswith(";")
    assert "perlu dibenahi" in checked(cast.administrator, file.content), "the remark itself is not read"


def test_a_workbook_comes_back_as_one_with_its_own_columns_and_what_is_wrong(cast: Cast) -> None:
    rows: list[list[str | int]] = [["NIP", "Jabatan", "Peran", "Instansi"], ["19", "X", "raja", "dinkes"]]
    shown = checked(cast.administrator, xlsx(rows), name="daftar.xlsx")
    answer = again(cast.administrator, shown, "remarks")
    assert answer["Content-Disposition"].endswith('.xlsx"') and answer.content.startswith(b"PK")
    (head, row) = workbook.read(answer.content, 9)
    assert head == ["NIP", "Jabatan", "Peran", "Instansi", "catatan pemeriksaan"]
    assert row[:4] == ["19", "X", "raja", "dinkes"] and row[4].startswith("Peran: “raja” tidak dikenal")
    assert "perlu dibenahi" in checked(cast.administrator, answer.content, name="daftar.xlsx")


# long files


def long(count: int) -> str:
    return HEAD + "".join(
        f"dinkes;Petugas {n};officer;Orang {n};orang.panjang.{n};;;;;\n" for n in range(count)
    )


def streamed(answer: Any) -> list[str]:
    assert answer.status_code == 200 and answer.streaming and answer["X-Accel-Buffering"] == "no"
    assert "no-store" in answer["Cache-Control"]
    return [part.decode() for part in answer.streaming_content]


def test_a_long_file_says_at_once_what_is_done_with_it_and_ends_with_the_answer(cast: Cast) -> None:
    browser, before, text = cast.administrator.client(), counts(), long(LONG)
    form = {"pos": cast.administrator.holding, "rows": text}
    parts = streamed(browser.post(IMPOR, form))
    assert f"Sedang diperiksa: {LONG} baris" in parts[0] and "</main>" not in parts[0]
    shown = "".join(parts)
    assert shown.count("<h1") == shown.count("<main") == shown.count("</main>") == 1
    assert "akun baru</span>" in shown and grown(before) == [0, 0, 0, 0, 0]
    answer = sends(browser, shown)
    waiting = iter(answer.streaming_content)
    assert b"Sedang dicatat" in next(waiting) and grown(before) == [0, 0, 0, 0, 0], (
        "not begun before it is said"
    )
    done = b"".join(waiting).decode()
    assert "Impor tercatat" in done and done.count("<code>") == LONG
    assert grown(before) == [LONG, LONG, LONG, LONG, 2 * LONG]
    again = "".join(streamed(sends(browser, shown)))
    assert "berubah sejak berkas ini diperiksa" in again and grown(before)[0] == LONG


def test_a_short_file_is_answered_at_once_with_its_status(cast: Cast) -> None:
    form = {"pos": cast.administrator.holding, "rows": long(LONG - 1)}
    assert not cast.administrator.client().post(IMPOR, form).streaming


def test_lines_of_one_file_are_held_against_each_other(cast: Cast) -> None:
    twice = NEW.replace("orang.satu", "orang.lain").replace("Kepala Seksi Gizi", "Kepala Seksi Ibu")
    shown = checked(cast.administrator, HEAD + NEW + twice)
    assert "Orang yang sama?" in shown
    shown = checked(
        cast.administrator, HEAD + NEW + NEW.replace("orang.satu", "orang.lain").replace("Satu", "Lain")
    )
    assert "terisi pada masa itu" in shown
    shown = checked(
        cast.administrator, HEAD + NEW + NEW.replace("Orang Satu", "Orang Lain").replace("Seksi", "Bidang")
    )
    assert "di baris lain milik Orang Satu" in shown
    before = counts()
    done(cast.administrator, HEAD + NEW + NEW)
    assert grown(before) == [1, 1, 1, 1, 2]


def test_an_agencys_own_administrator_stays_in_his_own(cast: Cast) -> None:
    me = cast.unit_administrator
    persons.account(username="warga.biasa")
    cases = {
        "pupr;X;officer;;;;;;;": "bukan di bawah pengelolaan",
        "dinkes;X;unit_administrator;;;;;;;": "diatur oleh pengelola sistem",
        "dinkes;X;officer;;warga.biasa;;;;;": "tanpa jabatan dan tidak diundang",
        f"dinkes;X;officer;;{me.username};;;;;": "tidak mengangkat diri sendiri",
    }
    for row, said in cases.items():
        shown = checked(me, HEAD + row + "\n")
        assert said in shown and 'value="import"' not in shown, row
    accounts.close_account(person=people.person_named("warga.biasa") or 0, at=now())
    foreign = checked(me, HEAD + ";;;Bukan Itu;warga.biasa;;;;;\n")
    assert "bernama lain" not in foreign and "Akun ini terkunci" not in foreign, "not his to see"
    assert "Akun ini terkunci" in checked(cast.administrator, HEAD + ";;;Bukan Itu;warga.biasa;;;;;\n")
    assert "bernama lain" in checked(
        cast.administrator, HEAD + "dinkes;X;officer;Bukan Itu;warga.biasa;;;;;\n"
    )
    for who in (cast.officer, cast.head):
        assert (
            who.client().post(IMPOR, {"pos": who.holding, "rows": HEAD + EMPTY, "act": "import"}).status_code
            == 403
        )


def test_the_database_decides_again(cast: Cast) -> None:
    """With an area that is not his, the function refuses the row of another agency, and with it all others."""
    by, register, before = cast.unit_administrator.actor(), agencies.register(), counts()
    whole = frozenset(register.bodies)
    lines = sheet.read((HEAD + NEW + EMPTY.replace("dinkes", "pupr")).encode()).lines
    plan = roster.plan(lines, standing.standing(by, whole, register, {"orang.satu"}, at=now()))
    assert plan.posts and not plan.wrong
    with pytest.raises(Refusal) as no:
        action.take_in(lines=lines, looked_at=plan.digest, by=by, area=whole, at=now(), key=uuid7())
    assert no.value.code == "not_allowed" and grown(before) == [0, 0, 0, 0, 0]


def test_who_acts_for_an_administrator_imports_neither(cast: Cast) -> None:
    person = persons.account()
    post = factory.post(by=cast.administrator.actor(), organisation="dinkes", role="unit_administrator")
    factory.holding(by=cast.administrator.actor(), person=person, post=post, terms=factory.terms())
    browser = Client()
    browser.cookies[COOKIE] = cookie_of(persons.session(person=person))
    for answer in (browser.get(IMPOR), browser.post(IMPOR, {"rows": HEAD + EMPTY})):
        assert answer.status_code == 403 and "Sebagai Plt." in answer.content.decode()


def test_what_changed_since_it_was_looked_at_is_looked_at_again(cast: Cast) -> None:
    shown = checked(cast.administrator, ALL)
    factory.post(by=cast.administrator.actor(), organisation="dinkes", title="Petugas Gizi")
    before = counts()
    answer = again(cast.administrator, shown)
    assert answer.status_code == 409 and "berubah sejak berkas ini diperiksa" in answer.content.decode()
    assert grown(before) == [0, 0, 0, 0, 0]
    assert again(cast.administrator, answer.content.decode()).status_code == 200


def test_a_fault_in_the_midst_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    shown, before = checked(cast.administrator, ALL), counts()

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("power")

    monkeypatch.setattr(action, "perform", broken)
    with pytest.raises(RuntimeError):
        again(cast.administrator, shown)
    assert grown(before) == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    "form",
    [
        {}, {"act": "import"}, {"act": "zz", "rows": ""}, {"rows": "\0"}, {"rows": "x" * 900_000}, {"file": "no file"},
        {"act": "import", "rows": HEAD + EMPTY}, {"act": "import", "rows": HEAD + EMPTY, "key": "x"},
    ],
)  # fmt: skip
def test_an_odd_form_is_answered_in_words(cast: Cast, form: dict[str, str]) -> None:
    browser, before = cast.administrator.client(), counts()
    answer = browser.post(IMPOR, {"pos": cast.administrator.holding, **form})
    assert (
        answer.status_code in (400, 409)
        and "ds-alert" in (page := answer.content.decode())
        or "error-summary" in page
    )
    assert grown(before) == [0, 0, 0, 0, 0]


def test_statements_do_not_grow_with_the_lines(cast: Cast) -> None:
    browser: Client = cast.administrator.client()
    found = []
    for many in (2, 40):
        text = HEAD + "".join(
            f"dinkes;Petugas {n};officer;Orang {n};orang.{many}.{n};;;;;\n" for n in range(many)
        )
        form = {"pos": cast.administrator.holding, "rows": text}
        with CaptureQueriesContext(connection) as seen:
            shown = browser.post(IMPOR, form).content.decode()
        with CaptureQueriesContext(connection) as written:
            assert again(cast.administrator, shown).status_code == 200
        found.append((len(seen), len(written)))
    assert found[0] == found[1], found
