"""docs/schema.sql: the schema of a freshly migrated database, as prose to read and to diff.

`pg_dump --schema-only` without what is somebody else's (the queue, Django's own tables) and without the
bodies of functions, which stand in `serentak/*/sql/`; owners, grants, triggers and comments stay.
"""

import re
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from serentak.site.postgres.cluster import Cluster

# somebody else's, or another each month: the queue, Django's own, the schema itself, partitions of a month
OTHERS = re.compile(
    r"^(TABLE |FUNCTION |SEQUENCE |TYPE )?(procrastinate_|django_)|^(SCHEMA )?public$"
    r"|public\.(procrastinate_|django_)\w+|ledger_access_\d{6}",
    re.M,
)
HEAD = """\
-- The schema, generated from the migrations by `make schema`. Read its diff; do not edit.
-- Bodies of functions stand in serentak/<room>/sql/.
"""


def dump() -> str:
    """The normalised text for the database Django is connected to; the installing login may read it all."""
    given = conninfo_to_dict(settings.SERENTAK.dsn("admin"), dbname=connection.settings_dict["NAME"])
    secret = str(given.pop("password"))
    programs = Cluster(Path("/nonexistent"), Path("/nonexistent"), "").bin
    done = subprocess.run(
        [programs / "pg_dump", "--schema-only", "--schema=public", "--dbname", make_conninfo("", **given)],
        capture_output=True,
        text=True,
        check=True,
        env={"PGPASSWORD": secret},
    )
    return HEAD + normalised(done.stdout)


def normalised(text: str) -> str:
    """Objects of ours, each under its own heading, without what changes from run to run."""
    found = re.split(r"^--\n-- Name: (.+?); Type: (.+?); Schema: .*\n--\n", text, flags=re.M)
    objects = zip(found[1::3], found[2::3], found[3::3], strict=True)
    kept = []
    for name, kind, body in objects:
        if not OTHERS.search(f"{name}\n{body}"):
            kept.append(_tidy(_without_body(body) if kind in ("FUNCTION", "PROCEDURE") else body))
    return "\n\n".join(body for body in kept if body).replace("\n\nCOMMENT", "\nCOMMENT") + "\n"


def _without_body(body: str) -> str:
    return re.sub(r"AS (\$\w*\$).*?\1;", "AS $$ … $$;", body, flags=re.S)


def _tidy(body: str) -> str:
    lines = [line.rstrip() for line in body.splitlines()]
    return "\n".join(
        line
        for line in lines
        if line
        and not line.startswith(("--", "SET ", "SELECT pg_catalog.set_config", "\\restrict", "\\unrestrict"))
    )
