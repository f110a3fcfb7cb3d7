-- Sessions: the web opens, reads and ends them, and writes their data; it can neither prolong one nor bring
-- an ended one back. The sign-in row is written whoever opens the session. A method that says more than the
-- password needs the factor it names.

CREATE OR REPLACE FUNCTION people_has_factor(p_person bigint, p_method text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_method IN ('totp', 'recovery') THEN EXISTS (SELECT 1 FROM people_totp t WHERE t.person = p_person)
              WHEN p_method = 'passkey' THEN EXISTS (SELECT 1 FROM people_passkey k WHERE k.person = p_person)
              WHEN p_method IN ('oidc', 'oidc_strong') THEN EXISTS (SELECT 1 FROM people_identity i WHERE i.person = p_person)
              ELSE p_method = 'password' END $$;

-- May a session so proved act in a post that asks for a second factor? Twin of people.rules.ONE_FACTOR.
CREATE OR REPLACE FUNCTION people_is_strong(p_method text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT p_method NOT IN ('password', 'oidc') $$;

CREATE OR REPLACE FUNCTION people_open_session() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.key_hash IS NULL OR octet_length(NEW.key_hash) <> 32 THEN
    RAISE EXCEPTION 'a session has a key hash of 32 bytes' USING ERRCODE = '22023';
  END IF;
  IF people_has_factor(NEW.person, NEW.method) IS NOT TRUE THEN
    RAISE EXCEPTION 'this person cannot be proved by %', NEW.method USING ERRCODE = '28000';
  END IF;
  PERFORM 1 FROM people_person p WHERE p.id = NEW.person AND p.is_active FOR SHARE; -- waits for whoever locks the account just now
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no such active account' USING ERRCODE = '28000';
  END IF;
  NEW.proved := clock_timestamp();
  NEW.expires := least(NEW.expires, NEW.proved + interval '12 hours');
  INSERT INTO people_signin (key_hash, person, method, moment) VALUES (NEW.key_hash, NEW.person, NEW.method, NEW.proved);
  RETURN NEW;
END$$;

CREATE OR REPLACE FUNCTION people_guard_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.key_hash, NEW.person, NEW.method, NEW.proved, NEW.expires)
     IS DISTINCT FROM (OLD.key_hash, OLD.person, OLD.method, OLD.proved, OLD.expires) THEN
    RAISE EXCEPTION 'people_session: only its data may change' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END$$;

CREATE OR REPLACE TRIGGER opened BEFORE INSERT ON people_session FOR EACH ROW EXECUTE FUNCTION people_open_session();
CREATE OR REPLACE TRIGGER guard BEFORE UPDATE ON people_session FOR EACH ROW EXECUTE FUNCTION people_guard_session();
SELECT ledger_fix('people_signin');

-- The end of one's own account, by the session of whoever it is: nothing stays by which somebody could be named or
-- sign in; the number does, since sign-ins and parties of records hold it. The only way to another sign-in name.
CREATE OR REPLACE FUNCTION people_leave(p_secret bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_person bigint := (SELECT s.person FROM people_session s WHERE s.key_hash = sha256(p_secret) AND s.expires > clock_timestamp());
BEGIN
  UPDATE people_person SET username = 'closed:' || id, name = '-', email = '', email_proved = NULL, username_proved = NULL, is_active = false WHERE id = v_person;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no such session' USING ERRCODE = '28000';
  END IF;
  DELETE FROM people_start WHERE person = v_person;
  DELETE FROM people_totp WHERE person = v_person;
  DELETE FROM people_recovery WHERE person = v_person;
  DELETE FROM people_passkey WHERE person = v_person;
  DELETE FROM people_identity WHERE person = v_person;
  DELETE FROM people_session WHERE person = v_person;
END$$;
GRANT EXECUTE ON FUNCTION people_leave(bytea) TO serentak_web;

-- A letter about an account, sealed under the file key: the queue holds nobody's address and no code.
CREATE OR REPLACE FUNCTION people_post(p_sealed text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF coalesce(length(p_sealed) NOT BETWEEN 1 AND 8000, true) THEN
    RAISE EXCEPTION 'a letter has at most 8000 characters' USING ERRCODE = '22023';
  END IF;
  INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'gate.letter', jsonb_build_object('sealed', p_sealed));
END$$;
GRANT EXECUTE ON FUNCTION people_post(text) TO serentak_web;

GRANT SELECT, INSERT, DELETE, UPDATE (data) ON people_session TO serentak_web;
GRANT SELECT ON people_signin TO serentak_web;
GRANT SELECT (key_hash, person, expires), DELETE ON people_session TO serentak_worker;
GRANT SELECT, INSERT, UPDATE (password, name, email, email_proved, username_proved, is_active) ON people_person TO serentak_web;
GRANT USAGE ON SEQUENCE people_person_id_seq TO serentak_web;
GRANT SELECT ON people_person TO serentak_worker;
GRANT SELECT, INSERT, DELETE, UPDATE (step) ON people_totp TO serentak_web;
GRANT SELECT, INSERT, DELETE ON people_recovery TO serentak_web;
GRANT SELECT, INSERT, DELETE, UPDATE (counter, used) ON people_passkey TO serentak_web;
GRANT SELECT, INSERT, DELETE, UPDATE (used) ON people_identity TO serentak_web;
GRANT SELECT, INSERT, UPDATE ON people_start TO serentak_web;
-- Counters of the hour need not outlive a crash: without them in the write-ahead log a filing waits for one
-- flush instead of two.
ALTER TABLE people_attempt SET UNLOGGED;
GRANT SELECT, INSERT, UPDATE, DELETE ON people_attempt TO serentak_web;
GRANT SELECT, DELETE ON people_attempt TO serentak_worker;
