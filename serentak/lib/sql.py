"""The SQL files beside a room's migrations: functions, triggers and grants, read as they lie there.

They run as `serentak_owner`, a role that cannot log in, so what they make belongs to it. A file that
changes after a release gets a new migration that loads it again.
"""

from pathlib import Path

OWNER = "serentak_owner"


def folder(migration: str) -> Path:
    """The `sql` folder of the room in which this migration file lies."""
    return Path(migration).resolve().parent.parent / "sql"


def owned(migration: str, *names: str) -> str:
    """The text of `sql/<name>.sql`, in this order, run as the owner."""
    texts = [(folder(migration) / f"{name}.sql").read_text(encoding="utf-8") for name in names]
    return "\n".join([f"SET LOCAL ROLE {OWNER};", *texts, "RESET ROLE;"])


def hand_over(*tables: str) -> str:
    """Gives tables that a migration made to the owner."""
    return "".join(f"ALTER TABLE {table} OWNER TO {OWNER};" for table in tables)
