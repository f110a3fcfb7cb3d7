-- How much the files are, for the province's administrator: how many, their bytes, and the bytes that came after an entry. Sums
-- over every record, so that no single one shows.
CREATE OR REPLACE FUNCTION records_storage(p_secret bytea, p_holding bigint, p_since bigint)
RETURNS TABLE (files bigint, bytes bigint, fresh bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  PERFORM gate_administers(p_secret, p_holding);
  RETURN QUERY SELECT count(*), coalesce(sum(f.size), 0)::bigint, coalesce(sum(f.size) FILTER (WHERE f.first > p_since), 0)::bigint
    FROM (SELECT hash, max(size) AS size, min(entry) AS first FROM records_file GROUP BY hash) f;
END$$;

GRANT EXECUTE ON FUNCTION records_storage(bytea, bigint, bigint) TO serentak_web;
