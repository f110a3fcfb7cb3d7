"""The plan that a statement really runs by, also inside a function of the database: as the server explains it."""

from typing import Any

import psycopg

AUTO = (
    "LOAD 'auto_explain'", "SET client_min_messages = notice", "SET auto_explain.log_level = notice",
    "SET auto_explain.log_min_duration = 0", "SET auto_explain.log_nested_statements = on",
)  # fmt: skip


def plans(dsn: str, statement: str, asked: Any = None, *, off: tuple[str, ...] = ("seqscan",)) -> str:
    """Every plan of this statement and of those inside it, with these ways of the planner switched `off`, so
    that few rows are planned as many would be. The login is the owner's: only it may look."""
    seen: list[str] = []
    with psycopg.connect(dsn) as db:
        for way in off:
            db.execute(f"SET LOCAL enable_{way} = off")  # type: ignore[arg-type]
        for setting in AUTO:
            db.execute(setting)
        db.add_notice_handler(lambda notice: seen.append(notice.message_primary or ""))
        db.execute(statement, asked)  # type: ignore[arg-type]
        db.rollback()
    return "\n".join(seen)
