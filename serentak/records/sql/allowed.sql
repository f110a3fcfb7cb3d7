-- May this actor do this, and may this act write that? Each helper either returns or raises; nobody but
-- records_perform may call them.

-- The actor, without a role when nobody is known by this proof: staff and citizens by session, machines by key, without an account
-- by the slip of this very record, the clock by the worker's login.
CREATE OR REPLACE FUNCTION records_actor(p_credential text, p_secret bytea, p_holding bigint, p_record uuid)
RETURNS ledger_actor LANGUAGE plpgsql STABLE AS $$
DECLARE a ledger_actor;
BEGIN
  IF p_credential = 'session' THEN
    a := agencies_session(p_secret, p_holding);
  ELSIF p_credential = 'key' THEN
    a := agencies_machine(p_secret, p_holding);
  ELSIF p_holding IS NOT NULL THEN
    NULL;
  ELSIF p_credential = 'public' THEN
    a := (NULL, NULL, NULL, NULL, 'public', 'none', convert_to('public', 'UTF8'));
  ELSIF p_credential = 'slip' THEN
    SELECT NULL, NULL, NULL, NULL, 'slip', 'slip', r.slip INTO a FROM records_record r WHERE r.id = p_record AND r.slip = sha256(p_secret);
  ELSIF p_credential IN ('clock', 'worker') AND session_user = 'serentak_worker' THEN
    a := (NULL, NULL, NULL, NULL, p_credential, 'worker', convert_to(p_credential, 'UTF8'));
  END IF;
  RETURN a;
END$$;

-- A new record's header before its first act: type in force, number, slip.
CREATE OR REPLACE FUNCTION records_opened(p_act jsonb, p_subject uuid, p_moment timestamptz) RETURNS records_record LANGUAGE plpgsql AS $$
DECLARE h records_record; t records_type_version; v_count text;
BEGIN
  SELECT * INTO t FROM records_type_version v WHERE v.type = p_act ->> 'type' AND v.valid_from <= p_moment
    AND (v.valid_until IS NULL OR v.valid_until > p_moment) ORDER BY v.version DESC LIMIT 1;
  IF NOT FOUND OR t.version IS DISTINCT FROM (p_act ->> 'type_version')::int OR p_subject IS NULL THEN
    RAISE EXCEPTION 'no such type in force' USING ERRCODE = '22023';
  END IF;
  h.id := p_subject; h.type := t.type; h.type_version := t.version; h.class := t.class; h.state := ''; h.version := 0;
  h.opened := p_moment; h.agency := (p_act ->> 'agency')::int; h.slip := decode(p_act ->> 'slip', 'hex');
  v_count := nextval('records_number_seq')::text;
  h.number := concat(t.code, '-', to_char(p_moment AT TIME ZONE 'Asia/Makassar', 'YYYY'), '-', lpad(v_count, greatest(6, length(v_count)), '0'));
  RETURN h;
END$$;

-- The version to which a record of a register is carried over: the one in force, and a later one than its own.
CREATE OR REPLACE FUNCTION records_next_version(h records_record, p_act jsonb, p_moment timestamptz) RETURNS int LANGUAGE plpgsql STABLE AS $$
DECLARE v_next int;
BEGIN
  SELECT v.version INTO v_next FROM records_type_version v WHERE v.type = h.type AND v.kind = 'register' AND v.valid_from <= p_moment
    AND (v.valid_until IS NULL OR v.valid_until > p_moment) ORDER BY v.version DESC LIMIT 1;
  IF v_next IS DISTINCT FROM (p_act ->> 'type_version')::int OR v_next <= h.type_version THEN
    RAISE EXCEPTION 'no such version to carry it over to' USING ERRCODE = '42501';
  END IF;
  RETURN v_next;
END$$;

