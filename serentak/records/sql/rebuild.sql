-- Computes the field index again from the content parts, for the installing login: what a migration that adds
-- a searchable field needs, since no migration writes a recorded table. Verify afterwards.
CREATE OR REPLACE FUNCTION records_rebuild() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE r record; v_rows bigint;
BEGIN
  ALTER TABLE public.records_field_index DISABLE TRIGGER guard;
  DELETE FROM public.records_field_index;
  FOR r IN SELECT h, t FROM public.records_record h JOIN public.records_type_version t ON t.type = h.type AND t.version = h.type_version LOOP
    r.h.entry := r.h.content_entry;
    PERFORM public.records_set_index(r.h, r.t, public.records_content(r.h));
  END LOOP;
  ALTER TABLE public.records_field_index ENABLE TRIGGER guard;
  SELECT count(*) INTO v_rows FROM public.records_field_index;
  RETURN v_rows;
END$$;
