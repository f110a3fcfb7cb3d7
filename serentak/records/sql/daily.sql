-- What each day (WITA) brought, by record type and by the body that the entries name, counted from the sealed log in its order, each
-- leaf once: reports add up days and never read a record. Sealed records are in none of it. `p_rules`, by type: `decides` are the
-- acts that decide, `settled` the states in which nobody waits for a decision. Counts at most `p_most` leaves; how many.
CREATE OR REPLACE FUNCTION records_count(p_rules jsonb, p_most int) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE v_from bigint; v_to bigint;
BEGIN
  SELECT c.position INTO STRICT v_from FROM records_counted c FOR UPDATE;
  SELECT max(l.position) + 1 INTO v_to FROM ledger_leaf l WHERE l.position >= v_from AND l.position < v_from + p_most;
  IF v_to IS NULL THEN RETURN 0; END IF;
  INSERT INTO records_daily AS d (day, type, agency, came, decided, in_time, running)
    WITH act AS MATERIALIZED (
      SELECT (e.moment AT TIME ZONE 'Asia/Makassar')::date AS day, r.type, e.agency, b.agency AS before,
        coalesce(p_rules -> r.type -> 'decides' ? e.act, false) AS decides, coalesce(e.moment <= b.due, true) AS in_time,
        NOT coalesce(p_rules -> r.type -> 'settled' ? e.state_to, false) AS runs,
        b.id IS NOT NULL AND NOT coalesce(p_rules -> r.type -> 'settled' ? b.state_to, false) AS ran
      FROM ledger_leaf l JOIN ledger_entry e ON e.id = l.entry JOIN records_record r ON r.id = e.subject AND r.class <> 'sealed'
        LEFT JOIN ledger_entry b ON b.subject = e.subject AND b.version = e.version - 1
      WHERE l.position >= v_from AND l.position < v_to
    ), change AS (
      SELECT day, type, agency, (before IS DISTINCT FROM agency)::int AS came, decides::int AS decided, (decides AND in_time)::int AS in_time, runs::int AS running FROM act
      UNION ALL SELECT day, type, before, 0, 0, 0, -1 FROM act WHERE ran
    )
    SELECT day, type, agency, sum(came), sum(decided), sum(in_time), sum(running) FROM change GROUP BY day, type, agency
  ON CONFLICT (day, type, agency) DO UPDATE SET came = d.came + excluded.came, decided = d.decided + excluded.decided,
    in_time = d.in_time + excluded.in_time, running = d.running + excluded.running;
  UPDATE records_counted SET position = v_to;
  RETURN v_to - v_from;
END$$;

INSERT INTO records_counted (single, position) VALUES (true, 0);
GRANT SELECT ON records_daily, records_counted TO serentak_web, serentak_worker;
GRANT EXECUTE ON FUNCTION records_count(jsonb, int) TO serentak_worker;
