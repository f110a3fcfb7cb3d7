-- What the web may read of a record beside its header: it has no SELECT on ledger_part, records_private and
-- records_file (docs/decisions/0009) and asks here with the same proof as for an act, so that a filter forgotten
-- in Python shows nothing. Whoever takes no part gets no row; nobody's session is SQLSTATE 28000.

-- The actor, if he sees this record: a party by his own proof, the slip of this very record, the clock and the worker.
CREATE OR REPLACE FUNCTION records_sees(p_credential text, p_secret bytea, p_holding bigint, p_record uuid)
RETURNS ledger_actor LANGUAGE plpgsql STABLE AS $$
DECLARE a ledger_actor := records_actor(p_credential, p_secret, p_holding, p_record);
BEGIN
  IF p_credential = 'slip' THEN RETURN a; END IF;
  a := agencies_known(a);
  IF a.role IN ('clock', 'worker') OR records_is_party(p_record, a) THEN RETURN a; END IF;
  RETURN NULL;
END$$;

-- The newest content, what each act said (by entry), and of its reporter: visible to whom, and is there an address.
CREATE OR REPLACE FUNCTION records_read(p_credential text, p_secret bytea, p_holding bigint, p_record uuid)
RETURNS TABLE (content jsonb, payloads jsonb, visibility text, mail boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (records_sees(p_credential, p_secret, p_holding, p_record)).role IS NULL THEN RETURN; END IF;
  RETURN QUERY SELECT records_content(r), (
      SELECT jsonb_object_agg(e.id, convert_from(p.bytes, 'UTF8')::jsonb)
        FROM ledger_entry e JOIN ledger_part p ON p.entry = e.id AND p.kind = 'payload' WHERE e.subject = r.id),
      o.visibility, coalesce(o.email, '') <> '' OR EXISTS (
        SELECT 1 FROM records_joined(r.id) j JOIN records_private n ON n.record = j AND n.person = 1 WHERE n.email <> '')
    FROM records_record r LEFT JOIN records_private o ON o.record = r.id AND o.person = 1 WHERE r.id = p_record;
END$$;

-- Reporters that a record stands for beside its own: those of records that were joined with it and not separated since.
CREATE OR REPLACE FUNCTION records_joined(p_record uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT l.record FROM records_link l JOIN records_record r ON r.id = l.record JOIN records_move w ON w.type = r.type AND w.type_version = r.type_version
      AND w.link_kind = l.kind AND w.state_to = r.state
   WHERE l.target = p_record AND l.kind = 'duplicate_of' GROUP BY l.record $$;

-- Where the record stands with which this one was joined, and what was answered there: for whoever reads this one.
CREATE OR REPLACE FUNCTION records_first(p_credential text, p_secret bytea, p_holding bigint, p_record uuid, p_target uuid)
RETURNS TABLE (state text, agency int, type text, type_version int, decided text, payload jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF (records_sees(p_credential, p_secret, p_holding, p_record)).role IS NULL THEN RETURN; END IF;
  RETURN QUERY SELECT r.state, r.agency, r.type, r.type_version, d.state_to, d.payload FROM records_record r LEFT JOIN LATERAL (
      SELECT e.state_to, convert_from(p.bytes, 'UTF8')::jsonb AS payload FROM ledger_entry e JOIN ledger_part p ON p.entry = e.id AND p.kind = 'payload'
       WHERE e.subject = r.id AND EXISTS (SELECT 1 FROM records_move w WHERE w.type = r.type AND w.type_version = r.type_version AND w.act = e.act
         AND w.confirms IS NOT NULL) ORDER BY e.version DESC LIMIT 1) d ON true
   WHERE r.id = p_target AND p_record IN (SELECT records_joined(r.id));
END$$;

-- What these acts said, of records in which this actor takes part: for the page of all that waits for a head.
CREATE OR REPLACE FUNCTION records_payloads(p_credential text, p_secret bytea, p_holding bigint, p_entries bigint[])
RETURNS TABLE (entry bigint, payload jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE a ledger_actor := agencies_known(records_actor(p_credential, p_secret, p_holding, NULL));
BEGIN
  RETURN QUERY SELECT e.id, convert_from(p.bytes, 'UTF8')::jsonb FROM ledger_entry e
    JOIN ledger_part p ON p.entry = e.id AND p.kind = 'payload' WHERE e.id = ANY (p_entries) AND records_is_party(e.subject, a);
END$$;

-- Who reported, for a post that may know it, for one of the purposes of the type. The reading is written down here,
-- in the same statement: one row a person, record, purpose and hour.
CREATE OR REPLACE FUNCTION records_identity(p_credential text, p_secret bytea, p_holding bigint, p_record uuid, p_purpose text, p_moment text)
RETURNS TABLE (name text, phone text, email text, address text, nik bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE a ledger_actor := records_sees(p_credential, p_secret, p_holding, p_record); o records_private; t records_type_version; v_hour timestamptz;
BEGIN
  SELECT * INTO o FROM records_private x WHERE x.record = p_record AND x.person = 1;
  SELECT v.* INTO t FROM records_record r JOIN records_type_version v ON v.type = r.type AND v.version = r.type_version WHERE r.id = p_record;
  IF NOT coalesce(a.holding IS NOT NULL AND a.person IS NOT NULL AND o.record IS NOT NULL AND p_purpose = ANY (t.purposes) AND (a.role = ANY (t.identity_roles) OR o.visibility = 'named'), false) THEN
    RETURN;
  END IF;
  v_hour := date_trunc('hour', ledger_clock(p_moment), 'UTC');
  IF NOT EXISTS (SELECT 1 FROM ledger_access x WHERE (x.moment, x.person, x.record, x.purpose) = (v_hour, a.person, p_record, p_purpose)) THEN
    PERFORM pg_current_xact_id();  -- before the row's id is drawn: a digest counts on it
    INSERT INTO ledger_access (moment, person, record, purpose, holding) VALUES (v_hour, a.person, p_record, p_purpose, a.holding) ON CONFLICT DO NOTHING;
  END IF;
  RETURN QUERY SELECT o.name, o.phone, o.email, o.address, o.nik;
END$$;

-- The records of a person who lost the slip, by the telephone number (with country code) or the address left there,
-- for a post that always knows the reporter without stating a purpose. Each record shown leaves its row here; with
-- p_record, that one alone, whose slip is then printed again.
CREATE OR REPLACE FUNCTION records_lost(p_credential text, p_secret bytea, p_holding bigint, p_phone text, p_email text, p_record uuid, p_moment text)
RETURNS TABLE (record uuid, number text, type text, state text, opened timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE a ledger_actor := agencies_known(records_actor(p_credential, p_secret, p_holding, NULL));
BEGIN
  IF a.holding IS NULL OR a.person IS NULL THEN RETURN; END IF;
  PERFORM pg_current_xact_id();  -- before ids of rows are drawn
  RETURN QUERY WITH found AS MATERIALIZED (
    SELECT r.id, r.number, r.type, r.state, r.opened FROM records_private o JOIN records_record r ON r.id = o.record
      JOIN records_type_version v ON v.type = r.type AND v.version = r.type_version
     WHERE (o.phone = p_phone OR lower(o.email) = lower(p_email)) AND (p_record IS NULL OR r.id = p_record) AND r.slip IS NOT NULL
       AND a.role = ANY (v.identity_roles) AND 'handling' = ANY (v.purposes) AND records_is_party(r.id, a)
     ORDER BY r.id DESC LIMIT 20
  ), noted AS (
    INSERT INTO ledger_access (moment, person, record, purpose, holding)
      SELECT date_trunc('hour', ledger_clock(p_moment), 'UTC'), a.person, f.id, CASE WHEN p_record IS NULL THEN 'lost_slip' ELSE 'slip_again' END, a.holding
        FROM found f ON CONFLICT DO NOTHING
  ) SELECT f.id, f.number, f.type, f.state, f.opened FROM found f;
END$$;

-- A citizen's account by its exact sign-in name that was proved (anybody may make one under another's number), for a post that files for others: its number, and its name hidden but
-- for the first letters, to be compared with what the person says. The look-up leaves its row here; only then, and
-- for an hour or two, may this holding file into that account (records_belongs).
CREATE OR REPLACE FUNCTION records_find_person(p_credential text, p_secret bytea, p_holding bigint, p_username text, p_moment text)
RETURNS TABLE (account bigint, name text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE a ledger_actor := agencies_known(records_actor(p_credential, p_secret, p_holding, NULL)); u people_person;
BEGIN
  SELECT * INTO u FROM people_person p WHERE p.username = p_username AND p.username ~ '[@+]' AND p.username_proved IS NOT NULL AND p.is_active
    AND a.holding IS NOT NULL AND a.person IS NOT NULL AND EXISTS (SELECT 1 FROM records_move w
      WHERE w.state_from = '' AND w.role = a.role AND 'applicant' = ANY (w.party_roles) AND agencies_permits(a.holding, concat(w.type, '.', w.act)));
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM pg_current_xact_id();  -- before the row's id is drawn
  INSERT INTO ledger_access (moment, person, record, purpose, holding)
    VALUES (date_trunc('hour', ledger_clock(p_moment), 'UTC'), a.person, records_account(u.id), 'find_person', a.holding) ON CONFLICT DO NOTHING;
  RETURN QUERY SELECT u.id, (SELECT string_agg(left(w, 1) || '***', ' ') FROM regexp_split_to_table(u.name, '[[:space:]]+') w);
END$$;

-- A kept file by its hash, as a record names it in which this actor takes part, and which record that is. A letter that is
-- not marked as a draft and not signed yet is only for those who may sign it.
CREATE OR REPLACE FUNCTION records_find_file(p_credential text, p_secret bytea, p_holding bigint, p_hash bytea)
RETURNS TABLE (name text, type text, size bigint, record uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE a ledger_actor := agencies_known(records_actor(p_credential, p_secret, p_holding, NULL));
BEGIN
  RETURN QUERY SELECT f.name, f.type, f.size, f.record FROM records_file f WHERE f.hash = p_hash AND records_is_party(f.record, a)
    AND (f.field <> 'letter_unsigned' OR EXISTS (SELECT 1 FROM records_record r JOIN records_move w ON w.type = r.type
      AND w.type_version = r.type_version AND w.role = a.role AND 'letter_way' = ANY (w.asks) WHERE r.id = f.record)) LIMIT 1;
END$$;

-- What anybody may know of the letter of a record whose address he has: of each act that signed one what it says of itself,
-- how it was signed, and the SHA-256 of what went out. The address carries a code that the web compares.
CREATE OR REPLACE FUNCTION records_letter(p_record uuid) RETURNS TABLE (entry bigint, said jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT e.id, jsonb_build_object('face', s.said -> 'letter_face', 'way', s.said -> 'letter_way',
      'hashes', (SELECT jsonb_agg(f -> 'hash') FROM jsonb_each(s.said) k, jsonb_array_elements(k.value) f WHERE k.key IN ('letter_signed', 'letter_scan')))
    FROM ledger_entry e JOIN ledger_part p ON p.entry = e.id AND p.kind = 'payload', LATERAL (SELECT convert_from(p.bytes, 'UTF8')::jsonb) s(said)
   WHERE e.subject = p_record AND s.said ? 'letter_way' ORDER BY e.id $$;

GRANT EXECUTE ON FUNCTION records_letter(uuid), records_first(text, bytea, bigint, uuid, uuid) TO serentak_web;
GRANT EXECUTE ON FUNCTION records_joined(uuid) TO serentak_worker;
GRANT EXECUTE ON FUNCTION records_read(text, bytea, bigint, uuid) TO serentak_web, serentak_worker;
GRANT EXECUTE ON FUNCTION records_identity(text, bytea, bigint, uuid, text, text), records_find_file(text, bytea, bigint, bytea),
  records_payloads(text, bytea, bigint, bigint[]), records_find_person(text, bytea, bigint, text, text) TO serentak_web;
GRANT EXECUTE ON FUNCTION records_lost(text, bytea, bigint, text, text, uuid, text) TO serentak_web;
