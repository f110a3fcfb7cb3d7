-- Reading the log is for everybody; writing it is for the functions and, for what seals it, the sequencer.
-- What the reading login sees of entries: all of them as published, the columns of those that are not sealed.
CREATE OR REPLACE VIEW ledger_readable WITH (security_barrier) AS
  SELECT e.id, e.class, e.bytes, o.* FROM ledger_entry e LEFT JOIN LATERAL (
    SELECT e.moment, e.actor, e.act, e.subject, e.version, e.state_from, e.state_to, e.agency, e.region, e.due, e.law
     WHERE e.class <> 'sealed') o ON true;
COMMENT ON VIEW ledger_readable IS 'Entries for the reading login: of a sealed one the published text alone.';
GRANT SELECT ON ledger_part TO serentak_worker;
GRANT SELECT ON ledger_entry, ledger_leaf, ledger_tile, ledger_checkpoint, ledger_setting, ledger_recorded
  TO serentak_web, serentak_worker;
GRANT SELECT ON ledger_readable, ledger_leaf, ledger_tile, ledger_checkpoint, ledger_setting TO serentak_read;
GRANT EXECUTE ON FUNCTION ledger_access_month(date), ledger_digest_access() TO serentak_worker;
GRANT SELECT (scope, key, moment), DELETE ON ledger_key TO serentak_worker;
GRANT SELECT (id, xid, bytes) ON ledger_entry TO serentak_sequencer;
GRANT SELECT ON SEQUENCE ledger_entry_id_seq TO serentak_sequencer;
GRANT SELECT, INSERT ON ledger_leaf, ledger_tile, ledger_checkpoint TO serentak_sequencer;
GRANT SELECT, UPDATE ON ledger_seat TO serentak_sequencer;
