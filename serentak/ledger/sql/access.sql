-- Reads of personal data: one row per person, record, purpose and hour, added by the function that hands the data
-- out and by nobody else.
-- A month is a partition, so that old months can be detached; what comes before its month was made lands in
-- the default one.

CREATE TABLE IF NOT EXISTS ledger_access (
  moment timestamptz NOT NULL, person bigint NOT NULL, record uuid NOT NULL, purpose text NOT NULL, holding bigint NOT NULL,
  PRIMARY KEY (moment, person, record, purpose),
  CONSTRAINT ledger_access_hour CHECK (extract(epoch FROM moment) % 3600 = 0)
) PARTITION BY RANGE (moment);
CREATE TABLE IF NOT EXISTS ledger_access_default PARTITION OF ledger_access DEFAULT;
COMMENT ON TABLE ledger_access IS 'Reads of personal data: one row per person, record, purpose and hour.';
COMMENT ON TABLE ledger_access_default IS 'Reads of months that have no partition of their own.';
COMMENT ON COLUMN ledger_access.moment IS 'Hour of the read.';
COMMENT ON COLUMN ledger_access.person IS 'Who read.';
COMMENT ON COLUMN ledger_access.record IS 'Whose personal data: the record.';
COMMENT ON COLUMN ledger_access.purpose IS 'What for.';
COMMENT ON COLUMN ledger_access.holding IS 'In which post.';
CREATE OR REPLACE TRIGGER guard BEFORE UPDATE OR DELETE ON ledger_access FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE OR REPLACE TRIGGER emptied BEFORE TRUNCATE ON ledger_access EXECUTE FUNCTION ledger_refuse();

-- Makes the partition of the month of p_day (UTC) ahead of time; a month already read into the default stays there.
CREATE OR REPLACE FUNCTION ledger_access_month(p_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET TimeZone = 'UTC' AS $$
DECLARE v_start timestamptz := date_trunc('month', p_day); v_end timestamptz := v_start + interval '1 month';
  v_name text := 'ledger_access_' || to_char(p_day, 'YYYYMM');
BEGIN
  IF p_day IS NULL OR p_day > current_date + 100 THEN
    RAISE EXCEPTION 'only the next months are prepared' USING ERRCODE = '22023';
  END IF;
  IF to_regclass('public.' || v_name) IS NOT NULL
     OR EXISTS (SELECT 1 FROM ledger_access_default d WHERE d.moment >= v_start AND d.moment < v_end) THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE TABLE public.%I PARTITION OF public.ledger_access FOR VALUES FROM (%L) TO (%L)', v_name, v_start, v_end);
  EXECUTE format('COMMENT ON TABLE public.%I IS %L', v_name, 'Reads of personal data in ' || to_char(p_day, 'YYYY-MM') || '.');
  EXECUTE format('CREATE TRIGGER emptied BEFORE TRUNCATE ON public.%I EXECUTE FUNCTION public.ledger_refuse()', v_name);
END$$;
SELECT ledger_access_month((now() AT TIME ZONE 'UTC')::date), ledger_access_month(((now() AT TIME ZONE 'UTC') + interval '1 month')::date);
