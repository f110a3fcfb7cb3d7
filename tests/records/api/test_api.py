"""Programs file and follow through one API: the same acts and queries as pages, and no door beside them."""

import io
import json
from typing import Any
from uuid import UUID

import jsonschema_rs
import pytest
from django.test import Client
from PIL import Image

from serentak.lib.clock import now
from serentak.lib.ids import uuid7
from serentak.people.rules import cookie_of
from serentak.records.api import made
from serentak.records.queries import types
from tests.cast import Cast
from tests.factories import agencies as factory
from tests.factories import records

URL = "/api/v1/complaint"
REPORT = {**records.STREET_LIGHT, "channel": "lapor", "lapor_number": "12345678"}
ACTS = frozenset({"complaint.file", "complaint.add", "complaint.reply"})


def send(client: Client, url: str = URL, body: Any = None, **headers: str) -> Any:
    sent = {"Idempotency-Key": str(uuid7())} | {
        name.replace("_", "-"): said for name, said in headers.items()
    }
    return client.post(
        url, json.dumps(REPORT if body is None else body), content_type="application/json", headers=sent
    )


@pytest.fixture
def program(cast: Cast) -> Client:
    """A system whose key is for more than filing."""
    cast.machine.acts = ACTS
    return cast.machine.client()


@pytest.mark.django_db
def test_it_files_reads_and_goes_on_with_what_it_filed(program: Client, cast: Cast) -> None:
    done = send(program)
    assert (
        done.status_code == 201 and done.json()["code"] and done["Location"] == f"{URL}/{done.json()['id']}"
    )
    told = program.get(done["Location"])
    assert told["ETag"] == '"1"' and told.json()["fields"]["lapor_number"] == "12345678"
    assert told.json()["may"] == ["add"] and not done.cookies and not told.cookies
    assert program.get(done["Location"], headers={"If-None-Match": '"1"'}).status_code == 304
    records.act(UUID(done.json()["id"]), 1, "ask", by=cast.verifier.actor(), question="Di mana?")
    told = program.get(done["Location"]).json()
    assert told["may"] == ["reply"] and told["acts"][-1]["said"] == {"question": "Di mana?"}
    answered = send(program, f"{done['Location']}/reply", {"note": "Depan pasar"}, If_Match='"2"')
    assert answered.status_code == 200 and answered.json()["version"] == 3
    (item,) = program.get(URL).json()["items"]
    assert (item["id"], item["version"]) == (done.json()["id"], 3) and item["fields"] == told["fields"]


@pytest.mark.django_db
def test_a_retry_is_answered_the_same_and_other_content_is_refused(program: Client) -> None:
    key = str(uuid7())
    first, again = (send(program, Idempotency_Key=key) for _ in range(2))
    assert again.status_code == 201 and again.json() == {**first.json(), "replayed": True}
    other = send(program, body={**REPORT, "about": "Lain"}, Idempotency_Key=key)
    assert (other.status_code, other.json()["code"]) == (409, "key_used")


@pytest.mark.django_db
def test_a_lost_update_is_refused_and_a_retry_of_it_is_not(program: Client, cast: Cast) -> None:
    where, key = send(program)["Location"], str(uuid7())
    news = {"note": "Masih padam"}
    assert send(program, f"{where}/add", news).status_code == 428
    assert send(program, f"{where}/add", news, If_Match="*").status_code == 400
    done = send(program, f"{where}/add", news, If_Match='"1"', Idempotency_Key=key)
    stale = send(program, f"{where}/add", news, If_Match='"1"')
    again = send(program, f"{where}/add", news, If_Match='"1"', Idempotency_Key=key)
    assert [a.status_code for a in (done, stale, again)] == [200, 412, 200] and again.json()["replayed"]


