"""docs/schema.sql: the schema of a freshly migrated database, as prose to read and to diff.

`pg_dump --schema-only` without what is somebody else's (the queue, Django's own tables) and without the
bodies of functions, which stand in `serentak/*/sql/`; owners, grants, triggers and comments stay.
"""

import re
import subprocess
from pathlib import Path

from django.db import connection

from serentak.site.postgres.cluster import Cluster

FOREIGN = ("procrastinate_", "django_")
HEAD = """\
-- The schema, generated from the migrations by `make schema`. Read its diff; do not edit.
-- Bodies of functions stand in serentak/<room>/sql/.
"""


def dump() -> str:
    """The normalised text for the database Django is connected to."""
    info = connection.cursor().connection.info
    programs = Cluster(Path("/nonexistent"), Path("/nonexistent"), "").bin
    done = subprocess.run(
        [programs / "pg_dump", "--schema-only", "--schema=public", "--dbname", info.dsn],
        capture_output=True, text=True, check=True, env={"PGPASSWORD": info.password or ""},
    )
    return HEAD + normalised(done.stdout)


def normalised(text: str) -> str:
    """Objects of ours, each under its own heading, without what changes from run to run."""
    found = re.split(r"^--\n-- Name: (.+?); Type: (.+?); Schema: .*\n--\n", text, flags=re.M)
    objects = zip(found[1::3], found[2::3], found[3::3], strict=True)
    kept = []
    for name, kind, body in objects:
        subject = re.sub(r"^(TABLE|COLUMN|FUNCTION|CONSTRAINT|TRIGGER|INDEX|SEQUENCE|TYPE|EXTENSION) ", "", name)
        if subject.startswith(FOREIGN) or f"ON public.{FOREIGN[0]}" in body or f"TABLE ONLY public.{FOREIGN[0]}" in body:
            continue
        kept.append(_tidy(_without_body(body) if kind in ("FUNCTION", "PROCEDURE") else body))
    return "\n\n".join(body for body in kept if body) + "\n"


def _without_body(body: str) -> str:
    return re.sub(r"AS (\$\w*\$).*?\1;", "AS $$ … $$;", body, flags=re.S)


def _tidy(body: str) -> str:
    lines = [line.rstrip() for line in body.splitlines()]
    return "\n".join(
        line for line in lines
        if line and not line.startswith(("--", "SET ", "SELECT pg_catalog.set_config", "\\restrict", "\\unrestrict"))
    )
