-- Reading the log is for everybody; writing it is for the functions and, for what seals it, the sequencer.
GRANT SELECT ON ledger_part TO serentak_worker;
GRANT SELECT ON ledger_entry, ledger_leaf, ledger_tile, ledger_checkpoint, ledger_setting, ledger_recorded
  TO serentak_web, serentak_worker;
GRANT SELECT ON ledger_entry, ledger_leaf, ledger_tile, ledger_checkpoint, ledger_setting TO serentak_read;
GRANT EXECUTE ON FUNCTION ledger_access_month(date) TO serentak_worker;
GRANT SELECT (scope, key, moment), DELETE ON ledger_key TO serentak_worker;
GRANT SELECT (id, xid, bytes) ON ledger_entry TO serentak_sequencer;
GRANT SELECT ON SEQUENCE ledger_entry_id_seq TO serentak_sequencer;
GRANT SELECT, INSERT ON ledger_leaf, ledger_tile, ledger_checkpoint TO serentak_sequencer;
GRANT SELECT, UPDATE ON ledger_seat TO serentak_sequencer;
