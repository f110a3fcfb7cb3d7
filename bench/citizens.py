"""Three hundred citizens at once: home, form, file, slip, track, five seconds of thinking between the steps.

Web and worker run as in a province, so entries are sealed meanwhile. BENCH_CITIZENS and BENCH_VISIT set how
many and for how long; each begins at another moment of the first five seconds.
"""

import random
import re
import urllib.parse

from bench.acts import TYPED
from bench.client import Answer, Script, request, run
from bench.figures import cpu, line, percentile, setting, title
from bench.filing import KIRIM, SLIP
from bench.province import Province, installed

THINKING = 5.0
FORM = ("Content-Type", "application/x-www-form-urlencoded")


def citizen(n: int) -> Script:
    """One after another visits for ever, from one address each."""
    yield random.uniform(0, THINKING)
    hop, visit = ("X-Forwarded-For", f"10.200.{n >> 8}.{n & 255}"), 0
    while True:
        visit += 1
        home = yield request("GET", "/", b"", [hop])
        assert home.status == 200, f"home: {home.status}"
        yield THINKING
        drawn = yield request("GET", KIRIM, b"", [hop])
        assert drawn.status == 200, f"form: {drawn.status}"
        yield THINKING
        yield from _file_and_track(drawn, hop)


def _file_and_track(drawn: Answer, hop: tuple[str, str]) -> Script:
    from serentak.lib.ids import uuid7

    csrf = drawn.cookies["csrf"]
    typed = {**TYPED, "csrfmiddlewaretoken": csrf, "key": str(uuid7())}
    filed = yield request(
        "POST", KIRIM, urllib.parse.urlencode(typed).encode(), [FORM, ("Cookie", f"csrf={csrf}"), hop]
    )
    assert filed.status == 303, f"filing: {filed.status} {filed.body[:200]!r}"
    cookies = ("Cookie", f"csrf={csrf}; slip={filed.cookies['slip']}")
    slip = yield request("GET", SLIP, b"", [cookies, hop])
    assert slip.status == 200, f"slip: {slip.status}"
    number = re.search(rb"ADU-\d{4}-\d+", slip.page)
    assert number, "slip: no number"
    yield THINKING
    case = yield request("GET", "/lacak/", b"", [cookies, hop])
    assert case.status == 200 and number[0] in case.page, f"track: {case.status}"
    yield THINKING


def measure(province: Province, citizens: int, seconds: int) -> None:
    """Prints the figures of this province."""
    title(f"{citizens} citizens at once for {seconds} s, {THINKING:.0f} s thinking, web and worker running")
    with province.running("serve") as web, province.running("worker") as worker:
        processes = [web, worker, province.postgres()]
        run(province.port, [citizen(n) for n in range(60_000, 60_020)], 12)  # warm
        spent = cpu(processes)
        result = run(province.port, [citizen(n) for n in range(citizens)], seconds)
        used = cpu(processes) - spent
    note = "; ".join(sorted(set(result.errors)))[:120]
    line("requests a second", len(result.times) / result.seconds, "req/s")
    line("errors", len(result.errors), "", "0", note)
    line("p50 of a request", percentile(result.times, 0.5) * 1000, "ms")
    line("p95 of a request", percentile(result.times, 0.95) * 1000, "ms", "≤ 800 ms")
    line("slowest request", max(result.times, default=0) * 1000, "ms")
    line("CPU of all processes a request", used / max(len(result.times), 1) * 1000, "ms")


if __name__ == "__main__":
    with installed() as here:
        here.django()
        measure(here, setting("BENCH_CITIZENS", 300), setting("BENCH_VISIT", 60))
