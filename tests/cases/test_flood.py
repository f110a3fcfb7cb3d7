"""Floods: each filing is taken, with its slip, its clock and its entry; what is suspected waits for a person."""

import hashlib
import re
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from serentak.cases import actions, rules
from serentak.cases.rules import Limits, Sent
from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.people.actions import door
from serentak.people.rules import network_key
from serentak.records.models import Record
from serentak.records.queries.inbox import inbox
from serentak.records.queries.types import of
from tests.cases.filing import TYPED, file, slip_of, typed
from tests.cast import Cast, Member

LIMITS = Limits(address=30, unproved=5, network=120, same=3, bits=8, seconds=4)
FLOOD = "203.0.113.9"


def key(seconds: float = 60) -> UUID:
    """The key of a form that was opened so long ago."""
    moment = int((now() - timedelta(seconds=seconds)).timestamp() * 1000)
    return UUID(int=(uuid7().int & ((1 << 80) - 1)) | moment << 80)


def work(of: UUID, bits: int = 8) -> str:
    """What the page computes."""
    digests = ((n, hashlib.sha256(f"{of}:{n}".encode()).digest()) for n in count())
    return str(next(n for n, digest in digests if int.from_bytes(digest) >> (256 - bits) == 0))


# Rules


def test_a_filing_is_suspected_by_numbers_alone() -> None:
    few = {"address": 5, "network": 5, "text": 3}
    assert rules.suspicion(few, False, False, LIMITS) is None
    assert rules.suspicion(few, True, True, LIMITS) == "machine"
    assert rules.suspicion(few | {"text": 4}, True, False, LIMITS) == "same"
    assert rules.suspicion(few | {"address": 6}, False, False, LIMITS) == "many"
    assert rules.suspicion(few | {"address": 30, "network": 120}, True, False, LIMITS) is None
    assert rules.suspicion(few | {"address": 31}, True, False, LIMITS) == "many"
    assert rules.suspicion(few | {"network": 121}, True, False, LIMITS) == "many"


def test_proof_is_a_computation_for_this_form_and_a_persons_time() -> None:
    mine, at = key(), now()
    assert rules.proved(Sent(mine, work(mine)), LIMITS, at)
    wrong = next(n for n in count() if hashlib.sha256(f"{mine}:{n}".encode()).digest()[0])
    assert not rules.proved(Sent(mine, str(wrong)), LIMITS, at)
    for one in (key(3), key(90_000), key(-60), uuid4()):  # too fast, of another day, of tomorrow, no moment
        assert not rules.proved(Sent(one, work(one)), LIMITS, at), one


def test_the_same_words_are_one_whatever_their_order_case_and_figures() -> None:
    said = rules.words(["Jalan di depan pasar berlubang 3 meter!", "Tolong segera."])
    assert said and said == rules.words(["tolong segera: BERLUBANG jalan di depan pasar, 7 meter"])
    assert said != rules.words(["Jalan di depan kantor berlubang 3 meter!", "Tolong segera."])
    assert rules.words(["Jalan rusak", "parah 1 2 3 4 5 6"]) is None


@pytest.mark.parametrize(
    ("address", "other", "same"),
    [
        ("203.0.113.9", "203.0.113.200", True),
        ("203.0.113.9", "203.0.114.9", False),
        ("2001:db8:1:2::1", "2001:db8:1:ffff::1", True),
        ("2001:db8:1:2::1", "2001:db8:2:2::1", False),
        ("::ffff:203.0.113.9", "203.0.113.7", True),
    ],
)
def test_a_network_is_the_block_around_an_address(address: str, other: str, same: bool) -> None:
    assert (network_key(address) == network_key(other)) is same


# The door


def story(n: int) -> str:
    """A text like no other."""
    letters = "".join(chr(97 + int(figure)) for figure in str(n))
    return f"Lampu jalan mati sejak minggu lalu di lorong {letters} sebelah {letters}{letters}."


