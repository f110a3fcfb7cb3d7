-- What the worker left behind, for the province's administrator: the queue, its failures, the mail. The web login has
-- no SELECT on any of it and asks here with session and post (docs/decisions/0009): the database finds the role again.
-- A job names a record; no function here hands that out, and a job of a sealed record, in a queue of its own, is shown and
-- counted nowhere: a failure without a mail beside it would say that there is such a report, and when it came.

-- The last failure of a job: what kind of error it was. A message of an error can hold an address, so none is kept.
CREATE TABLE IF NOT EXISTS gate_failure (
  job bigint PRIMARY KEY, moment timestamptz NOT NULL, error text NOT NULL,
  CONSTRAINT gate_failure_error CHECK (error ~ '^[A-Za-z_]{1,60}( [A-Za-z0-9_]{1,40})?$')
);
COMMENT ON TABLE gate_failure IS 'The last failure of a job, by the kind of its error; swept when the job is gone.';
COMMENT ON COLUMN gate_failure.job IS 'The job.';
COMMENT ON COLUMN gate_failure.moment IS 'When it failed last.';
COMMENT ON COLUMN gate_failure.error IS 'The error''s class, and its code where it has one; never its message.';

-- Mail that was tried: to whom only as far as it helps to find a mistake, and nothing of what it said. Of a sealed record
-- there is no row: not even that somebody is told of one.
CREATE TABLE IF NOT EXISTS gate_mail (
  job bigint PRIMARY KEY, moment timestamptz NOT NULL, reference text NOT NULL, masked text NOT NULL, tries int NOT NULL,
  sent timestamptz, task text NOT NULL, args jsonb NOT NULL,
  CONSTRAINT gate_mail_masked CHECK (masked ~ '^[^@]?•••@[^@]?•••([.][A-Za-z0-9-]+)?$')
);
COMMENT ON TABLE gate_mail IS 'Mail that was sent or tried, one row a job; swept after gate.mail_days.';
COMMENT ON COLUMN gate_mail.job IS 'The job that sends it.';
COMMENT ON COLUMN gate_mail.moment IS 'When it was tried first.';
COMMENT ON COLUMN gate_mail.reference IS 'Number of the record it tells of.';
COMMENT ON COLUMN gate_mail.masked IS 'Address with all but its beginnings and its end left out.';
COMMENT ON COLUMN gate_mail.tries IS 'How many times it was tried.';
COMMENT ON COLUMN gate_mail.sent IS 'When the mail server took it; NULL: it did not yet.';
COMMENT ON COLUMN gate_mail.task IS 'The task to queue for sending it again.';
COMMENT ON COLUMN gate_mail.args IS 'What that task is told: record and version.';
CREATE INDEX IF NOT EXISTS gate_mail_reference ON gate_mail (reference, job DESC);
CREATE INDEX IF NOT EXISTS gate_mail_unsent ON gate_mail (job DESC) WHERE sent IS NULL;

-- The province's administrator in person, not on somebody's behalf; anybody else is SQLSTATE 42501 or 28000.
CREATE OR REPLACE FUNCTION gate_administers(p_secret bytea, p_holding bigint) RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE a ledger_actor := agencies_known(agencies_session(p_secret, p_holding));
BEGIN
  IF NOT EXISTS (SELECT 1 FROM agencies_in_force g WHERE g.id = a.holding AND g.role = 'administrator' AND g.kind <> 'an') THEN
    RAISE EXCEPTION 'only the administrator sees the queue' USING ERRCODE = '42501';
  END IF;
END$$;

