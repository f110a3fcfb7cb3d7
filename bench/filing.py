"""Filing by form and by JSON through the whole web path, against pgbench calling the same function.

By form: POST, validation, entry, parts, parties, index, then the slip page; no photo, no session. Also the
function against pgbench's simple-update, WAL a filing, statements and CPU a request.
"""

import json
import urllib.parse

import psutil

from bench import pgbench
from bench.acts import TYPED, captured, nested, statements
from bench.client import Answer, Result, Script, request, run
from bench.figures import cpu, line, percentile, setting, title, wal, without_full_pages
from bench.province import Province, installed

CLIENTS = 16
SLIP = "/layanan/pengaduan/tanda-terima"
KIRIM = "/layanan/pengaduan/kirim"


def by_form(csrf: str, seed: int) -> Script:
    """Files for ever, each time from another address and with the slip page read."""
    from serentak.lib.ids import uuid7

    form = urllib.parse.urlencode({**TYPED, "csrfmiddlewaretoken": csrf, "alike": "1"})
    kind = ("Content-Type", "application/x-www-form-urlencoded")
    while True:
        seed += 1
        body = f"{form}&key={uuid7()}&about={_title(seed)}".encode()
        answer = yield request("POST", KIRIM, body, [kind, ("Cookie", f"csrf={csrf}"), address(seed)])
        assert answer.status == 303, f"filing: {answer.status} {answer.body[:300]!r}"
        slip = answer.cookies["slip"]
        page = yield request("GET", SLIP, b"", [("Cookie", f"csrf={csrf}; slip={slip}"), address(seed)])
        assert page.status == 200, f"slip: {page.status}"


def by_json(seed: int) -> Script:
    """Files for ever through the JSON door."""
    from serentak.lib.ids import uuid7

    told = nested(TYPED)
    while True:
        seed += 1
        body = json.dumps({**told, "key": str(uuid7()), "about": _title(seed)}).encode()
        answer = yield request("POST", KIRIM, body, [("Content-Type", "application/json"), address(seed)])
        assert answer.status == 201, f"filing: {answer.status} {answer.body[:300]!r}"


def address(seed: int) -> tuple[str, str]:
    """Where a filing comes from: a network of its own, else it is taken for a flood and waits aside; so are
    equal words."""
    return "X-Forwarded-For", f"10.{seed & 255}.{seed >> 8 & 255}.{seed >> 16 & 255}"


def _title(seed: int) -> str:
    return "lampu-" + "".join(chr(97 + int(figure)) for figure in str(seed))


def token(port: int) -> str:
    """A CSRF token as the form gives it to a browser."""
    found: list[Answer] = []

    def get() -> Script:
        found.append((yield request("GET", KIRIM)))

    run(port, [get()], 30)
    return found[0].cookies["csrf"]


def _count(province: Province) -> int:
    with province.connect() as database:
        row = database.execute("SELECT count(*) FROM records_record").fetchone()
        assert row is not None
        return int(row[0])


def measure(province: Province, seconds: int) -> None:
    """Prints the figures of this province."""
    from django.test import Client

    from serentak.lib.ids import uuid7

    title(f"Filing, {CLIENTS} connections, {seconds} s each, synchronous_commit on")
    browser = Client(HTTP_X_FORWARDED_FOR="10.255.0.1")

    def file() -> None:
        answer = browser.post(KIRIM, {**TYPED, "key": str(uuid7())})
        assert answer.status_code == 303, answer.content[:300]

    call = captured(file)
    script = f"SELECT * FROM {call.sql('uuidv7()', call.act)};\n"
    dsn = province.environment.dsn("web")
    with province.running("serve") as web:
        csrf = token(province.port)
        processes = [web, province.postgres()]
        run(province.port, [by_form(csrf, n << 12) for n in range(CLIENTS)], 3)  # warm
        forms = [by_form(csrf, (40 + n) << 14) for n in range(CLIENTS)]
        bodies = [by_json((80 + n) << 14) for n in range(CLIENTS)]
        spent = cpu(processes[1:])
        before = pgbench.run(province.pgbench, dsn, script, clients=CLIENTS, seconds=seconds)
        used = (cpu(processes[1:]) - spent) / (before * seconds)
        form = _load(province, forms, seconds, processes, "form")
        told = _load(province, bodies, seconds, processes, "JSON")
        after = pgbench.run(province.pgbench, dsn, script, clients=CLIENTS, seconds=seconds)
        function = (before + after) / 2
    simple = pgbench.simple_update(
        province.pgbench, province.environment.dsn("admin"), clients=CLIENTS, seconds=seconds
    )
    line("the function by pgbench", function, "filings/s")
    line("  CPU of the database a call by pgbench", used * 1000, "ms")
    line("pgbench simple-update", simple, "tps")
    line("form, with slip page, against the function", form / function, "×", "≥ 0.55")
    line("JSON against the function", told / function, "×", "≥ 0.65")
    line("the function against simple-update", function / simple, "×", "≥ 0.2")
    line("statements of a filing by form", statements(file), "statements")
    line("statements of the slip page", statements(lambda: browser.get(SLIP)), "statements")
    _wal(province, script)


def _load(
    province: Province, scripts: list[Script], seconds: int, processes: list[psutil.Process], name: str
) -> float:
    before, spent = _count(province), cpu(processes)
    result: Result = run(province.port, scripts, seconds)
    filed, used = _count(province) - before, cpu(processes) - spent
    rate = filed / result.seconds
    line(f"filing by {name}", rate, "filings/s", note=f"errors {len(result.errors)} {result.errors[:1]}")
    line(f"  p95 of a request by {name}", percentile(result.times, 0.95) * 1000, "ms")
    line(f"  CPU of web and database a filing by {name}", used / max(filed, 1) * 1000, "ms")
    return rate


def _wal(province: Province, script: str) -> None:
    """WAL of 500 filings."""
    with province.connect() as admin, province.connect("web") as web, without_full_pages(admin):
        start = wal(admin)
        for _ in range(500):
            web.execute(script.rstrip(";\n"))
        line("WAL a filing, full pages apart", (wal(admin) - start) / 500 / 1000, "kB", "≤ 8 kB")


if __name__ == "__main__":
    with installed() as here:
        here.django()
        measure(here, setting("BENCH_SECONDS", 10))
