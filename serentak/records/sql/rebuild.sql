-- Computes the field index again from the content parts, for the installing login: what a migration that adds
-- a searchable field needs, since no migration writes a recorded table; and
-- empties each day's figures, to be counted again. Verify afterwards.
CREATE OR REPLACE FUNCTION records_rebuild() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE h public.records_record; t public.records_type_version; v_rows bigint;
BEGIN
  ALTER TABLE public.records_field_index DISABLE TRIGGER guard;
  DELETE FROM public.records_field_index;
  FOR h IN SELECT * FROM public.records_record LOOP
    SELECT * INTO t FROM public.records_type_version x WHERE x.type = h.type AND x.version = h.type_version;
    h.entry := h.content_entry;
    PERFORM public.records_set_index(h, t, public.records_content(h));
  END LOOP;
  ALTER TABLE public.records_field_index ENABLE TRIGGER guard;
  UPDATE public.records_counted SET position = 0;  -- first: a worker that counts waits here
  DELETE FROM public.records_daily;
  SELECT count(*) INTO v_rows FROM public.records_field_index;
  RETURN v_rows;
END$$;

-- Forgets what the search knows and has it read the log from its beginning.
CREATE OR REPLACE FUNCTION records_rebuild_search() RETURNS void LANGUAGE sql AS $$
  TRUNCATE public.records_search, public.records_word;
  UPDATE public.records_follower SET position = 0 $$;
