-- procrastinate's tables belong to the login that migrates. Its NOTIFY on each insert halves the acts a second:
-- off; the worker polls each second. Acts add jobs as the owner, and an administrator takes failed ones up again; only the
-- worker takes them.
ALTER TABLE procrastinate_jobs DISABLE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1;
GRANT INSERT, SELECT, UPDATE ON procrastinate_jobs TO serentak_owner;
GRANT INSERT, SELECT ON procrastinate_events TO serentak_owner;
GRANT SELECT ON procrastinate_workers TO serentak_owner;
CREATE INDEX IF NOT EXISTS gate_failed_jobs ON procrastinate_jobs (id) WHERE status = 'failed';
GRANT USAGE ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq TO serentak_owner;
GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers,
  procrastinate_workers TO serentak_worker;
GRANT USAGE ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq, procrastinate_periodic_defers_id_seq TO serentak_worker;
