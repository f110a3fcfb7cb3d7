"""pgbench on the province's database: the speed that is there to be had, measured in the same run."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict


def run(
    program: Path, dsn: str, *scripts: str, clients: int = 16, seconds: int = 10, tries: int = 1
) -> float:
    """Transactions a second, each one of the `scripts` (at most 128), prepared, synchronous_commit as the
    server has it (on). With more `tries` one that met another (40001) is tried again, as a person would."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, f"{n}.sql") for n in range(len(scripts))]
        for file, script in zip(files, scripts, strict=True):
            file.write_text(script)
        again = ["--max-tries", str(tries)] if tries > 1 else []
        given = [word for file in files for word in ("-f", str(file))]
        return _tps(program, dsn, ["-n", "-M", "prepared", *given, *again], clients, seconds)


def simple_update(program: Path, dsn: str, *, clients: int = 16, seconds: int = 10) -> float:
    """pgbench's own `simple-update` at scale 10, on tables it makes and drops."""
    _call(program, dsn, ["-i", "-s", "10", "-q"])
    try:
        return _tps(program, dsn, ["-n", "-M", "prepared", "-b", "simple-update"], clients, seconds)
    finally:
        _call(program, dsn, ["-i", "-I", "d", "-q"])


def _tps(program: Path, dsn: str, arguments: list[str], clients: int, seconds: int) -> float:
    said = _call(program, dsn, [*arguments, "-c", str(clients), "-j", "2", "-T", str(seconds)])
    failed = re.search(r"number of failed transactions: (\d+)", said)
    if failed and int(failed[1]):
        raise RuntimeError(said)
    found = re.search(r"^tps = ([\d.]+)", said, re.M)
    assert found is not None, said
    return float(found[1])


def _call(program: Path, dsn: str, arguments: list[str]) -> str:
    given = conninfo_to_dict(dsn)
    names = {key: f"PG{key.upper()}" for key in ("host", "port", "user", "password")}
    names["dbname"] = "PGDATABASE"
    env = {names[key]: str(value) for key, value in given.items() if key in names and value is not None}
    done = subprocess.run([program, *arguments], env={**os.environ, **env}, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"pgbench {' '.join(arguments)}: {done.stderr[-2000:]}")
    return done.stdout