def verifier_sees(cast: Cast, view: str) -> list[str]:
    page = inbox(cast.verifier.actor(), view=view, at=now(), limit=1000)
    return [row.number for row in page.rows]


def browser(member: Member) -> Client:
    return member.client()


@pytest.mark.django_db
def test_who_mends_a_form_three_times_is_no_flood(cast: Cast) -> None:
    for _ in range(3):
        assert file(Client(REMOTE_ADDR=FLOOD), typed(story=story(7), category="")).status_code == 400
    client = Client(REMOTE_ADDR=FLOOD)
    assert file(client, typed(story=story(7))).status_code == 303
    assert slip_of(client)[0] in verifier_sees(cast, "mine") and not verifier_sees(cast, "aside")


@pytest.mark.django_db
def test_a_flood_of_two_hundred_buries_nobody(cast: Cast) -> None:
    before = set(Record.objects.values_list("id", flat=True))
    flood = Client(REMOTE_ADDR=FLOOD)
    numbers = []
    for n in range(200):
        answer = file(flood, typed(story=story(n), about=f"Lampu {n}"))
        assert answer.status_code == 303
        numbers.append(slip_of(flood)[0])
    person = Client(REMOTE_ADDR="198.51.100.7")
    assert (
        file(
            person, typed(story="Bidan desa tidak ada sejak dua minggu, ibu hamil harus ke kota.")
        ).status_code
        == 303
    )
    genuine = slip_of(person)[0]

    assert len(set(numbers)) == 200, "each got a slip of its own"
    on_record = Record.objects.exclude(id__in=before)
    assert set(on_record.values_list("number", flat=True)) == {*numbers, genuine}
    assert all(row.due and row.due > now() for row in on_record), "the clock runs for each"
    first_page = [row.number for row in inbox(cast.verifier.actor(), view="mine", at=now()).rows]
    assert genuine in first_page and set(first_page) & set(numbers) == set(numbers[:5])
    assert verifier_sees(cast, "aside") == numbers[5:]
    assert inbox(cast.verifier.actor(), view="mine", at=now()).aside == "195"
    assert not set(numbers[5:]) & set(verifier_sees(cast, "agency"))

    desk = browser(cast.verifier)
    page = desk.get("/meja/diduga-banjir").content.decode()
    every = re.findall(r'name="every" value="([^"]+)"', page)
    assert len(every) == 50
    done = desk.post("/meja/diduga-banjir", {"act": "release", "all": "1", "every": every})
    assert "50 selesai" in done.content.decode()
    assert (
        set(numbers[5:55]) <= set(verifier_sees(cast, "mine"))
        and verifier_sees(cast, "aside") == numbers[55:]
    )
    again = desk.post("/meja/diduga-banjir", {"act": "release", "all": "1", "every": every})
    assert "50 selesai" in again.content.decode(), "the same press again answers the same"

    page = again.content.decode()
    every = re.findall(r'name="every" value="([^"]+)"', page)
    picked = {"act": "refuse", "pick": every[:2], "every": every}
    missing = desk.post("/meja/diduga-banjir", picked)
    assert missing.status_code == 400 and "Tulis alasannya" in missing.content.decode()
    desk.post("/meja/diduga-banjir", picked | {"reason": "Kiriman beruntun dari satu alamat."})
    states = dict(Record.objects.values_list("number", "state"))
    assert [states[number] for number in numbers[55:58]] == ["refused", "refused", "held"]


@pytest.mark.django_db
def test_the_reporter_of_a_suspected_filing_reads_where_it_stands_and_may_add(cast: Cast) -> None:
    client = Client(REMOTE_ADDR=FLOOD)
    assert file(client, typed(fax="1234")).status_code == 303
    number, code = slip_of(client)
    assert verifier_sees(cast, "aside") == [number]
    page = client.post("/lacak/", {"number": number, "code": code}, follow=True).content.decode()
    assert "Laporan Anda menunggu dilihat petugas" in page and "diduga banjir" in page
    case = browser(cast.verifier).get(f"/meja/berkas/{Record.objects.get(number=number).id}").content.decode()
    assert "Diisi tidak seperti orang mengisi formulir" in case and "Lepaskan ke antrean" in case