@pytest.mark.django_db
def test_every_refusal_says_what_where_and_how(program: Client, cast: Cast) -> None:
    where = send(program)["Location"]
    asked = {
        "invalid": send(program, body={"about": "x"}),
        "not_json": send(program, body=[1]),
        "no_key": send(program, Idempotency_Key="x"),
        "not_in_holding": send(program, "/api/v1/helpdesk", {"about": "x"}),
        "no_move": send(program, f"{where}/reply", {"note": "x"}, If_Match='"1"'),
        "not_allowed": send(program, f"{where}/forward", {}, If_Match='"1"'),
        "not_found": program.get(f"/api/v1/research/{where.rpartition('/')[2]}"),
        "no_type": program.get("/api/v1/nothing"),
        "method": program.delete(where),
        "bad_cursor": program.get(URL, {"after": "x"}),
        "media_type": program.post(URL, "a", content_type="text/plain"),
        "credential": Client().get(URL),
    }
    for code, answer in asked.items():
        assert answer["Content-Type"] == "application/problem+json", code
        told = answer.json()
        assert (told["code"], told["status"]) == (code, answer.status_code), told
        assert told["title"] and told["type"] == f"/api/#{code}"
    assert {"story", "category"} <= set(asked["invalid"].json()["fields"])
    assert program.get(URL, {"limit": "0", "colour": "x"}).json()["fields"].keys() == {"limit", "colour"}
    english = program.get(URL, {"after": "x"}, headers={"Accept-Language": "en"})
    assert "not of this list" in english.json()["title"]


@pytest.mark.django_db
def test_it_sees_its_own_alone_and_the_next_key_of_the_same_system_goes_on(
    program: Client, cast: Cast
) -> None:
    where = send(program)["Location"]
    shown = records.complaint().subject
    other = Client(
        headers={"authorization": f"Bearer {cookie_of(factory.key(by=cast.unit_administrator.actor()))}"}
    )
    assert [c.get(f"{URL}/{shown}").status_code for c in (program, other)] == [404, 404]
    assert other.get(where).status_code == 404 and other.get(URL).json()["items"] == []
    held = cast.machine.actor().holding
    assert held is not None
    factory.end(held.id, by=cast.programmer.actor())
    assert program.get(where).status_code == 401
    cast.machine._secret = b""
    assert cast.machine.client().get(where).status_code == 200
    assert other.get(where).status_code == 404


@pytest.mark.django_db
def test_pages_of_a_list_follow_each_other_to_the_end(program: Client) -> None:
    filed = [send(program, body={**REPORT, "about": f"Lampu {n}"}).json()["id"] for n in range(5)]
    found, there = [], f"{URL}?limit=2"
    while there:
        page = program.get(there).json()
        found += [item["id"] for item in page["items"]]
        there = page["next"]
    assert found == filed[::-1]


@pytest.mark.django_db
def test_files_come_as_parts_and_are_taken_by_hash(program: Client) -> None:
    photo = io.BytesIO()
    Image.new("RGB", (8, 8)).save(photo, "PNG")
    photo.seek(0)
    photo.name = "lampu.png"
    form = {"fields": json.dumps(REPORT), "photos": photo}
    done = program.post(URL, form, headers={"Idempotency-Key": str(uuid7())})
    assert done.status_code == 201, done.json()
    (file,) = program.get(done["Location"]).json()["fields"]["photos"]
    assert program.get(file["address"])["Content-Type"] == "image/png"
    assert Client().get(file["address"]).status_code == 401


@pytest.mark.django_db
def test_the_document_holds_for_what_is_filed_and_read(program: Client) -> None:
    document = made(now(), lambda text: (text or {}).get("id", ""))
    assert program.get("/api/v1/openapi.json").json()["openapi"] == "3.1.0"
    assert {kind.name for kind in types.published()} <= document["components"]["schemas"].keys()

    def holds(name: str, value: Any) -> None:
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(value)

    with_degrees = {**REPORT, "place": {"lat": -2.684321, "lon": 118.9}}
    holds("complaint.file", with_degrees)
    where = send(program, body=with_degrees)["Location"]
    told = program.get(where).json()
    holds("complaint", told)
    holds("complaint.page", program.get(URL).json())
    assert told["fields"]["place"] == with_degrees["place"]
    holds("Problem", send(program, body={}).json())
    assert b"/api/v1/complaint" in Client().get("/api/").content
