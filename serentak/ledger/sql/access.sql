-- Reads of personal data: one row per person, record, purpose and hour, added by the function that hands the data
-- out and by nobody else.
-- A month is a partition, so that old months can be detached; what comes before its month was made lands in
-- the default one.

CREATE SEQUENCE IF NOT EXISTS ledger_access_id_seq AS bigint CACHE 1;
CREATE TABLE IF NOT EXISTS ledger_access (
  id bigint NOT NULL DEFAULT nextval('ledger_access_id_seq'), moment timestamptz NOT NULL, person bigint NOT NULL, record uuid NOT NULL, purpose text NOT NULL, holding bigint NOT NULL,
  PRIMARY KEY (moment, person, record, purpose),
  CONSTRAINT ledger_access_hour CHECK (extract(epoch FROM moment) % 3600 = 0)
) PARTITION BY RANGE (moment);
CREATE INDEX IF NOT EXISTS ledger_access_record ON ledger_access (record, moment DESC);
CREATE INDEX IF NOT EXISTS ledger_access_holding ON ledger_access (holding, moment DESC);
CREATE TABLE IF NOT EXISTS ledger_access_default PARTITION OF ledger_access DEFAULT;
COMMENT ON TABLE ledger_access IS 'Reads of personal data: one row per person, record, purpose and hour.';
COMMENT ON TABLE ledger_access_default IS 'Reads of months that have no partition of their own.';
COMMENT ON COLUMN ledger_access.id IS 'Drawn after its transaction''s id; a digest covers a range of them.';
COMMENT ON COLUMN ledger_access.moment IS 'Hour of the read.';
COMMENT ON COLUMN ledger_access.person IS 'Who read.';
COMMENT ON COLUMN ledger_access.record IS 'Whose personal data: the record; all zeros: this log was read.';
COMMENT ON COLUMN ledger_access.purpose IS 'What for.';
COMMENT ON COLUMN ledger_access.holding IS 'In which post.';
CREATE INDEX IF NOT EXISTS ledger_access_id ON ledger_access (id);
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

-- A row as it is hashed into a digest.
CREATE OR REPLACE FUNCTION ledger_access_hash(r ledger_access) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT ledger_hex(convert_to(concat_ws('|', r.id, ledger_moment(r.moment), r.person, r.record, r.purpose, r.holding), 'UTF8')) $$;

-- Puts what was read since the last digest on the log: one entry whose content part, which is not published, holds the
-- range of ids and the hash of each row, so that a changed or deleted row is named. Whoever drew an id took his
-- transaction's id before it; so when no transaction older than this one runs, every row up to the sequence's last id is
-- seen or never comes. Returns how many rows; null when an older transaction still runs, 0 when there is nothing new.
CREATE OR REPLACE FUNCTION ledger_digest_access() RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE e ledger_entry; o ledger_entry; a ledger_actor; v_from bigint; v_to bigint; v_mark xid8; v_rows jsonb; v_count int; v_last bigint;
BEGIN
  e.subject := md5('ledger_access')::uuid;
  PERFORM pg_advisory_xact_lock(hashtextextended('ledger_access', 7));
  SELECT * INTO o FROM ledger_entry x WHERE x.subject = e.subject ORDER BY x.version DESC LIMIT 1;
  SELECT coalesce((convert_from(p.bytes, 'UTF8')::jsonb ->> 'to')::bigint, 0) INTO v_from FROM (SELECT 1) one
    LEFT JOIN ledger_part p ON p.entry = o.id AND p.kind = 'content';
  SELECT CASE WHEN s.is_called THEN s.last_value ELSE 0 END INTO v_to FROM ledger_access_id_seq s;
  v_mark := pg_current_xact_id();
  IF pg_snapshot_xmin(pg_current_snapshot()) < v_mark THEN RETURN NULL; END IF;
  SELECT jsonb_object_agg(r.id, ledger_access_hash(r)), count(*), max(r.id) INTO v_rows, v_count, v_last
    FROM (SELECT * FROM ledger_access x WHERE x.id > v_from AND x.id <= v_to ORDER BY x.id LIMIT 5000) r;
  IF v_count = 0 THEN RETURN 0; END IF;
  IF v_count = 5000 THEN v_to := v_last; END IF;
  e.id := ledger_draw(); e.moment := clock_timestamp(); e.act := 'digest'; e.version := coalesce(o.version, 0) + 1; e.class := 'internal';
  a.auth := 'worker';
  PERFORM ledger_append(e, a, 'digest', 'ledger_access', NULL, ledger_hex(o.bytes),
    jsonb_build_object('content', jsonb_build_object('from', v_from + 1, 'to', v_to, 'rows', v_rows)));
  RETURN v_count;
END$$;
