-- What reporters say of a service after their case has ended (PermenPANRB 14/2017). An answer is kept as counts by month, body, type,
-- element and score: there is no row of one answer, so none can be traced to whom it came from. Beside it stands which record was
-- answered, so that each is asked once; it says nothing of what was answered.
CREATE TABLE IF NOT EXISTS records_survey (
  month date NOT NULL, agency int NOT NULL, type text NOT NULL, element text NOT NULL, score int NOT NULL, count int NOT NULL,
  PRIMARY KEY (month, agency, type, element, score),
  CONSTRAINT records_survey_score CHECK (score BETWEEN 1 AND 4)
);
COMMENT ON TABLE records_survey IS 'Answers to the satisfaction survey, as counts; no row of one answer.';
COMMENT ON COLUMN records_survey.month IS 'First day of the month of the answers, in WITA.';
COMMENT ON COLUMN records_survey.agency IS 'Organisation that had the record at its end.';
COMMENT ON COLUMN records_survey.type IS 'Record type.';
COMMENT ON COLUMN records_survey.element IS 'Element of the survey, a code of the content.';
COMMENT ON COLUMN records_survey.score IS 'From 1, not good, to 4, very good.';
COMMENT ON COLUMN records_survey.count IS 'How many answered so.';
CREATE TABLE IF NOT EXISTS records_surveyed (record uuid PRIMARY KEY);
COMMENT ON TABLE records_surveyed IS 'Records whose reporter has answered the survey.';
COMMENT ON COLUMN records_surveyed.record IS 'The record.';

-- Counts one answer, by the slip of this record or the account that has it, once it has ended; false when it was answered already.
-- It counts in the month of the clock, whatever the caller would like. A sealed record is never asked about. SQLSTATE 42501 for anybody else, 22023 for scores that are none.
CREATE OR REPLACE FUNCTION records_survey_answer(p_credential text, p_secret bytea, p_record uuid, p_scores jsonb, p_moment text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE a ledger_actor := records_sees(p_credential, p_secret, NULL, p_record); h records_record;
BEGIN
  SELECT * INTO h FROM records_record r WHERE r.id = p_record AND r.closed IS NOT NULL AND r.class <> 'sealed';
  IF NOT coalesce(a.role IN ('slip', 'applicant') AND h.id IS NOT NULL, false) THEN
    RAISE EXCEPTION 'not the reporter of a record that has ended' USING ERRCODE = '42501';
  END IF;
  IF EXISTS (SELECT 1 FROM jsonb_each(p_scores) s WHERE s.key !~ '^[a-z_]{1,40}$' OR s.value::text !~ '^[1-4]$') OR p_scores = '{}' THEN
    RAISE EXCEPTION 'no scores' USING ERRCODE = '22023';
  END IF;
  INSERT INTO records_surveyed VALUES (h.id) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO records_survey AS v SELECT date_trunc('month', ledger_clock(p_moment) AT TIME ZONE 'Asia/Makassar')::date, h.agency, h.type, s.key, s.value::int, 1 FROM jsonb_each(p_scores) s
    ON CONFLICT (month, agency, type, element, score) DO UPDATE SET count = v.count + 1;
  RETURN true;
END$$;

GRANT SELECT ON records_survey, records_surveyed TO serentak_web;
GRANT EXECUTE ON FUNCTION records_survey_answer(text, bytea, uuid, jsonb, text) TO serentak_web;
