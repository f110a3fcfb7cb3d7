-- The other granted function: changes rows of recorded tables that are not records (ledger_recorded), one entry
-- per changed row, joined by `basis`: each later entry rests on the first one's text.
--   p_act  {act, law, moment}
--   p_rows [{table, subject, version, row: {column: value}}]; `version` is the one the change makes, `row` the
--          whole row afterwards, without subject, version and entry; `id` may be left out where the table numbers, and
--          {"row": n} stands for the number that the act's n-th row was given.
-- Bodies that begin by an act are numbered from here; those of the content end below (its schema), so neither is ever
-- given the other's number.
CREATE SEQUENCE IF NOT EXISTS agencies_body_seq AS int MINVALUE 100001;

-- Who changes posts: somebody in a post, or the installing login before there is one. What each may change is
-- decided row by row.
CREATE OR REPLACE FUNCTION agencies_actor(p_credential text, p_secret bytea, p_holding bigint)
RETURNS ledger_actor LANGUAGE plpgsql STABLE AS $$
DECLARE a ledger_actor;
BEGIN
  IF p_credential = 'installer' AND ledger_installer() THEN
    a.role := 'administrator'; a.auth := 'installer'; a.scope := convert_to('installer', 'UTF8');
  ELSIF p_credential = 'session' THEN
    a := agencies_session(p_secret, p_holding);
  END IF;
  RETURN agencies_known(a);
END$$;

