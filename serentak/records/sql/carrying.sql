-- Records of a register that are still under an older version of their type, by id: for the worker that carries them over.
CREATE OR REPLACE FUNCTION records_behind(p_type text, p_version int, p_after uuid, p_limit int)
RETURNS TABLE (record uuid, version int, state text, agency int, region text, due timestamptz, content jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.id, r.version, r.state, r.agency, r.region, r.due, records_content(r) FROM records_record r
   WHERE r.type = p_type AND r.type_version < p_version AND r.id > p_after ORDER BY r.id LIMIT p_limit $$;

GRANT EXECUTE ON FUNCTION records_behind(text, int, uuid, int) TO serentak_worker;
