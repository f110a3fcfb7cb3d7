"""Every address with what nobody should send: in forms, in queries, in paths, in headers and cookies.

Never a fault of ours, always an answer that says something. What is sent follows from a fixed seed;
SERENTAK_FUZZ=20 sends twenty times as much, SERENTAK_FUZZ_SEED another.
"""

import json
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from serentak.people.rules import secret_of
from serentak.records.envelope import Slip, slip_from
from tests.addresses import routes
from tests.callers import World, world
from tests.test_cast import BARE, GET, POST, table

__all__ = ["world"]
TIMES = int(os.environ.get("SERENTAK_FUZZ", "1"))
SEED = int(os.environ.get("SERENTAK_FUZZ_SEED", "26"))
FORM, QUERY, PATH, HEAD = 8 * TIMES, 2 * TIMES, 3 * TIMES, 250 * TIMES
ODD = [
    "", " ", "\0", "a\0b", "\ud800", "\udfff\ud800", "9" * 30, "9" * 5000, "-1", "0", "-0", "2147483648", "9223372036854775808",
    "1e999999", "NaN", "Infinity", "1_0", "0x1", "٣", "²", "½", "x" * 100_000, "😀" * 60, "\u202eabc", "\u200f", "e\u0301" * 40,
    "[]", "{}", "[" * 3000, '{"a":' * 3000, "null", "true", "on", "not-a-uuid", "0" * 32, "f" * 32, "{" + "0" * 32 + "}",
    "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "31-02-2026", "0000-00-00", "0001-01-01",
    "9999-12-31", "99999-12-31", "2026-13-45", "31 12 9999", "1.1.1", "<script>alert(1)</script>", "'; DROP TABLE x; --", "%", "\\", "%00",
    "a\r\nSet-Cookie: b=c", "../../../etc/passwd", "//evil.example", "javascript:alert(1)", "~", "f~", "b~9999-99-99~" + "0" * 32,
    "a:b:c:d", "::::", "confirm", "definitive", "machine", "en", "id", "\ufeff", "\n" * 500, "=1+1",
]  # fmt: skip
KINDS = [
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-16", "multipart/form-data",
    "multipart/form-data; boundary=x", "multipart/form-data; boundary=" + "b" * 300, "application/json", "application/json; charset=x",
    "text/plain", "application/xml", "", "x", "/", "application/problem+json", "multipart/form-data; boundary=\u00e9",
]  # fmt: skip
HEADERS = [
    "HTTP_ACCEPT_LANGUAGE", "HTTP_X_REQUEST_ID", "HTTP_RANGE", "HTTP_HOST", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_REFERER",
    "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_ORIGIN", "HTTP_HX_REQUEST",
    "HTTP_AUTHORIZATION", "HTTP_COOKIE", "HTTP_USER_AGENT", "HTTP_IDEMPOTENCY_KEY", "HTTP_X_CSRFTOKEN", "CONTENT_LENGTH", "REMOTE_ADDR",
]  # fmt: skip
SAID = [
    "id;q=x", "en-" + "a" * 500, "*;q=9", "bytes=0-", "bytes=9-1", "bytes=-0", "bytes=0-1,2-3", "items=x", "localhost:99999999", "[::1", "a b",
    "text/html;q=", "application/json, */*;q=z", "gzip;q=nan", 'W/"x', "Thu, 99 Foo 2026 99:99:99 GMT", "Bearer ", "Bearer " + "x" * 9000,
    "Basic \u00ff", "sesi=" + "A" * 43, "sesi=a; slip=b; sesi=c", "slip=" + "x:y:z" * 40, "django_language=zz; bahasa=\u00e9", "=;=;=", "a" * 60_000, "1" * 40,
]  # fmt: skip


def asked_names() -> list[str]:
    """Every name that the code asks a query for."""
    code = "\n".join(path.read_text() for path in Path("serentak").rglob("*.py"))
    return sorted(set(re.findall(r'(?:GET|query|asked|sent)\.get(?:list)?\("(\w+)"', code)))


