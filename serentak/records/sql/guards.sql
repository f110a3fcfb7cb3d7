-- Guards of records: a header moves one version with its entry; what hangs on a record changes only in a
-- transaction that holds an entry of that record, and private rows go only to an erasure.

CREATE OR REPLACE FUNCTION records_guard_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'records_record: no delete' USING ERRCODE = '42501';
  END IF;
  IF NEW.version IS DISTINCT FROM (CASE WHEN TG_OP = 'INSERT' THEN 1 ELSE OLD.version + 1 END)
     OR TG_OP = 'UPDATE' AND (NEW.id, NEW.type, NEW.number, NEW.class, NEW.opened) <> (OLD.id, OLD.type, OLD.number, OLD.class, OLD.opened) THEN
    RAISE EXCEPTION 'records_record: version step' USING ERRCODE = '42501';
  END IF;
  PERFORM 1 FROM public.ledger_entry e WHERE e.subject = NEW.id AND e.version = NEW.version AND e.id = NEW.entry
    AND e.xid = pg_current_xact_id() AND (TG_OP = 'INSERT' OR NEW.type_version = OLD.type_version OR e.act = 'migrate');
  IF NOT FOUND THEN
    RAISE EXCEPTION 'records_record: no entry in this transaction' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END$$;

CREATE OR REPLACE FUNCTION records_guard_child() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM 1 FROM public.ledger_entry e WHERE e.subject = OLD.record AND e.xid = pg_current_xact_id()
      AND (TG_ARGV[0] = 'free' OR TG_ARGV[0] = 'erase' AND e.act = 'erase');
    IF FOUND THEN RETURN OLD; END IF;
    RAISE EXCEPTION '%: delete without an entry of its record', TG_TABLE_NAME USING ERRCODE = '42501';
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.record <> OLD.record THEN
    RAISE EXCEPTION '%: moved to another record', TG_TABLE_NAME USING ERRCODE = '42501';
  END IF;
  PERFORM 1 FROM public.ledger_entry e WHERE e.id = NEW.entry AND e.subject = NEW.record AND e.xid = pg_current_xact_id();
  IF NOT FOUND THEN
    RAISE EXCEPTION '%: no entry in this transaction', TG_TABLE_NAME USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END$$;

SELECT ledger_fix('records_record', 'public.records_guard_record()');
SELECT ledger_fix('records_private', 'public.records_guard_child(''erase'')');
SELECT ledger_fix(t, 'public.records_guard_child(''free'')') FROM unnest(ARRAY['records_party', 'records_field_index']) t;
SELECT ledger_fix(t, 'public.records_guard_child(''never'')') FROM unnest(ARRAY['records_file', 'records_link']) t;
SELECT ledger_fix(t) FROM unnest(ARRAY['records_type_version', 'records_move']) t;

-- What no column type says.
ALTER TABLE records_file ADD CONSTRAINT records_file_value CHECK (octet_length(hash) = 32 AND size >= 0 AND length(name) <= 255 AND length(type) <= 100);
ALTER TABLE records_party ADD CONSTRAINT records_party_scope CHECK (scope ~ '^(q:[1-9][0-9]{0,8}:[a-z_]{1,40}|[hp]:[1-9][0-9]{0,17})$');
ALTER TABLE records_private ADD CONSTRAINT records_private_person CHECK (person BETWEEN 1 AND 99);
ALTER TABLE records_record ADD CONSTRAINT records_record_slip CHECK (octet_length(slip) = 32);

-- The header and its parties are rewritten by each act: room for that on the page.
ALTER TABLE records_record SET (fillfactor = 85);
ALTER TABLE records_party SET (fillfactor = 85);
