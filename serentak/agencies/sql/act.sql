-- The other granted function: changes rows of recorded tables that are not records (ledger_recorded), one entry
-- per changed row, joined by `basis`: each later entry rests on the first one's text.
--   p_act  {act, law, moment}
--   p_rows [{table, subject, version, row: {column: value}}]; `version` is the one the change makes, `row` the
--          whole row afterwards, without subject, version and entry; `id` may be left out where the table numbers.

-- Administrators act in their post; the installing login acts before there is one.
CREATE OR REPLACE FUNCTION agencies_administrator(p_credential text, p_secret bytea, p_holding bigint)
RETURNS ledger_actor LANGUAGE plpgsql STABLE AS $$
DECLARE a ledger_actor;
BEGIN
  IF p_credential = 'installer' AND ledger_installer() THEN
    a.role := 'administrator'; a.auth := 'installer'; a.scope := convert_to('installer', 'UTF8');
  ELSIF p_credential = 'session' THEN
    a := agencies_session(p_secret, p_holding);
  END IF;
  a := agencies_known(a);
  IF a.role <> 'administrator' THEN
    RAISE EXCEPTION 'only an administrator changes posts' USING ERRCODE = '42501';
  END IF;
  RETURN a;
END$$;

-- The columns of a recorded table that its rows give: all but those the entry fills.
CREATE OR REPLACE FUNCTION agencies_columns(p_table regclass) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
   WHERE attrelid = p_table AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('subject', 'version', 'entry') $$;

-- The row as it will stand: known columns only; where the table numbers its rows, no caller does.
CREATE OR REPLACE FUNCTION agencies_after(p_table text, p_row jsonb, p_old jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE v_columns text[] := agencies_columns(p_table::regclass); v_row jsonb := p_row;
BEGIN
  IF jsonb_typeof(p_row) IS DISTINCT FROM 'object' OR NOT v_columns @> (SELECT coalesce(array_agg(k), '{}') FROM jsonb_object_keys(p_row) k) THEN
    RAISE EXCEPTION 'a row of % has these columns: %', p_table, v_columns USING ERRCODE = '22023';
  END IF;
  IF 'id' = ANY (v_columns) THEN
    v_row := v_row || jsonb_build_object('id',
      coalesce(p_old -> 'id', to_jsonb(nextval(pg_get_serial_sequence(p_table, 'id'))), v_row -> 'id'));
  END IF;
  EXECUTE format('SELECT to_jsonb(jsonb_populate_record(NULL::%I, $1)) - ARRAY[''subject'', ''version'', ''entry'']', p_table)
    INTO v_row USING v_row;
  RETURN v_row;
END$$;

-- What a row names must exist.
CREATE OR REPLACE FUNCTION agencies_check(p_table text, r jsonb) RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE v_bad boolean := false;
BEGIN
  CASE p_table
  WHEN 'agencies_organisation' THEN
    v_bad := r ->> 'parent' IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agencies_organisation o WHERE o.id = (r ->> 'parent')::int);
  WHEN 'agencies_succession' THEN
    v_bad := (SELECT count(*) FROM agencies_organisation o WHERE o.id IN ((r ->> 'predecessor')::int, (r ->> 'successor')::int)) <> 2;
  WHEN 'agencies_post' THEN
    v_bad := NOT EXISTS (SELECT 1 FROM agencies_organisation o WHERE o.id = (r ->> 'organisation')::int)
      OR r ->> 'role' IN ('public', 'slip', 'applicant', 'clock');
  WHEN 'agencies_holding' THEN
    v_bad := NOT EXISTS (SELECT 1 FROM agencies_post p WHERE p.id = (r ->> 'post')::bigint)
      OR (r ->> 'kind' = 'machine') <> (r ->> 'person' IS NULL)
      OR r ->> 'person' IS NOT NULL AND NOT EXISTS (SELECT 1 FROM people_person p WHERE p.id = (r ->> 'person')::bigint);
  ELSE NULL;
  END CASE;
  IF v_bad THEN
    RAISE EXCEPTION '% names something that does not exist: %', p_table, r USING ERRCODE = '22023';
  END IF;
END$$;

-- The body that an entry about this row prints as responsible.
CREATE OR REPLACE FUNCTION agencies_owner(p_table text, r jsonb) RETURNS int LANGUAGE sql STABLE AS $$
  SELECT CASE p_table
    WHEN 'agencies_holding' THEN (SELECT p.organisation FROM agencies_post p WHERE p.id = (r ->> 'post')::bigint)
    ELSE (r ->> (SELECT t.owner FROM ledger_recorded t WHERE t.name = p_table))::int END $$;