-- Whoever takes part: a person, by the post, by the pool of its role, or for a colleague whose time in the post has ended.
CREATE OR REPLACE FUNCTION records_is_party(p_record uuid, a ledger_actor, p_must_act boolean DEFAULT false) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT a.role = 'slip' OR EXISTS (SELECT 1 FROM records_party y WHERE y.record = p_record AND (y.open OR NOT p_must_act) AND CASE
    WHEN a.holding IS NULL THEN y.scope = 'p:' || a.person
    WHEN y.scope LIKE 'q:%' THEN split_part(y.scope, ':', 3) = a.role AND agencies_answers_for(a.agency, split_part(y.scope, ':', 2)::int,
      (SELECT r.type FROM records_record r WHERE r.id = p_record))
    ELSE y.scope = 'h:' || a.holding OR y.scope LIKE 'h:%' AND agencies_comes_to(a, substr(y.scope, 3)::bigint,
      (SELECT r.type FROM records_record r WHERE r.id = p_record)) END) $$;

-- May somebody signed in take this record into the account? Only with its slip's code, and only one that is in nobody's.
CREATE OR REPLACE FUNCTION records_takes_over(h records_record, p_code text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(h.slip = sha256(convert_to(p_code, 'UTF8')), false)
    AND NOT EXISTS (SELECT 1 FROM records_party y WHERE y.record = h.id AND y.scope LIKE 'p:%') $$;

-- The move: a row of the type, for this role, from the present state, within the actor's reach.
CREATE OR REPLACE FUNCTION records_allowed(h records_record, a ledger_actor, p_act jsonb, p_moment timestamptz)
RETURNS records_move LANGUAGE plpgsql STABLE AS $$
DECLARE m records_move; v_agency int := (p_act ->> 'agency')::int;
BEGIN
  SELECT * INTO m FROM records_move w WHERE w.type = h.type AND w.type_version = h.type_version AND w.act = p_act ->> 'act'
    AND w.state_from = h.state AND w.state_to = p_act ->> 'to' AND w.role = a.role;
  IF NOT FOUND
     OR m.role = 'clock' AND (h.due IS NULL OR h.due > p_moment)
     OR m.once AND EXISTS (SELECT 1 FROM ledger_entry x WHERE x.subject = h.id AND x.act = m.act)
     OR m.scope = 'agency' AND NOT agencies_answers_for(a.agency, h.agency, h.type)
     OR m.scope <> 'open' AND h.version > 0 AND NOT records_is_party(h.id, a, m.each)
     OR m.scope = 'open' AND h.version > 0 AND a.role = 'applicant' AND NOT records_takes_over(h, p_act ->> 'code') THEN
    RAISE EXCEPTION 'no such move' USING ERRCODE = '42501', DETAIL = format('%s %s>%s by %s', p_act ->> 'act', h.state, p_act ->> 'to', a.role);
  END IF;
  IF a.holding IS NOT NULL AND NOT agencies_permits(a.holding, concat(h.type, '.', m.act)) THEN
    RAISE EXCEPTION 'this holding bars the act' USING ERRCODE = '42501';
  END IF;
  IF v_agency IS NULL OR (h.version = 0 OR v_agency <> h.agency)
     AND NOT (agencies_exists(v_agency, (clock_timestamp() AT TIME ZONE 'Asia/Makassar')::date) AND (h.version = 0 OR m.hands_over)) THEN
    RAISE EXCEPTION 'this move does not change the agency, or there is no such agency' USING ERRCODE = '42501';
  END IF;
  IF coalesce(p_act ->> 'class', h.class) <> h.class OR h.version > 0 AND p_act ->> 'slip' IS NOT NULL THEN
    RAISE EXCEPTION 'class and slip are given once' USING ERRCODE = '42501';
  END IF;
  RETURN m;
END$$;

CREATE OR REPLACE FUNCTION records_content(h records_record) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT convert_from(p.bytes, 'UTF8')::jsonb FROM ledger_part p WHERE p.entry = h.content_entry AND p.kind = 'content' $$;

-- Parts the move writes, content fields it sets, payload fields it asks.
CREATE OR REPLACE FUNCTION records_check_parts(h records_record, m records_move, p_content jsonb, p_identity jsonb,
  p_parties jsonb, p_payload jsonb) RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE v_bad text; v_old jsonb := '{}';
BEGIN
  IF p_content IS NOT NULL AND 'content' <> ALL (m.writes) OR p_identity IS NOT NULL AND 'identity' <> ALL (m.writes)
     OR p_parties IS NOT NULL AND 'parties' <> ALL (m.writes) THEN
    RAISE EXCEPTION 'this move does not write that part' USING ERRCODE = '42501';
  END IF;
  IF jsonb_typeof(p_content) <> 'object' OR jsonb_typeof(p_identity) <> 'object' OR jsonb_typeof(p_parties) <> 'array'
     OR jsonb_typeof(p_payload) <> 'object' OR h.version = 0 AND p_content IS NULL THEN
    RAISE EXCEPTION 'a part has the wrong shape, or a first act has no content' USING ERRCODE = '22023';
  END IF;
  IF p_content IS NOT NULL THEN
    IF h.version > 0 THEN v_old := records_content(h); END IF;
    SELECT k INTO v_bad FROM jsonb_object_keys(v_old || p_content) k
      WHERE v_old -> k IS DISTINCT FROM p_content -> k AND k <> ALL (m.fields) LIMIT 1;
    IF FOUND THEN
      RAISE EXCEPTION 'this move does not write the field %', v_bad USING ERRCODE = '42501';
    END IF;
  END IF;
  IF p_payload IS NOT NULL AND m.confirms IS NULL THEN
    SELECT k INTO v_bad FROM jsonb_object_keys(p_payload) k WHERE k <> ALL (m.asks) LIMIT 1;
    IF FOUND THEN
      RAISE EXCEPTION 'this move does not ask %', v_bad USING ERRCODE = '42501';
    END IF;
  END IF;
END$$;

-- Is this what was proposed? Every answer of the act, every content field it may write: as proposed, empty where
-- proposed empty (null), as it was where nothing was proposed.
CREATE OR REPLACE FUNCTION records_as_proposed(h records_record, m records_move, p_said jsonb, p_content jsonb, p_payload jsonb)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE v_old jsonb := records_content(h);
BEGIN
  RETURN NOT EXISTS (SELECT 1 FROM unnest(m.asks) k WHERE nullif(p_said -> k, 'null') IS DISTINCT FROM p_payload -> k)
    AND NOT EXISTS (SELECT 1 FROM unnest(m.fields) k WHERE CASE WHEN p_said ? k THEN nullif(p_said -> k, 'null') ELSE v_old -> k END
                      IS DISTINCT FROM coalesce(p_content, v_old) -> k);
END$$;

-- What an act rests on, as the SHA-256 of that entry's text. A move that confirms repeats the newest prepared payload
-- byte for byte; an act that was proposed does what the record's NEWEST entry proposed, so nothing happened since and
-- no other record's proposal counts; sending back rests on what it returns, a correction on what it corrects. Who prepared does not confirm, in whatever
-- post, ended holdings included.
CREATE OR REPLACE FUNCTION records_basis(h records_record, a ledger_actor, m records_move, p_act jsonb, p_moment timestamptz,
  p_content jsonb, p_payload jsonb) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE x ledger_entry; v_said bytea; v_wrong boolean;
BEGIN
  IF starts_with(m.act, 'propose_') AND (p_payload ->> 'expires' IS NULL OR ledger_read_moment(p_payload ->> 'expires') <= p_moment) THEN
    RAISE EXCEPTION 'a proposal says until when it can be confirmed' USING ERRCODE = '22023';
  ELSIF m.act = 'send_back' THEN
    SELECT * INTO x FROM ledger_entry o WHERE o.subject = h.id AND (o.act = 'send_back' OR EXISTS (SELECT 1 FROM records_move w
      WHERE w.type = h.type AND w.type_version = h.type_version AND w.state_from = h.state AND w.role = a.role AND o.act = 'propose_' || w.act))
      ORDER BY o.version DESC LIMIT 1;
    IF NOT FOUND OR x.act = 'send_back' THEN
      RAISE EXCEPTION 'nothing was proposed' USING ERRCODE = '42501';
    END IF;
    RETURN ledger_hex(x.bytes);
  ELSIF m.counters <> '{}' THEN
    SELECT * INTO x FROM ledger_entry o WHERE o.subject = h.id AND o.state_from <> o.state_to ORDER BY o.version DESC LIMIT 1;
    IF x.act <> ALL (m.counters) THEN
      RAISE EXCEPTION 'it corrects another act' USING ERRCODE = '42501';
    END IF;
    RETURN ledger_hex(x.bytes);
  ELSIF m.confirms IS NOT NULL THEN
    SELECT * INTO x FROM ledger_entry o WHERE o.subject = h.id AND o.act = m.confirms ORDER BY o.version DESC LIMIT 1;
    SELECT p.bytes INTO v_said FROM ledger_part p WHERE p.entry = x.id AND p.kind = 'payload';
    v_wrong := v_said IS DISTINCT FROM convert_to(p_payload::text, 'UTF8');
  ELSIF (p_act ->> 'confirms')::boolean THEN
    SELECT * INTO x FROM ledger_entry o WHERE o.id = h.entry AND o.act = 'propose_' || m.act;
    SELECT p.bytes INTO v_said FROM ledger_part p WHERE p.entry = x.id AND p.kind = 'payload';
    v_wrong := ledger_read_moment(convert_from(v_said, 'UTF8')::jsonb ->> 'expires') <= p_moment
      OR NOT records_as_proposed(h, m, convert_from(v_said, 'UTF8')::jsonb, p_content, p_payload);
  ELSE
    RETURN NULL;
  END IF;
  IF x.id IS NULL OR coalesce(v_wrong, true) THEN
    RAISE EXCEPTION 'what is confirmed is not what was prepared' USING ERRCODE = '42501';
  END IF;
  IF EXISTS (SELECT 1 FROM agencies_holding o WHERE o.id = x.actor AND o.person = a.person) THEN
    RAISE EXCEPTION 'who prepared does not confirm' USING ERRCODE = '42501';
  END IF;
  RETURN ledger_hex(x.bytes);
END$$;

-- The persons of the newest identity: an act that is about the account alone leaves them as they are.
CREATE OR REPLACE FUNCTION records_persons(p_record uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT convert_from(p.bytes, 'UTF8')::jsonb -> 'persons' FROM ledger_part p JOIN ledger_entry e ON e.id = p.entry
    WHERE e.subject = p_record AND p.kind = 'identity' ORDER BY e.version DESC LIMIT 1), '[]') $$;