-- How the queue stands: waiting and since when the longest-waiting one could have run, taken, failed, taken by a worker that
-- gives no sign of life; the last sign of life of any worker; mail that was tried ten minutes ago and is not sent, up to 1,000.
-- A minute is six heartbeats.
CREATE OR REPLACE FUNCTION gate_queue(p_secret bytea, p_holding bigint)
RETURNS TABLE (waiting bigint, oldest timestamptz, doing bigint, failed bigint, stalled bigint, heartbeat timestamptz, unsent bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM gate_administers(p_secret, p_holding);
  RETURN QUERY SELECT count(*) FILTER (WHERE j.status = 'todo'),
      (SELECT coalesce(w.scheduled_at, (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = w.id AND e.type IN ('deferred', 'retried')))
         FROM procrastinate_jobs w WHERE w.status = 'todo' AND w.queue_name <> 'sealed' AND coalesce(w.scheduled_at <= clock_timestamp(), true) ORDER BY w.priority DESC, w.id LIMIT 1),
      count(*) FILTER (WHERE j.status = 'doing' AND NOT gate_stalled(j)), count(*) FILTER (WHERE j.status = 'failed'),
      count(*) FILTER (WHERE gate_stalled(j)), (SELECT max(w.last_heartbeat) FROM procrastinate_workers w),
      (SELECT count(*) FROM (SELECT 1 FROM gate_mail m WHERE m.sent IS NULL AND m.moment < clock_timestamp() - interval '10 minutes' LIMIT 1000) m)
    FROM procrastinate_jobs j WHERE j.status IN ('todo', 'doing', 'failed') AND j.queue_name <> 'sealed';
END$$;

CREATE OR REPLACE FUNCTION gate_stalled(j procrastinate_jobs) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT j.status = 'doing' AND NOT EXISTS (SELECT 1 FROM procrastinate_workers w
    WHERE w.id = j.worker_id AND w.last_heartbeat > clock_timestamp() - interval '1 minute') $$;

-- Jobs in one state (failed, todo, doing), the newest first, 51 a call, before a number. `again`: it can be taken up again;
-- one that the clock queues by itself comes back by itself.
CREATE OR REPLACE FUNCTION gate_jobs(p_secret bytea, p_holding bigint, p_state text, p_before bigint)
RETURNS TABLE (id bigint, task text, stalled boolean, tries int, since timestamptz, due timestamptz, error text, again boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM gate_administers(p_secret, p_holding);
  -- the state as a constant and only the condition that is asked for, so that it finds its index
  RETURN QUERY EXECUTE format('SELECT j.id, j.task_name::text, gate_stalled(j), j.attempts,
      (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id), j.scheduled_at, f.error, j.status = ''failed'' AND j.queueing_lock IS NULL
    FROM procrastinate_jobs j LEFT JOIN gate_failure f ON f.job = j.id
    WHERE j.status = %L AND j.queue_name <> ''sealed'' AND %s ORDER BY j.id DESC LIMIT 51', p_state, CASE WHEN p_before IS NULL THEN 'true' ELSE 'j.id < $1' END) USING p_before;
END$$;

-- Takes a failed job up again, or (NULL) the oldest 500 of them; how many. Sealed ones go along uncounted.
CREATE OR REPLACE FUNCTION gate_again(p_secret bytea, p_holding bigint, p_job bigint) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_job record; v_count int := 0;
BEGIN
  PERFORM gate_administers(p_secret, p_holding);
  FOR v_job IN SELECT j.id, j.queue_name FROM procrastinate_jobs j WHERE j.status = 'failed' AND j.queueing_lock IS NULL
      AND (p_job IS NULL OR j.id = p_job AND j.queue_name <> 'sealed')
    ORDER BY j.id LIMIT 500 FOR UPDATE SKIP LOCKED LOOP
    PERFORM procrastinate_retry_job_v2(v_job.id, clock_timestamp(), NULL, NULL, NULL);
    v_count := v_count + (v_job.queue_name <> 'sealed')::int;
  END LOOP;
  RETURN v_count;
END$$;

-- Mail, the newest first, 51 a call, before a number: all, those not sent, or of one record.
CREATE OR REPLACE FUNCTION gate_mails(p_secret bytea, p_holding bigint, p_unsent boolean, p_reference text, p_before bigint)
RETURNS TABLE (job bigint, moment timestamptz, reference text, masked text, tries int, sent timestamptz, state text, error text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM gate_administers(p_secret, p_holding);
  -- only the conditions that are asked for, so that each finds its index
  RETURN QUERY EXECUTE format('SELECT m.job, m.moment, m.reference, m.masked, m.tries, m.sent, j.status::text, f.error
    FROM gate_mail m LEFT JOIN procrastinate_jobs j ON j.id = m.job LEFT JOIN gate_failure f ON f.job = m.job
    WHERE %s ORDER BY m.job DESC LIMIT 51', concat_ws(' AND ', 'true', CASE WHEN p_unsent THEN 'm.sent IS NULL' END,
      CASE WHEN p_reference IS NOT NULL THEN 'm.reference = $1' END, CASE WHEN p_before IS NOT NULL THEN 'm.job < $2' END))
    USING p_reference, p_before;
END$$;

-- Sends a mail again: a failed job is taken up again, one that is done is queued anew. Whether something was queued.
CREATE OR REPLACE FUNCTION gate_mail_again(p_secret bytea, p_holding bigint, p_job bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM gate_administers(p_secret, p_holding);
  IF EXISTS (SELECT 1 FROM procrastinate_jobs j WHERE j.id = p_job) THEN RETURN gate_again(p_secret, p_holding, p_job) = 1; END IF;
  INSERT INTO procrastinate_jobs (queue_name, task_name, args)
    SELECT 'default', m.task, m.args FROM gate_mail m WHERE m.job = p_job;
  RETURN FOUND;
END$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON gate_failure, gate_mail TO serentak_worker;
GRANT EXECUTE ON FUNCTION gate_queue(bytea, bigint), gate_jobs(bytea, bigint, text, bigint), gate_again(bytea, bigint, bigint),
  gate_mails(bytea, bigint, boolean, text, bigint), gate_mail_again(bytea, bigint, bigint) TO serentak_web;
