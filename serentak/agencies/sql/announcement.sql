-- Announcements: who gives them, and what may stand in one.

-- The administrator and the coordinator for everyone, an agency's own administrator for its own area; whoever gives one
-- there withdraws it there (twin of agencies.rules.announces).
CREATE OR REPLACE FUNCTION agencies_announces(g agencies_in_force, r jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT g.role IN ('administrator', 'coordinator', 'unit_administrator') AND agencies_within(g.agency, (r ->> 'organisation')::int)
    AND (r ->> 'everyone')::boolean = (g.role <> 'unit_administrator') $$;

-- Given for days to come, a year at the longest, in words that fit a page; then it ends by itself or is withdrawn.
CREATE OR REPLACE FUNCTION agencies_check_announcement(p_old jsonb, r jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE n agencies_announcement := jsonb_populate_record(NULL::agencies_announcement, r);
BEGIN
  IF (CASE WHEN p_old IS NULL THEN NOT n.withdrawn AND n.audience IN ('public', 'staff')
      AND n.valid_from >= (clock_timestamp() AT TIME ZONE 'Asia/Makassar')::date AND n.valid_until <= n.valid_from + 366
      AND n.title ~ '\S' AND char_length(n.title) <= 120 AND n.text ~ '\S' AND char_length(n.text) <= 1000
      AND coalesce(char_length(n.title_en), 0) <= 120 AND coalesce(char_length(n.text_en), 0) <= 1000
    ELSE n.withdrawn AND p_old - '{subject,version,entry}'::text[] = r || '{"withdrawn": false}' END) IS NOT TRUE THEN
    RAISE EXCEPTION 'an announcement is short, begins today at the earliest, ends within a year; later it is withdrawn, once' USING ERRCODE = '22023';
  END IF;
END$$;
