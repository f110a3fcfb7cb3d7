-- THE ACT. The only way to change a record: the web and the worker may call this and write no recorded table.
--   p_act  {subject, act, type, type_version, version, to, agency, region, due, law, moment, slip, code, class, confirms};
--          `version` is the one the act makes, `moment` and `due` end in Z, `slip` is the hex SHA-256 of its code,
--          `code` is that code itself, for an account that takes the record in; `confirms` says that the act does what
--          the record's newest entry proposed
--   p_content, p_identity, p_parties, p_payload: after-images, or null for what stays
-- SQLSTATE 28000 no such credential, 40001 stale (DETAIL: version now), 42501 not allowed, 22xxx bad value,
-- 23505 key used for another payload.
CREATE OR REPLACE FUNCTION records_perform(p_credential text, p_secret bytea, p_holding bigint, p_key uuid, p_mac bytea, p_act jsonb,
  p_content jsonb, p_identity jsonb, p_parties jsonb, p_payload jsonb, p_jobs jsonb,
  OUT subject uuid, OUT number text, OUT entry bigint, OUT replayed boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE a ledger_actor; h records_record; e ledger_entry; m records_move; t records_type_version; v_before int; v_answered bigint;
BEGIN
  -- 1 who acts; then lock, transaction id, entry id: ids of one record follow its versions
  e.subject := (p_act ->> 'subject')::uuid; e.act := p_act ->> 'act';
  a := agencies_known(records_actor(p_credential, p_secret, p_holding, e.subject));
  SELECT * INTO h FROM records_record r WHERE r.id = e.subject FOR UPDATE;
  e.id := ledger_draw();

  -- 2 the same key again: the old answer, also after the record went on
  v_answered := ledger_answered(a.scope, p_key, p_mac, e.id);
  IF v_answered IS NOT NULL THEN
    SELECT r.id, r.number INTO subject, number FROM ledger_entry x JOIN records_record r ON r.id = x.subject WHERE x.id = v_answered;
    entry := v_answered; replayed := true;
    RETURN;
  END IF;

  -- 3 the clock and the version step
  e.moment := ledger_clock(p_act ->> 'moment');
  IF (p_act ->> 'version')::int IS DISTINCT FROM coalesce(h.version, 0) + 1 THEN
    RAISE EXCEPTION 'stale' USING ERRCODE = '40001', DETAIL = coalesce(h.version::text, 'none');
  END IF;

  -- 4 the move, and what it may write
  IF h.id IS NULL THEN h := records_opened(p_act, e.subject, e.moment);
  ELSIF e.act = 'migrate' THEN h.type_version := records_next_version(h, p_act, e.moment); END IF;
  SELECT * INTO t FROM records_type_version v WHERE v.type = h.type AND v.version = h.type_version;
  m := records_allowed(h, a, p_act, e.moment);
  p_content := nullif(p_content, 'null'); p_identity := nullif(p_identity, 'null'); p_parties := nullif(p_parties, 'null'); p_payload := nullif(p_payload, 'null');
  PERFORM records_check_parts(h, m, p_content, p_identity, p_parties, p_payload);
  IF a.role = 'applicant' AND (p_content ->> t.visibility_field = 'anonymous' OR h.version > 0 AND p_identity ? 'persons') THEN
    RAISE EXCEPTION 'an anonymous record is filed by nobody known, and an account changes no reporter' USING ERRCODE = '42501';
  END IF;
  IF p_identity IS NOT NULL AND NOT p_identity ? 'persons' THEN p_identity := p_identity || jsonb_build_object('persons', records_persons(h.id)); END IF;
  IF p_identity IS NOT NULL THEN PERFORM records_check_identity(h, t, p_identity, p_content); END IF;

  -- 5 the entry, its parts, and the header after the act
  e.version := h.version + 1; e.state_from := h.state; e.state_to := m.state_to; e.class := h.class;
  e.agency := (p_act ->> 'agency')::int; e.due := ledger_read_moment(p_act ->> 'due'); e.law := p_act ->> 'law';
  e.region := CASE WHEN h.class IN ('confidential', 'sealed') THEN NULL WHEN p_content IS NULL THEN h.region ELSE p_act ->> 'region' END;
  PERFORM ledger_append(e, a, t.kind, concat(h.type, '/', h.type_version), h.number, records_basis(h, a, m, p_act, e.moment, p_content, p_payload),
    jsonb_build_object('content', p_content, 'identity', p_identity, 'parties', p_parties, 'payload', p_payload,
                       'slip', CASE WHEN h.version = 0 THEN encode(h.slip, 'hex') END));
  v_before := h.agency;
  h.version := e.version; h.state := e.state_to; h.agency := e.agency; h.region := e.region; h.due := e.due; h.entry := e.id;
  h.closed := CASE WHEN m.closes THEN coalesce(h.closed, e.moment) END;
  IF p_content IS NOT NULL THEN h.content_entry := e.id; END IF;
  IF h.version = 1 THEN
    INSERT INTO records_record SELECT (h).*;
  ELSE
    UPDATE records_record r SET type_version = h.type_version, state = h.state, agency = h.agency, region = h.region, due = h.due, closed = h.closed,
      version = h.version, entry = h.entry, content_entry = h.content_entry WHERE r.id = h.id;
  END IF;

  -- 6 the rows that follow
  IF p_content IS NOT NULL THEN PERFORM records_set_index(h, t, p_content); END IF;
  IF p_content IS NOT NULL OR p_payload IS NOT NULL THEN PERFORM records_set_files(h, t, p_content, p_payload); END IF;
  IF m.link_field IS NOT NULL THEN PERFORM records_set_link(h, m, e.moment, coalesce(p_content, '{}') || coalesce(p_payload, '{}')); END IF;
  IF p_identity IS NOT NULL THEN
    PERFORM records_set_private(h, p_identity);
    PERFORM records_set_parties(h, v_before, a, m, coalesce(p_identity -> 'parties', '[]'), true, NULL);
  END IF;
  IF p_parties IS NOT NULL THEN PERFORM records_set_parties(h, v_before, a, m, p_parties, false, p_payload); END IF;
  IF m.each AND (m.state_to = m.state_from) <> EXISTS (SELECT 1 FROM records_party y WHERE y.record = h.id AND y.open AND y.role = a.role) THEN
    RAISE EXCEPTION 'it goes on when everybody who was asked has answered' USING ERRCODE = '42501';
  END IF;
  IF m.erases THEN PERFORM records_erase(h.id); END IF;
  IF h.closed IS NULL AND NOT EXISTS (SELECT 1 FROM records_party y WHERE y.record = h.id AND y.open) AND NOT (h.due IS NOT NULL AND EXISTS (
      SELECT 1 FROM records_move w WHERE w.type = h.type AND w.type_version = h.type_version AND w.state_from = h.state AND w.role = 'clock')) THEN
    RAISE EXCEPTION 'nobody would have to act' USING ERRCODE = '22023';
  END IF;
  IF nullif(p_jobs, 'null') IS NOT NULL THEN PERFORM records_enqueue(p_jobs, e); END IF;
  subject := h.id; number := h.number; entry := e.id; replayed := false;
END$$;

GRANT EXECUTE ON FUNCTION records_perform(text, bytea, bigint, uuid, bytea, jsonb, jsonb, jsonb, jsonb, jsonb, jsonb) TO serentak_web, serentak_worker;
GRANT SELECT ON records_type_version, records_move, records_record, records_field_index, records_party, records_link
  TO serentak_web, serentak_worker;
GRANT SELECT ON records_private, records_file TO serentak_worker;
-- The reading login sees no sealed record: neither its header nor what links to or from it, and its field index is empty.
CREATE OR REPLACE VIEW records_readable WITH (security_barrier) AS
  SELECT id, type, type_version, number, state, agency, region, class, opened, due, closed, version, entry FROM records_record WHERE class <> 'sealed';
COMMENT ON VIEW records_readable IS 'Headers for the reading login: no sealed record.';
GRANT SELECT ON records_type_version, records_move, records_readable, records_field_index TO serentak_read;
