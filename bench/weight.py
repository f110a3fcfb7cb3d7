"""What a province weighs: cold and warm start, memory of all processes at rest, compressed pages, CPU a page.

A cold start begins with an empty state folder: initdb, migrations, content, accounts, ten cases. What `make
up` does before (virtual environment, front end) is not in it. Memory is the sum of PSS after ten seconds.
"""

import gzip
import re
import time

import brotli

from bench.client import Answer, Script, request, run
from bench.figures import cpu, line, pss, title
from bench.province import Province, empty

PAGES = (
    "/",
    "/layanan/",
    "/layanan/pengaduan/",
    "/layanan/pengaduan/kirim",
    "/lacak/",
    "/unit/",
    "/catatan/",
    "/isi/",
    "/masuk",
)
REST = 10
TIMES = 50


def measure(province: Province) -> None:
    """Prints the figures of `serentak up --demo` in this empty province."""
    title("serentak up --demo")
    began = time.perf_counter()
    with province.running("up", "--demo"):
        line("cold start, from an empty state folder", time.perf_counter() - began, "s")
    began = time.perf_counter()
    with province.running("up", "--demo") as supervisor:
        line("warm start", time.perf_counter() - began, "s", "≤ 5 s")
        processes = [supervisor, province.postgres()]
        time.sleep(REST)
        spent = cpu(processes)
        time.sleep(REST)
        line("CPU at rest", (cpu(processes) - spent) / REST * 100, "% of a core")
        kinds = pss(processes)
        for kind, size in sorted(kinds.items(), key=lambda item: -item[1]):
            line(f"  memory at rest: {kind}", size, "MB")
        line("memory at rest, all processes (sum of PSS)", sum(kinds.values()), "MB", "≤ 450 MB")
        for page in PAGES:
            _page(province, page)
        spent = cpu(processes)
        run(province.port, [_again(page) for page in PAGES], 60)
        line("CPU of a page, with the database", (cpu(processes) - spent) / len(PAGES) / TIMES * 1000, "ms")


def _again(page: str) -> Script:
    for _ in range(TIMES):
        answer = yield request("GET", page)
        assert answer.status == 200, f"{page}: {answer.status}"


def fetch(port: int, path: str) -> Answer:
    """One page or file as a browser takes it."""
    found: list[Answer] = []

    def get() -> Script:
        found.append((yield request("GET", path)))

    run(port, [get()], 30)
    return found[0]


def _page(province: Province, path: str) -> None:
    """The page as it is sent, and with its styles, scripts, sprite and the font named in its style."""
    page = fetch(province.port, path)
    told = _plain(page)
    names = set(re.findall(r"(?:href|src)=\"(/static/[^\"#]+\.(?:css|js|svg|woff2))", told))
    found = {name: fetch(province.port, name) for name in names}
    fonts = {
        f"/static/{font}"
        for name, file in found.items()
        if name.endswith(".css")
        for font in re.findall(r"url\(\"?([\w.-]+\.woff2)", _plain(file))
    }
    all_files = found | {font: fetch(province.port, font) for font in fonts}
    small = len(page.body) if page.header("content-encoding") else len(gzip.compress(page.body, 6))
    total = small + sum(len(file.body) for file in all_files.values())
    how = page.header("content-encoding") or f"sent as {len(page.body) / 1000:.1f}, the proxy compresses"
    line(
        f"{path}: everything, compressed",
        total / 1000,
        "KB",
        "≤ 60 KB",
        f"page {small / 1000:.1f} ({how}), {len(all_files)} files",
    )


def _plain(answer: Answer) -> str:
    match answer.header("content-encoding"):
        case "br":
            return str(brotli.decompress(answer.body).decode())
        case "gzip":
            return gzip.decompress(answer.body).decode()
    return answer.body.decode()


if __name__ == "__main__":
    with empty() as here:
        measure(here)
