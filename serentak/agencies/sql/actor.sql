-- Who acts: decided from what the database holds, never from what the caller says of himself.

-- A holding in force now, in a post and a body in force today (WITA); `post` as it is printed on acts.
CREATE OR REPLACE VIEW agencies_in_force AS
  SELECT h.id, h.person, h.kind, concat_ws(' ', k.prefix, p.title) AS post, p.organisation AS agency, p.role,
         p.id AS post_id, h.valid_until, h.only_acts, coalesce(h.barred_acts, '{}') || k.barred_acts AS barred_acts
    FROM agencies_holding h JOIN agencies_holding_kind k ON k.kind = h.kind
    JOIN agencies_post p ON p.id = h.post JOIN agencies_organisation o ON o.id = p.organisation
    CROSS JOIN (SELECT clock_timestamp() AS now, (clock_timestamp() AT TIME ZONE 'Asia/Makassar')::date AS today) t
   WHERE h.valid_from <= t.now AND (h.valid_until IS NULL OR h.valid_until > t.now)
     AND p.valid_from <= t.today AND (p.valid_until IS NULL OR p.valid_until > t.today)
     AND o.valid_from <= t.today AND (o.valid_until IS NULL OR o.valid_until > t.today);
COMMENT ON VIEW agencies_in_force IS 'Holdings in force at this moment, with printed post, body, role and limits.';

-- Does this holding leave its holder the act (record type, dot, act)? Twin of agencies.rules.Held.permits.
CREATE OR REPLACE FUNCTION agencies_permits(p_holding bigint, p_act text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM agencies_in_force g WHERE g.id = p_holding
                   AND p_act <> ALL (g.barred_acts) AND (g.only_acts IS NULL OR p_act = ANY (g.only_acts))) $$;

-- Somebody signed in, acting in a post when p_holding names one of his. An unknown or ended session, a closed
-- account, another person's or an ended holding, a post that asks for more than the session's proof: no row.
CREATE OR REPLACE FUNCTION agencies_session(p_secret bytea, p_holding bigint) RETURNS ledger_actor LANGUAGE plpgsql STABLE AS $$
DECLARE a ledger_actor; v_now timestamptz := clock_timestamp();
BEGIN
  SELECT g.id, s.person, g.post, g.agency, coalesce(g.role, 'applicant'),
         s.method || '/' || floor(extract(epoch FROM v_now - s.proved))::bigint,
         convert_to(coalesce('h:' || g.id, 'p:' || s.person), 'UTF8') INTO a
    FROM people_session s JOIN people_person u ON u.id = s.person AND u.is_active
    LEFT JOIN agencies_in_force g ON g.id = p_holding AND g.person = s.person AND (people_is_strong(s.method)
         OR NOT EXISTS (SELECT 1 FROM agencies_role r WHERE r.role = g.role AND r.second_factor <= (v_now AT TIME ZONE 'Asia/Makassar')::date))
   WHERE s.key_hash = sha256(p_secret) AND s.expires > v_now;
  IF p_holding IS NOT NULL AND a.holding IS NULL THEN RETURN NULL; END IF;
  RETURN a;
END$$;

-- A machine, by the secret of its key, in the one holding that key opens; p_holding may name it. An unknown key, one
-- whose holding ended, another holding: no row.
CREATE OR REPLACE FUNCTION agencies_machine(p_secret bytea, p_holding bigint) RETURNS ledger_actor LANGUAGE plpgsql STABLE AS $$
DECLARE a ledger_actor;
BEGIN
  SELECT g.id, NULL, g.post, g.agency, g.role, 'key/' || floor(extract(epoch FROM clock_timestamp() - h.valid_from))::bigint,
         convert_to('h:' || g.id, 'UTF8') INTO a
    FROM agencies_key k JOIN agencies_in_force g ON g.id = k.holding AND g.kind = 'machine' JOIN agencies_holding h ON h.id = g.id
   WHERE k.hash = encode(sha256(p_secret), 'hex') AND g.id = coalesce(p_holding, g.id);
  RETURN a;
END$$;

CREATE OR REPLACE FUNCTION agencies_known(a ledger_actor) RETURNS ledger_actor LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF a.role IS NULL THEN
    RAISE EXCEPTION 'no such credential' USING ERRCODE = '28000';
  END IF;
  RETURN a;
END$$;

CREATE OR REPLACE FUNCTION agencies_exists(p_organisation int, p_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM agencies_organisation o WHERE o.id = p_organisation AND o.valid_from <= p_day
                   AND (o.valid_until IS NULL OR o.valid_until > p_day)) $$;

-- Does p_mine answer today for p_theirs' records of this type (null: one that no split names)? For its own, and those of
-- bodies that ended and that it took over, through any number of mergers; where a split names somebody for the type, only
-- that one (twin of agencies.rules.answers_for). A body not in force answers for nothing.
CREATE OR REPLACE FUNCTION agencies_answers_for(p_mine int, p_theirs int, p_type text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE v_today date := (clock_timestamp() AT TIME ZONE 'Asia/Makassar')::date;
BEGIN
  IF p_mine IS NULL OR NOT agencies_exists(p_mine, v_today) THEN RETURN false; END IF;
  IF p_mine = p_theirs THEN RETURN true; END IF;
  RETURN EXISTS (
    WITH RECURSIVE heirs (id) AS (
      SELECT p_theirs
      UNION
      SELECT l.successor FROM heirs JOIN agencies_organisation o ON o.id = heirs.id AND o.valid_until <= v_today
        JOIN agencies_succession l ON l.predecessor = heirs.id AND l.withdrawn IS NULL AND l.record_type IS NOT DISTINCT FROM (
          SELECT max(n.record_type) FROM agencies_succession n WHERE n.predecessor = heirs.id AND n.withdrawn IS NULL AND n.record_type = p_type))
    SELECT 1 FROM heirs WHERE id = p_mine);
END$$;

-- Does what this holding had come to a post of this role in this body? Once it has ended (or its post or body with it)
-- its work is back in the pool of the role; nothing is rewritten for that (twin of `ended` in agencies.queries.actor_of).
-- What a machine filed comes to the same system alone, by its next key.
CREATE OR REPLACE FUNCTION agencies_comes_to(a ledger_actor, p_holding bigint, p_type text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM agencies_holding h JOIN agencies_post p ON p.id = h.post JOIN agencies_organisation o ON o.id = p.organisation
      CROSS JOIN (SELECT clock_timestamp() AS now, (clock_timestamp() AT TIME ZONE 'Asia/Makassar')::date AS today) t
     WHERE h.id = p_holding AND p.role = a.role AND (h.valid_until <= t.now OR p.valid_until <= t.today OR o.valid_until <= t.today)
       AND agencies_answers_for(a.agency, p.organisation, p_type)
       AND (a.role <> 'machine' OR p.id = (SELECT m.post FROM agencies_holding m WHERE m.id = a.holding))) $$;

-- Is p_theirs one of the bodies p_mine answers for, or a unit of one, through any number of levels?
-- Twin of agencies.rules.administered.
CREATE OR REPLACE FUNCTION agencies_within(p_mine int, p_theirs int) RETURNS boolean LANGUAGE sql STABLE AS $$
  WITH RECURSIVE up (id) AS (
    SELECT p_theirs
    UNION
    SELECT o.parent FROM up JOIN agencies_organisation o ON o.id = up.id WHERE o.parent IS NOT NULL)
  SELECT EXISTS (SELECT 1 FROM up WHERE agencies_answers_for(p_mine, up.id, NULL)) $$;