-- Identity: never after an erasure, never of an anonymous record (nor an account), visible as the content says, nobody
-- left out.
CREATE OR REPLACE FUNCTION records_check_identity(h records_record, t records_type_version, p_identity jsonb, p_content jsonb)
RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE v_visibility text; v_persons jsonb := coalesce(p_identity -> 'persons', '[]');
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_entry x WHERE x.subject = h.id AND x.act = 'erase') THEN
    RAISE EXCEPTION 'the identity was erased' USING ERRCODE = '42501';
  END IF;
  v_visibility := coalesce(p_content, records_content(h)) ->> t.visibility_field;
  IF EXISTS (SELECT 1 FROM jsonb_array_elements(v_persons) n WHERE n ->> 'visibility' IS DISTINCT FROM coalesce(v_visibility, n ->> 'visibility')
               OR v_visibility = 'anonymous' OR n - '{person,visibility,name,phone,email,address,nik,nik_hash}'::text[] <> '{}')
     OR v_visibility = 'anonymous' AND coalesce(p_identity -> 'parties', '[]') <> '[]'
     OR p_identity - '{persons,parties}'::text[] <> '{}' THEN
    RAISE EXCEPTION 'this identity is not one the content allows' USING ERRCODE = '42501';
  END IF;
  IF EXISTS (SELECT 1 FROM records_private o WHERE o.record = h.id
               AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(v_persons) n WHERE n ->> 'person' = o.person::text)) THEN
    RAISE EXCEPTION 'a person is dropped by an erasure only' USING ERRCODE = '42501';
  END IF;
END$$;
