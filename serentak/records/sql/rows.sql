-- The rows that follow from an entry's parts: computed here, from the same values that were hashed.

CREATE SEQUENCE IF NOT EXISTS records_number_seq AS bigint;

-- Dates in content are ISO, so that no DateStyle reads them otherwise.
CREATE OR REPLACE FUNCTION records_date(t text) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF t !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN
    RAISE EXCEPTION 'a date is written 2026-01-31, not %', t USING ERRCODE = '22007';
  END IF;
  RETURN t::date;
END$$;

-- The searchable fields of the content; none for a sealed record.
CREATE OR REPLACE FUNCTION records_set_index(h records_record, t records_type_version, p jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF h.class = 'sealed' THEN RETURN; END IF;
  IF h.version > 1 THEN
    DELETE FROM records_field_index o WHERE o.record = h.id AND (p ->> o.field IS NULL OR NOT t.searchable ? o.field);
  END IF;
  INSERT INTO records_field_index AS o (record, field, type, value_text, value_number, value_date, entry)
    SELECT h.id, f.key, h.type, CASE f.value WHEN 'text' THEN left(p ->> f.key, 500) END,
           CASE f.value WHEN 'number' THEN (p ->> f.key)::bigint END, CASE f.value WHEN 'date' THEN records_date(p ->> f.key) END, h.entry
      FROM jsonb_each_text(t.searchable) f WHERE p ->> f.key IS NOT NULL
    ON CONFLICT (record, field) DO UPDATE SET (value_text, value_number, value_date, entry)
      = (EXCLUDED.value_text, EXCLUDED.value_number, EXCLUDED.value_date, EXCLUDED.entry)
      WHERE (o.value_text, o.value_number, o.value_date) IS DISTINCT FROM (EXCLUDED.value_text, EXCLUDED.value_number, EXCLUDED.value_date);
END$$;

-- Files that content and payload name; a file once brought stays with its first entry.
CREATE OR REPLACE FUNCTION records_set_files(h records_record, t records_type_version, p_content jsonb, p_payload jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE k text; v_files jsonb;
BEGIN
  FOREACH k IN ARRAY t.file_fields LOOP
    v_files := coalesce(nullif(p_content -> k, 'null'), '[]') || coalesce(nullif(p_payload -> k, 'null'), '[]');
    IF v_files <> '[]' THEN
      INSERT INTO records_file (record, hash, entry, field, type, size, name)
        SELECT h.id, decode(f ->> 'hash', 'hex'), h.entry, k, f ->> 'type', (f ->> 'size')::bigint, f ->> 'name' FROM jsonb_array_elements(v_files) f
        ON CONFLICT (record, hash) DO NOTHING;
    END IF;
  END LOOP;
END$$;

-- The link a move makes: its payload or content names the other record by id.
CREATE OR REPLACE FUNCTION records_set_link(h records_record, m records_move, p_moment timestamptz, p jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_target uuid := nullif(p ->> m.link_field, '')::uuid;
BEGIN
  IF v_target IS NULL THEN RETURN; END IF;
  INSERT INTO records_link (record, kind, target, entry, valid_from)
    SELECT h.id, m.link_kind, r.id, h.entry, p_moment FROM records_record r WHERE r.id = v_target AND r.id <> h.id AND r.class <> 'sealed'
    ON CONFLICT DO NOTHING;
  IF NOT FOUND AND NOT EXISTS (SELECT 1 FROM records_link l WHERE l.record = h.id AND l.kind = m.link_kind AND l.target = v_target) THEN
    RAISE EXCEPTION 'no other record %', v_target USING ERRCODE = '22023';
  END IF;
END$$;

CREATE OR REPLACE FUNCTION records_set_private(h records_record, p jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO records_private (record, person, entry, visibility, name, phone, email, address, nik, nik_hash)
    SELECT h.id, n.person, h.entry, n.visibility, n.name, n.phone, n.email, n.address, decode(n.nik, 'hex'), decode(n.nik_hash, 'hex')
      FROM jsonb_to_recordset(coalesce(p -> 'persons', '[]')) n(person int, visibility text, name text, phone text, email text, address text, nik text, nik_hash text)
    ON CONFLICT (record, person) DO UPDATE SET (entry, visibility, name, phone, email, address, nik, nik_hash)
      = (EXCLUDED.entry, EXCLUDED.visibility, EXCLUDED.name, EXCLUDED.phone, EXCLUDED.email, EXCLUDED.address, EXCLUDED.nik, EXCLUDED.nik_hash);
END$$;

-- An account as readings of personal data name it, beside records.
CREATE OR REPLACE FUNCTION records_account(p_person bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT md5('account:' || p_person)::uuid $$;

-- Whom a move may make a party: a pool of the old or new body in that pool's role, or of a body of the few in which posts of
-- that role stand, a holding of theirs in its
-- post's role, the citizen who acts, or whom this holding has just looked up. Nobody else, and nobody in a foreign role.
CREATE OR REPLACE FUNCTION records_belongs(p_scope text, p_role text, a ledger_actor, p_after int, p_before int) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF p_scope LIKE 'q:%' THEN
    RETURN p_scope IN (concat('q:', p_after, ':', p_role), concat('q:', p_before, ':', p_role))
      OR EXISTS (SELECT 1 FROM agencies_role r JOIN agencies_organisation o ON p_scope = concat('q:', o.id, ':', p_role)
        WHERE r.role = p_role AND r.bodies IS NOT NULL AND agencies_stands_in(r.bodies, o.id));
  ELSIF p_scope LIKE 'h:%' THEN
    RETURN p_scope = 'h:' || a.holding AND p_role = a.role
      OR EXISTS (SELECT 1 FROM agencies_in_force g WHERE g.id = substr(p_scope, 3)::bigint AND g.agency IN (p_after, p_before) AND g.role = p_role);
  END IF;
  IF a.holding IS NULL THEN RETURN p_scope = 'p:' || a.person; END IF;
  RETURN EXISTS (SELECT 1 FROM ledger_access x WHERE x.person = a.person AND x.holding = a.holding AND x.purpose = 'find_person'
    AND x.record = records_account(substr(p_scope, 3)::bigint) AND x.moment >= date_trunc('hour', clock_timestamp(), 'UTC') - interval '1 hour');
END$$;

-- Parties: the AFTER-IMAGE is given (and is a part of the entry); the difference is found here. Persons come
-- with the identity, all others with the parties part.
CREATE OR REPLACE FUNCTION records_set_parties(h records_record, p_agency_before int, a ledger_actor, m records_move, p jsonb, p_persons boolean, p_payload jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_bad text; v_asked int := (p_payload ->> m.asks_body)::int;  -- the body that the act asks
BEGIN
  IF h.version = 1 AND p = '[]' THEN RETURN; END IF;  -- no person in the identity of a new record
  SELECT coalesce(n.scope, '?') INTO v_bad FROM jsonb_to_recordset(p) n(scope text, role text, open boolean)
   WHERE NOT coalesce((n.scope LIKE 'p:%') = p_persons AND n.open IS NOT NULL AND (
       EXISTS (SELECT 1 FROM records_party o WHERE o.record = h.id AND o.scope = n.scope AND o.role = n.role)
       OR n.role = ANY (m.party_roles) AND (records_belongs(n.scope, n.role, a, h.agency, p_agency_before)
         OR n.scope = concat('q:', v_asked, ':', n.role) AND agencies_exists(v_asked, (clock_timestamp() AT TIME ZONE 'Asia/Makassar')::date))), false) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'party % does not belong to this record', v_bad USING ERRCODE = '42501';
  END IF;
  IF h.version > 1 THEN
    DELETE FROM records_party o WHERE o.record = h.id AND (o.scope LIKE 'p:%') = p_persons
      AND NOT EXISTS (SELECT 1 FROM jsonb_to_recordset(p) n(scope text, role text) WHERE n.scope = o.scope AND n.role = o.role);
  END IF;
  INSERT INTO records_party AS o (record, scope, role, open, due, entry)
    SELECT h.id, n.scope, n.role, n.open, ledger_read_moment(n.due), h.entry
      FROM jsonb_to_recordset(p) n(scope text, role text, open boolean, due text)
    ON CONFLICT (record, scope, role) DO UPDATE SET open = EXCLUDED.open, due = EXCLUDED.due, entry = EXCLUDED.entry
      WHERE (o.open, o.due) IS DISTINCT FROM (EXCLUDED.open, EXCLUDED.due);
END$$;

-- An erasure: identity parts, private rows, and parties that are persons. Content and answers stand.
CREATE OR REPLACE FUNCTION records_erase(p_record uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM records_private WHERE record = p_record;
  DELETE FROM records_party WHERE record = p_record AND scope LIKE 'p:%';
  DELETE FROM ledger_part p USING ledger_entry e WHERE e.subject = p_record AND p.entry = e.id AND p.kind = 'identity';
END$$;

-- Jobs that an act leaves for the worker in its own transaction. A job names a task of this list and the version
-- of the record, nothing else: so nothing about a person, or of what was done, can stand in the queue. Those of sealed
-- records stand in a queue of their own, which no page of administration shows or counts.
CREATE OR REPLACE FUNCTION records_enqueue(p_jobs jsonb, e ledger_entry) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_act jsonb := jsonb_build_object('record', e.subject, 'version', e.version);
BEGIN
  IF jsonb_typeof(p_jobs) <> 'array' OR jsonb_array_length(p_jobs) > 20 THEN
    RAISE EXCEPTION 'at most 20 jobs' USING ERRCODE = '22023';
  END IF;
  FOR i IN 0 .. jsonb_array_length(p_jobs) - 1 LOOP
    IF NOT coalesce(p_jobs -> i ->> 'task' IN ('records.news', 'records.letter') AND p_jobs -> i -> 'args' = v_act, false) THEN
      RAISE EXCEPTION 'a job names an allowed task and this act only' USING ERRCODE = '42501';
    END IF;
    INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES (CASE WHEN e.class = 'sealed' THEN 'sealed' ELSE 'default' END, p_jobs -> i ->> 'task', v_act);
  END LOOP;
END$$;
