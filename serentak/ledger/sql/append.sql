-- One entry: its text, its parts, and the request that it answers. Used by records_perform, agencies_act and
-- ledger_use_pack; nobody else may call these. The text is BUILT here from values, so there is nothing to
-- parse and nothing to disagree. No literal holds a backslash: standard_conforming_strings is the caller's.

CREATE SEQUENCE IF NOT EXISTS ledger_entry_id_seq AS bigint CACHE 1;

-- The actor as every room's functions know it: `holding` and `agency` of a person in a post, `person` of
-- somebody signed in, `scope` whose idempotency keys these are.
CREATE TYPE ledger_actor AS (holding bigint, person bigint, post text, agency int, role text, auth text, scope bytea);

-- RFC 3339 in UTC with six decimals, whatever TimeZone and DateStyle the caller has set.
CREATE OR REPLACE FUNCTION ledger_moment(t timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

-- The moment such a text names; anything else is refused, so no setting of the caller can move it.
CREATE OR REPLACE FUNCTION ledger_read_moment(t text) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF t !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?Z$' THEN
    RAISE EXCEPTION 'a moment is written 2026-01-31T23:59:59.000000Z, not %', t USING ERRCODE = '22007';
  END IF;
  RETURN replace(left(t, -1), 'T', ' ')::timestamp AT TIME ZONE 'UTC';
END$$;

-- A value as canonical JSON: byte for byte what json.dumps(ensure_ascii=False) writes.
CREATE OR REPLACE FUNCTION ledger_json(t text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(to_json(t)::text, 'null') $$;

CREATE OR REPLACE FUNCTION ledger_salt() RETURNS bytea LANGUAGE sql VOLATILE AS $$
  SELECT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) $$;

CREATE OR REPLACE FUNCTION ledger_hex(b bytea) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(b), 'hex') $$;

-- Is the caller's login the one that installs (a member of the owner)?
CREATE OR REPLACE FUNCTION ledger_installer() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT pg_has_role(session_user, 'serentak_owner', 'MEMBER') $$;

-- Takes the transaction's id, then the entry's: the sequencer waits for every transaction older than its
-- mark, and the ids of one subject follow its versions because the caller holds the lock of its row.
CREATE OR REPLACE FUNCTION ledger_draw() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_current_xact_id();
  RETURN nextval('ledger_entry_id_seq');
END$$;

-- Was this key answered already? Null when not (and it is noted as answered by p_entry), else the old entry.
CREATE OR REPLACE FUNCTION ledger_answered(p_scope bytea, p_key uuid, p_mac bytea, p_entry bigint)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE k ledger_key;
BEGIN
  IF p_key IS NULL OR p_mac IS NULL OR octet_length(p_mac) <> 32 THEN
    RAISE EXCEPTION 'a request carries a key and a mac of 32 bytes' USING ERRCODE = '22023';
  END IF;
  INSERT INTO ledger_key (scope, key, mac, entry, moment) VALUES (p_scope, p_key, p_mac, p_entry, clock_timestamp())
    ON CONFLICT DO NOTHING;
  IF FOUND THEN RETURN NULL; END IF;
  SELECT * INTO k FROM ledger_key l WHERE l.scope = p_scope AND l.key = p_key;
  IF k.mac <> p_mac THEN
    RAISE EXCEPTION 'key used for another payload' USING ERRCODE = '23505';
  END IF;
  RETURN k.entry;
END$$;

-- The moment of the act: the caller's, at most 60 s off the clock unless this database is a demonstration.
CREATE OR REPLACE FUNCTION ledger_clock(p_moment text) RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE t timestamptz := coalesce(ledger_read_moment(p_moment), clock_timestamp());
BEGIN
  IF abs(extract(epoch FROM t - clock_timestamp())) > 60
     AND NOT coalesce((SELECT s.demo FROM ledger_setting s), false) THEN
    RAISE EXCEPTION 'the moment is more than 60 s off the clock' USING ERRCODE = '22007';
  END IF;
  RETURN t;
END$$;

-- A part's kinds, bodies and salts side by side, in the order of their kinds.
CREATE TYPE ledger_parts AS (kinds text[], bodies bytea[], salts bytea[]);

CREATE OR REPLACE FUNCTION ledger_salted(p_parts jsonb) RETURNS ledger_parts LANGUAGE plpgsql VOLATILE AS $$
DECLARE p ledger_parts;
BEGIN
  SELECT array_agg(k), array_agg(convert_to(v, 'UTF8')), array_agg(ledger_salt())
    INTO p FROM (SELECT k, v FROM jsonb_each_text(p_parts) j(k, v) WHERE v IS NOT NULL ORDER BY k COLLATE "C") o;
  RETURN p;
END$$;

