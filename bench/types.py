"""Filing with four hundred types of five indexed fields each, against eight; what publishing costs.

The types are copies of the complaint, so that nothing but their number differs. A filing goes to one of
them at random: through the web by form, and by pgbench calling the function with what the web sent.
"""

import random
import shutil
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

import psycopg
import yaml

from bench import pgbench
from bench.acts import TYPED, captured
from bench.client import Script, request, run
from bench.figures import line, setting, title
from bench.filing import CLIENTS, address, token
from bench.province import Province, installed
from serentak.site.environment import ROOT

FEW, MANY = 8, 400
SCRIPTS = 100
"""How many of the types pgbench draws from: it takes at most 128 scripts."""
INDEXED = {"about": "text", "category": "text", "happened": "date", "channel": "text", "complexity": "text"}


def write(folder: Path, count: int) -> None:
    """Content of the province and `count` copies of the complaint."""
    if not folder.exists():
        shutil.copytree(ROOT / "content", folder)
    told = yaml.safe_load((folder / "records" / "complaint.yaml").read_text())
    fields = [
        {key: value for key, value in field.items() if key != "index"}
        | ({"index": INDEXED[field["id"]]} if field["id"] in INDEXED else {})
        for field in told["fields"]
    ]
    for n in range(count):
        code = "J" + chr(65 + n // 26) + chr(65 + n % 26)
        copy = told | {"name": f"kind-{n:03}", "code": code, "fields": fields}
        copy.pop("sheet")  # its key is an indexed field that these have not
        copy["title"] = {"id": f"Jenis {n:03}", "en": f"Kind {n:03}"}
        (folder / "records" / f"kind-{n:03}.yaml").write_text(yaml.safe_dump(copy, sort_keys=False))


def publish(province: Province, folder: Path) -> None:
    """Installs the content of the folder, as an administrator would after a change."""
    done = subprocess.run(
        [sys.executable, "-m", "serentak", "install", "--no-cases"],
        cwd=ROOT,
        env=province.variables | {"SERENTAK_CONTENT": str(folder)},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)


def by_form(csrf: str, seed: int, count: int) -> Script:
    """Files for ever, each time another type."""
    from serentak.lib.ids import uuid7

    form = urllib.parse.urlencode({**TYPED, "csrfmiddlewaretoken": csrf})
    kind = ("Content-Type", "application/x-www-form-urlencoded")
    draw = random.Random(seed)
    while True:
        seed += 1
        where = f"/layanan/jenis-{draw.randrange(count):03}/kirim"
        body = f"{form}&key={uuid7()}&about=lampu-{draw.randbytes(8).hex()}".encode()
        answer = yield request("POST", where, body, [kind, ("Cookie", f"csrf={csrf}"), address(seed)])
        assert answer.status == 303, f"filing: {answer.status} {answer.body[:300]!r}"


def calls(count: int) -> list[str]:
    """The function's call for each of the types, as the web program makes it."""
    from django.test import Client

    from serentak.lib.ids import uuid7

    def script(n: int) -> str:
        browser = Client(HTTP_X_FORWARDED_FOR=f"10.254.{n // 250}.{n % 250 + 1}")

        def file() -> None:
            answer = browser.post(
                f"/layanan/jenis-{n:03}/kirim", {**TYPED, "key": str(uuid7()), "about": f"uji {n}"}
            )
            assert answer.status_code == 303, answer.content[:300]

        call = captured(file)
        return f"SELECT * FROM {call.sql('uuidv7()', call.act)};\n"

    return [script(n) for n in random.Random(5).sample(range(count), min(count, SCRIPTS))]


def relations(database: psycopg.Connection) -> int:
    """How many tables, indexes and columns there are, with their versions: any DDL changes it."""
    row = database.execute("SELECT sum(hashtext(c.xmin::text || c.oid)::bigint) FROM pg_class c").fetchone()
    assert row is not None
    return int(row[0])


def measure(province: Province, count: int, seconds: int) -> tuple[float, float]:
    """Filings a second by form and by function, over so many types."""
    began = time.perf_counter()
    with province.running("serve"):
        line(f"the web program answers, {count} types", time.perf_counter() - began, "s")
        csrf = token(province.port)
        scripts = calls(count)
        run(province.port, [by_form(csrf, n << 12, count) for n in range(CLIENTS)], 15)  # each type read once
        dsn = province.environment.dsn("web")
        before = pgbench.run(province.pgbench, dsn, *scripts, clients=CLIENTS, seconds=seconds)
        result = run(province.port, [by_form(csrf, (40 + n) << 14, count) for n in range(CLIENTS)], seconds)
        after = pgbench.run(province.pgbench, dsn, *scripts, clients=CLIENTS, seconds=seconds)
    rate, function = len(result.times) / result.seconds, (before + after) / 2
    note = f"errors {len(result.errors)} {result.errors[:1]}"
    line(f"filing by form, {count} types", rate, "filings/s", note=note)
    line(f"the function by pgbench, {count} types", function, "filings/s")
    line(f"form against the function, {count} types", rate / function, "×", "≥ 0.55")
    return rate, function


def main(province: Province, seconds: int) -> None:
    """Prints the figures: eight types first, then four hundred."""
    title(f"Types: {FEW} against {MANY} of five indexed fields each, {CLIENTS} connections, {seconds} s each")
    folder = province.environment.state / "content"
    province.variables["SERENTAK_CONTENT"] = str(folder)
    write(folder, FEW)
    publish(province, folder)
    province.django()
    few = measure(province, FEW, seconds)
    write(folder, MANY)
    with province.connect() as admin:
        shape, began = relations(admin), time.perf_counter()
        publish(province, folder)
        line(f"publishing {MANY - FEW} types", time.perf_counter() - began, "s")
        line("tables and indexes changed by it", float(relations(admin) != shape), "", "0: no DDL")
    _forget()
    many = measure(province, MANY, seconds)
    line("form, 400 types against eight", many[0] / few[0], "×", "≥ 0.9")
    line("the function, 400 types against eight", many[1] / few[1], "×", "≥ 0.9")


def _forget() -> None:
    """This process reads the content again, as a program started now would."""
    from serentak.law import queries as law
    from serentak.records.queries import types

    law.library.cache_clear()
    types.forget()


if __name__ == "__main__":
    with installed() as here:
        main(here, setting("BENCH_SECONDS", 10))
