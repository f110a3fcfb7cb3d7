"""A bulk loader: clones of real records, made by the owner with triggers off, whose entries fold.

A clone is its template with another subject, number and time: the same strings are replaced in texts and
parts, and the parts' hashes computed again, so `ledger verify --tables` finds nothing to say. For figures
only; a living database refuses this, as it should.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import psycopg

CHUNK = 50_000
SPAN = timedelta(days=300)  # clones lie evenly over this time before their template

SETUP = """
CREATE SCHEMA bench;
CREATE FUNCTION bench.moved(body text, m timestamptz, s interval) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(replace(body, ledger_moment(m), ledger_moment(m - s)), body) $$;
CREATE FUNCTION bench.subject(t int, n bigint, opened timestamptz) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM opened) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(t), 3, '0')
          || '8' || lpad(to_hex(n), 15, '0'))::uuid $$;
CREATE TABLE bench.step (t int, v int, txt text, hash text, salt bytea, body text, e ledger_entry,
  PRIMARY KEY (t, v));
CREATE TABLE bench.template (t int PRIMARY KEY, k int, prefix text, r records_record);
CREATE TABLE bench.clone (t int, n bigint, base bigint, subject uuid, number text, shift interval,
  PRIMARY KEY (t, n));
GRANT USAGE ON SCHEMA bench TO serentak_web;
GRANT SELECT ON bench.clone TO serentak_web;
"""

TEMPLATE = """
WITH made AS (
  INSERT INTO bench.template SELECT %(t)s, r.version, regexp_replace(r.number, '[0-9]+$', ''), r
  FROM records_record r WHERE r.id = %(subject)s RETURNING t)
INSERT INTO bench.step
  SELECT %(t)s, e.version, convert_from(e.bytes, 'UTF8'), encode(sha256(p.salt || p.bytes), 'hex'), p.salt,
    convert_from(p.bytes, 'UTF8'), e
  FROM made, ledger_entry e LEFT JOIN ledger_part p ON p.entry = e.id AND p.kind = 'parties'
  WHERE e.subject = %(subject)s
"""

CLONES = """
INSERT INTO bench.clone
  SELECT t.t, n, %(base)s::bigint + (n - %(first)s::bigint) * t.k,
    bench.subject(t.t, n, (t.r).opened - s.shift), t.prefix || (t.t * 100000000::bigint + n)::text, s.shift
  FROM bench.template t, generate_series(%(first)s::bigint, %(last)s::bigint) n,
    LATERAL (SELECT %(span)s * (1 - n::float / %(total)s) AS shift) s WHERE t.t = %(t)s
"""

ROWS = (
    """
INSERT INTO ledger_entry (id, xid, moment, actor, act, subject, version, state_from, state_to, agency, region,
    class, due, law, bytes)
  SELECT c.base + s.v, pg_current_xact_id(), (s.e).moment - c.shift, (s.e).actor, (s.e).act, c.subject, s.v,
    (s.e).state_from, (s.e).state_to, (s.e).agency, (s.e).region, (s.e).class, (s.e).due - c.shift, (s.e).law,
    convert_to(replace(replace(bench.moved(bench.moved(
      CASE WHEN s.hash IS NULL THEN s.txt ELSE replace(s.txt, s.hash,
        encode(sha256(s.salt || convert_to(bench.moved(s.body, (s.e).due, c.shift), 'UTF8')), 'hex')) END,
      (s.e).moment, c.shift), (s.e).due, c.shift),
      (s.e).subject::text, c.subject::text), (t.r).number, c.number), 'UTF8')
  FROM bench.clone c JOIN bench.step s USING (t) JOIN bench.template t USING (t) WHERE {these}
""",
    """
INSERT INTO ledger_part (entry, kind, salt, bytes)
  SELECT c.base + s.v, p.kind, p.salt, CASE p.kind WHEN 'parties'
    THEN convert_to(bench.moved(s.body, (s.e).due, c.shift), 'UTF8') ELSE p.bytes END
  FROM bench.clone c JOIN bench.step s USING (t) JOIN ledger_part p ON p.entry = (s.e).id WHERE {these}
""",
    """
INSERT INTO records_record (id, type, type_version, number, state, agency, region, class, opened, due, closed,
    version, entry, content_entry, slip)
  SELECT c.subject, (t.r).type, (t.r).type_version, c.number, (t.r).state, (t.r).agency, (t.r).region,
    (t.r).class, (t.r).opened - c.shift, (t.r).due - c.shift, (t.r).closed - c.shift, (t.r).version,
    c.base + t.k, c.base + s.v, (t.r).slip
  FROM bench.clone c JOIN bench.template t USING (t)
    JOIN bench.step s ON s.t = c.t AND (s.e).id = (t.r).content_entry WHERE {these}
""",
    """
INSERT INTO records_party (record, scope, role, open, due, entry)
  SELECT c.subject, p.scope, p.role, p.open, p.due - c.shift, c.base + s.v
  FROM bench.clone c JOIN bench.template t USING (t) JOIN records_party p ON p.record = (t.r).id
    JOIN bench.step s ON s.t = c.t AND (s.e).id = p.entry WHERE {these}
""",
    """
INSERT INTO records_field_index (record, field, type, value_text, value_number, value_date, entry)
  SELECT c.subject, f.field, f.type, f.value_text, f.value_number, f.value_date, c.base + s.v
  FROM bench.clone c JOIN bench.template t USING (t) JOIN records_field_index f ON f.record = (t.r).id
    JOIN bench.step s ON s.t = c.t AND (s.e).id = f.entry WHERE {these}
""",
    """
INSERT INTO records_search (record, words)
  SELECT c.subject, s.words || array_to_tsvector(ARRAY['clone' || c.n %% 1000])
  FROM bench.clone c JOIN bench.template t USING (t) JOIN records_search s ON s.record = (t.r).id
  WHERE {these}
""",
)


def prepare(admin: psycopg.Connection, templates: Sequence[UUID]) -> None:
    """Takes these records, which must be anonymous and without files, as templates 1, 2, …"""
    admin.execute(SETUP)
    for t, subject in enumerate(templates, 1):
        admin.execute(TEMPLATE, {"t": t, "subject": subject})


def clone(admin: psycopg.Connection, template: int, first: int, last: int, total: int) -> None:
    """Makes the clones `first` to `last` of a template that will have `total` in the end."""
    these = "c.t = %(t)s AND c.n BETWEEN %(first)s AND %(last)s"
    for low in range(first, last + 1, CHUNK):
        high = min(low + CHUNK - 1, last)
        given = {"t": template, "first": low, "last": high, "total": total, "span": SPAN}
        with admin.transaction():
            admin.execute("SET LOCAL session_replication_role = replica")
            given["base"] = _draw(admin, given)
            for statement in (CLONES, *ROWS):
                admin.execute(statement.format(these=these), given)


def _draw(admin: psycopg.Connection, given: dict[str, object]) -> int:
    """Takes as many entry ids as the clones need; the one before the first of them."""
    row = admin.execute(
        "SELECT setval('ledger_entry_id_seq', last_value + k * (%(last)s - %(first)s + 1)) - k * (%(last)s"
        " - %(first)s + 1) FROM ledger_entry_id_seq, bench.template WHERE t = %(t)s",
        given,
    ).fetchone()
    assert row is not None
    return int(row[0])


def settle(admin: psycopg.Connection) -> None:
    """As a database that has been running: vacuumed, analysed, checkpointed."""
    admin.execute("VACUUM ANALYZE")
    admin.execute("CHECKPOINT")
