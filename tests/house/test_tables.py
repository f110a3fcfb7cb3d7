"""The table of tables in HOUSE.md is the list of tables in the database, and what it says of them holds there."""

from fnmatch import fnmatch

import pytest
from django.apps import apps
from django.db import connection

from tests.house.plan import Row, house_text, names, table
from tests.test_house import defined

ROWS: dict[str, Row] = {names(row["table"])[0]: row for row in table(house_text(), "Tables")}


def listed(name: str) -> str | None:
    """The line of a table: its own name, or a pattern that fits."""
    return name if name in ROWS else next((pattern for pattern in ROWS if fnmatch(name, pattern)), None)


def asked(statement: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [str(row[0]) for row in cursor.fetchall()]


TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"


@pytest.mark.django_db
def test_every_table_is_listed_and_every_line_has_a_table() -> None:
    there = asked(TABLES)
    assert {name for name in there if listed(name) is None} == set()
    assert set(ROWS) - {listed(name) for name in there} == set()


def test_every_line_says_kind_reason_and_what_makes_a_row() -> None:
    for name, row in ROWS.items():
        assert row["kind"] in ("recorded", "log", "free") and row["reason"], name
        [maker] = names(row["made by"])
        assert defined(maker), f"{name}: {maker} is not there"


def test_every_model_stands_in_the_list() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("serentak.")]
    assert ours and {m._meta.db_table for m in ours if listed(m._meta.db_table) is None} == set()


@pytest.mark.django_db
def test_the_web_role_writes_no_recorded_table() -> None:
    held = "table_schema = 'public' AND grantee IN ('serentak_web', 'serentak_worker', 'PUBLIC')"
    writes = "privilege_type IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES')"
    told = f"information_schema.table_privileges WHERE {held} AND {writes}"
    columns = f"information_schema.column_privileges WHERE {held} AND privilege_type IN ('INSERT', 'UPDATE')"
    writable = {
        name for source in (told, columns) for name in asked(f"SELECT DISTINCT table_name FROM {source}")
    }
    assert {name for name in writable if ROWS[listed(name) or name]["kind"] != "free"} == set()


@pytest.mark.django_db
def test_every_table_and_column_of_ours_carries_a_comment() -> None:
    ours = f"FROM pg_class c WHERE c.oid IN ({TABLES.replace('relname', 'oid', 1)})"
    ours += " AND NOT c.relispartition AND c.relname !~ '^(procrastinate|django)_'"
    assert asked(f"SELECT c.relname {ours} AND obj_description(c.oid, 'pg_class') IS NULL") == []
    bare = asked(
        f"SELECT concat_ws('.', t.relname, a.attname) FROM (SELECT c.oid, c.relname {ours}) t"
        " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped"
        " WHERE col_description(t.oid, a.attnum) IS NULL AND a.attname <> 'id'"
    )
    assert bare == []
