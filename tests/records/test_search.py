"""Finding records: forms of words, beginnings, typing errors, fields, orders and pages; who sees decides, and nothing sealed is there."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection

from serentak.agencies.rules import PUBLIC, Actor
from serentak.lib.clock import local_day, now
from serentak.lib.ids import uuid7
from serentak.records import actions
from serentak.records.queries import search as queries
from serentak.records.queries.search import Asked, search
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.records.cases import act, answered, file, forward
from tests.records.finding import followed
from tests.records.test_visible import nodes


def found(actor: Actor, q: str = "", **asked: Any) -> list[UUID]:
    return [row.record for row in search(actor, Asked(q, **asked), at=now()).rows]


def pages(actor: Actor, asked: Asked, limit: int = 2) -> Iterator[UUID]:
    """All of it page by page, and back again."""
    page = search(actor, asked, at=now(), limit=limit)
    there = [page]
    while page.older:
        page = search(actor, asked, at=now(), after=page.older, limit=limit)
        there.append(page)
    for earlier, later in zip(there[:-1], there[1:], strict=True):
        assert later.newer
        again = search(actor, asked, at=now(), after=later.newer, limit=limit)
        assert again.rows == earlier.rows
    yield from (row.record for page in there for row in page.rows)


def test_words_are_found_in_any_form_misspelt_and_begun(own_database: OwnDatabase, cast: Cast) -> None:
    bridge = file(about="Jembatan gantung rusak", story="Dua papan hilang sejak banjir kemarin.").subject
    clinic = file(
        about="Antre di puskesmas", story="Pelayanan lambat, café di depannya tutup.", category="kesehatan"
    ).subject
    followed(own_database)
    by = cast.verifier.actor()
    for typed in (
        "jembatan", "JEMBATAN", "jembatn", "jembtan", "jemb", "kerusakan", "rusak jembatan", "banjir papan", "hilang-hilang",
        "jembatan yang rusak", "papan gant",
    ):  # fmt: skip
        assert found(by, typed) == [bridge], typed
    for typed in ("dilayani", "melayani puskesmas", "puskesms", "puskes", "cafe", "pelayanan, lambat!"):
        assert found(by, typed) == [clinic], typed
    for typed in ("jembatan puskesmas", "xyzzy", "sekolah"):
        assert found(by, typed) == [], typed
    common = search(by, Asked("yang di dan"), at=now())
    assert common.common and not common.rows
    for odd in (
        "'",
        "a & | !",
        "':*",
        "\\",
        "%",
        "<b>",
        "—",
        "\u202e",
        "x" * 5000,
        "a b c d e f g h i j k l m n",
    ):
        assert found(by, odd) == [], odd


def test_what_an_act_said_is_found_and_what_stands_for_the_reporter_is_not(
    own_database: OwnDatabase, cast: Cast
) -> None:
    done = answered(
        cast,
        naming="named",
        reporter_name="Zulkifli Rahmatullah",
        reporter_phone="0812 7777 1234",
        reporter_email="zulkifli@contoh.id",
    ).subject
    followed(own_database)
    assert found(cast.verifier.actor(), "ditambal november") == [done]
    for personal in ("zulkifli", "rahmatullah", "081277771234", "contoh"):
        assert found(cast.verifier.actor(), personal) == []
    assert own_database.ask("SELECT word FROM records_word WHERE word ~ 'zulkif|rahmat'") == []


def test_nothing_of_a_sealed_record_is_known_to_the_search(own_database: OwnDatabase, cast: Cast) -> None:
    raw = {"about": "Suap", "matter": "bribe", "story": "Kwitansi fiktif.", "naming": "anonymous"}
    sealed = actions.perform(
        None, "file", raw, by=PUBLIC, at=now(), key=uuid7(), type="whistleblowing"
    ).subject
    open_one = file(story="Kwitansi pajak belum diberikan.").subject
    followed(own_database)
    (words,) = own_database.ask("SELECT array_agg(word) FROM records_word")[0]
    assert "pajak" in words and "fiktif" not in words
    assert own_database.ask("SELECT record FROM records_search") == [(open_one,)]
    for member in cast.members().values():
        assert sealed not in found(member.actor(), "kwitansi")


def test_a_list_narrows_by_what_is_asked_and_by_nobody_elses_records(
    own_database: OwnDatabase, cast: Cast
) -> None:
    first, second = file(about="Lampu satu"), file(about="Lampu dua", category="sekolah")
    forward(first, cast)
    followed(own_database)
    verifier, officer = cast.verifier.actor(), cast.officer.actor()
    assert found(verifier, "lampu") == [second.subject, first.subject]
    assert found(officer, "lampu") == [first.subject] and found(cast.other_officer.actor(), "lampu") == []
    assert found(verifier, type="complaint", state="filed") == [second.subject]
    assert found(verifier, "lampu", body=first and officer.holding.organisation) == [first.subject]  # type: ignore[union-attr]
    assert found(verifier, region="76.01") == []
    today = local_day(now())
    assert found(verifier, since=today.replace(year=today.year + 1)) == []
    assert found(verifier, until=today.replace(year=9999)) == [second.subject, first.subject]
    assert found(verifier, type="complaint", field="category", value="sekolah") == [second.subject]
    assert found(verifier, type="complaint", field="about", value="LAMPU D") == [second.subject]
    assert found(verifier, type="complaint", field="about", value="%") == []
    assert found(verifier, type="complaint", field="story", value="x") == [second.subject, first.subject]
    for number in (first.number, first.number.lower(), first.number.rsplit("-", 1)[1].lstrip("0")):
        assert found(officer, number) == [first.subject] and found(cast.other_officer.actor(), number) == []


@pytest.mark.parametrize("most", [0, queries.MOST_SEEN], ids=["many", "few"])
def test_pages_hold_everything_once_in_every_order(
    own_database: OwnDatabase, cast: Cast, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_SEEN", most)
    titles = ["Ember bocor", "Atap bocor", "Cerobong bocor bocor", "Dinding bocor", "Atap bocor"]
    filed = [file(about=title).subject for title in titles]
    followed(own_database)
    by = cast.verifier.actor()
    assert list(pages(by, Asked("bocor"))) == filed[::-1]
    assert list(pages(by, Asked())) == filed[::-1]
    ranked = list(pages(by, Asked("bocor", sort="relevance")))
    assert sorted(ranked) == sorted(filed) and ranked[0] == filed[2]
    ordered = sorted(zip(titles, filed, strict=True))
    up = Asked(type="complaint", field="about", sort="up")
    assert list(pages(by, up)) == [record for _, record in ordered]
    assert (
        list(pages(by, Asked("bocor", type="complaint", field="about", sort="down")))
        == [record for _, record in ordered][::-1]
    )


@pytest.mark.parametrize(
    "after", ["x", "f~~", "f~" + "0" * 32, "b~" + "0" * 32 + "~x", "f~" + "0" * 32 + "~" + "9" * 30, "'; --"]
)
@pytest.mark.parametrize("sort", ["newest", "relevance", "up", "nonsense"])
def test_an_odd_cursor_is_answered(own_database: OwnDatabase, cast: Cast, after: str, sort: str) -> None:
    asked = Asked("jalan", type="complaint", field="about", sort=sort)
    assert search(cast.verifier.actor(), asked, at=now(), after=after).rows == []


def test_what_was_found_is_marked_in_title_and_text(own_database: OwnDatabase, cast: Cast) -> None:
    record = file(about="Jalan <b>licin</b>", story="Aspal licin sesudah hujan, tiga orang jatuh.").subject
    followed(own_database)
    page = search(cast.verifier.actor(), Asked("licin"), at=now())
    said = page.said[record]
    assert said.title and "\2licin\3" in said.title and said.piece and "Aspal \2licin\3" in said.piece


def test_the_search_follows_by_position_whatever_is_repeated_or_forgotten(
    own_database: OwnDatabase, cast: Cast
) -> None:
    done = file(about="Pompa mati")
    assert followed(own_database, most=7) > 7 and followed(own_database) == 0
    assert queries.behind() == (0, None)
    forward(done, cast)
    act(done.subject, "progress", cast.officer.actor(), {"note": "Suku cadang dipesan."})
    assert followed(own_database) == 2
    assert found(cast.officer.actor(), "cadang") == [done.subject]
    rows = "SELECT record, words::text FROM records_search ORDER BY record"
    words = "SELECT word, lexeme FROM records_word ORDER BY word"
    before = own_database.ask(rows), own_database.ask(words)
    with psycopg.connect(own_database.dsn("admin")) as admin:
        admin.execute("UPDATE records_follower SET position = 0")
    assert queries.behind()[0] > 7 and queries.behind()[1] is not None
    followed(own_database)
    assert (own_database.ask(rows), own_database.ask(words)) == before  # read twice, nothing changed
    with psycopg.connect(own_database.dsn("admin")) as admin:
        admin.execute("SELECT records_rebuild_search()")
    assert own_database.ask(rows) == []
    followed(own_database, most=5)
    assert (own_database.ask(rows), own_database.ask(words)) == before


def test_a_filing_writes_nothing_of_the_search(own_database: OwnDatabase) -> None:
    file(about="Pompa mati")
    assert own_database.ask("SELECT count(*) FROM records_search") == [(0,)]


def test_a_page_takes_few_statements(
    own_database: OwnDatabase, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        file(about="Pompa mati")
    followed(own_database)
    by = cast.verifier.actor()
    found(by, "pompa")
    with django_assert_max_num_queries(3):
        assert len(found(by, "pompa")) == 5
    with django_assert_max_num_queries(2):
        assert len(found(by, type="complaint", field="about", sort="up")) == 5


WAYS = [
    (Asked("pompa"), "(", "records_search_words|records_search_pkey"),
    (Asked("pompa", sort="relevance"), "(", "records_search_words|records_search_pkey"),
    (Asked(type="complaint", field="about", sort="up"), "", "records_field_index_text"),
    (Asked(type="complaint", field="category", value="jalan", sort="down"), "", "records_field_index_text"),
    (Asked(), "", "records_record_pkey"),
]


@pytest.mark.parametrize(("asked", "query", "index"), WAYS)
@pytest.mark.parametrize("few", [True, False])
def test_what_is_found_comes_over_an_index(
    own_database: OwnDatabase, cast: Cast, asked: Asked, query: str, index: str, few: bool
) -> None:
    asked = queries.settled(asked)
    made = queries.statement(cast.verifier.actor(), asked, "'pompa'" if query else None, few=few)
    with connection.cursor() as db:
        db.execute("SET enable_seqscan = off")
        db.execute("SET enable_sort = off" if not few else "SET enable_hashjoin = off")
        db.execute("EXPLAIN (FORMAT JSON) " + made.text, made.arguments)
        plan = list(nodes(db.fetchone()[0][0]["Plan"]))
        db.execute("RESET ALL")
    assert all(node["Node Type"] != "Seq Scan" for node in plan), plan
    used = {str(node.get("Index Name")) for node in plan}
    wanted = {"records_party_inbox"} if few else set(index.split("|"))
    assert used & wanted, (used, wanted)
