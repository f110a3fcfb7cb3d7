-- Who may do what before there is anything to do it to. Run by the login that migrates: a superuser, or the
-- database's owner that may create roles and is a member of serentak_owner. The roles exist already.

-- Nobody but the owner makes tables here, and nobody shadows one with a temporary table.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO serentak_owner;
GRANT USAGE ON SCHEMA public TO serentak_web, serentak_worker, serentak_sequencer, serentak_read;
DO $$BEGIN EXECUTE format('REVOKE TEMP ON DATABASE %I FROM PUBLIC', current_database()); END$$;

-- A function of ours may be called by nobody until it is granted.
ALTER DEFAULT PRIVILEGES FOR ROLE serentak_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE serentak_owner REVOKE USAGE ON TYPES FROM PUBLIC;