-- Entry text v1 (docs/decisions/0002): keys sorted, no spaces.
CREATE OR REPLACE FUNCTION ledger_text(e ledger_entry, a ledger_actor, p_kind text, p_type text, p_number text,
  p_basis text, p_commitments text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat(
    '{"act":', ledger_json(e.act), ',"agency":', coalesce(e.agency::text, 'null'), ',"auth":', ledger_json(a.auth),
    ',"basis":', ledger_json(p_basis), ',"class":', ledger_json(e.class), ',"commitments":', p_commitments,
    ',"due":', ledger_json(ledger_moment(e.due)), ',"from":', ledger_json(e.state_from),
    ',"holding":', coalesce(a.holding::text, 'null'), ',"kind":', ledger_json(p_kind), ',"law":', ledger_json(e.law),
    ',"moment":', ledger_json(ledger_moment(e.moment)), ',"number":', ledger_json(p_number),
    ',"post":', ledger_json(a.post), ',"region":', ledger_json(e.region), ',"subject":', ledger_json(e.subject::text),
    ',"to":', ledger_json(e.state_to), ',"type":', ledger_json(p_type), ',"v":1,"version":', e.version, '}') $$;

-- Writes the entry and its parts and returns the text's SHA-256. Of a sealed record the log sees a day and
-- hashes; the whole text becomes one more part, `header`.
CREATE OR REPLACE FUNCTION ledger_append(e ledger_entry, a ledger_actor, p_kind text, p_type text, p_number text,
  p_basis text, p_parts jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE p ledger_parts := ledger_salted(p_parts); v_list text; v_text text;
BEGIN
  IF e.class IN ('confidential', 'sealed') THEN e.region := NULL; END IF;
  SELECT concat('{', string_agg(concat('"', k, '":"', ledger_hex(s || b), '"'), ','), '}')
    INTO v_list FROM unnest(p.kinds, p.bodies, p.salts) u(k, b, s);
  v_text := ledger_text(e, a, p_kind, p_type, p_number, p_basis, v_list);
  IF e.class = 'sealed' THEN
    p := (p.kinds || 'header'::text, p.bodies || convert_to(v_text, 'UTF8'), p.salts || ledger_salt())::ledger_parts;
    SELECT '[' || string_agg('"' || h || '"', ',' ORDER BY h COLLATE "C") || ']'
      INTO v_list FROM unnest(p.bodies, p.salts) u(b, s), ledger_hex(s || b) h;
    v_text := concat('{"class":"sealed","commitments":', v_list,
      ',"day":"', to_char(e.moment AT TIME ZONE 'Asia/Makassar', 'YYYY-MM-DD'), '","v":1}');
  END IF;
  e.bytes := convert_to(v_text, 'UTF8');
  e.actor := a.holding;
  INSERT INTO ledger_entry SELECT (e).*;
  INSERT INTO ledger_part (entry, kind, salt, bytes) SELECT e.id, k, s, b FROM unnest(p.kinds, p.bodies, p.salts) u(k, b, s);
  RETURN ledger_hex(e.bytes);
END$$;

-- A content pack in use: one entry when its version or hash is new. Called at start by the installing login.
CREATE OR REPLACE FUNCTION ledger_use_pack(p_name text, p_version int, p_hash text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE e ledger_entry; o ledger_entry; a ledger_actor; v_used jsonb;
BEGIN
  IF NOT ledger_installer() THEN
    RAISE EXCEPTION 'only the installing login names packs' USING ERRCODE = '42501';
  END IF;
  IF p_name !~ '^[a-z0-9][a-z0-9_./-]{0,99}$' OR p_version IS NULL OR p_hash !~ '^[0-9a-f]{64}$'
     OR num_nulls(p_name, p_hash) > 0 THEN
    RAISE EXCEPTION 'a pack has a name, a version and a SHA-256' USING ERRCODE = '22023';
  END IF;
  e.subject := md5('pack:' || p_name)::uuid;
  v_used := jsonb_build_object('name', p_name, 'version', p_version, 'hash', p_hash);
  PERFORM pg_advisory_xact_lock(hashtextextended(p_name, 7));
  SELECT * INTO o FROM ledger_entry x WHERE x.subject = e.subject ORDER BY x.version DESC LIMIT 1;
  IF (SELECT convert_from(p.bytes, 'UTF8')::jsonb = v_used FROM ledger_part p WHERE p.entry = o.id AND p.kind = 'content') THEN
    RETURN o.id;
  END IF;
  e.id := ledger_draw(); e.moment := clock_timestamp(); e.act := 'use'; e.version := coalesce(o.version, 0) + 1;
  e.state_from := o.state_to; e.state_to := p_version::text; e.class := 'public'; e.xid := pg_current_xact_id();
  a.auth := 'installer';
  PERFORM ledger_append(e, a, 'pack', p_name, p_name || '@' || p_version, p_hash, jsonb_build_object('content', v_used));
  RETURN e.id;
END$$;