@pytest.mark.django_db
def test_others_neither_see_nor_release_what_waits_aside(cast: Cast) -> None:
    client = Client(REMOTE_ADDR=FLOOD)
    file(client, typed(fax="1"))
    record = Record.objects.get(number=slip_of(client)[0])
    for member in (cast.officer, cast.head, cast.inspector):
        desk = browser(member)
        assert record.number not in desk.get("/meja/diduga-banjir").content.decode()
        desk.post("/meja/diduga-banjir", {"act": "release", "pick": f"{record.id}::1:{uuid7()}"})
        record.refresh_from_db()
        assert record.state == "held", member
    assert Client().get("/meja/diduga-banjir").status_code == 302


@pytest.mark.django_db
def test_equal_texts_wait_together_from_wherever_they_come(cast: Cast) -> None:
    held = []
    for n in range(6):
        client = Client(REMOTE_ADDR=f"198.51.{n}.7")
        file(client, typed(reporter_name=f"Warga {n}"))
        if Record.objects.get(number=slip_of(client)[0]).state == "held":
            held.append(n)
    assert held == [3, 4, 5]


@pytest.mark.django_db
def test_a_village_office_with_browsers_that_compute_is_not_suspected(cast: Cast) -> None:
    bits = int(actions.limit("door.work_bits", now()))
    for n in range(8):
        mine = key()
        client = Client(REMOTE_ADDR=FLOOD)
        file(client, typed(story=story(n), key=str(mine), work=work(mine, bits)))
    assert set(Record.objects.values_list("state", flat=True)) == {"filed"}


@pytest.mark.django_db
def test_a_retry_over_a_bad_line_gets_the_same_slip_though_the_count_has_grown(cast: Cast) -> None:
    form = typed()
    client = Client(REMOTE_ADDR=FLOOD)
    file(client, form)
    first = slip_of(client)
    for n in range(6):
        file(Client(REMOTE_ADDR=FLOOD), typed(story=story(n)))
    file(client, form)
    assert slip_of(client) == first
    assert Record.objects.get(number=first[0]).state == "filed"


@pytest.mark.django_db
def test_a_program_that_files_many_waits_as_a_form_does(cast: Cast) -> None:
    body = {
        "about": TYPED["about"], "category": "jalan", "naming": "anonymous",
        "place": {"district": "76.02.01"}, "happened": "2026-02-03",
    }  # fmt: skip
    for n in range(6):
        told = body | {"story": story(n), "key": str(uuid7())}
        answer = Client(REMOTE_ADDR=FLOOD).post("/layanan/pengaduan/kirim", told, "application/json")
        assert answer.status_code == 201, answer.content
    assert len(verifier_sees(cast, "aside")) == 1


@pytest.mark.django_db
def test_a_report_of_wrongdoing_is_compared_with_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    real = door.counted
    monkeypatch.setattr(door, "counted", lambda keys, *rest: seen.append(set(keys)) or real(keys, *rest))
    raw = {
        "about": "Suap izin",
        "matter": "bribe",
        "story": "Dua kali diminta uang di kantor.",
        "naming": "anonymous",
    }
    for _ in range(6):
        sent = Sent(uuid7())
        done = actions.file(type="whistleblowing", data=raw, files={}, sent=sent, at=now(), address=FLOOD)
    assert all("cases.file.text" not in one for one in seen)
    record = Record.objects.get(id=done.subject)
    assert record.state == "held" and record.due is not None
    assert of("whistleblowing", at=now()).opens_aside() is not None


@pytest.mark.django_db
def test_counting_a_filing_takes_one_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        found = door.counted({"b": b"x", "a": b"y"}, 3600, now())
    assert found == {"a": 1, "b": 1}
