-- Texts for answers, kept for an agency by whoever handles records of the type there. They bind nobody: what is sent stands in its act.
CREATE OR REPLACE FUNCTION records_template_actor(p_secret bytea, p_holding bigint, p_type text) RETURNS ledger_actor LANGUAGE plpgsql STABLE AS $$
DECLARE a ledger_actor := agencies_known(agencies_session(p_secret, p_holding));
BEGIN
  IF NOT EXISTS (SELECT 1 FROM records_move w WHERE w.type = p_type AND w.role = a.role AND w.state_from <> '') THEN
    RAISE EXCEPTION 'this post handles no record of the type' USING ERRCODE = '42501';
  END IF;
  RETURN a;
END$$;

-- One of the same title takes the place of the old; at most a hundred an agency and type.
CREATE OR REPLACE FUNCTION records_template_keep(p_secret bytea, p_holding bigint, p_type text, p_title text, p_body text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE a ledger_actor := records_template_actor(p_secret, p_holding, p_type);
BEGIN
  INSERT INTO records_template AS o (agency, type, title, body, post)
    SELECT a.agency, p_type, p_title, p_body, a.post
     WHERE (SELECT count(*) FROM records_template t WHERE t.agency = a.agency AND t.type = p_type AND t.title <> p_title) < 100
    ON CONFLICT (agency, type, title) DO UPDATE SET body = EXCLUDED.body, post = EXCLUDED.post;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a hundred texts are enough' USING ERRCODE = '22023';
  END IF;
END$$;

CREATE OR REPLACE FUNCTION records_template_drop(p_secret bytea, p_holding bigint, p_type text, p_title text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE a ledger_actor := records_template_actor(p_secret, p_holding, p_type);
BEGIN
  DELETE FROM records_template t WHERE t.agency = a.agency AND t.type = p_type AND t.title = p_title;
  RETURN FOUND;
END$$;

GRANT SELECT ON records_template TO serentak_web;
GRANT EXECUTE ON FUNCTION records_template_keep(bytea, bigint, text, text, text), records_template_drop(bytea, bigint, text, text) TO serentak_web;
