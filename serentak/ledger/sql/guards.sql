-- Guards against our own bugs: what is recorded changes only together with its entry, and never backwards.
-- Names are qualified, because a trigger runs under the search_path of whoever writes. Against an owner,
-- who can drop a trigger, stands `serentak ledger verify --tables`.

CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% refused on %', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END$$;

-- Whoever inserts an entry, it carries the id of the transaction that did.
CREATE OR REPLACE FUNCTION ledger_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.xid := pg_catalog.pg_current_xact_id();
  RETURN NEW;
END$$;

-- A part comes with its entry; it goes only as an identity, and only to an erasure of its subject.
CREATE OR REPLACE FUNCTION ledger_guard_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.kind = 'identity' THEN
    PERFORM 1 FROM public.ledger_entry o JOIN public.ledger_entry e ON e.subject = o.subject
      WHERE o.id = OLD.entry AND e.act = 'erase' AND e.xid = pg_current_xact_id();
    IF FOUND THEN RETURN OLD; END IF;
  END IF;
  IF TG_OP = 'INSERT' THEN
    PERFORM 1 FROM public.ledger_entry e WHERE e.id = NEW.entry AND e.xid = pg_current_xact_id();
    IF FOUND THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'ledger_part: % of % without its entry', TG_OP, coalesce(NEW.kind, OLD.kind) USING ERRCODE = '42501';
END$$;

-- A row of a recorded table: its version grows by one, under an entry of this transaction, and it stays itself.
CREATE OR REPLACE FUNCTION ledger_guard_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION '%: no delete', TG_TABLE_NAME USING ERRCODE = '42501';
  END IF;
  IF NEW.version IS DISTINCT FROM (CASE WHEN TG_OP = 'INSERT' THEN 1 ELSE OLD.version + 1 END)
     OR TG_OP = 'UPDATE' AND (NEW.subject <> OLD.subject OR to_jsonb(NEW) -> 'id' <> to_jsonb(OLD) -> 'id') THEN
    RAISE EXCEPTION '%: version step', TG_TABLE_NAME USING ERRCODE = '42501';
  END IF;
  PERFORM 1 FROM public.ledger_entry e WHERE e.subject = NEW.subject AND e.version = NEW.version AND e.id = NEW.entry
    AND e.xid = pg_current_xact_id();
  IF NOT FOUND THEN
    RAISE EXCEPTION '%: no entry in this transaction', TG_TABLE_NAME USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END$$;

-- An answered key may be forgotten after 30 days.
CREATE OR REPLACE FUNCTION ledger_guard_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.moment < clock_timestamp() - interval '30 days' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'ledger_key: % refused', TG_OP USING ERRCODE = '42501';
END$$;

-- A database is marked once, before its first entry; a demonstration stays one.
CREATE OR REPLACE FUNCTION ledger_guard_setting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND (EXISTS (SELECT 1 FROM public.ledger_setting)  -- its key refuses a second row
                           OR NOT (NEW.demo AND EXISTS (SELECT 1 FROM public.ledger_entry))) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'ledger_setting: % refused', TG_OP USING ERRCODE = '42501';
END$$;

-- Makes the rows of tables unchangeable, or guarded by a function of its own; never emptied in either case.
CREATE OR REPLACE FUNCTION ledger_fix(p_table text, p_guard text DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER guard BEFORE %s UPDATE OR DELETE ON public.%I FOR EACH ROW EXECUTE FUNCTION %s',
    CASE WHEN p_guard IS NULL THEN '' ELSE 'INSERT OR' END, p_table, coalesce(p_guard, 'public.ledger_refuse()'));
  EXECUTE format('CREATE OR REPLACE TRIGGER emptied BEFORE TRUNCATE ON public.%I EXECUTE FUNCTION public.ledger_refuse()', p_table);
END$$;

CREATE OR REPLACE TRIGGER stamp BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_stamp();
SELECT ledger_fix(t) FROM unnest(ARRAY['ledger_entry', 'ledger_leaf', 'ledger_tile', 'ledger_checkpoint', 'ledger_recorded']) t;
SELECT ledger_fix('ledger_part', 'public.ledger_guard_part()');
SELECT ledger_fix('ledger_setting', 'public.ledger_guard_setting()');
CREATE OR REPLACE TRIGGER guard BEFORE UPDATE OR DELETE ON ledger_key FOR EACH ROW EXECUTE FUNCTION ledger_guard_key();
CREATE OR REPLACE TRIGGER emptied BEFORE TRUNCATE ON ledger_key EXECUTE FUNCTION ledger_refuse();

-- What no column type says: sizes, and the text of an entry.
ALTER TABLE ledger_entry ADD CONSTRAINT ledger_entry_bytes CHECK (octet_length(bytes) <= 65535),
  ADD CONSTRAINT ledger_entry_law CHECK (law ~ '^[a-z0-9][a-z0-9.-]{0,79}$'),
  ADD CONSTRAINT ledger_entry_region CHECK (region ~ '^[0-9]{2}([.][0-9]{2}){0,2}([.][0-9]{4})?$');
ALTER TABLE ledger_part ADD CONSTRAINT ledger_part_salt CHECK (octet_length(salt) = 32),
  ADD CONSTRAINT ledger_part_bytes CHECK (octet_length(bytes) <= 1048576);
ALTER TABLE ledger_leaf ADD CONSTRAINT ledger_leaf_hash CHECK (octet_length(hash) = 32);
ALTER TABLE ledger_tile ADD CONSTRAINT ledger_tile_hashes CHECK (octet_length(hashes) = 8192);