CREATE OR REPLACE FUNCTION agencies_write(p_table text, p_known boolean, r jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_list text;
BEGIN
  IF p_known THEN
    SELECT string_agg(quote_ident(c), ', ') INTO v_list FROM unnest(agencies_columns(p_table::regclass) || '{version, entry}'::text[]) c;
    EXECUTE format('UPDATE %I SET (%s) = (SELECT %2$s FROM jsonb_populate_record(NULL::%1$I, $1)) WHERE subject = ($1 ->> ''subject'')::uuid', p_table, v_list) USING r;
  ELSE
    EXECUTE format('INSERT INTO %I SELECT * FROM jsonb_populate_record(NULL::%1$I, $1)', p_table) USING r;
  END IF;
END$$;

-- A repeated request is answered as it was: the entries of that call, and the rows' numbers.
CREATE OR REPLACE FUNCTION agencies_repeat(p_first bigint, OUT entries bigint[], OUT ids bigint[]) LANGUAGE sql STABLE AS $$
  SELECT array_agg(x.id ORDER BY x.id), array_agg((convert_from(p.bytes, 'UTF8')::jsonb ->> 'id')::bigint ORDER BY x.id)
    FROM ledger_entry f JOIN ledger_entry x ON x.id BETWEEN f.id AND f.id + 10000 AND x.xid = f.xid AND x.moment = f.moment
    JOIN ledger_part p ON p.entry = x.id AND p.kind = 'content' WHERE f.id = p_first $$;

CREATE OR REPLACE FUNCTION agencies_act(p_credential text, p_secret bytea, p_holding bigint, p_key uuid, p_mac bytea,
  p_act jsonb, p_rows jsonb, OUT entries bigint[], OUT ids bigint[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET TimeZone = 'UTC' SET DateStyle = 'ISO' AS $$
DECLARE a ledger_actor; e ledger_entry; r record; v_old jsonb; v_row jsonb; v_text text; v_first text; v_repeat bigint;
BEGIN
  a := agencies_administrator(p_credential, p_secret, p_holding);
  IF coalesce(p_act ->> 'act' !~ '^[a-z][a-z_]{0,39}$', true) OR coalesce(jsonb_array_length(p_rows), 0) NOT BETWEEN 1 AND 1000 THEN
    RAISE EXCEPTION 'an act has a name and 1 to 1000 rows' USING ERRCODE = '22023';
  END IF;
  e.act := p_act ->> 'act'; e.law := p_act ->> 'law'; e.moment := ledger_clock(p_act ->> 'moment'); e.class := 'internal';
  FOR r IN SELECT j."table", j.subject, j.version, j."row" FROM jsonb_to_recordset(p_rows) j("table" text, subject uuid, version int, "row" jsonb) LOOP
    IF r.subject IS NULL OR NOT EXISTS (SELECT 1 FROM ledger_recorded t WHERE t.name = r."table") THEN
      RAISE EXCEPTION 'no recorded table %', r."table" USING ERRCODE = '42501';
    END IF;
    -- 1 lock the row, then draw the entry; the first one answers for the request
    EXECUTE format('SELECT to_jsonb(t) FROM %I t WHERE t.subject = $1 FOR UPDATE', r."table") INTO v_old USING r.subject;
    e.id := ledger_draw();
    IF v_first IS NULL THEN
      v_repeat := ledger_answered(a.scope, p_key, p_mac, e.id);
      IF v_repeat IS NOT NULL THEN
        SELECT x.entries, x.ids INTO entries, ids FROM agencies_repeat(v_repeat) x;
        RETURN;
      END IF;
    END IF;
    -- 2 the version step
    IF r.version IS DISTINCT FROM coalesce((v_old ->> 'version')::int, 0) + 1 THEN
      RAISE EXCEPTION 'stale' USING ERRCODE = '40001', DETAIL = coalesce(v_old ->> 'version', 'none');
    END IF;
    -- 3 the row after the change, and its entry
    v_row := agencies_after(r."table", r."row", v_old);
    PERFORM agencies_check(r."table", v_row);
    e.subject := r.subject; e.version := r.version; e.agency := agencies_owner(r."table", v_row);
    v_text := ledger_append(e, a, 'row', r."table", NULL, v_first, jsonb_build_object('content', v_row));
    v_first := coalesce(v_first, v_text);
    -- 4 the row itself, from the same values
    PERFORM agencies_write(r."table", v_old IS NOT NULL, v_row || jsonb_build_object('subject', r.subject, 'version', r.version, 'entry', e.id));
    entries := entries || e.id; ids := ids || (v_row ->> 'id')::bigint;
  END LOOP;
END$$;

INSERT INTO ledger_recorded (name, owner) VALUES ('agencies_organisation', 'id'), ('agencies_succession', 'successor'),
  ('agencies_post', 'organisation'), ('agencies_holding', 'post') ON CONFLICT DO NOTHING;
SELECT ledger_fix(name, 'public.ledger_guard_row()') FROM ledger_recorded WHERE name LIKE 'agencies%';

GRANT SELECT ON agencies_organisation, agencies_succession, agencies_post, agencies_holding, agencies_in_force
  TO serentak_web, serentak_worker, serentak_read;
GRANT EXECUTE ON FUNCTION agencies_act(text, bytea, bigint, uuid, bytea, jsonb, jsonb) TO serentak_web;
