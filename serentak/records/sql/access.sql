-- Who read whose personal data. Rows of ledger_access are written by the functions that hand the data out (read.sql); here
-- they are shown: to an auditor of the inspectorate, and of one record to its reporter. Nobody else, no administrator.

-- Readings, the newest first, 51 a call, going on after the one named last; all, of one record by its number, in one post, of one
-- day (WITA). Of a sealed record only for who takes part in it. That the log was opened is itself a row: of no record, once an hour.
CREATE OR REPLACE FUNCTION records_accesses(p_secret bytea, p_holding bigint, p_number text, p_post bigint, p_day date,
  p_last_moment timestamptz, p_last_person bigint, p_last_record uuid, p_last_purpose text, p_moment text)
RETURNS TABLE (moment timestamptz, person bigint, record uuid, purpose text, post bigint, printed text, agency text, number text, type text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE a ledger_actor := agencies_known(agencies_session(p_secret, p_holding)); v_where text := 'true'; v_hour timestamptz;
  v_none uuid := '00000000-0000-0000-0000-000000000000';
BEGIN
  IF a.role IS DISTINCT FROM 'auditor' THEN
    RAISE EXCEPTION 'only an auditor reads who read' USING ERRCODE = '42501';
  END IF;
  v_hour := date_trunc('hour', ledger_clock(p_moment), 'UTC');
  IF NOT EXISTS (SELECT 1 FROM ledger_access x WHERE (x.moment, x.person, x.record, x.purpose) = (v_hour, a.person, v_none, 'access_log')) THEN
    PERFORM pg_current_xact_id();  -- as in records_identity
    INSERT INTO ledger_access (moment, person, record, purpose, holding) VALUES (v_hour, a.person, v_none, 'access_log', a.holding) ON CONFLICT DO NOTHING;
  END IF;
  -- only the conditions that are asked for, so that each finds its index
  v_where := concat_ws(' AND ', v_where,
    CASE WHEN p_number IS NOT NULL THEN 'x.record = (SELECT n.id FROM records_record n WHERE n.number = $1)' END,
    CASE WHEN p_post IS NOT NULL THEN 'x.holding = ANY (ARRAY(SELECT h.id FROM agencies_holding h WHERE h.post = $2))' END,
    CASE WHEN p_day IS NOT NULL THEN 'x.moment >= $3::timestamp AT TIME ZONE ''Asia/Makassar'' AND x.moment < ($3 + 1)::timestamp AT TIME ZONE ''Asia/Makassar''' END,
    CASE WHEN p_last_moment IS NOT NULL THEN '(x.moment, x.person, x.record, x.purpose) < ($4, $5, $6, $7)' END);
  RETURN QUERY EXECUTE format('SELECT x.moment, x.person, x.record, x.purpose, p.id, concat_ws('' '', k.prefix, p.title), o.short, r.number, r.type
    FROM ledger_access x JOIN agencies_holding h ON h.id = x.holding JOIN agencies_holding_kind k ON k.kind = h.kind
    JOIN agencies_post p ON p.id = h.post JOIN agencies_organisation o ON o.id = p.organisation LEFT JOIN records_record r ON r.id = x.record
    WHERE %s AND (r.class IS DISTINCT FROM ''sealed'' OR records_is_party(r.id, $8))
    ORDER BY x.moment DESC, x.person DESC, x.record DESC, x.purpose DESC LIMIT 51', v_where)
    USING p_number, p_post, p_day, p_last_moment, p_last_person, p_last_record, p_last_purpose, a;
END$$;

-- Who read the personal data of one record, for its reporter, by slip or by the own account: posts and hours, no person; the
-- newest 50.
CREATE OR REPLACE FUNCTION records_readings(p_credential text, p_secret bytea, p_record uuid)
RETURNS TABLE (moment timestamptz, printed text, agency text, purpose text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF (records_sees(p_credential, p_secret, NULL, p_record)).role IS NULL THEN RETURN; END IF;
  RETURN QUERY SELECT x.moment, concat_ws(' ', k.prefix, p.title), o.short, x.purpose
    FROM ledger_access x JOIN agencies_holding h ON h.id = x.holding JOIN agencies_holding_kind k ON k.kind = h.kind
    JOIN agencies_post p ON p.id = h.post JOIN agencies_organisation o ON o.id = p.organisation
   WHERE x.record = p_record ORDER BY x.moment DESC, x.person, x.purpose LIMIT 50;
END$$;

GRANT EXECUTE ON FUNCTION records_accesses(bytea, bigint, text, bigint, date, timestamptz, bigint, uuid, text, text),
  records_readings(text, bytea, uuid) TO serentak_web;