def shuffled(chance: random.Random, form: dict[str, Any], names: list[str]) -> list[tuple[str, str]]:
    """A form as it would be accepted, with a few things wrong in it."""
    pairs = [(name, str(value)) for name, value in form.items()]
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(pairs)) if pairs else 0
        name = pairs[at][0] if pairs else chance.choice(names)
        match chance.randrange(8):
            case 0 if pairs:
                pairs.pop(at)
            case 1:
                pairs.append((name, chance.choice(ODD)))
            case 2:
                pairs.append(
                    (name + chance.choice([".x", "[]", ".day", ".0.a", "\0", ""]), chance.choice(ODD))
                )
            case 3:
                pairs.append((chance.choice(names), chance.choice(ODD)))
            case _ if pairs:
                pairs[at] = (name, chance.choice(ODD))
            case _:
                pairs.append((chance.choice(ODD), "x"))
    return pairs


def urlencoded(pairs: list[tuple[str, str]]) -> bytes:
    """As browsers write it, for texts that none has."""
    quoted = [[quote_from_bytes(text.encode("utf-8", "surrogatepass")) for text in pair] for pair in pairs]
    return "&".join("=".join(pair) for pair in quoted).encode()


def multipart(chance: random.Random, pairs: list[tuple[str, str]]) -> bytes:
    """As browsers write it, some fields as files, now and then cut off."""
    parts = b""
    for name, value in pairs:
        clean = re.sub(r'[\r\n"\0]', "", name).encode("utf-8", "replace")[:500]
        file = chance.choice(
            [b"", b"", b'; filename="a.pdf"', b'; filename="\xff\x00"', b"; filename*=UTF-8''%FF"]
        )
        parts += b'--x\r\nContent-Disposition: form-data; name="' + clean + b'"' + file
        parts += b"\r\n\r\n" + value.encode("utf-8", "surrogatepass") + b"\r\n"
    whole = parts + b"--x--\r\n"
    return whole[: chance.randrange(len(whole))] if chance.random() < 0.25 else whole


def body(chance: random.Random, pairs: list[tuple[str, str]]) -> tuple[bytes, str]:
    """What is sent, and what it says it is."""
    match chance.randrange(10):
        case 0 | 1:
            return multipart(chance, pairs), "multipart/form-data; boundary=x"
        case 2:
            return urlencoded(pairs), chance.choice(KINDS)
        case 3:
            return chance.choice(ODD).encode("utf-8", "replace"), chance.choice(KINDS)
        case 4 | 5:
            typed = {
                name: chance.choice([value, [value], {value: value}, 10**40, None, True, 1.5])
                for name, value in pairs
            }
            return json.dumps(typed).encode(), "application/json"
        case _:
            return urlencoded(pairs), "application/x-www-form-urlencoded"


def fitting(name: str, statuses: dict[str, int]) -> list[str]:
    """Who gets furthest there, and a stranger."""
    let_in = [who for who, status in statuses.items() if status in (200, 303)]
    return list(dict.fromkeys([*let_in[-1:], *let_in[:1], "stranger"]))[:2]


def wrong_with(answer: Any, name: str) -> str | None:
    """What is wrong with an answer: a fault of ours, or a no without words."""
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    kind = answer.headers.get("Content-Type", "")
    if (
        answer.status_code < 400
        or answer.status_code == 405
        or name in BARE
        or kind.startswith("application/problem+json")
    ):
        return None
    return None if b"<h1" in b"".join(answer) else f"{answer.status_code} without words"


def sends(world: World, who: str, name: str, request: dict[str, Any]) -> str | None:
    """What is wrong with the answer to it; whatever it did is undone.

    A statement refused in a test's own transaction takes the next ones with it, so a fault is asked again
    without one."""
    browser = world.browsers[who]
    kept, browser.raise_request_exception = browser.cookies.output(), False
    with transaction.atomic():
        wrong = wrong_with(browser.generic(**request), name)
        transaction.set_rollback(True)
    if wrong:
        wrong = wrong_with(browser.generic(**request), name)
    if browser.cookies.output() != kept:
        browser.cookies.clear()
        browser.cookies.load(kept.replace("Set-Cookie: ", ""))
    return wrong and f"{name} by {who}: {wrong}: {str(request)[:600]}"