-- A unit administrator: posts, holdings and keys of the own body and its units; never an administrator's post, never
-- the own holding. A programmer: those of machines alone.
CREATE OR REPLACE FUNCTION agencies_staffs(g agencies_in_force, p_table text, r jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE p_table
    WHEN 'agencies_post' THEN CASE g.role WHEN 'programmer' THEN r ->> 'role' = 'machine' ELSE r ->> 'role' NOT IN ('administrator', 'unit_administrator') END
      AND agencies_within(g.agency, (r ->> 'organisation')::int)
    WHEN 'agencies_key' THEN EXISTS (SELECT 1 FROM agencies_holding h JOIN agencies_post p ON p.id = h.post
      WHERE h.id = (r ->> 'holding')::bigint AND agencies_staffs(g, 'agencies_post', to_jsonb(p)))
    WHEN 'agencies_holding' THEN (r ->> 'person')::bigint IS DISTINCT FROM g.person
      AND EXISTS (SELECT 1 FROM agencies_post p WHERE p.id = (r ->> 'post')::bigint AND agencies_staffs(g, 'agencies_post', to_jsonb(p)))
    ELSE false END $$;

-- Whom a unit administrator appoints: somebody with a post somewhere, now or later, or whom its area invited. Anyone
-- else's account would become its own to open by the appointment (twin of agencies.rules.may_appoint).
CREATE OR REPLACE FUNCTION agencies_takes_in(g agencies_in_force, p_person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM agencies_holding h JOIN agencies_post p ON p.id = h.post WHERE h.person = p_person
      AND (h.valid_until IS NULL OR h.valid_until > clock_timestamp())
      AND (p.valid_until IS NULL OR p.valid_until > (clock_timestamp() AT TIME ZONE 'Asia/Makassar')::date))
    OR EXISTS (SELECT 1 FROM people_person u WHERE u.id = p_person AND u.invited_by IS NOT NULL AND agencies_within(g.agency, u.invited_by)) $$;

-- The holder of a post that one person holds: named acts of the own post, as far as the own holding leaves them and
-- no longer than it lasts, to somebody else who holds a post in the same body. An end is anyone's who holds that post.
CREATE OR REPLACE FUNCTION agencies_delegates(g agencies_in_force, p_table text, p_old jsonb, r jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT p_table = 'agencies_holding' AND r ->> 'kind' = 'an' AND (r ->> 'post')::bigint = g.post_id
    AND EXISTS (SELECT 1 FROM agencies_role o WHERE o.role = g.role AND o.single)
    AND (p_old IS NOT NULL
      OR (r ->> 'person')::bigint <> g.person
        AND EXISTS (SELECT 1 FROM agencies_in_force f WHERE f.person = (r ->> 'person')::bigint AND f.agency = g.agency AND f.kind <> 'an')
        AND (g.valid_until IS NULL OR (r ->> 'valid_until')::timestamptz <= g.valid_until)
        AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements_text(nullif(r -> 'only_acts', 'null')) x WHERE NOT agencies_permits(g.id, x))) $$;

-- A reorganisation by an administrator: bodies begin and end after today; an ended one is only given successors it lacks.
-- Names, dates and successors that stand are the past: decisions were taken under them.
CREATE OR REPLACE FUNCTION agencies_reorganises(p_table text, p_old jsonb, r jsonb) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE v_today date := (clock_timestamp() AT TIME ZONE 'Asia/Makassar')::date;
BEGIN
  IF p_table = 'agencies_organisation' THEN
    RETURN CASE WHEN p_old IS NULL THEN (r ->> 'valid_from')::date > v_today AND r ->> 'valid_until' IS NULL AND (r ->> 'id')::int > 100000
      ELSE p_old ->> 'valid_until' IS NULL AND (r ->> 'valid_until')::date > v_today
        AND p_old - '{subject,version,entry,valid_until}'::text[] = r - 'valid_until' END;
  ELSIF p_table = 'agencies_succession' THEN
    RETURN p_old IS NULL AND (
      EXISTS (SELECT 1 FROM agencies_organisation o WHERE o.id = (r ->> 'predecessor')::int AND o.valid_until > v_today)
      OR NOT EXISTS (SELECT 1 FROM agencies_succession s WHERE s.withdrawn IS NULL AND s.predecessor = (r ->> 'predecessor')::int AND s.record_type IS NOT DISTINCT FROM r ->> 'record_type'));
  END IF;
  RETURN p_table IN ('agencies_post', 'agencies_holding', 'agencies_key');
END$$;

-- The act of administration that such a change is, as `bars` of a manner of holding names it; none for a delegation.
CREATE OR REPLACE FUNCTION agencies_named(p_table text, p_old jsonb, r jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT 'agencies.' || CASE p_table
    WHEN 'agencies_post' THEN CASE WHEN r ->> 'role' = 'machine' AND p_old IS NULL THEN 'issue_key' WHEN p_old IS NULL THEN 'open_post' ELSE 'close_post' END
    WHEN 'agencies_holding' THEN CASE WHEN p_old IS NOT NULL THEN 'end_holding' WHEN r ->> 'kind' = 'machine' THEN 'issue_key' WHEN r ->> 'kind' <> 'an' THEN 'appoint' END
    WHEN 'agencies_key' THEN 'issue_key'
    WHEN 'agencies_announcement' THEN CASE WHEN p_old IS NULL THEN 'announce' ELSE 'withdraw_announcement' END
    ELSE 'reorganise' END $$;

-- May this actor change this row so? The lists that come from the content are the installer's; nobody acts here on
-- another's behalf.
CREATE OR REPLACE FUNCTION agencies_may(a ledger_actor, p_table text, p_old jsonb, r jsonb) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE g agencies_in_force;
BEGIN
  IF a.auth = 'installer' THEN RETURN true; END IF;
  -- a post is what it was opened as: another role or body would go to whoever holds it, the actor included
  IF p_table = 'agencies_post' AND p_old - '{subject,version,entry,valid_until}'::text[] <> r - 'valid_until' THEN RETURN false; END IF;
  IF p_table = 'agencies_key' AND p_old IS NOT NULL THEN RETURN false; END IF;  -- a key ends with its holding
  SELECT * INTO g FROM agencies_in_force f WHERE f.id = a.holding AND f.kind <> 'an';
  IF agencies_named(p_table, p_old, r) = ANY (g.barred_acts) THEN
    RAISE EXCEPTION 'this manner of holding the post bars %', agencies_named(p_table, p_old, r) USING ERRCODE = '42501';
  END IF;
  RETURN coalesce(CASE
    WHEN p_table = 'agencies_announcement' THEN agencies_announces(g, r)
    WHEN g.role = 'administrator' THEN agencies_reorganises(p_table, p_old, r)
    WHEN g.role IN ('unit_administrator', 'programmer') THEN agencies_staffs(g, p_table, r) AND CASE WHEN p_old IS NOT NULL THEN agencies_staffs(g, p_table, p_old)
      ELSE p_table <> 'agencies_holding' OR r ->> 'person' IS NULL OR agencies_takes_in(g, (r ->> 'person')::bigint) END
    ELSE agencies_delegates(g, p_table, p_old, r) END, false);
END$$;

-- A row as it stood before a reorganisation that an administrator takes back before its day: its former version, or of
-- one that the act made, one that never holds (it ends as it begins). Nothing is taken from the caller, and nothing that
-- another act changed since is touched.
CREATE OR REPLACE FUNCTION agencies_withdrawn(a ledger_actor, p_table text, p_subject uuid, p_old jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE g agencies_in_force; x ledger_entry; v_before bytea; v_day date;
  v_today date := (clock_timestamp() AT TIME ZONE 'Asia/Makassar')::date; v_row jsonb := p_old - '{subject,version,entry}'::text[];
BEGIN
  SELECT * INTO g FROM agencies_in_force f WHERE f.id = a.holding AND f.kind <> 'an' AND f.role = 'administrator';
  SELECT * INTO x FROM ledger_entry e WHERE e.subject = p_subject ORDER BY e.version DESC LIMIT 1;
  SELECT p.bytes INTO v_before FROM ledger_entry e JOIN ledger_part p ON p.entry = e.id AND p.kind = 'content'
   WHERE e.subject = p_subject AND e.version = x.version - 1;
  v_day := CASE WHEN p_table = 'agencies_succession' THEN (SELECT o.valid_until FROM agencies_organisation o WHERE o.id = (p_old ->> 'predecessor')::int)
    WHEN p_table = 'agencies_holding' THEN ((p_old ->> CASE WHEN v_before IS NULL THEN 'valid_from' ELSE 'valid_until' END)::timestamptz AT TIME ZONE 'Asia/Makassar')::date
    ELSE (p_old ->> CASE WHEN v_before IS NULL THEN 'valid_from' ELSE 'valid_until' END)::date END;
  IF NOT coalesce(g.id IS NOT NULL AND x.act = 'reorganise' AND v_day > v_today AND 'agencies.reorganise' <> ALL (g.barred_acts), false) THEN
    RAISE EXCEPTION 'only what a reorganisation prepared for a later day is withdrawn, by an administrator' USING ERRCODE = '42501';
  END IF;
  RETURN CASE WHEN v_before IS NOT NULL THEN convert_from(v_before, 'UTF8')::jsonb
    WHEN p_table = 'agencies_succession' THEN v_row || jsonb_build_object('withdrawn', v_today)
    ELSE v_row || jsonb_build_object('valid_until', v_row -> 'valid_from') END;
END$$;

-- The columns of a recorded table that its rows give: all but those the entry fills.
CREATE OR REPLACE FUNCTION agencies_columns(p_table regclass) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
   WHERE attrelid = p_table AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('subject', 'version', 'entry') $$;

-- A row with the numbers of the act's earlier rows that it names.
CREATE OR REPLACE FUNCTION agencies_numbered(p_row jsonb, p_ids bigint[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_object_agg(k, CASE jsonb_typeof(v) WHEN 'object' THEN to_jsonb(p_ids[(v ->> 'row')::int]) ELSE v END) FROM jsonb_each(p_row) x(k, v) $$;

-- The row as it will stand: known columns only; where the table numbers its rows, no caller does.
CREATE OR REPLACE FUNCTION agencies_after(p_table text, p_row jsonb, p_old jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE v_columns text[] := agencies_columns(p_table::regclass); v_row jsonb := p_row;
BEGIN
  IF jsonb_typeof(p_row) IS DISTINCT FROM 'object' OR NOT v_columns @> (SELECT coalesce(array_agg(k), '{}') FROM jsonb_object_keys(p_row) k) THEN
    RAISE EXCEPTION 'a row of % has these columns: %', p_table, v_columns USING ERRCODE = '22023';
  END IF;
  IF 'id' = ANY (v_columns) THEN
    v_row := v_row || jsonb_build_object('id',
      coalesce(p_old -> 'id', to_jsonb(nextval(pg_get_serial_sequence(p_table, 'id'))), v_row -> 'id', to_jsonb(nextval('agencies_body_seq'))));
  END IF;
  EXECUTE format('SELECT to_jsonb(jsonb_populate_record(NULL::%I, $1)) - ARRAY[''subject'', ''version'', ''entry'']', p_table)
    INTO v_row USING v_row;
  RETURN v_row;
END$$;

-- A holding is a fact: its end may be set or come nearer, the rest stands. An acting kind keeps to the longest period
-- of one letter, and a post that one person holds has one holder of each kind at a time.
CREATE OR REPLACE FUNCTION agencies_check_holding(p_old jsonb, r jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE p agencies_post; n agencies_holding; v_longest int; o agencies_role;
BEGIN
  n := jsonb_populate_record(NULL::agencies_holding, r);
  IF p_old IS NOT NULL THEN
    IF p_old - '{subject,version,entry,valid_until}'::text[] <> r - 'valid_until'
       OR coalesce(n.valid_until >= (p_old ->> 'valid_until')::timestamptz, n.valid_until IS NULL) THEN
      RAISE EXCEPTION 'a holding ends, and earlier than it would have; nothing else of it changes' USING ERRCODE = '22023';
    END IF;
    RETURN;
  END IF;
  SELECT k.longest_days INTO v_longest FROM agencies_holding_kind k WHERE k.kind = n.kind;
  IF NOT FOUND OR n.valid_until > n.valid_from + make_interval(days => v_longest)
     OR EXISTS (SELECT 1 FROM unnest(n.only_acts || n.barred_acts) x WHERE coalesce(x !~ '^[a-z0-9]+(-[a-z0-9]+)*[.][a-z][a-z0-9_]*$', true)) THEN
    RAISE EXCEPTION 'no such kind of holding, longer than one letter may last, or acts that are not named so' USING ERRCODE = '22023';
  END IF;
  SELECT * INTO p FROM agencies_post x WHERE x.id = n.post FOR UPDATE;
  SELECT * INTO o FROM agencies_role x WHERE x.role = p.role;
  IF (n.kind = 'machine') <> (p.role = 'machine') THEN
    RAISE EXCEPTION 'a machine holds a machine''s post, and nobody else does' USING ERRCODE = '22023';
  END IF;
  IF o.elected IS DISTINCT FROM (n.district IS NOT NULL) OR n.district !~ '^[a-z0-9]+(-[a-z0-9]+)*$' THEN
    RAISE EXCEPTION 'whoever was elected has an electoral district, and nobody else' USING ERRCODE = '22023';
  END IF;
  IF o.single AND n.kind <> 'an' AND EXISTS (SELECT 1 FROM agencies_holding x WHERE x.post = n.post AND x.kind = n.kind
       AND tstzrange(x.valid_from, x.valid_until) && tstzrange(n.valid_from, n.valid_until)) THEN
    RAISE EXCEPTION 'this post has a holder of this kind then' USING ERRCODE = '23P01';
  END IF;
END$$;

-- Does a post of a role that is tied to these bodies (null: to none) stand in this one? In one of them, and in whatever
-- took one over, through any number of mergers (twin of agencies.rules.stands_in).
CREATE OR REPLACE FUNCTION agencies_stands_in(p_bodies int[], p_organisation int) RETURNS boolean LANGUAGE sql STABLE AS $$
  WITH RECURSIVE line (id) AS (
    SELECT p_organisation UNION SELECT l.predecessor FROM line JOIN agencies_succession l ON l.successor = line.id AND l.withdrawn IS NULL)
  SELECT p_bodies IS NULL OR EXISTS (SELECT 1 FROM line WHERE id = ANY (p_bodies)) $$;

-- A post stands in a body there is, of its role's bodies where those are named; of a sole role one stands at a time.
CREATE OR REPLACE FUNCTION agencies_check_post(p_old jsonb, r jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE n agencies_post := jsonb_populate_record(NULL::agencies_post, r); o agencies_role;
BEGIN
  IF p_old IS NOT NULL THEN RETURN; END IF;
  SELECT * INTO o FROM agencies_role x WHERE x.role = n.role;
  IF NOT agencies_stands_in(o.bodies, n.organisation) THEN
    RAISE EXCEPTION 'a post of the role % does not stand in body %', n.role, n.organisation USING ERRCODE = '42501';
  END IF;
  IF o.sole THEN
    PERFORM 1 FROM agencies_role x WHERE x.role = n.role FOR UPDATE;
    IF EXISTS (SELECT 1 FROM agencies_post x WHERE x.role = n.role AND daterange(x.valid_from, x.valid_until) && daterange(n.valid_from, n.valid_until)) THEN
      RAISE EXCEPTION 'there is a post of the role % then', n.role USING ERRCODE = '23P01';
    END IF;
  END IF;
END$$;

-- What a row names must exist.
CREATE OR REPLACE FUNCTION agencies_check(p_table text, p_old jsonb, r jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_bad boolean := false;
BEGIN
  -- only what was withdrawn ends with its beginning, and agencies_withdrawn says so
  IF (r ->> 'valid_until')::timestamptz <= (r ->> 'valid_from')::timestamptz THEN
    RAISE EXCEPTION 'the end does not lie after the beginning' USING ERRCODE = '23514';
  END IF;
  CASE p_table
  WHEN 'agencies_organisation' THEN
    v_bad := r ->> 'parent' IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agencies_organisation o WHERE o.id = (r ->> 'parent')::int);
  WHEN 'agencies_succession' THEN
    -- the successor is there when the predecessor is gone, so a line of successors goes forward and is never a ring
    v_bad := NOT EXISTS (SELECT 1 FROM agencies_organisation b JOIN agencies_organisation n ON n.valid_from <= b.valid_until
      AND (n.valid_until IS NULL OR n.valid_until > b.valid_until) WHERE b.id = (r ->> 'predecessor')::int AND n.id = (r ->> 'successor')::int);
  WHEN 'agencies_role' THEN
    v_bad := r ->> 'role' IN ('public', 'slip', 'applicant', 'clock', 'worker');
  WHEN 'agencies_post' THEN
    v_bad := NOT EXISTS (SELECT 1 FROM agencies_organisation o WHERE o.id = (r ->> 'organisation')::int)
      OR NOT EXISTS (SELECT 1 FROM agencies_role o WHERE o.role = r ->> 'role');
    IF NOT v_bad THEN PERFORM agencies_check_post(p_old, r); END IF;
  WHEN 'agencies_holding' THEN
    v_bad := NOT EXISTS (SELECT 1 FROM agencies_post p WHERE p.id = (r ->> 'post')::bigint)
      OR (r ->> 'kind' = 'machine') <> (r ->> 'person' IS NULL)
      OR r ->> 'person' IS NOT NULL AND NOT EXISTS (SELECT 1 FROM people_person p WHERE p.id = (r ->> 'person')::bigint);
    IF NOT v_bad THEN PERFORM agencies_check_holding(p_old, r); END IF;
  WHEN 'agencies_key' THEN
    v_bad := NOT EXISTS (SELECT 1 FROM agencies_holding h WHERE h.id = (r ->> 'holding')::bigint AND h.kind = 'machine')
      OR EXISTS (SELECT 1 FROM agencies_key k WHERE k.holding = (r ->> 'holding')::bigint);
  WHEN 'agencies_announcement' THEN
    PERFORM agencies_check_announcement(p_old, r);
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
    WHEN 'agencies_key' THEN (SELECT p.organisation FROM agencies_holding h JOIN agencies_post p ON p.id = h.post WHERE h.id = (r ->> 'holding')::bigint)
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
  a := agencies_actor(p_credential, p_secret, p_holding);
  IF coalesce(p_act ->> 'act' !~ '^[a-z][a-z_]{0,39}$', true) OR coalesce(jsonb_array_length(p_rows), 0) NOT BETWEEN 1 AND 5000 THEN
    RAISE EXCEPTION 'an act has a name and 1 to 5000 rows' USING ERRCODE = '22023';
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
    IF r."table" = 'agencies_organisation' AND v_old IS NULL AND r."row" ? 'id' AND a.auth <> 'installer' THEN
      RAISE EXCEPTION 'this post does not change that row: a body is numbered here' USING ERRCODE = '42501';
    END IF;
    IF e.act = 'withdraw' THEN
      v_row := agencies_withdrawn(a, r."table", r.subject, v_old);
    ELSE
      v_row := agencies_after(r."table", agencies_numbered(r."row", ids), v_old);
      IF NOT agencies_may(a, r."table", v_old, v_row) THEN
        RAISE EXCEPTION 'this post does not change that row' USING ERRCODE = '42501';
      END IF;
      PERFORM agencies_check(r."table", v_old, v_row);
    END IF;
    e.subject := r.subject; e.version := r.version; e.agency := agencies_owner(r."table", v_row);
    v_text := ledger_append(e, a, 'row', r."table", NULL, v_first, jsonb_build_object('content', v_row));
    v_first := coalesce(v_first, v_text);
    -- 4 the row itself, from the same values
    PERFORM agencies_write(r."table", v_old IS NOT NULL, v_row || jsonb_build_object('subject', r.subject, 'version', r.version, 'entry', e.id));
    entries := entries || e.id; ids := ids || (v_row ->> 'id')::bigint;
  END LOOP;
END$$;

INSERT INTO ledger_recorded (name, owner) VALUES ('agencies_organisation', 'id'), ('agencies_succession', 'successor'),
  ('agencies_post', 'organisation'), ('agencies_holding', 'post'), ('agencies_key', 'holding'), ('agencies_announcement', 'organisation'), ('agencies_role', ''), ('agencies_holding_kind', '') ON CONFLICT DO NOTHING;
SELECT ledger_fix(name, 'public.ledger_guard_row()') FROM ledger_recorded WHERE name LIKE 'agencies%';

GRANT SELECT ON agencies_organisation, agencies_succession, agencies_role, agencies_holding_kind, agencies_post, agencies_holding, agencies_in_force
  TO serentak_web, serentak_worker, serentak_read;
GRANT SELECT ON agencies_key, agencies_key_use, agencies_announcement TO serentak_web;
GRANT INSERT, UPDATE ON agencies_key_use TO serentak_web;
GRANT EXECUTE ON FUNCTION agencies_act(text, bytea, bigint, uuid, bytea, jsonb, jsonb) TO serentak_web;
