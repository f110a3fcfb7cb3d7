"""How figures are printed and what they are read from: a line each, the aim beside it; CPU and WAL meters."""

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
import psycopg
from psycopg import sql


def line(name: str, value: float, unit: str = "", aim: str = "", note: str = "") -> None:
    """One figure; with BENCH_JSON=<file> it is also appended there as a line of JSON."""
    shown = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    print(f"  {name:<58} {shown:>10} {unit:<14} {aim:<16} {note}".rstrip(), flush=True)
    if file := os.environ.get("BENCH_JSON"):
        with Path(file).open("a") as out:
            out.write(json.dumps({"name": name, "value": value, "unit": unit, "aim": aim}) + "\n")


def title(text: str) -> None:
    """Heading of a group of figures."""
    print(f"\n{text}", flush=True)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def cpu(processes: Sequence[psutil.Process]) -> float:
    """CPU seconds used so far by the processes and their children, those that have ended too."""
    total = 0.0
    for process in processes:
        for one in (process, *process.children(recursive=True)):
            try:
                spent = one.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += spent.user + spent.system + spent.children_user + spent.children_system
    return total


def pss(processes: Sequence[psutil.Process]) -> dict[str, float]:
    """Proportional memory in MB by kind of process: shared pages are counted once."""
    found: dict[str, float] = {}
    for process in processes:
        for one in (process, *process.children(recursive=True)):
            try:
                kind = "postgres" if one.name() == "postgres" else _role(one.cmdline())
                found[kind] = found.get(kind, 0.0) + one.memory_full_info().pss / 1e6
            except psutil.NoSuchProcess:
                continue
    return found


def _role(words: list[str]) -> str:
    for role in ("granian", "worker", "serve", "up"):
        if any(role in word for word in words[1:4]):
            return role
    return Path(words[0]).name if words else "gone"


def wal(database: psycopg.Connection) -> int:
    """Position in the write-ahead log, in bytes."""
    row = database.execute("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint").fetchone()
    assert row is not None
    return int(row[0])


@contextlib.contextmanager
def without_full_pages(database: psycopg.Connection) -> Iterator[None]:
    """While it lasts the log holds changes only: how many whole pages follow a checkpoint depends on when."""
    _full_pages(database, "off")
    try:
        yield
    finally:
        _full_pages(database, "on")


def _full_pages(database: psycopg.Connection, value: str) -> None:
    database.execute(sql.SQL("ALTER SYSTEM SET full_page_writes = {}").format(sql.SQL(value)))
    database.execute("SELECT pg_reload_conf()")
    time.sleep(1)  # until the checkpointer has told the others


def setting(name: str, default: int) -> int:
    """A whole number from the environment, underscores allowed."""
    return int(os.environ.get(name, default))


def note(text: str) -> None:
    """A remark between figures, on stderr."""
    print(f"  … {text}", file=sys.stderr, flush=True)