def forms(world: World, chance: random.Random) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every form, as it should be but for a few things."""
    names = asked_names()
    for name, statuses in table(POST).items():
        for who in fitting(name, statuses):
            for _ in range(FORM):
                data, kind = body(chance, shuffled(chance, world.form(name, who), names))
                path = world.address(name, who)
                yield name, who, {"method": "POST", "path": path, "data": data, "content_type": kind}


def queries(world: World, chance: random.Random) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every page, asked for oddly."""
    names = asked_names()
    for name, statuses in table(GET).items():
        for who in fitting(name, statuses):
            for _ in range(QUERY):
                pairs = [
                    (chance.choice(names), chance.choice(ODD)[:4000]) for _ in range(chance.randint(1, 6))
                ]
                path = world.address(name, who)
                mark = "&" if "?" in path and chance.random() < 0.8 else "?"
                yield (
                    name,
                    who,
                    {"method": "GET", "path": path.partition("#")[0] + mark + urlencoded(pairs).decode()},
                )


def paths(world: World, chance: random.Random) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every address that names a thing, naming another."""
    for name, route in routes().items():
        if "<" not in route and "(?P" not in route:
            continue
        who = fitting(name, table(GET)[name])[0]
        for _ in range(PATH):
            path, mark, pos = world.address(name, who).partition("?")
            pieces = path.split("/")
            places = [at for at, piece in enumerate(pieces) if piece and piece not in route]
            if places:
                odd = chance.choice(ODD)[:2000].encode("utf-8", "surrogatepass")
                pieces[chance.choice(places)] = quote_from_bytes(odd, safe="")
            method = chance.choice(["GET", "GET", "POST", "PUT", "DELETE", "OPTIONS"])
            yield name, who, {"method": method, "path": "/".join(pieces) + mark + pos}


def heads(world: World, chance: random.Random) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Any page, with headers and cookies no browser sends."""
    where = sorted(table(GET))
    for _ in range(HEAD):
        name = chance.choice(where)
        who = chance.choice(fitting(name, table(GET)[name]))
        said = {
            chance.choice(HEADERS): chance.choice(SAID + ODD).encode("utf-8", "replace").decode("latin-1")
            for _ in range(chance.randint(1, 3))
        }
        yield name, who, {"method": "GET", "path": world.address(name, who), **said}


@pytest.mark.parametrize("what", [forms, queries, paths, heads], ids=lambda what: what.__name__)
def test_whatever_is_sent_is_answered_in_words(world: World, what: Any) -> None:
    chance = random.Random(f"{SEED} {what.__name__}")
    found = [
        wrong for name, who, request in what(world, chance) if (wrong := sends(world, who, name, request))
    ]
    assert not found, f"{len(found)}:\n" + "\n".join(found[:40])


@settings(max_examples=200 * TIMES, deadline=None, derandomize=True)
@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    cut=st.integers(0, 80),
    sign=st.characters(),
)
def test_no_slip_and_no_session_is_guessed_or_bent(text: str, cut: int, sign: str) -> None:
    assert slip_from(text) is None
    secret = secret_of(text)
    assert secret is None or len(secret) == 32
    signed = Slip("ADU-2026-000001", "ABCDEFGHIJ").signed()
    bent = signed[: cut % len(signed)] + sign + signed[cut % len(signed) + 1 :]
    assert bent == signed or slip_from(bent.encode("utf-8", "replace").decode()) is None


def test_the_search_finds_what_it_is_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A view that fails is a finding, and a no without words."""
    request = {"method": "GET", "path": "/layanan/"}
    assert sends(world, "stranger", "cases-services", request) is None

    def broken(*args: Any, **kwargs: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("serentak.cases.views.service.render", broken)
    assert "500" in (sends(world, "stranger", "cases-services", request) or "")
    assert wrong_with(Client().get("/tidak-ada"), "x") is None
    assert wrong_with(HttpResponse("no", status=400), "x") == "400 without words"
    assert {"q", "after", "view", "tanggal", "pos", "kind", "key"} <= set(asked_names())
