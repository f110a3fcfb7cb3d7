-- The schema, generated from the migrations by `make schema`. Read its diff; do not edit.
-- Bodies of functions stand in serentak/<room>/sql/.
CREATE TYPE public.ledger_actor AS (
	holding bigint,
	person bigint,
	post text,
	agency integer,
	role text,
	auth text,
	scope bytea
);
ALTER TYPE public.ledger_actor OWNER TO serentak_owner;

CREATE TYPE public.ledger_parts AS (
	kinds text[],
	bodies bytea[],
	salts bytea[]
);
ALTER TYPE public.ledger_parts OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_act(p_credential text, p_secret bytea, p_holding bigint, p_key uuid, p_mac bytea, p_act jsonb, p_rows jsonb, OUT entries bigint[], OUT ids bigint[]) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO'
    AS $$ … $$;
ALTER FUNCTION public.agencies_act(p_credential text, p_secret bytea, p_holding bigint, p_key uuid, p_mac bytea, p_act jsonb, p_rows jsonb, OUT entries bigint[], OUT ids bigint[]) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_actor(p_credential text, p_secret bytea, p_holding bigint) RETURNS public.ledger_actor
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_actor(p_credential text, p_secret bytea, p_holding bigint) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_after(p_table text, p_row jsonb, p_old jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.agencies_after(p_table text, p_row jsonb, p_old jsonb) OWNER TO serentak_owner;

CREATE TABLE public.agencies_holding (
    id bigint NOT NULL,
    subject uuid NOT NULL,
    version integer NOT NULL,
    entry bigint NOT NULL,
    person bigint,
    post bigint NOT NULL,
    kind text NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_until timestamp with time zone,
    letter_number text,
    letter_date date,
    district text,
    only_acts text[],
    barred_acts text[],
    CONSTRAINT agencies_holding_acts CHECK (((NOT (kind = ANY (ARRAY['an'::text, 'machine'::text]))) OR ((only_acts IS NOT NULL) AND (
CASE
    WHEN (only_acts IS NULL) THEN NULL::integer
    ELSE COALESCE(array_length(only_acts, 1), 0)
END > 0)))),
    CONSTRAINT agencies_holding_dates CHECK (((valid_until IS NULL) OR (valid_until >= valid_from))),
    CONSTRAINT agencies_holding_expires CHECK (((NOT (kind = 'machine'::text)) OR (valid_until IS NOT NULL))),
    CONSTRAINT agencies_holding_letter CHECK (((kind = ANY (ARRAY['definitive'::text, 'machine'::text])) OR ((letter_date IS NOT NULL) AND (letter_number IS NOT NULL) AND (letter_number ~ '\S'::text) AND (valid_until IS NOT NULL))))
);
ALTER TABLE public.agencies_holding OWNER TO serentak_owner;
COMMENT ON TABLE public.agencies_holding IS 'A person in a post for a time: the only source of permission.';
COMMENT ON COLUMN public.agencies_holding.subject IS 'Subject of its entries.';
COMMENT ON COLUMN public.agencies_holding.version IS 'Grows by one with each entry.';
COMMENT ON COLUMN public.agencies_holding.entry IS 'Entry that wrote this version.';
COMMENT ON COLUMN public.agencies_holding.person IS 'Who; null for machines.';
COMMENT ON COLUMN public.agencies_holding.post IS 'Which post.';
COMMENT ON COLUMN public.agencies_holding.kind IS 'definitive, machine, an acting kind with its letter, or an: named acts on the holder''s behalf.';
COMMENT ON COLUMN public.agencies_holding.valid_from IS 'From this moment.';
COMMENT ON COLUMN public.agencies_holding.valid_until IS 'Up to, not including, this moment.';
COMMENT ON COLUMN public.agencies_holding.letter_number IS 'Number of the letter that says so.';
COMMENT ON COLUMN public.agencies_holding.letter_date IS 'Day of that letter.';
COMMENT ON COLUMN public.agencies_holding.district IS 'Electoral district of who was elected: an id of the content.';
COMMENT ON COLUMN public.agencies_holding.only_acts IS 'Just these acts (record type, dot, act); null for all.';
COMMENT ON COLUMN public.agencies_holding.barred_acts IS 'Not these acts, beside those its kind bars.';

CREATE TABLE public.agencies_holding_kind (
    subject uuid NOT NULL,
    version integer NOT NULL,
    entry bigint NOT NULL,
    kind text NOT NULL,
    prefix text,
    longest_days integer,
    barred_acts text[] NOT NULL
);
ALTER TABLE public.agencies_holding_kind OWNER TO serentak_owner;
COMMENT ON TABLE public.agencies_holding_kind IS 'Manners of holding a post: what of the content the database must know to decide.';
COMMENT ON COLUMN public.agencies_holding_kind.subject IS 'Subject of its entries.';
COMMENT ON COLUMN public.agencies_holding_kind.version IS 'Grows by one with each entry.';
COMMENT ON COLUMN public.agencies_holding_kind.entry IS 'Entry that wrote this version.';
COMMENT ON COLUMN public.agencies_holding_kind.kind IS 'Kind of the content pack.';
COMMENT ON COLUMN public.agencies_holding_kind.prefix IS 'Printed before the post on every act.';
COMMENT ON COLUMN public.agencies_holding_kind.longest_days IS 'Longest period of one letter, in days.';
COMMENT ON COLUMN public.agencies_holding_kind.barred_acts IS 'Acts nobody may do in this manner: record type, dot, act.';

CREATE TABLE public.agencies_organisation (
    id integer NOT NULL,
    subject uuid NOT NULL,
    version integer NOT NULL,
    entry bigint NOT NULL,
    name text NOT NULL,
    short text NOT NULL,
    kind text NOT NULL,
    parent integer,
    valid_from date NOT NULL,
    valid_until date,
    grade text NOT NULL,
    source text NOT NULL,
    CONSTRAINT agencies_organisation_dates CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
);
ALTER TABLE public.agencies_organisation OWNER TO serentak_owner;
COMMENT ON TABLE public.agencies_organisation IS 'Government bodies over time.';
COMMENT ON COLUMN public.agencies_organisation.id IS 'Number given by the content pack; stands in entries.';
COMMENT ON COLUMN public.agencies_organisation.subject IS 'Subject of its entries.';
COMMENT ON COLUMN public.agencies_organisation.version IS 'Grows by one with each entry.';
COMMENT ON COLUMN public.agencies_organisation.entry IS 'Entry that wrote this version.';
COMMENT ON COLUMN public.agencies_organisation.name IS 'Full name.';
COMMENT ON COLUMN public.agencies_organisation.short IS 'Short name for lists.';
COMMENT ON COLUMN public.agencies_organisation.kind IS 'sekretariat, inspektorat, dinas, badan, satuan, biro, uptd, kepala_daerah, dprd, komisi.';
COMMENT ON COLUMN public.agencies_organisation.parent IS 'Organisation it belongs to.';
COMMENT ON COLUMN public.agencies_organisation.valid_from IS 'First day.';
COMMENT ON COLUMN public.agencies_organisation.valid_until IS 'First day on which it is gone.';
COMMENT ON COLUMN public.agencies_organisation.grade IS 'How certain the list is of it.';
COMMENT ON COLUMN public.agencies_organisation.source IS 'Where it is written.';

CREATE TABLE public.agencies_post (
    id bigint NOT NULL,
    subject uuid NOT NULL,
    version integer NOT NULL,
    entry bigint NOT NULL,
    organisation integer NOT NULL,
    title text NOT NULL,
    role text NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    CONSTRAINT agencies_post_dates CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
);
ALTER TABLE public.agencies_post OWNER TO serentak_owner;
COMMENT ON TABLE public.agencies_post IS 'Posts of organisations.';
COMMENT ON COLUMN public.agencies_post.subject IS 'Subject of its entries.';
COMMENT ON COLUMN public.agencies_post.version IS 'Grows by one with each entry.';
COMMENT ON COLUMN public.agencies_post.entry IS 'Entry that wrote this version.';
COMMENT ON COLUMN public.agencies_post.organisation IS 'Where the post is.';
COMMENT ON COLUMN public.agencies_post.title IS 'Printed on acts: posts, not people.';
COMMENT ON COLUMN public.agencies_post.role IS 'What its holder may do: a role of the content pack.';
COMMENT ON COLUMN public.agencies_post.valid_from IS 'First day.';
COMMENT ON COLUMN public.agencies_post.valid_until IS 'First day on which it is gone.';

CREATE VIEW public.agencies_in_force AS
 SELECT h.id,
    h.person,
    h.kind,
    concat_ws(' '::text, k.prefix, p.title) AS post,
    p.organisation AS agency,
    p.role,
    p.id AS post_id,
    h.valid_until,
    h.only_acts,
    (COALESCE(h.barred_acts, '{}'::text[]) || k.barred_acts) AS barred_acts
   FROM ((((public.agencies_holding h
     JOIN public.agencies_holding_kind k ON ((k.kind = h.kind)))
     JOIN public.agencies_post p ON ((p.id = h.post)))
     JOIN public.agencies_organisation o ON ((o.id = p.organisation)))
     CROSS JOIN ( SELECT clock_timestamp() AS now,
            ((clock_timestamp() AT TIME ZONE 'Asia/Makassar'::text))::date AS today) t)
  WHERE ((h.valid_from <= t.now) AND ((h.valid_until IS NULL) OR (h.valid_until > t.now)) AND (p.valid_from <= t.today) AND ((p.valid_until IS NULL) OR (p.valid_until > t.today)) AND (o.valid_from <= t.today) AND ((o.valid_until IS NULL) OR (o.valid_until > t.today)));
ALTER VIEW public.agencies_in_force OWNER TO serentak_owner;
COMMENT ON VIEW public.agencies_in_force IS 'Holdings in force at this moment, with printed post, body, role and limits.';

CREATE FUNCTION public.agencies_announces(g public.agencies_in_force, r jsonb) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_announces(g public.agencies_in_force, r jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_answers_for(p_mine integer, p_theirs integer, p_type text) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_answers_for(p_mine integer, p_theirs integer, p_type text) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_check(p_table text, p_old jsonb, r jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.agencies_check(p_table text, p_old jsonb, r jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_check_announcement(p_old jsonb, r jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.agencies_check_announcement(p_old jsonb, r jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_check_holding(p_old jsonb, r jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.agencies_check_holding(p_old jsonb, r jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_check_post(p_old jsonb, r jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.agencies_check_post(p_old jsonb, r jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_columns(p_table regclass) RETURNS text[]
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_columns(p_table regclass) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_comes_to(a public.ledger_actor, p_holding bigint, p_type text) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_comes_to(a public.ledger_actor, p_holding bigint, p_type text) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_delegates(g public.agencies_in_force, p_table text, p_old jsonb, r jsonb) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_delegates(g public.agencies_in_force, p_table text, p_old jsonb, r jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_exists(p_organisation integer, p_day date) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_exists(p_organisation integer, p_day date) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_known(a public.ledger_actor) RETURNS public.ledger_actor
    LANGUAGE plpgsql IMMUTABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_known(a public.ledger_actor) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_machine(p_secret bytea, p_holding bigint) RETURNS public.ledger_actor
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_machine(p_secret bytea, p_holding bigint) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_may(a public.ledger_actor, p_table text, p_old jsonb, r jsonb) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_may(a public.ledger_actor, p_table text, p_old jsonb, r jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_named(p_table text, p_old jsonb, r jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_named(p_table text, p_old jsonb, r jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_numbered(p_row jsonb, p_ids bigint[]) RETURNS jsonb
    LANGUAGE sql IMMUTABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_numbered(p_row jsonb, p_ids bigint[]) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_owner(p_table text, r jsonb) RETURNS integer
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_owner(p_table text, r jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_permits(p_holding bigint, p_act text) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_permits(p_holding bigint, p_act text) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_reorganises(p_table text, p_old jsonb, r jsonb) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_reorganises(p_table text, p_old jsonb, r jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_repeat(p_first bigint, OUT entries bigint[], OUT ids bigint[]) RETURNS record
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_repeat(p_first bigint, OUT entries bigint[], OUT ids bigint[]) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_session(p_secret bytea, p_holding bigint) RETURNS public.ledger_actor
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_session(p_secret bytea, p_holding bigint) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_staffs(g public.agencies_in_force, p_table text, r jsonb) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_staffs(g public.agencies_in_force, p_table text, r jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_stands_in(p_bodies integer[], p_organisation integer) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_stands_in(p_bodies integer[], p_organisation integer) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_takes_in(g public.agencies_in_force, p_person bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_takes_in(g public.agencies_in_force, p_person bigint) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_withdrawn(a public.ledger_actor, p_table text, p_subject uuid, p_old jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_withdrawn(a public.ledger_actor, p_table text, p_subject uuid, p_old jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_within(p_mine integer, p_theirs integer) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.agencies_within(p_mine integer, p_theirs integer) OWNER TO serentak_owner;

CREATE FUNCTION public.agencies_write(p_table text, p_known boolean, r jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.agencies_write(p_table text, p_known boolean, r jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.gate_administers(p_secret bytea, p_holding bigint) RETURNS void
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.gate_administers(p_secret bytea, p_holding bigint) OWNER TO serentak_owner;

CREATE FUNCTION public.gate_again(p_secret bytea, p_holding bigint, p_job bigint) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.gate_again(p_secret bytea, p_holding bigint, p_job bigint) OWNER TO serentak_owner;

CREATE FUNCTION public.gate_jobs(p_secret bytea, p_holding bigint, p_state text, p_before bigint) RETURNS TABLE(id bigint, task text, stalled boolean, tries integer, since timestamp with time zone, due timestamp with time zone, error text, again boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.gate_jobs(p_secret bytea, p_holding bigint, p_state text, p_before bigint) OWNER TO serentak_owner;

CREATE FUNCTION public.gate_mail_again(p_secret bytea, p_holding bigint, p_job bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.gate_mail_again(p_secret bytea, p_holding bigint, p_job bigint) OWNER TO serentak_owner;

CREATE FUNCTION public.gate_mails(p_secret bytea, p_holding bigint, p_unsent boolean, p_reference text, p_before bigint) RETURNS TABLE(job bigint, moment timestamp with time zone, reference text, masked text, tries integer, sent timestamp with time zone, state text, error text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.gate_mails(p_secret bytea, p_holding bigint, p_unsent boolean, p_reference text, p_before bigint) OWNER TO serentak_owner;

CREATE FUNCTION public.gate_queue(p_secret bytea, p_holding bigint) RETURNS TABLE(waiting bigint, oldest timestamp with time zone, doing bigint, failed bigint, stalled bigint, heartbeat timestamp with time zone, unsent bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.gate_queue(p_secret bytea, p_holding bigint) OWNER TO serentak_owner;

CREATE SEQUENCE public.ledger_access_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.ledger_access_id_seq OWNER TO serentak_owner;

CREATE TABLE public.ledger_access (
    id bigint DEFAULT nextval('public.ledger_access_id_seq'::regclass) NOT NULL,
    moment timestamp with time zone NOT NULL,
    person bigint NOT NULL,
    record uuid NOT NULL,
    purpose text NOT NULL,
    holding bigint NOT NULL,
    CONSTRAINT ledger_access_hour CHECK (((EXTRACT(epoch FROM moment) % (3600)::numeric) = (0)::numeric))
)
PARTITION BY RANGE (moment);
ALTER TABLE public.ledger_access OWNER TO serentak_owner;
COMMENT ON TABLE public.ledger_access IS 'Reads of personal data: one row per person, record, purpose and hour.';
COMMENT ON COLUMN public.ledger_access.id IS 'Drawn after its transaction''s id; a digest covers a range of them.';
COMMENT ON COLUMN public.ledger_access.moment IS 'Hour of the read.';
COMMENT ON COLUMN public.ledger_access.person IS 'Who read.';
COMMENT ON COLUMN public.ledger_access.record IS 'Whose personal data: the record; all zeros: this log was read.';
COMMENT ON COLUMN public.ledger_access.purpose IS 'What for.';
COMMENT ON COLUMN public.ledger_access.holding IS 'In which post.';

CREATE FUNCTION public.ledger_access_hash(r public.ledger_access) RETURNS text
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.ledger_access_hash(r public.ledger_access) OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_access_month(p_day date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    AS $$ … $$;
ALTER FUNCTION public.ledger_access_month(p_day date) OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_answered(p_scope bytea, p_key uuid, p_mac bytea, p_entry bigint) RETURNS bigint
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.ledger_answered(p_scope bytea, p_key uuid, p_mac bytea, p_entry bigint) OWNER TO serentak_owner;

CREATE TABLE public.ledger_entry (
    id bigint NOT NULL,
    xid xid8 NOT NULL,
    moment timestamp with time zone NOT NULL,
    actor bigint,
    act text NOT NULL,
    subject uuid NOT NULL,
    version integer NOT NULL,
    state_from text,
    state_to text,
    agency integer,
    region text,
    class text NOT NULL,
    due timestamp with time zone,
    law text,
    bytes bytea NOT NULL,
    CONSTRAINT ledger_entry_bytes CHECK ((octet_length(bytes) <= 65535)),
    CONSTRAINT ledger_entry_class CHECK ((class = ANY (ARRAY['public'::text, 'internal'::text, 'confidential'::text, 'sealed'::text]))),
    CONSTRAINT ledger_entry_law CHECK ((law ~ '^[a-z0-9][a-z0-9.-]{0,79}$'::text)),
    CONSTRAINT ledger_entry_region CHECK ((region ~ '^[0-9]{2}([.][0-9]{2}){0,2}([.][0-9]{4})?$'::text))
);
ALTER TABLE public.ledger_entry OWNER TO serentak_owner;
COMMENT ON TABLE public.ledger_entry IS 'One row an act, written by ledger_append only.';
COMMENT ON COLUMN public.ledger_entry.id IS 'Drawn from ledger_entry_id_seq under the lock of the subject''s row; a replayed key burns one, which leaves a gap.';
COMMENT ON COLUMN public.ledger_entry.xid IS 'Transaction that wrote the entry; guards compare it, the sequencer waits for it.';
COMMENT ON COLUMN public.ledger_entry.moment IS 'When the act happened.';
COMMENT ON COLUMN public.ledger_entry.actor IS 'Holding (person in post) that acted; null for citizens and the clock.';
COMMENT ON COLUMN public.ledger_entry.act IS 'Name of the act, as the record type''s moves name it.';
COMMENT ON COLUMN public.ledger_entry.subject IS 'What was acted on: UUIDv7 of a record or of a row of a recorded table.';
COMMENT ON COLUMN public.ledger_entry.version IS 'Version of the subject after the act; starts at 1.';
COMMENT ON COLUMN public.ledger_entry.state_from IS 'State before the act; null for recorded rows.';
COMMENT ON COLUMN public.ledger_entry.state_to IS 'State after the act.';
COMMENT ON COLUMN public.ledger_entry.agency IS 'Organisation responsible after the act.';
COMMENT ON COLUMN public.ledger_entry.region IS 'Kemendagri code of the regency; null when confidential or sealed.';
COMMENT ON COLUMN public.ledger_entry.class IS 'public, internal, confidential or sealed.';
COMMENT ON COLUMN public.ledger_entry.due IS 'Deadline of the subject after the act.';
COMMENT ON COLUMN public.ledger_entry.law IS 'Citation of the rule the act rests on.';
COMMENT ON COLUMN public.ledger_entry.bytes IS 'The entry''s canonical text v1: exactly what is hashed into the log.';

CREATE FUNCTION public.ledger_append(e public.ledger_entry, a public.ledger_actor, p_kind text, p_type text, p_number text, p_basis text, p_parts jsonb) RETURNS text
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.ledger_append(e public.ledger_entry, a public.ledger_actor, p_kind text, p_type text, p_number text, p_basis text, p_parts jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_clock(p_moment text) RETURNS timestamp with time zone
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.ledger_clock(p_moment text) OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_digest_access() RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.ledger_digest_access() OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_draw() RETURNS bigint
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.ledger_draw() OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_fix(p_table text, p_guard text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.ledger_fix(p_table text, p_guard text) OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_guard_key() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.ledger_guard_key() OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_guard_part() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.ledger_guard_part() OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_guard_row() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.ledger_guard_row() OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_guard_setting() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.ledger_guard_setting() OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_hex(b bytea) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$ … $$;
ALTER FUNCTION public.ledger_hex(b bytea) OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_installer() RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.ledger_installer() OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_json(t text) RETURNS text
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.ledger_json(t text) OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_moment(t timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.ledger_moment(t timestamp with time zone) OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_read_moment(t text) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.ledger_read_moment(t text) OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.ledger_refuse() OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_salt() RETURNS bytea
    LANGUAGE sql
    AS $$ … $$;
ALTER FUNCTION public.ledger_salt() OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_salted(p_parts jsonb) RETURNS public.ledger_parts
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.ledger_salted(p_parts jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_stamp() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.ledger_stamp() OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_text(e public.ledger_entry, a public.ledger_actor, p_kind text, p_type text, p_number text, p_basis text, p_commitments text) RETURNS text
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.ledger_text(e public.ledger_entry, a public.ledger_actor, p_kind text, p_type text, p_number text, p_basis text, p_commitments text) OWNER TO serentak_owner;

CREATE FUNCTION public.ledger_use_pack(p_name text, p_version integer, p_hash text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.ledger_use_pack(p_name text, p_version integer, p_hash text) OWNER TO serentak_owner;

CREATE FUNCTION public.people_guard_session() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.people_guard_session() OWNER TO serentak_owner;

CREATE FUNCTION public.people_has_factor(p_person bigint, p_method text) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.people_has_factor(p_person bigint, p_method text) OWNER TO serentak_owner;

CREATE FUNCTION public.people_is_strong(p_method text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$ … $$;
ALTER FUNCTION public.people_is_strong(p_method text) OWNER TO serentak_owner;

CREATE FUNCTION public.people_leave(p_secret bytea) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.people_leave(p_secret bytea) OWNER TO serentak_owner;

CREATE FUNCTION public.people_open_session() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.people_open_session() OWNER TO serentak_owner;

CREATE FUNCTION public.people_post(p_sealed text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.people_post(p_sealed text) OWNER TO serentak_owner;

CREATE FUNCTION public.records_accesses(p_secret bytea, p_holding bigint, p_number text, p_post bigint, p_day date, p_last_moment timestamp with time zone, p_last_person bigint, p_last_record uuid, p_last_purpose text, p_moment text) RETURNS TABLE(moment timestamp with time zone, person bigint, record uuid, purpose text, post bigint, printed text, agency text, number text, type text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_accesses(p_secret bytea, p_holding bigint, p_number text, p_post bigint, p_day date, p_last_moment timestamp with time zone, p_last_person bigint, p_last_record uuid, p_last_purpose text, p_moment text) OWNER TO serentak_owner;

CREATE FUNCTION public.records_account(p_person bigint) RETURNS uuid
    LANGUAGE sql IMMUTABLE
    AS $$ … $$;
ALTER FUNCTION public.records_account(p_person bigint) OWNER TO serentak_owner;

CREATE FUNCTION public.records_actor(p_credential text, p_secret bytea, p_holding bigint, p_record uuid) RETURNS public.ledger_actor
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_actor(p_credential text, p_secret bytea, p_holding bigint, p_record uuid) OWNER TO serentak_owner;

CREATE FUNCTION public.records_alike(p_type text, p_title text, p_place jsonb, p_since timestamp with time zone, p_not uuid) RETURNS TABLE(record uuid, place jsonb, opened timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_alike(p_type text, p_title text, p_place jsonb, p_since timestamp with time zone, p_not uuid) OWNER TO serentak_owner;

CREATE TABLE public.records_move (
    type text NOT NULL,
    type_version integer NOT NULL,
    act text NOT NULL,
    state_from text NOT NULL,
    state_to text NOT NULL,
    role text NOT NULL,
    scope text NOT NULL,
    closes boolean NOT NULL,
    hands_over boolean NOT NULL,
    asks_body text,
    each boolean NOT NULL,
    counters text[] NOT NULL,
    erases boolean NOT NULL,
    once boolean NOT NULL,
    confirms text,
    writes text[] NOT NULL,
    fields text[] NOT NULL,
    asks text[] NOT NULL,
    party_roles text[] NOT NULL,
    link_kind text,
    link_field text,
    CONSTRAINT records_move_erase CHECK ((((act = 'erase'::text) AND erases) OR ((NOT erases) AND (NOT (act = 'erase'::text))))),
    CONSTRAINT records_move_scope CHECK ((scope = ANY (ARRAY['open'::text, 'party'::text, 'agency'::text])))
);
ALTER TABLE public.records_move OWNER TO serentak_owner;
COMMENT ON TABLE public.records_move IS 'The allowed arrows of each type version; a row that is not here cannot happen.';
COMMENT ON COLUMN public.records_move.type IS 'Record type.';
COMMENT ON COLUMN public.records_move.type_version IS 'Its version.';
COMMENT ON COLUMN public.records_move.act IS 'Name of the act.';
COMMENT ON COLUMN public.records_move.state_from IS 'State before; empty for the act that opens a record.';
COMMENT ON COLUMN public.records_move.state_to IS 'State after.';
COMMENT ON COLUMN public.records_move.role IS 'public, slip, applicant, a role of a post, or clock: by itself, once the record is due.';
COMMENT ON COLUMN public.records_move.scope IS 'open: no tie; party: the actor is a party; agency: party and of the record''s agency or its successor.';
COMMENT ON COLUMN public.records_move.closes IS 'The record is closed after it.';
COMMENT ON COLUMN public.records_move.hands_over IS 'May change the agency.';
COMMENT ON COLUMN public.records_move.asks_body IS 'Payload field with the body whose pools may join; the record stays.';
COMMENT ON COLUMN public.records_move.each IS 'By everybody who was asked, once; only the last one leads on.';
COMMENT ON COLUMN public.records_move.counters IS 'Acts of which it corrects the one by which the record came into its state.';
COMMENT ON COLUMN public.records_move.erases IS 'Drops identity parts, private rows and parties that are persons.';
COMMENT ON COLUMN public.records_move.once IS 'A record sees this act a single time.';
COMMENT ON COLUMN public.records_move.confirms IS 'Act whose newest payload this one must repeat byte for byte.';
COMMENT ON COLUMN public.records_move.writes IS 'Parts it may write: content, identity, parties.';
COMMENT ON COLUMN public.records_move.fields IS 'Content fields it may write; all others must stay as they were.';
COMMENT ON COLUMN public.records_move.asks IS 'Payload fields it may answer.';
COMMENT ON COLUMN public.records_move.party_roles IS 'Party roles that may stand in its after-image.';
COMMENT ON COLUMN public.records_move.link_kind IS 'Kind of link it makes.';
COMMENT ON COLUMN public.records_move.link_field IS 'Field of payload or content that holds the id of the linked record.';

CREATE TABLE public.records_record (
    id uuid NOT NULL,
    type text NOT NULL,
    type_version integer NOT NULL,
    number text NOT NULL,
    state text NOT NULL,
    agency integer NOT NULL,
    region text,
    class text NOT NULL,
    opened timestamp with time zone NOT NULL,
    due timestamp with time zone,
    closed timestamp with time zone,
    version integer NOT NULL,
    entry bigint NOT NULL,
    content_entry bigint NOT NULL,
    slip bytea,
    CONSTRAINT records_record_slip CHECK ((octet_length(slip) = 32))
)
WITH (fillfactor='85');
ALTER TABLE public.records_record OWNER TO serentak_owner;
COMMENT ON TABLE public.records_record IS 'Header of a record: narrow, rewritten by each act.';
COMMENT ON COLUMN public.records_record.id IS 'UUIDv7; subject of its entries.';
COMMENT ON COLUMN public.records_record.type IS 'Record type.';
COMMENT ON COLUMN public.records_record.type_version IS 'Version it was opened or migrated to.';
COMMENT ON COLUMN public.records_record.number IS 'Type code, year in WITA, sequence; gaps are allowed.';
COMMENT ON COLUMN public.records_record.state IS 'State now.';
COMMENT ON COLUMN public.records_record.agency IS 'Organisation responsible now.';
COMMENT ON COLUMN public.records_record.region IS 'Kemendagri code of the regency; null when confidential or sealed.';
COMMENT ON COLUMN public.records_record.class IS 'public, internal, confidential or sealed; that of its type.';
COMMENT ON COLUMN public.records_record.opened IS 'Moment of the first act.';
COMMENT ON COLUMN public.records_record.due IS 'Next deadline.';
COMMENT ON COLUMN public.records_record.closed IS 'Moment of the closing act; null while open.';
COMMENT ON COLUMN public.records_record.version IS 'Number of acts so far.';
COMMENT ON COLUMN public.records_record.entry IS 'Newest entry.';
COMMENT ON COLUMN public.records_record.content_entry IS 'Entry of the newest content part.';
COMMENT ON COLUMN public.records_record.slip IS 'SHA-256 of the slip''s code; null when no slip was given.';

CREATE FUNCTION public.records_allowed(h public.records_record, a public.ledger_actor, p_act jsonb, p_moment timestamp with time zone) RETURNS public.records_move
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_allowed(h public.records_record, a public.ledger_actor, p_act jsonb, p_moment timestamp with time zone) OWNER TO serentak_owner;

CREATE FUNCTION public.records_as_proposed(h public.records_record, m public.records_move, p_said jsonb, p_content jsonb, p_payload jsonb) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_as_proposed(h public.records_record, m public.records_move, p_said jsonb, p_content jsonb, p_payload jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.records_basis(h public.records_record, a public.ledger_actor, m public.records_move, p_act jsonb, p_moment timestamp with time zone, p_content jsonb, p_payload jsonb) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_basis(h public.records_record, a public.ledger_actor, m public.records_move, p_act jsonb, p_moment timestamp with time zone, p_content jsonb, p_payload jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.records_behind(p_type text, p_version integer, p_after uuid, p_limit integer) RETURNS TABLE(record uuid, version integer, state text, agency integer, region text, due timestamp with time zone, content jsonb)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_behind(p_type text, p_version integer, p_after uuid, p_limit integer) OWNER TO serentak_owner;

CREATE FUNCTION public.records_belongs(p_scope text, p_role text, a public.ledger_actor, p_after integer, p_before integer) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_belongs(p_scope text, p_role text, a public.ledger_actor, p_after integer, p_before integer) OWNER TO serentak_owner;

CREATE TABLE public.records_type_version (
    type text NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL,
    code text NOT NULL,
    class text NOT NULL,
    bytes bytea NOT NULL,
    hash bytea NOT NULL,
    searchable jsonb NOT NULL,
    file_fields text[] NOT NULL,
    visibility_field text,
    identity_roles text[] NOT NULL,
    purposes text[] NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_until timestamp with time zone,
    CONSTRAINT records_type_version_class CHECK ((class = ANY (ARRAY['public'::text, 'internal'::text, 'confidential'::text, 'sealed'::text]))),
    CONSTRAINT records_type_version_code CHECK ((code ~ '^[A-Z]{2,8}$'::text)),
    CONSTRAINT records_type_version_kind CHECK ((kind = ANY (ARRAY['case'::text, 'register'::text])))
);
ALTER TABLE public.records_type_version OWNER TO serentak_owner;
COMMENT ON TABLE public.records_type_version IS 'Published record types: never edited, a new version stands beside the old.';
COMMENT ON COLUMN public.records_type_version.type IS 'Name of the record type.';
COMMENT ON COLUMN public.records_type_version.version IS 'From 1.';
COMMENT ON COLUMN public.records_type_version.kind IS 'case or register.';
COMMENT ON COLUMN public.records_type_version.code IS 'Letters in front of its numbers.';
COMMENT ON COLUMN public.records_type_version.class IS 'Class of its records.';
COMMENT ON COLUMN public.records_type_version.bytes IS 'Canonical text of the definition.';
COMMENT ON COLUMN public.records_type_version.hash IS 'SHA-256 of it.';
COMMENT ON COLUMN public.records_type_version.searchable IS 'Content field to text, number or date: what the field index holds.';
COMMENT ON COLUMN public.records_type_version.file_fields IS 'Fields of content and payload that are lists of files.';
COMMENT ON COLUMN public.records_type_version.visibility_field IS 'Content field that says who may read the identity; when its value is anonymous no identity is stored.';
COMMENT ON COLUMN public.records_type_version.identity_roles IS 'Roles that may always read the identity.';
COMMENT ON COLUMN public.records_type_version.purposes IS 'For what the identity may be read: one is named each time.';
COMMENT ON COLUMN public.records_type_version.valid_from IS 'Records are opened under the newest version in force from here.';
COMMENT ON COLUMN public.records_type_version.valid_until IS 'Until here; open records stay under it.';

CREATE FUNCTION public.records_check_identity(h public.records_record, t public.records_type_version, p_identity jsonb, p_content jsonb) RETURNS void
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_check_identity(h public.records_record, t public.records_type_version, p_identity jsonb, p_content jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.records_check_parts(h public.records_record, m public.records_move, p_content jsonb, p_identity jsonb, p_parties jsonb, p_payload jsonb) RETURNS void
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_check_parts(h public.records_record, m public.records_move, p_content jsonb, p_identity jsonb, p_parties jsonb, p_payload jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.records_content(h public.records_record) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_content(h public.records_record) OWNER TO serentak_owner;

CREATE FUNCTION public.records_contents(p_credential text, p_secret bytea, p_holding bigint, p_records uuid[], p_query tsquery) RETURNS TABLE(record uuid, content jsonb, title text, piece text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_contents(p_credential text, p_secret bytea, p_holding bigint, p_records uuid[], p_query tsquery) OWNER TO serentak_owner;

CREATE FUNCTION public.records_count(p_rules jsonb, p_most integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_count(p_rules jsonb, p_most integer) OWNER TO serentak_owner;

CREATE FUNCTION public.records_date(t text) RETURNS date
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_date(t text) OWNER TO serentak_owner;

CREATE FUNCTION public.records_enqueue(p_jobs jsonb, e public.ledger_entry) RETURNS void
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.records_enqueue(p_jobs jsonb, e public.ledger_entry) OWNER TO serentak_owner;

CREATE FUNCTION public.records_erase(p_record uuid) RETURNS void
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.records_erase(p_record uuid) OWNER TO serentak_owner;

CREATE FUNCTION public.records_find_file(p_credential text, p_secret bytea, p_holding bigint, p_hash bytea) RETURNS TABLE(name text, type text, size bigint, record uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_find_file(p_credential text, p_secret bytea, p_holding bigint, p_hash bytea) OWNER TO serentak_owner;

CREATE FUNCTION public.records_find_person(p_credential text, p_secret bytea, p_holding bigint, p_username text, p_moment text) RETURNS TABLE(account bigint, name text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_find_person(p_credential text, p_secret bytea, p_holding bigint, p_username text, p_moment text) OWNER TO serentak_owner;

CREATE FUNCTION public.records_first(p_credential text, p_secret bytea, p_holding bigint, p_record uuid, p_target uuid) RETURNS TABLE(state text, agency integer, type text, type_version integer, decided text, payload jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_first(p_credential text, p_secret bytea, p_holding bigint, p_record uuid, p_target uuid) OWNER TO serentak_owner;

CREATE FUNCTION public.records_follow(p_most integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_follow(p_most integer) OWNER TO serentak_owner;

CREATE FUNCTION public.records_guard_child() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.records_guard_child() OWNER TO serentak_owner;

CREATE FUNCTION public.records_guard_record() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.records_guard_record() OWNER TO serentak_owner;

CREATE FUNCTION public.records_identity(p_credential text, p_secret bytea, p_holding bigint, p_record uuid, p_purpose text, p_moment text) RETURNS TABLE(name text, phone text, email text, address text, nik bytea)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_identity(p_credential text, p_secret bytea, p_holding bigint, p_record uuid, p_purpose text, p_moment text) OWNER TO serentak_owner;

CREATE FUNCTION public.records_is_party(p_record uuid, a public.ledger_actor, p_must_act boolean DEFAULT false) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_is_party(p_record uuid, a public.ledger_actor, p_must_act boolean) OWNER TO serentak_owner;

CREATE FUNCTION public.records_joined(p_record uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_joined(p_record uuid) OWNER TO serentak_owner;

CREATE FUNCTION public.records_letter(p_record uuid) RETURNS TABLE(entry bigint, said jsonb)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_letter(p_record uuid) OWNER TO serentak_owner;

CREATE FUNCTION public.records_lost(p_credential text, p_secret bytea, p_holding bigint, p_phone text, p_email text, p_record uuid, p_moment text) RETURNS TABLE(record uuid, number text, type text, state text, opened timestamp with time zone)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_lost(p_credential text, p_secret bytea, p_holding bigint, p_phone text, p_email text, p_record uuid, p_moment text) OWNER TO serentak_owner;

CREATE FUNCTION public.records_near(h public.records_record) RETURNS text
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_near(h public.records_record) OWNER TO serentak_owner;

CREATE FUNCTION public.records_next_version(h public.records_record, p_act jsonb, p_moment timestamp with time zone) RETURNS integer
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_next_version(h public.records_record, p_act jsonb, p_moment timestamp with time zone) OWNER TO serentak_owner;

CREATE FUNCTION public.records_opened(p_act jsonb, p_subject uuid, p_moment timestamp with time zone) RETURNS public.records_record
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.records_opened(p_act jsonb, p_subject uuid, p_moment timestamp with time zone) OWNER TO serentak_owner;

CREATE FUNCTION public.records_payloads(p_credential text, p_secret bytea, p_holding bigint, p_entries bigint[]) RETURNS TABLE(entry bigint, payload jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_payloads(p_credential text, p_secret bytea, p_holding bigint, p_entries bigint[]) OWNER TO serentak_owner;

CREATE FUNCTION public.records_perform(p_credential text, p_secret bytea, p_holding bigint, p_key uuid, p_mac bytea, p_act jsonb, p_content jsonb, p_identity jsonb, p_parties jsonb, p_payload jsonb, p_jobs jsonb, OUT subject uuid, OUT number text, OUT entry bigint, OUT replayed boolean) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_perform(p_credential text, p_secret bytea, p_holding bigint, p_key uuid, p_mac bytea, p_act jsonb, p_content jsonb, p_identity jsonb, p_parties jsonb, p_payload jsonb, p_jobs jsonb, OUT subject uuid, OUT number text, OUT entry bigint, OUT replayed boolean) OWNER TO serentak_owner;

CREATE FUNCTION public.records_persons(p_record uuid) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_persons(p_record uuid) OWNER TO serentak_owner;

CREATE FUNCTION public.records_place(h public.records_record) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_place(h public.records_record) OWNER TO serentak_owner;

CREATE FUNCTION public.records_query(p text) RETURNS tsquery
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_query(p text) OWNER TO serentak_owner;

CREATE FUNCTION public.records_read(p_credential text, p_secret bytea, p_holding bigint, p_record uuid) RETURNS TABLE(content jsonb, payloads jsonb, visibility text, mail boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_read(p_credential text, p_secret bytea, p_holding bigint, p_record uuid) OWNER TO serentak_owner;

CREATE FUNCTION public.records_readings(p_credential text, p_secret bytea, p_record uuid) RETURNS TABLE(moment timestamp with time zone, printed text, agency text, purpose text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_readings(p_credential text, p_secret bytea, p_record uuid) OWNER TO serentak_owner;

CREATE FUNCTION public.records_rebuild() RETURNS bigint
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.records_rebuild() OWNER TO serentak_owner;

CREATE FUNCTION public.records_rebuild_search() RETURNS void
    LANGUAGE sql
    AS $$ … $$;
ALTER FUNCTION public.records_rebuild_search() OWNER TO serentak_owner;

CREATE FUNCTION public.records_sees(p_credential text, p_secret bytea, p_holding bigint, p_record uuid) RETURNS public.ledger_actor
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_sees(p_credential text, p_secret bytea, p_holding bigint, p_record uuid) OWNER TO serentak_owner;

CREATE FUNCTION public.records_set_files(h public.records_record, t public.records_type_version, p_content jsonb, p_payload jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.records_set_files(h public.records_record, t public.records_type_version, p_content jsonb, p_payload jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.records_set_index(h public.records_record, t public.records_type_version, p jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.records_set_index(h public.records_record, t public.records_type_version, p jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.records_set_link(h public.records_record, m public.records_move, p_moment timestamp with time zone, p jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.records_set_link(h public.records_record, m public.records_move, p_moment timestamp with time zone, p jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.records_set_parties(h public.records_record, p_agency_before integer, a public.ledger_actor, m public.records_move, p jsonb, p_persons boolean, p_payload jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.records_set_parties(h public.records_record, p_agency_before integer, a public.ledger_actor, m public.records_move, p jsonb, p_persons boolean, p_payload jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.records_set_private(h public.records_record, p jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$ … $$;
ALTER FUNCTION public.records_set_private(h public.records_record, p jsonb) OWNER TO serentak_owner;

CREATE FUNCTION public.records_spelt(p text) RETURNS text[]
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_spelt(p text) OWNER TO serentak_owner;

CREATE FUNCTION public.records_storage(p_secret bytea, p_holding bigint, p_since bigint) RETURNS TABLE(files bigint, bytes bigint, fresh bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_storage(p_secret bytea, p_holding bigint, p_since bigint) OWNER TO serentak_owner;

CREATE FUNCTION public.records_survey_answer(p_credential text, p_secret bytea, p_record uuid, p_scores jsonb, p_moment text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_survey_answer(p_credential text, p_secret bytea, p_record uuid, p_scores jsonb, p_moment text) OWNER TO serentak_owner;

CREATE FUNCTION public.records_take_away(p_secret bytea, p_holding bigint, p_moment text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_take_away(p_secret bytea, p_holding bigint, p_moment text) OWNER TO serentak_owner;

CREATE FUNCTION public.records_takes_over(h public.records_record, p_code text) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_takes_over(h public.records_record, p_code text) OWNER TO serentak_owner;

CREATE FUNCTION public.records_template_actor(p_secret bytea, p_holding bigint, p_type text) RETURNS public.ledger_actor
    LANGUAGE plpgsql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_template_actor(p_secret bytea, p_holding bigint, p_type text) OWNER TO serentak_owner;

CREATE FUNCTION public.records_template_drop(p_secret bytea, p_holding bigint, p_type text, p_title text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_template_drop(p_secret bytea, p_holding bigint, p_type text, p_title text) OWNER TO serentak_owner;

CREATE FUNCTION public.records_template_keep(p_secret bytea, p_holding bigint, p_type text, p_title text, p_body text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ … $$;
ALTER FUNCTION public.records_template_keep(p_secret bytea, p_holding bigint, p_type text, p_title text, p_body text) OWNER TO serentak_owner;

CREATE FUNCTION public.records_texts(h public.records_record) RETURNS TABLE(title boolean, entry bigint, said text)
    LANGUAGE sql STABLE
    AS $$ … $$;
ALTER FUNCTION public.records_texts(h public.records_record) OWNER TO serentak_owner;

CREATE TEXT SEARCH CONFIGURATION public.records_words (
    PARSER = pg_catalog."default" );
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR asciiword WITH indonesian_stem;
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR word WITH public.unaccent, indonesian_stem;
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR numword WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR email WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR url WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR host WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR sfloat WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR version WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR hword_numpart WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR hword_part WITH public.unaccent, indonesian_stem;
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR hword_asciipart WITH indonesian_stem;
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR numhword WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR asciihword WITH indonesian_stem;
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR hword WITH public.unaccent, indonesian_stem;
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR url_path WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR file WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR "float" WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR "int" WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.records_words
    ADD MAPPING FOR uint WITH simple;
ALTER TEXT SEARCH CONFIGURATION public.records_words OWNER TO serentak_owner;

CREATE TABLE public.agencies_announcement (
    id bigint NOT NULL,
    subject uuid NOT NULL,
    version integer NOT NULL,
    entry bigint NOT NULL,
    organisation integer NOT NULL,
    everyone boolean NOT NULL,
    audience text NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    title_en text,
    text_en text,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    withdrawn boolean NOT NULL
);
ALTER TABLE public.agencies_announcement OWNER TO serentak_owner;
COMMENT ON TABLE public.agencies_announcement IS 'What bodies announce for a time.';
COMMENT ON COLUMN public.agencies_announcement.subject IS 'Subject of its entries.';
COMMENT ON COLUMN public.agencies_announcement.version IS 'Grows by one with each entry.';
COMMENT ON COLUMN public.agencies_announcement.entry IS 'Entry that wrote this version.';
COMMENT ON COLUMN public.agencies_announcement.organisation IS 'Which body says it.';
COMMENT ON COLUMN public.agencies_announcement.everyone IS 'To everyone; else on that body''s page and to its staff.';
COMMENT ON COLUMN public.agencies_announcement.audience IS 'public: on pages for anybody; staff: at the desk.';
COMMENT ON COLUMN public.agencies_announcement.title IS 'In Indonesian, at most 120 characters.';
COMMENT ON COLUMN public.agencies_announcement.text IS 'In Indonesian, plain, at most 1,000 characters.';
COMMENT ON COLUMN public.agencies_announcement.title_en IS 'The same in English.';
COMMENT ON COLUMN public.agencies_announcement.text_en IS 'The same in English.';
COMMENT ON COLUMN public.agencies_announcement.valid_from IS 'First day.';
COMMENT ON COLUMN public.agencies_announcement.valid_until IS 'First day on which it is gone.';
COMMENT ON COLUMN public.agencies_announcement.withdrawn IS 'Taken back before its end.';

ALTER TABLE public.agencies_announcement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.agencies_announcement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE SEQUENCE public.agencies_body_seq
    AS integer
    START WITH 100001
    INCREMENT BY 1
    MINVALUE 100001
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.agencies_body_seq OWNER TO serentak_owner;

ALTER TABLE public.agencies_holding ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.agencies_holding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.agencies_key (
    id bigint NOT NULL,
    subject uuid NOT NULL,
    version integer NOT NULL,
    entry bigint NOT NULL,
    holding bigint NOT NULL,
    hash text NOT NULL,
    CONSTRAINT agencies_key_hash CHECK ((hash ~ '^[0-9a-f]{64}$'::text))
);
ALTER TABLE public.agencies_key OWNER TO serentak_owner;
COMMENT ON TABLE public.agencies_key IS 'Keys of machines: whoever has the secret acts in that holding.';
COMMENT ON COLUMN public.agencies_key.subject IS 'Subject of its entries.';
COMMENT ON COLUMN public.agencies_key.version IS 'Grows by one with each entry.';
COMMENT ON COLUMN public.agencies_key.entry IS 'Entry that wrote this version.';
COMMENT ON COLUMN public.agencies_key.holding IS 'The holding of kind machine it opens; it ends with that.';
COMMENT ON COLUMN public.agencies_key.hash IS 'SHA-256 of its secret, in hex.';

ALTER TABLE public.agencies_key ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.agencies_key_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.agencies_key_use (
    key bigint NOT NULL,
    moment timestamp with time zone NOT NULL
);
ALTER TABLE public.agencies_key_use OWNER TO serentak_owner;
COMMENT ON TABLE public.agencies_key_use IS 'The last use of each key.';
COMMENT ON COLUMN public.agencies_key_use.key IS 'Which key.';
COMMENT ON COLUMN public.agencies_key_use.moment IS 'When it was last let in, to the minute.';

ALTER TABLE public.agencies_post ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.agencies_post_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.agencies_role (
    subject uuid NOT NULL,
    version integer NOT NULL,
    entry bigint NOT NULL,
    role text NOT NULL,
    single boolean NOT NULL,
    second_factor date,
    sole boolean NOT NULL,
    elected boolean NOT NULL,
    bodies integer[]
);
ALTER TABLE public.agencies_role OWNER TO serentak_owner;
COMMENT ON TABLE public.agencies_role IS 'Roles of posts: what of the content the database must know to decide.';
COMMENT ON COLUMN public.agencies_role.subject IS 'Subject of its entries.';
COMMENT ON COLUMN public.agencies_role.version IS 'Grows by one with each entry.';
COMMENT ON COLUMN public.agencies_role.entry IS 'Entry that wrote this version.';
COMMENT ON COLUMN public.agencies_role.role IS 'Role of the content pack.';
COMMENT ON COLUMN public.agencies_role.single IS 'A post of it has one holder of each kind at a time, who may delegate named acts.';
COMMENT ON COLUMN public.agencies_role.second_factor IS 'First day on which the password alone opens no post of it.';
COMMENT ON COLUMN public.agencies_role.sole IS 'The government has one post of it at a time.';
COMMENT ON COLUMN public.agencies_role.elected IS 'Its holders are elected, each in an electoral district.';
COMMENT ON COLUMN public.agencies_role.bodies IS 'Organisations its posts stand in, and those that took these over; null for any.';

CREATE TABLE public.agencies_succession (
    subject uuid NOT NULL,
    version integer NOT NULL,
    entry bigint NOT NULL,
    predecessor integer NOT NULL,
    successor integer NOT NULL,
    record_type text,
    source text,
    withdrawn date
);
ALTER TABLE public.agencies_succession OWNER TO serentak_owner;
COMMENT ON TABLE public.agencies_succession IS 'Who answers for a body that was merged, split or renamed.';
COMMENT ON COLUMN public.agencies_succession.subject IS 'Subject of its entries.';
COMMENT ON COLUMN public.agencies_succession.version IS 'Grows by one with each entry.';
COMMENT ON COLUMN public.agencies_succession.entry IS 'Entry that wrote this version.';
COMMENT ON COLUMN public.agencies_succession.predecessor IS 'Organisation that ended.';
COMMENT ON COLUMN public.agencies_succession.successor IS 'Organisation that took over.';
COMMENT ON COLUMN public.agencies_succession.record_type IS 'Only for this record type; null for all.';
COMMENT ON COLUMN public.agencies_succession.source IS 'Where it is written.';
COMMENT ON COLUMN public.agencies_succession.withdrawn IS 'Day on which it was taken back before it held.';

CREATE TABLE public.gate_delivery (
    hook bigint NOT NULL,
    "position" bigint NOT NULL,
    record uuid NOT NULL,
    act text NOT NULL,
    version integer NOT NULL,
    moment timestamp with time zone NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    due timestamp with time zone,
    done timestamp with time zone,
    answer text
);
ALTER TABLE public.gate_delivery OWNER TO serentak_owner;
COMMENT ON TABLE public.gate_delivery IS 'Messages to systems, one a hook and leaf of the log; swept after gate.mail_days.';
COMMENT ON COLUMN public.gate_delivery.hook IS 'To which address.';
COMMENT ON COLUMN public.gate_delivery."position" IS 'The leaf of the log it tells of.';
COMMENT ON COLUMN public.gate_delivery.record IS 'The record.';
COMMENT ON COLUMN public.gate_delivery.act IS 'Record type, dot, act.';
COMMENT ON COLUMN public.gate_delivery.version IS 'The record''s version after the act.';
COMMENT ON COLUMN public.gate_delivery.moment IS 'When the act happened.';
COMMENT ON COLUMN public.gate_delivery.tries IS 'How often it was tried.';
COMMENT ON COLUMN public.gate_delivery.due IS 'When it is tried next; NULL: never again by itself.';
COMMENT ON COLUMN public.gate_delivery.done IS 'When the system took it, or what it tells of was no longer shown to it.';
COMMENT ON COLUMN public.gate_delivery.answer IS 'The status that came back last, or the kind of error.';

CREATE TABLE public.gate_failure (
    job bigint NOT NULL,
    moment timestamp with time zone NOT NULL,
    error text NOT NULL,
    CONSTRAINT gate_failure_error CHECK ((error ~ '^[A-Za-z_]{1,60}( [A-Za-z0-9_]{1,40})?$'::text))
);
ALTER TABLE public.gate_failure OWNER TO serentak_owner;
COMMENT ON TABLE public.gate_failure IS 'The last failure of a job, by the kind of its error; swept when the job is gone.';
COMMENT ON COLUMN public.gate_failure.job IS 'The job.';
COMMENT ON COLUMN public.gate_failure.moment IS 'When it failed last.';
COMMENT ON COLUMN public.gate_failure.error IS 'The error''s class, and its code where it has one; never its message.';

CREATE TABLE public.gate_hook (
    id bigint NOT NULL,
    post integer NOT NULL,
    url text NOT NULL,
    secret bytea NOT NULL,
    former bytea,
    former_until timestamp with time zone,
    "position" bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    holding bigint NOT NULL,
    stopped timestamp with time zone,
    CONSTRAINT gate_hook_url CHECK (((url ~ '^https?://'::text) AND (length(url) <= 500)))
);
ALTER TABLE public.gate_hook OWNER TO serentak_owner;
COMMENT ON TABLE public.gate_hook IS 'Addresses at which systems are told of acts on their records, one in use a system.';
COMMENT ON COLUMN public.gate_hook.id IS 'Number.';
COMMENT ON COLUMN public.gate_hook.post IS 'The system''s post.';
COMMENT ON COLUMN public.gate_hook.url IS 'Where messages go.';
COMMENT ON COLUMN public.gate_hook.secret IS 'What messages are signed with, sealed under the file key.';
COMMENT ON COLUMN public.gate_hook.former IS 'The secret before that, with which they are signed too for a day; sealed.';
COMMENT ON COLUMN public.gate_hook.former_until IS 'Until when.';
COMMENT ON COLUMN public.gate_hook."position" IS 'The leaf of the log that is read next for it.';
COMMENT ON COLUMN public.gate_hook.since IS 'When it was written.';
COMMENT ON COLUMN public.gate_hook.holding IS 'The post of who wrote it.';
COMMENT ON COLUMN public.gate_hook.stopped IS 'When it was stopped; NULL: in use.';

ALTER TABLE public.gate_hook ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.gate_hook_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.gate_mail (
    job bigint NOT NULL,
    moment timestamp with time zone NOT NULL,
    reference text NOT NULL,
    masked text NOT NULL,
    tries integer NOT NULL,
    sent timestamp with time zone,
    task text NOT NULL,
    args jsonb NOT NULL,
    CONSTRAINT gate_mail_masked CHECK ((masked ~ '^[^@]?•••@[^@]?•••([.][A-Za-z0-9-]+)?$'::text))
);
ALTER TABLE public.gate_mail OWNER TO serentak_owner;
COMMENT ON TABLE public.gate_mail IS 'Mail that was sent or tried, one row a job; swept after gate.mail_days.';
COMMENT ON COLUMN public.gate_mail.job IS 'The job that sends it.';
COMMENT ON COLUMN public.gate_mail.moment IS 'When it was tried first.';
COMMENT ON COLUMN public.gate_mail.reference IS 'Number of the record it tells of.';
COMMENT ON COLUMN public.gate_mail.masked IS 'Address with all but its beginnings and its end left out.';
COMMENT ON COLUMN public.gate_mail.tries IS 'How many times it was tried.';
COMMENT ON COLUMN public.gate_mail.sent IS 'When the mail server took it; NULL: it did not yet.';
COMMENT ON COLUMN public.gate_mail.task IS 'The task to queue for sending it again.';
COMMENT ON COLUMN public.gate_mail.args IS 'What that task is told: record and version.';

CREATE TABLE public.ledger_access_default (
    id bigint DEFAULT nextval('public.ledger_access_id_seq'::regclass) CONSTRAINT ledger_access_id_not_null NOT NULL,
    moment timestamp with time zone CONSTRAINT ledger_access_moment_not_null NOT NULL,
    person bigint CONSTRAINT ledger_access_person_not_null NOT NULL,
    record uuid CONSTRAINT ledger_access_record_not_null NOT NULL,
    purpose text CONSTRAINT ledger_access_purpose_not_null NOT NULL,
    holding bigint CONSTRAINT ledger_access_holding_not_null NOT NULL,
    CONSTRAINT ledger_access_hour CHECK (((EXTRACT(epoch FROM moment) % (3600)::numeric) = (0)::numeric))
);
ALTER TABLE public.ledger_access_default OWNER TO serentak_owner;
COMMENT ON TABLE public.ledger_access_default IS 'Reads of months that have no partition of their own.';

CREATE TABLE public.ledger_checkpoint (
    size bigint NOT NULL,
    root bytea NOT NULL,
    moment timestamp with time zone NOT NULL,
    settled bigint NOT NULL
);
ALTER TABLE public.ledger_checkpoint OWNER TO serentak_owner;
COMMENT ON TABLE public.ledger_checkpoint IS 'Every size the log had when it was sealed; the signed note stands in the checkpoint file.';
COMMENT ON COLUMN public.ledger_checkpoint.size IS 'Number of leaves.';
COMMENT ON COLUMN public.ledger_checkpoint.root IS 'Merkle root over them (RFC 6962).';
COMMENT ON COLUMN public.ledger_checkpoint.moment IS 'When the sequencer committed this size.';
COMMENT ON COLUMN public.ledger_checkpoint.settled IS 'Every entry id up to here is sealed or was never used: a start looks only beyond it.';

CREATE SEQUENCE public.ledger_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.ledger_entry_id_seq OWNER TO serentak_owner;

CREATE TABLE public.ledger_key (
    scope bytea NOT NULL,
    key uuid NOT NULL,
    mac bytea NOT NULL,
    entry bigint NOT NULL,
    moment timestamp with time zone NOT NULL
);
ALTER TABLE public.ledger_key OWNER TO serentak_owner;
COMMENT ON TABLE public.ledger_key IS 'Requests already answered: a retry gets the same answer.';
COMMENT ON COLUMN public.ledger_key.scope IS 'Whose key: holding, person, hash of a slip or machine key; a word for public and clock.';
COMMENT ON COLUMN public.ledger_key.key IS 'Idempotency key carried by the form.';
COMMENT ON COLUMN public.ledger_key.mac IS 'HMAC of the plain payload under a file key.';
COMMENT ON COLUMN public.ledger_key.entry IS 'What was answered.';
COMMENT ON COLUMN public.ledger_key.moment IS 'When; swept after 30 days.';

CREATE TABLE public.ledger_leaf (
    "position" bigint NOT NULL,
    entry bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT ledger_leaf_hash CHECK ((octet_length(hash) = 32))
);
ALTER TABLE public.ledger_leaf OWNER TO serentak_owner;
COMMENT ON TABLE public.ledger_leaf IS 'The order in which the sequencer sealed the entries.';
COMMENT ON COLUMN public.ledger_leaf."position" IS 'Index in the Merkle log, from 0 without gaps.';
COMMENT ON COLUMN public.ledger_leaf.entry IS 'The entry at this position.';
COMMENT ON COLUMN public.ledger_leaf.hash IS 'Leaf hash of its text (RFC 6962), so that a changed entry is named and not only noticed.';

CREATE TABLE public.ledger_part (
    entry bigint NOT NULL,
    kind text NOT NULL,
    salt bytea NOT NULL,
    bytes bytea NOT NULL,
    CONSTRAINT ledger_part_bytes CHECK ((octet_length(bytes) <= 1048576)),
    CONSTRAINT ledger_part_salt CHECK ((octet_length(salt) = 32))
);
ALTER TABLE public.ledger_part OWNER TO serentak_owner;
COMMENT ON TABLE public.ledger_part IS 'What an act said: salted parts that the entry''s text commits to by hash.';
COMMENT ON COLUMN public.ledger_part.entry IS 'The entry that commits to this part.';
COMMENT ON COLUMN public.ledger_part.kind IS 'content, identity, parties, payload, slip, or header (sealed records).';
COMMENT ON COLUMN public.ledger_part.salt IS '32 random bytes; the entry''s commitment is SHA-256(salt, bytes).';
COMMENT ON COLUMN public.ledger_part.bytes IS 'The part itself; gone after an erasure when it is an identity.';

CREATE VIEW public.ledger_readable WITH (security_barrier='true') AS
 SELECT e.id,
    e.class,
    e.bytes,
    o.moment,
    o.actor,
    o.act,
    o.subject,
    o.version,
    o.state_from,
    o.state_to,
    o.agency,
    o.region,
    o.due,
    o.law
   FROM (public.ledger_entry e
     LEFT JOIN LATERAL ( SELECT e.moment,
            e.actor,
            e.act,
            e.subject,
            e.version,
            e.state_from,
            e.state_to,
            e.agency,
            e.region,
            e.due,
            e.law
          WHERE (e.class <> 'sealed'::text)) o ON (true));
ALTER VIEW public.ledger_readable OWNER TO serentak_owner;
COMMENT ON VIEW public.ledger_readable IS 'Entries for the reading login: of a sealed one the published text alone.';

CREATE TABLE public.ledger_recorded (
    name text NOT NULL,
    owner text NOT NULL
);
ALTER TABLE public.ledger_recorded OWNER TO serentak_owner;
COMMENT ON TABLE public.ledger_recorded IS 'Recorded tables that are not records: one entry per changed row.';
COMMENT ON COLUMN public.ledger_recorded.name IS 'Table whose rows agencies_act writes.';
COMMENT ON COLUMN public.ledger_recorded.owner IS 'Column that names the responsible organisation, printed in the entry as agency; empty: none.';

CREATE TABLE public.ledger_seat (
    single boolean NOT NULL
);
ALTER TABLE public.ledger_seat OWNER TO serentak_owner;
COMMENT ON TABLE public.ledger_seat IS 'The running sequencer holds a lock on this table; a second one waits for it.';
COMMENT ON COLUMN public.ledger_seat.single IS 'Always true: no row is needed.';

CREATE TABLE public.ledger_setting (
    single boolean NOT NULL,
    demo boolean NOT NULL,
    CONSTRAINT ledger_setting_one_row CHECK (single)
);
ALTER TABLE public.ledger_setting OWNER TO serentak_owner;
COMMENT ON TABLE public.ledger_setting IS 'What this database is.';
COMMENT ON COLUMN public.ledger_setting.single IS 'Always true: one row.';
COMMENT ON COLUMN public.ledger_setting.demo IS 'A demonstration for ever: moments may be off the clock.';

CREATE TABLE public.ledger_tile (
    level integer NOT NULL,
    "position" bigint NOT NULL,
    hashes bytea NOT NULL,
    CONSTRAINT ledger_tile_hashes CHECK ((octet_length(hashes) = 8192))
);
ALTER TABLE public.ledger_tile OWNER TO serentak_owner;
COMMENT ON TABLE public.ledger_tile IS 'Full tiles of the Merkle log (C2SP tlog-tiles).';
COMMENT ON COLUMN public.ledger_tile.level IS '0 holds leaf hashes; a hash of level l+1 covers one full tile of level l.';
COMMENT ON COLUMN public.ledger_tile."position" IS 'Which tile of the level.';
COMMENT ON COLUMN public.ledger_tile.hashes IS '256 hashes of 32 bytes: full tiles only; the rest is computed from leaves.';

CREATE UNLOGGED TABLE public.people_attempt (
    bucket text NOT NULL,
    key bytea NOT NULL,
    window_start timestamp with time zone NOT NULL,
    count integer NOT NULL
);
ALTER TABLE public.people_attempt OWNER TO serentak_owner;
COMMENT ON TABLE public.people_attempt IS 'Counters of throttled doors (free; swept daily).';
COMMENT ON COLUMN public.people_attempt.bucket IS 'What is limited: sign-in by account, filing by address, …';
COMMENT ON COLUMN public.people_attempt.key IS 'Keyed hash of the account, the address, its network, or the words of a report.';
COMMENT ON COLUMN public.people_attempt.window_start IS 'Start of the counting window.';
COMMENT ON COLUMN public.people_attempt.count IS 'How often so far.';

CREATE TABLE public.people_identity (
    issuer text NOT NULL,
    subject bytea NOT NULL,
    person bigint NOT NULL,
    connected timestamp with time zone NOT NULL,
    used timestamp with time zone
);
ALTER TABLE public.people_identity OWNER TO serentak_owner;
COMMENT ON TABLE public.people_identity IS 'Identities at an OpenID Connect provider, connected by their owners (free).';
COMMENT ON COLUMN public.people_identity.issuer IS 'Whose word it is: the provider''s issuer.';
COMMENT ON COLUMN public.people_identity.subject IS 'PERSONAL. Keyed hash of what the issuer calls the person; the name itself is never kept.';
COMMENT ON COLUMN public.people_identity.person IS 'Whose account it opens.';
COMMENT ON COLUMN public.people_identity.connected IS 'When its owner connected it, signed in.';
COMMENT ON COLUMN public.people_identity.used IS 'Newest sign-in by it.';

CREATE TABLE public.people_passkey (
    id bytea NOT NULL,
    person bigint NOT NULL,
    data bytea NOT NULL,
    counter bigint NOT NULL,
    name text NOT NULL,
    added timestamp with time zone NOT NULL,
    used timestamp with time zone
);
ALTER TABLE public.people_passkey OWNER TO serentak_owner;
COMMENT ON TABLE public.people_passkey IS 'Passkeys: two factors at once (free; public keys only).';
COMMENT ON COLUMN public.people_passkey.id IS 'Number that its authenticator gave the key.';
COMMENT ON COLUMN public.people_passkey.person IS 'Whose.';
COMMENT ON COLUMN public.people_passkey.data IS 'Public key with its number, as WebAuthn writes it.';
COMMENT ON COLUMN public.people_passkey.counter IS 'How often it signed; 0 when it does not count.';
COMMENT ON COLUMN public.people_passkey.name IS 'PERSONAL. What the person calls it.';
COMMENT ON COLUMN public.people_passkey.added IS 'When it was added.';
COMMENT ON COLUMN public.people_passkey.used IS 'Newest sign-in by it.';

CREATE TABLE public.people_person (
    id bigint NOT NULL,
    username character varying(64) NOT NULL,
    password character varying(128) NOT NULL,
    name character varying(120) NOT NULL,
    email character varying(254) NOT NULL,
    email_proved timestamp with time zone,
    username_proved timestamp with time zone,
    is_active boolean NOT NULL,
    opened timestamp with time zone NOT NULL,
    invited_by integer
);
ALTER TABLE public.people_person OWNER TO serentak_owner;
COMMENT ON TABLE public.people_person IS 'Accounts of persons (free table: an account alone permits nothing).';
COMMENT ON COLUMN public.people_person.username IS 'What the person types to sign in; lower case. PERSONAL for citizens: phone or e-mail.';
COMMENT ON COLUMN public.people_person.password IS 'Argon2 hash.';
COMMENT ON COLUMN public.people_person.name IS 'PERSONAL. Name as the person writes it.';
COMMENT ON COLUMN public.people_person.email IS 'PERSONAL. May be empty: many officers have none.';
COMMENT ON COLUMN public.people_person.email_proved IS 'When its owner opened the link mailed there; null: nobody proved it.';
COMMENT ON COLUMN public.people_person.username_proved IS 'When a citizen''s sign-in name was proved: by mail, or at the desk that made the account.';
COMMENT ON COLUMN public.people_person.is_active IS 'False: cannot sign in.';
COMMENT ON COLUMN public.people_person.opened IS 'When the account was opened.';
COMMENT ON COLUMN public.people_person.invited_by IS 'Body whose own administrator invited the person; null: the province''s.';

ALTER TABLE public.people_person ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_recovery (
    person bigint NOT NULL,
    hash bytea NOT NULL
);
ALTER TABLE public.people_recovery OWNER TO serentak_owner;
COMMENT ON TABLE public.people_recovery IS 'Recovery codes not used yet (free; a used one is deleted).';
COMMENT ON COLUMN public.people_recovery.person IS 'Whose.';
COMMENT ON COLUMN public.people_recovery.hash IS 'SECRET. Keyed hash of a code that was shown once.';

CREATE TABLE public.people_session (
    key_hash bytea NOT NULL,
    person bigint NOT NULL,
    method text NOT NULL,
    proved timestamp with time zone NOT NULL,
    expires timestamp with time zone NOT NULL,
    data text DEFAULT ''::text NOT NULL
);
ALTER TABLE public.people_session OWNER TO serentak_owner;
COMMENT ON TABLE public.people_session IS 'Open sessions (free).';
COMMENT ON COLUMN public.people_session.key_hash IS 'SHA-256 of the cookie''s secret: reading this table revives no session.';
COMMENT ON COLUMN public.people_session.person IS 'Who signed in.';
COMMENT ON COLUMN public.people_session.method IS 'How the person proved it: password, passkey, …';
COMMENT ON COLUMN public.people_session.proved IS 'When, stamped by trigger.';
COMMENT ON COLUMN public.people_session.expires IS 'At most 12 hours after, by trigger.';
COMMENT ON COLUMN public.people_session.data IS 'Django''s session data; the only column the web role may update.';

CREATE TABLE public.people_signin (
    id bigint NOT NULL,
    key_hash bytea NOT NULL,
    person bigint NOT NULL,
    method text NOT NULL,
    moment timestamp with time zone NOT NULL
);
ALTER TABLE public.people_signin OWNER TO serentak_owner;
COMMENT ON TABLE public.people_signin IS 'Every sign-in, appended by the trigger on people_session.';
COMMENT ON COLUMN public.people_signin.key_hash IS 'The session that began; a session''s key is never used a second time.';
COMMENT ON COLUMN public.people_signin.person IS 'Who.';
COMMENT ON COLUMN public.people_signin.method IS 'How.';
COMMENT ON COLUMN public.people_signin.moment IS 'When.';

ALTER TABLE public.people_signin ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_signin_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_start (
    person bigint NOT NULL,
    way text NOT NULL,
    code_hash bytea NOT NULL,
    given_by bigint NOT NULL,
    given timestamp with time zone NOT NULL,
    expires timestamp with time zone,
    used timestamp with time zone
);
ALTER TABLE public.people_start OWNER TO serentak_owner;
COMMENT ON TABLE public.people_start IS 'The last start code of each kind of a person, used or not (free).';
COMMENT ON COLUMN public.people_start.person IS 'Who may set a password with it; 0: nobody.';
COMMENT ON COLUMN public.people_start.way IS 'given: by an administrator or a desk; mail: sent to a proved address; spare: kept on paper.';
COMMENT ON COLUMN public.people_start.code_hash IS 'Keyed hash of the code: reading this table opens no account.';
COMMENT ON COLUMN public.people_start.given_by IS 'Who gave it: administrator, officer, or the person.';
COMMENT ON COLUMN public.people_start.given IS 'When.';
COMMENT ON COLUMN public.people_start.expires IS 'Up to, not including, this moment it can be used; null: until another is made.';
COMMENT ON COLUMN public.people_start.used IS 'When it set a password.';

CREATE TABLE public.people_totp (
    person bigint NOT NULL,
    secret bytea NOT NULL,
    since timestamp with time zone NOT NULL,
    step bigint NOT NULL
);
ALTER TABLE public.people_totp OWNER TO serentak_owner;
COMMENT ON TABLE public.people_totp IS 'Authenticator apps: a second factor beside the password (free).';
COMMENT ON COLUMN public.people_totp.person IS 'Whose.';
COMMENT ON COLUMN public.people_totp.secret IS 'SECRET. What the app computes codes from, sealed with AES-256-GCM under the file key.';
COMMENT ON COLUMN public.people_totp.since IS 'When its first code was right.';
COMMENT ON COLUMN public.people_totp.step IS 'Newest time step whose code was used: a code counts once.';

CREATE TABLE public.records_counted (
    single boolean NOT NULL,
    "position" bigint NOT NULL
);
ALTER TABLE public.records_counted OWNER TO serentak_owner;
COMMENT ON TABLE public.records_counted IS 'How far the log is counted.';
COMMENT ON COLUMN public.records_counted.single IS 'Always true: one row.';
COMMENT ON COLUMN public.records_counted."position" IS 'Leaves of the log that are in records_daily.';

CREATE TABLE public.records_daily (
    day date NOT NULL,
    type text NOT NULL,
    agency integer NOT NULL,
    came integer NOT NULL,
    decided integer NOT NULL,
    in_time integer NOT NULL,
    running integer NOT NULL
);
ALTER TABLE public.records_daily OWNER TO serentak_owner;
COMMENT ON TABLE public.records_daily IS 'What each day brought, counted from the sealed log; no sealed record is in it.';
COMMENT ON COLUMN public.records_daily.day IS 'Day of the acts, in WITA.';
COMMENT ON COLUMN public.records_daily.type IS 'Record type.';
COMMENT ON COLUMN public.records_daily.agency IS 'Organisation responsible, as the entries name it.';
COMMENT ON COLUMN public.records_daily.came IS 'Records opened here or handed over to it.';
COMMENT ON COLUMN public.records_daily.decided IS 'Acts that decided.';
COMMENT ON COLUMN public.records_daily.in_time IS 'Of these, those before the deadline.';
COMMENT ON COLUMN public.records_daily.running IS 'How many more records wait for a decision at the day''s end than at its beginning.';

CREATE TABLE public.records_field_index (
    record uuid NOT NULL,
    field text NOT NULL,
    type text NOT NULL,
    value_text text,
    value_number bigint,
    value_date date,
    entry bigint NOT NULL
);
ALTER TABLE public.records_field_index OWNER TO serentak_owner;
COMMENT ON TABLE public.records_field_index IS 'Searchable content fields, computed in SQL from the content part.';
COMMENT ON COLUMN public.records_field_index.record IS 'The record.';
COMMENT ON COLUMN public.records_field_index.field IS 'Field id of the type; never a personal one.';
COMMENT ON COLUMN public.records_field_index.type IS 'Record type.';
COMMENT ON COLUMN public.records_field_index.value_text IS 'First 500 characters of a text field.';
COMMENT ON COLUMN public.records_field_index.value_number IS 'Value of a number field.';
COMMENT ON COLUMN public.records_field_index.value_date IS 'Value of a date field.';
COMMENT ON COLUMN public.records_field_index.entry IS 'Entry whose content part changed it last.';

CREATE TABLE public.records_file (
    record uuid NOT NULL,
    hash bytea NOT NULL,
    entry bigint NOT NULL,
    field text NOT NULL,
    type text NOT NULL,
    size bigint NOT NULL,
    name text NOT NULL,
    CONSTRAINT records_file_value CHECK (((octet_length(hash) = 32) AND (size >= 0) AND (length(name) <= 255) AND (length(type) <= 100)))
);
ALTER TABLE public.records_file OWNER TO serentak_owner;
COMMENT ON TABLE public.records_file IS 'Files of a record; the bytes lie in the store under their hash.';
COMMENT ON COLUMN public.records_file.record IS 'The record.';
COMMENT ON COLUMN public.records_file.hash IS 'SHA-256 of the stored bytes: its name in the store.';
COMMENT ON COLUMN public.records_file.entry IS 'Entry that brought it.';
COMMENT ON COLUMN public.records_file.field IS 'Field it answers.';
COMMENT ON COLUMN public.records_file.type IS 'Media type, proven by opening the file.';
COMMENT ON COLUMN public.records_file.size IS 'Bytes.';
COMMENT ON COLUMN public.records_file.name IS 'Name it was sent under.';

CREATE TABLE public.records_follower (
    single boolean NOT NULL,
    "position" bigint NOT NULL,
    CONSTRAINT records_follower_one_row CHECK (single)
);
ALTER TABLE public.records_follower OWNER TO serentak_owner;
COMMENT ON TABLE public.records_follower IS 'How far the search has read the sealed log; set back by a rebuild.';
COMMENT ON COLUMN public.records_follower.single IS 'Always true: one row.';
COMMENT ON COLUMN public.records_follower."position" IS 'The first position of the log not yet read.';

CREATE TABLE public.records_link (
    record uuid NOT NULL,
    kind text NOT NULL,
    target uuid NOT NULL,
    entry bigint NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_until timestamp with time zone,
    CONSTRAINT records_link_other CHECK ((NOT (record = target)))
);
ALTER TABLE public.records_link OWNER TO serentak_owner;
COMMENT ON TABLE public.records_link IS 'Links between records, made by acts.';
COMMENT ON COLUMN public.records_link.record IS 'From this record.';
COMMENT ON COLUMN public.records_link.kind IS 'duplicate_of, …';
COMMENT ON COLUMN public.records_link.target IS 'To this record.';
COMMENT ON COLUMN public.records_link.entry IS 'Entry that made the link.';
COMMENT ON COLUMN public.records_link.valid_from IS 'From.';
COMMENT ON COLUMN public.records_link.valid_until IS 'Until.';

CREATE SEQUENCE public.records_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.records_number_seq OWNER TO serentak_owner;

CREATE TABLE public.records_party (
    record uuid NOT NULL,
    scope text NOT NULL,
    role text NOT NULL,
    open boolean NOT NULL,
    due timestamp with time zone,
    entry bigint NOT NULL,
    CONSTRAINT records_party_scope CHECK ((scope ~ '^(q:[1-9][0-9]{0,8}:[a-z_]{1,40}|[hp]:[1-9][0-9]{0,17})$'::text))
)
WITH (fillfactor='85');
ALTER TABLE public.records_party OWNER TO serentak_owner;
COMMENT ON TABLE public.records_party IS 'Who sees a record and who must act: the only door to rows.';
COMMENT ON COLUMN public.records_party.record IS 'The record.';
COMMENT ON COLUMN public.records_party.scope IS 'q:<organisation>:<role> a pool, h:<holding>, p:<person>.';
COMMENT ON COLUMN public.records_party.role IS 'As what: the role of the pool or of the holding''s post; applicant for a person.';
COMMENT ON COLUMN public.records_party.open IS 'Must act.';
COMMENT ON COLUMN public.records_party.due IS 'By when.';
COMMENT ON COLUMN public.records_party.entry IS 'Entry that wrote this row.';

CREATE TABLE public.records_private (
    record uuid NOT NULL,
    person integer NOT NULL,
    entry bigint NOT NULL,
    visibility text NOT NULL,
    name text,
    phone text,
    email text,
    address text,
    nik bytea,
    nik_hash bytea,
    CONSTRAINT records_private_person CHECK (((person >= 1) AND (person <= 99)))
);
ALTER TABLE public.records_private OWNER TO serentak_owner;
COMMENT ON TABLE public.records_private IS 'Who a record is about: one row a person, erased by row.';
COMMENT ON COLUMN public.records_private.record IS 'The record.';
COMMENT ON COLUMN public.records_private.person IS 'Ordinal of the person within the record, from 1.';
COMMENT ON COLUMN public.records_private.entry IS 'Entry that wrote it.';
COMMENT ON COLUMN public.records_private.visibility IS 'named: everyone who sees the record; confidential: the verifier''s posts only.';
COMMENT ON COLUMN public.records_private.name IS 'PERSONAL.';
COMMENT ON COLUMN public.records_private.phone IS 'PERSONAL.';
COMMENT ON COLUMN public.records_private.email IS 'PERSONAL.';
COMMENT ON COLUMN public.records_private.address IS 'PERSONAL.';
COMMENT ON COLUMN public.records_private.nik IS 'PERSONAL. AEAD ciphertext under a file key.';
COMMENT ON COLUMN public.records_private.nik_hash IS 'Keyed hash for matching.';

CREATE VIEW public.records_readable WITH (security_barrier='true') AS
 SELECT id,
    type,
    type_version,
    number,
    state,
    agency,
    region,
    class,
    opened,
    due,
    closed,
    version,
    entry
   FROM public.records_record
  WHERE (class <> 'sealed'::text);
ALTER VIEW public.records_readable OWNER TO serentak_owner;
COMMENT ON VIEW public.records_readable IS 'Headers for the reading login: no sealed record.';

CREATE TABLE public.records_search (
    record uuid NOT NULL,
    words tsvector NOT NULL,
    near text
);
ALTER TABLE public.records_search OWNER TO serentak_owner;
COMMENT ON TABLE public.records_search IS 'Full text of records: written by the worker, which follows the sealed log.';
COMMENT ON COLUMN public.records_search.record IS 'The record; never a sealed one.';
COMMENT ON COLUMN public.records_search.words IS 'Stems of what it says, its title weighed A; no stop word, nothing personal.';
COMMENT ON COLUMN public.records_search.near IS 'Type and district of one that is open and not confidential: for records alike.';

CREATE TABLE public.records_survey (
    month date NOT NULL,
    agency integer NOT NULL,
    type text NOT NULL,
    element text NOT NULL,
    score integer NOT NULL,
    count integer NOT NULL,
    CONSTRAINT records_survey_score CHECK (((score >= 1) AND (score <= 4)))
);
ALTER TABLE public.records_survey OWNER TO serentak_owner;
COMMENT ON TABLE public.records_survey IS 'Answers to the satisfaction survey, as counts; no row of one answer.';
COMMENT ON COLUMN public.records_survey.month IS 'First day of the month of the answers, in WITA.';
COMMENT ON COLUMN public.records_survey.agency IS 'Organisation that had the record at its end.';
COMMENT ON COLUMN public.records_survey.type IS 'Record type.';
COMMENT ON COLUMN public.records_survey.element IS 'Element of the survey, a code of the content.';
COMMENT ON COLUMN public.records_survey.score IS 'From 1, not good, to 4, very good.';
COMMENT ON COLUMN public.records_survey.count IS 'How many answered so.';

CREATE TABLE public.records_surveyed (
    record uuid NOT NULL
);
ALTER TABLE public.records_surveyed OWNER TO serentak_owner;
COMMENT ON TABLE public.records_surveyed IS 'Records whose reporter has answered the survey.';
COMMENT ON COLUMN public.records_surveyed.record IS 'The record.';

CREATE TABLE public.records_template (
    id bigint NOT NULL,
    agency integer NOT NULL,
    type text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    post text NOT NULL
);
ALTER TABLE public.records_template OWNER TO serentak_owner;
COMMENT ON TABLE public.records_template IS 'Texts for answers: made by officers, put into a form, changed before they are sent.';
COMMENT ON COLUMN public.records_template.agency IS 'Whose text it is.';
COMMENT ON COLUMN public.records_template.type IS 'Record type whose answers it is for.';
COMMENT ON COLUMN public.records_template.title IS 'By what it is chosen.';
COMMENT ON COLUMN public.records_template.body IS 'The text; {nomor} and {layanan} stand for the record''s own.';
COMMENT ON COLUMN public.records_template.post IS 'Post that kept it last.';

ALTER TABLE public.records_template ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_template_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.records_word (
    word text NOT NULL,
    lexeme text NOT NULL
);
ALTER TABLE public.records_word OWNER TO serentak_owner;
COMMENT ON TABLE public.records_word IS 'Known words: what beginnings and misspelt words are compared with.';
COMMENT ON COLUMN public.records_word.word IS 'A word some record says, in small plain letters.';
COMMENT ON COLUMN public.records_word.lexeme IS 'Its stem.';

ALTER TABLE ONLY public.ledger_access ATTACH PARTITION public.ledger_access_default DEFAULT;

ALTER TABLE ONLY public.agencies_announcement
    ADD CONSTRAINT agencies_announcement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.agencies_announcement
    ADD CONSTRAINT agencies_announcement_subject_key UNIQUE (subject);

ALTER TABLE ONLY public.agencies_holding_kind
    ADD CONSTRAINT agencies_holding_kind_kind_key UNIQUE (kind);

ALTER TABLE ONLY public.agencies_holding_kind
    ADD CONSTRAINT agencies_holding_kind_pkey PRIMARY KEY (subject);

ALTER TABLE ONLY public.agencies_holding
    ADD CONSTRAINT agencies_holding_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.agencies_holding
    ADD CONSTRAINT agencies_holding_subject_key UNIQUE (subject);

ALTER TABLE ONLY public.agencies_key
    ADD CONSTRAINT agencies_key_hash_key UNIQUE (hash);

ALTER TABLE ONLY public.agencies_key
    ADD CONSTRAINT agencies_key_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.agencies_key
    ADD CONSTRAINT agencies_key_subject_key UNIQUE (subject);

ALTER TABLE ONLY public.agencies_key_use
    ADD CONSTRAINT agencies_key_use_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.agencies_organisation
    ADD CONSTRAINT agencies_organisation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.agencies_organisation
    ADD CONSTRAINT agencies_organisation_subject_key UNIQUE (subject);

ALTER TABLE ONLY public.agencies_post
    ADD CONSTRAINT agencies_post_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.agencies_post
    ADD CONSTRAINT agencies_post_subject_key UNIQUE (subject);

ALTER TABLE ONLY public.agencies_role
    ADD CONSTRAINT agencies_role_pkey PRIMARY KEY (subject);

ALTER TABLE ONLY public.agencies_role
    ADD CONSTRAINT agencies_role_role_key UNIQUE (role);

ALTER TABLE ONLY public.agencies_succession
    ADD CONSTRAINT agencies_succession_pkey PRIMARY KEY (subject);

ALTER TABLE ONLY public.gate_delivery
    ADD CONSTRAINT gate_delivery_pkey PRIMARY KEY (hook, "position");

ALTER TABLE ONLY public.gate_failure
    ADD CONSTRAINT gate_failure_pkey PRIMARY KEY (job);

ALTER TABLE ONLY public.gate_hook
    ADD CONSTRAINT gate_hook_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.gate_mail
    ADD CONSTRAINT gate_mail_pkey PRIMARY KEY (job);

ALTER TABLE ONLY public.ledger_access
    ADD CONSTRAINT ledger_access_pkey PRIMARY KEY (moment, person, record, purpose);

ALTER TABLE ONLY public.ledger_access_default
    ADD CONSTRAINT ledger_access_default_pkey PRIMARY KEY (moment, person, record, purpose);

ALTER TABLE ONLY public.ledger_checkpoint
    ADD CONSTRAINT ledger_checkpoint_pkey PRIMARY KEY (size);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_subject_version UNIQUE (subject, version);

ALTER TABLE ONLY public.ledger_key
    ADD CONSTRAINT ledger_key_pkey PRIMARY KEY (scope, key);

ALTER TABLE ONLY public.ledger_leaf
    ADD CONSTRAINT ledger_leaf_entry_key UNIQUE (entry);

ALTER TABLE ONLY public.ledger_leaf
    ADD CONSTRAINT ledger_leaf_pkey PRIMARY KEY ("position");

ALTER TABLE ONLY public.ledger_part
    ADD CONSTRAINT ledger_part_pkey PRIMARY KEY (entry, kind);

ALTER TABLE ONLY public.ledger_recorded
    ADD CONSTRAINT ledger_recorded_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.ledger_seat
    ADD CONSTRAINT ledger_seat_pkey PRIMARY KEY (single);

ALTER TABLE ONLY public.ledger_setting
    ADD CONSTRAINT ledger_setting_pkey PRIMARY KEY (single);

ALTER TABLE ONLY public.ledger_tile
    ADD CONSTRAINT ledger_tile_pkey PRIMARY KEY (level, "position");

ALTER TABLE ONLY public.people_attempt
    ADD CONSTRAINT people_attempt_pkey PRIMARY KEY (bucket, key, window_start);

ALTER TABLE ONLY public.people_identity
    ADD CONSTRAINT people_identity_person UNIQUE (person, issuer);

ALTER TABLE ONLY public.people_identity
    ADD CONSTRAINT people_identity_pkey PRIMARY KEY (issuer, subject);

ALTER TABLE ONLY public.people_passkey
    ADD CONSTRAINT people_passkey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_person
    ADD CONSTRAINT people_person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_person
    ADD CONSTRAINT people_person_username_key UNIQUE (username);

ALTER TABLE ONLY public.people_recovery
    ADD CONSTRAINT people_recovery_pkey PRIMARY KEY (person, hash);

ALTER TABLE ONLY public.people_session
    ADD CONSTRAINT people_session_pkey PRIMARY KEY (key_hash);

ALTER TABLE ONLY public.people_signin
    ADD CONSTRAINT people_signin_key_hash_key UNIQUE (key_hash);

ALTER TABLE ONLY public.people_signin
    ADD CONSTRAINT people_signin_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_start
    ADD CONSTRAINT people_start_pkey PRIMARY KEY (person, way);

ALTER TABLE ONLY public.people_totp
    ADD CONSTRAINT people_totp_pkey PRIMARY KEY (person);

ALTER TABLE ONLY public.records_counted
    ADD CONSTRAINT records_counted_pkey PRIMARY KEY (single);

ALTER TABLE ONLY public.records_daily
    ADD CONSTRAINT records_daily_pkey PRIMARY KEY (day, type, agency);

ALTER TABLE ONLY public.records_field_index
    ADD CONSTRAINT records_field_index_pkey PRIMARY KEY (record, field);

ALTER TABLE ONLY public.records_file
    ADD CONSTRAINT records_file_pkey PRIMARY KEY (record, hash);

ALTER TABLE ONLY public.records_follower
    ADD CONSTRAINT records_follower_pkey PRIMARY KEY (single);

ALTER TABLE ONLY public.records_link
    ADD CONSTRAINT records_link_pkey PRIMARY KEY (record, kind, target);

ALTER TABLE ONLY public.records_move
    ADD CONSTRAINT records_move_pkey PRIMARY KEY (type, type_version, act, state_from, state_to, role);

ALTER TABLE ONLY public.records_party
    ADD CONSTRAINT records_party_pkey PRIMARY KEY (record, scope, role);

ALTER TABLE ONLY public.records_private
    ADD CONSTRAINT records_private_pkey PRIMARY KEY (record, person);

ALTER TABLE ONLY public.records_record
    ADD CONSTRAINT records_record_number UNIQUE (number);

ALTER TABLE ONLY public.records_record
    ADD CONSTRAINT records_record_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.records_search
    ADD CONSTRAINT records_search_pkey PRIMARY KEY (record);

ALTER TABLE ONLY public.records_survey
    ADD CONSTRAINT records_survey_pkey PRIMARY KEY (month, agency, type, element, score);

ALTER TABLE ONLY public.records_surveyed
    ADD CONSTRAINT records_surveyed_pkey PRIMARY KEY (record);

ALTER TABLE ONLY public.records_template
    ADD CONSTRAINT records_template_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.records_template
    ADD CONSTRAINT records_template_title UNIQUE (agency, type, title);

ALTER TABLE ONLY public.records_type_version
    ADD CONSTRAINT records_type_version_pkey PRIMARY KEY (type, version);

ALTER TABLE ONLY public.records_word
    ADD CONSTRAINT records_word_pkey PRIMARY KEY (word);

CREATE INDEX agencies_announcement_until ON public.agencies_announcement USING btree (valid_until);

CREATE INDEX agencies_holding_kind_kind_4796da17_like ON public.agencies_holding_kind USING btree (kind text_pattern_ops);

CREATE INDEX agencies_holding_person ON public.agencies_holding USING btree (person);

CREATE INDEX agencies_holding_post ON public.agencies_holding USING btree (post, valid_from, id);

CREATE INDEX agencies_key_hash_f0d14ce6_like ON public.agencies_key USING btree (hash text_pattern_ops);

CREATE INDEX agencies_post_organisation ON public.agencies_post USING btree (organisation, id);

CREATE INDEX agencies_role_role_c4db230b_like ON public.agencies_role USING btree (role text_pattern_ops);

CREATE UNIQUE INDEX agencies_succession_pair ON public.agencies_succession USING btree (predecessor, successor, record_type) NULLS NOT DISTINCT WHERE (withdrawn IS NULL);

CREATE INDEX agencies_succession_pred ON public.agencies_succession USING btree (predecessor);

CREATE INDEX gate_delivery_due ON public.gate_delivery USING btree (due) WHERE (due IS NOT NULL);

CREATE UNIQUE INDEX gate_hook_system ON public.gate_hook USING btree (post) WHERE (stopped IS NULL);

CREATE INDEX gate_mail_reference ON public.gate_mail USING btree (reference, job DESC);

CREATE INDEX gate_mail_unsent ON public.gate_mail USING btree (job DESC) WHERE (sent IS NULL);

CREATE INDEX ledger_access_holding ON ONLY public.ledger_access USING btree (holding, moment DESC);

CREATE INDEX ledger_access_id ON ONLY public.ledger_access USING btree (id);

CREATE INDEX ledger_access_record ON ONLY public.ledger_access USING btree (record, moment DESC);

CREATE INDEX ledger_access_default_holding_moment_idx ON public.ledger_access_default USING btree (holding, moment DESC);

CREATE INDEX ledger_access_default_id_idx ON public.ledger_access_default USING btree (id);

CREATE INDEX ledger_access_default_record_moment_idx ON public.ledger_access_default USING btree (record, moment DESC);

CREATE INDEX ledger_key_moment ON public.ledger_key USING brin (moment);

CREATE INDEX ledger_recorded_name_2680e16d_like ON public.ledger_recorded USING btree (name text_pattern_ops);

CREATE INDEX people_passkey_person ON public.people_passkey USING btree (person);

CREATE INDEX people_person_username_997612ff_like ON public.people_person USING btree (username varchar_pattern_ops);

CREATE INDEX people_session_expires ON public.people_session USING btree (expires);

CREATE INDEX people_session_person ON public.people_session USING btree (person);

CREATE INDEX people_signin_person ON public.people_signin USING btree (person);

CREATE INDEX records_field_index_date ON public.records_field_index USING btree (type, field, value_date, record) WHERE (value_date IS NOT NULL);

CREATE INDEX records_field_index_number ON public.records_field_index USING btree (type, field, value_number, record) WHERE (value_number IS NOT NULL);

CREATE INDEX records_field_index_text ON public.records_field_index USING btree (type, field, value_text, record) WHERE (value_text IS NOT NULL);

CREATE INDEX records_file_hash ON public.records_file USING btree (hash);

CREATE INDEX records_link_target ON public.records_link USING btree (target);

CREATE INDEX records_party_inbox ON public.records_party USING btree (scope, open, due, record);

CREATE INDEX records_private_email ON public.records_private USING btree (lower(email)) WHERE (email IS NOT NULL);

CREATE INDEX records_private_nik ON public.records_private USING btree (nik_hash) WHERE (nik_hash IS NOT NULL);

CREATE INDEX records_private_phone ON public.records_private USING btree (phone) WHERE (phone IS NOT NULL);

CREATE INDEX records_record_due ON public.records_record USING btree (type, state, due) WHERE (closed IS NULL);

CREATE INDEX records_search_near ON public.records_search USING btree (near, record) WHERE (near IS NOT NULL);

CREATE INDEX records_search_words ON public.records_search USING gin (words);

CREATE INDEX records_word_like ON public.records_word USING gin (word public.gin_trgm_ops);

CREATE INDEX records_word_word_df71d16f_like ON public.records_word USING btree (word text_pattern_ops);

ALTER INDEX public.ledger_access_holding ATTACH PARTITION public.ledger_access_default_holding_moment_idx;

ALTER INDEX public.ledger_access_id ATTACH PARTITION public.ledger_access_default_id_idx;

ALTER INDEX public.ledger_access_pkey ATTACH PARTITION public.ledger_access_default_pkey;

ALTER INDEX public.ledger_access_record ATTACH PARTITION public.ledger_access_default_record_moment_idx;

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.agencies_announcement FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.agencies_holding FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.agencies_holding_kind FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.agencies_key FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.agencies_organisation FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.agencies_post FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.agencies_role FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.agencies_succession FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.ledger_access FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.ledger_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.ledger_key FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.ledger_leaf FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.ledger_part FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.ledger_recorded FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.ledger_setting FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.ledger_tile FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.people_signin FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.records_field_index FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.records_file FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.records_link FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.records_move FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.records_party FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.records_private FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.records_record FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER emptied BEFORE TRUNCATE ON public.records_type_version FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER guard BEFORE INSERT OR DELETE OR UPDATE ON public.agencies_announcement FOR EACH ROW EXECUTE FUNCTION public.ledger_guard_row();

CREATE TRIGGER guard BEFORE INSERT OR DELETE OR UPDATE ON public.agencies_holding FOR EACH ROW EXECUTE FUNCTION public.ledger_guard_row();

CREATE TRIGGER guard BEFORE INSERT OR DELETE OR UPDATE ON public.agencies_holding_kind FOR EACH ROW EXECUTE FUNCTION public.ledger_guard_row();

CREATE TRIGGER guard BEFORE INSERT OR DELETE OR UPDATE ON public.agencies_key FOR EACH ROW EXECUTE FUNCTION public.ledger_guard_row();

CREATE TRIGGER guard BEFORE INSERT OR DELETE OR UPDATE ON public.agencies_organisation FOR EACH ROW EXECUTE FUNCTION public.ledger_guard_row();

CREATE TRIGGER guard BEFORE INSERT OR DELETE OR UPDATE ON public.agencies_post FOR EACH ROW EXECUTE FUNCTION public.ledger_guard_row();

CREATE TRIGGER guard BEFORE INSERT OR DELETE OR UPDATE ON public.agencies_role FOR EACH ROW EXECUTE FUNCTION public.ledger_guard_row();

CREATE TRIGGER guard BEFORE INSERT OR DELETE OR UPDATE ON public.agencies_succession FOR EACH ROW EXECUTE FUNCTION public.ledger_guard_row();

CREATE TRIGGER guard BEFORE DELETE OR UPDATE ON public.ledger_access FOR EACH ROW EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER guard BEFORE DELETE OR UPDATE ON public.ledger_checkpoint FOR EACH ROW EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER guard BEFORE DELETE OR UPDATE ON public.ledger_entry FOR EACH ROW EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER guard BEFORE DELETE OR UPDATE ON public.ledger_key FOR EACH ROW EXECUTE FUNCTION public.ledger_guard_key();

CREATE TRIGGER guard BEFORE DELETE OR UPDATE ON public.ledger_leaf FOR EACH ROW EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER guard BEFORE INSERT OR DELETE OR UPDATE ON public.ledger_part FOR EACH ROW EXECUTE FUNCTION public.ledger_guard_part();

CREATE TRIGGER guard BEFORE DELETE OR UPDATE ON public.ledger_recorded FOR EACH ROW EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER guard BEFORE INSERT OR DELETE OR UPDATE ON public.ledger_setting FOR EACH ROW EXECUTE FUNCTION public.ledger_guard_setting();

CREATE TRIGGER guard BEFORE DELETE OR UPDATE ON public.ledger_tile FOR EACH ROW EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER guard BEFORE UPDATE ON public.people_session FOR EACH ROW EXECUTE FUNCTION public.people_guard_session();

CREATE TRIGGER guard BEFORE DELETE OR UPDATE ON public.people_signin FOR EACH ROW EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER guard BEFORE INSERT OR DELETE OR UPDATE ON public.records_field_index FOR EACH ROW EXECUTE FUNCTION public.records_guard_child('free');

CREATE TRIGGER guard BEFORE INSERT OR DELETE OR UPDATE ON public.records_file FOR EACH ROW EXECUTE FUNCTION public.records_guard_child('never');

CREATE TRIGGER guard BEFORE INSERT OR DELETE OR UPDATE ON public.records_link FOR EACH ROW EXECUTE FUNCTION public.records_guard_child('never');

CREATE TRIGGER guard BEFORE DELETE OR UPDATE ON public.records_move FOR EACH ROW EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER guard BEFORE INSERT OR DELETE OR UPDATE ON public.records_party FOR EACH ROW EXECUTE FUNCTION public.records_guard_child('free');

CREATE TRIGGER guard BEFORE INSERT OR DELETE OR UPDATE ON public.records_private FOR EACH ROW EXECUTE FUNCTION public.records_guard_child('erase');

CREATE TRIGGER guard BEFORE INSERT OR DELETE OR UPDATE ON public.records_record FOR EACH ROW EXECUTE FUNCTION public.records_guard_record();

CREATE TRIGGER guard BEFORE DELETE OR UPDATE ON public.records_type_version FOR EACH ROW EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER opened BEFORE INSERT ON public.people_session FOR EACH ROW EXECUTE FUNCTION public.people_open_session();

CREATE TRIGGER stamp BEFORE INSERT ON public.ledger_entry FOR EACH ROW EXECUTE FUNCTION public.ledger_stamp();

ALTER TABLE ONLY public.gate_delivery
    ADD CONSTRAINT gate_delivery_hook_fkey FOREIGN KEY (hook) REFERENCES public.gate_hook(id);

REVOKE ALL ON TYPE public.ledger_actor FROM PUBLIC;

REVOKE ALL ON TYPE public.ledger_parts FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_act(p_credential text, p_secret bytea, p_holding bigint, p_key uuid, p_mac bytea, p_act jsonb, p_rows jsonb, OUT entries bigint[], OUT ids bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.agencies_act(p_credential text, p_secret bytea, p_holding bigint, p_key uuid, p_mac bytea, p_act jsonb, p_rows jsonb, OUT entries bigint[], OUT ids bigint[]) TO serentak_web;

REVOKE ALL ON FUNCTION public.agencies_actor(p_credential text, p_secret bytea, p_holding bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_after(p_table text, p_row jsonb, p_old jsonb) FROM PUBLIC;

GRANT SELECT ON TABLE public.agencies_holding TO serentak_web;
GRANT SELECT ON TABLE public.agencies_holding TO serentak_worker;
GRANT SELECT ON TABLE public.agencies_holding TO serentak_read;

GRANT SELECT ON TABLE public.agencies_holding_kind TO serentak_web;
GRANT SELECT ON TABLE public.agencies_holding_kind TO serentak_worker;
GRANT SELECT ON TABLE public.agencies_holding_kind TO serentak_read;

GRANT SELECT ON TABLE public.agencies_organisation TO serentak_web;
GRANT SELECT ON TABLE public.agencies_organisation TO serentak_worker;
GRANT SELECT ON TABLE public.agencies_organisation TO serentak_read;

GRANT SELECT ON TABLE public.agencies_post TO serentak_web;
GRANT SELECT ON TABLE public.agencies_post TO serentak_worker;
GRANT SELECT ON TABLE public.agencies_post TO serentak_read;

GRANT SELECT ON TABLE public.agencies_in_force TO serentak_web;
GRANT SELECT ON TABLE public.agencies_in_force TO serentak_worker;
GRANT SELECT ON TABLE public.agencies_in_force TO serentak_read;

REVOKE ALL ON FUNCTION public.agencies_announces(g public.agencies_in_force, r jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_answers_for(p_mine integer, p_theirs integer, p_type text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_check(p_table text, p_old jsonb, r jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_check_announcement(p_old jsonb, r jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_check_holding(p_old jsonb, r jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_check_post(p_old jsonb, r jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_columns(p_table regclass) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_comes_to(a public.ledger_actor, p_holding bigint, p_type text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_delegates(g public.agencies_in_force, p_table text, p_old jsonb, r jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_exists(p_organisation integer, p_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_known(a public.ledger_actor) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_machine(p_secret bytea, p_holding bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_may(a public.ledger_actor, p_table text, p_old jsonb, r jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_named(p_table text, p_old jsonb, r jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_numbered(p_row jsonb, p_ids bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_owner(p_table text, r jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_permits(p_holding bigint, p_act text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_reorganises(p_table text, p_old jsonb, r jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_repeat(p_first bigint, OUT entries bigint[], OUT ids bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_session(p_secret bytea, p_holding bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_staffs(g public.agencies_in_force, p_table text, r jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_stands_in(p_bodies integer[], p_organisation integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_takes_in(g public.agencies_in_force, p_person bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_withdrawn(a public.ledger_actor, p_table text, p_subject uuid, p_old jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_within(p_mine integer, p_theirs integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.agencies_write(p_table text, p_known boolean, r jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.gate_administers(p_secret bytea, p_holding bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.gate_again(p_secret bytea, p_holding bigint, p_job bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.gate_again(p_secret bytea, p_holding bigint, p_job bigint) TO serentak_web;

REVOKE ALL ON FUNCTION public.gate_jobs(p_secret bytea, p_holding bigint, p_state text, p_before bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.gate_jobs(p_secret bytea, p_holding bigint, p_state text, p_before bigint) TO serentak_web;

REVOKE ALL ON FUNCTION public.gate_mail_again(p_secret bytea, p_holding bigint, p_job bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.gate_mail_again(p_secret bytea, p_holding bigint, p_job bigint) TO serentak_web;

REVOKE ALL ON FUNCTION public.gate_mails(p_secret bytea, p_holding bigint, p_unsent boolean, p_reference text, p_before bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.gate_mails(p_secret bytea, p_holding bigint, p_unsent boolean, p_reference text, p_before bigint) TO serentak_web;

REVOKE ALL ON FUNCTION public.gate_queue(p_secret bytea, p_holding bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.gate_queue(p_secret bytea, p_holding bigint) TO serentak_web;

REVOKE ALL ON FUNCTION public.ledger_access_hash(r public.ledger_access) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_access_month(p_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ledger_access_month(p_day date) TO serentak_worker;

REVOKE ALL ON FUNCTION public.ledger_answered(p_scope bytea, p_key uuid, p_mac bytea, p_entry bigint) FROM PUBLIC;

GRANT SELECT ON TABLE public.ledger_entry TO serentak_web;
GRANT SELECT ON TABLE public.ledger_entry TO serentak_worker;

GRANT SELECT(id) ON TABLE public.ledger_entry TO serentak_sequencer;

GRANT SELECT(xid) ON TABLE public.ledger_entry TO serentak_sequencer;

GRANT SELECT(bytes) ON TABLE public.ledger_entry TO serentak_sequencer;

REVOKE ALL ON FUNCTION public.ledger_append(e public.ledger_entry, a public.ledger_actor, p_kind text, p_type text, p_number text, p_basis text, p_parts jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_clock(p_moment text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_digest_access() FROM PUBLIC;
GRANT ALL ON FUNCTION public.ledger_digest_access() TO serentak_worker;

REVOKE ALL ON FUNCTION public.ledger_draw() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_fix(p_table text, p_guard text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_guard_key() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_guard_part() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_guard_row() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_guard_setting() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_hex(b bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_installer() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_json(t text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_moment(t timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_read_moment(t text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_refuse() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_salt() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_salted(p_parts jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_stamp() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_text(e public.ledger_entry, a public.ledger_actor, p_kind text, p_type text, p_number text, p_basis text, p_commitments text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.ledger_use_pack(p_name text, p_version integer, p_hash text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.people_guard_session() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.people_has_factor(p_person bigint, p_method text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.people_is_strong(p_method text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.people_leave(p_secret bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.people_leave(p_secret bytea) TO serentak_web;

REVOKE ALL ON FUNCTION public.people_open_session() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.people_post(p_sealed text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.people_post(p_sealed text) TO serentak_web;

REVOKE ALL ON FUNCTION public.records_accesses(p_secret bytea, p_holding bigint, p_number text, p_post bigint, p_day date, p_last_moment timestamp with time zone, p_last_person bigint, p_last_record uuid, p_last_purpose text, p_moment text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_accesses(p_secret bytea, p_holding bigint, p_number text, p_post bigint, p_day date, p_last_moment timestamp with time zone, p_last_person bigint, p_last_record uuid, p_last_purpose text, p_moment text) TO serentak_web;

REVOKE ALL ON FUNCTION public.records_account(p_person bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_actor(p_credential text, p_secret bytea, p_holding bigint, p_record uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_alike(p_type text, p_title text, p_place jsonb, p_since timestamp with time zone, p_not uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_alike(p_type text, p_title text, p_place jsonb, p_since timestamp with time zone, p_not uuid) TO serentak_web;

GRANT SELECT ON TABLE public.records_move TO serentak_web;
GRANT SELECT ON TABLE public.records_move TO serentak_worker;
GRANT SELECT ON TABLE public.records_move TO serentak_read;

GRANT SELECT ON TABLE public.records_record TO serentak_web;
GRANT SELECT ON TABLE public.records_record TO serentak_worker;

REVOKE ALL ON FUNCTION public.records_allowed(h public.records_record, a public.ledger_actor, p_act jsonb, p_moment timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_as_proposed(h public.records_record, m public.records_move, p_said jsonb, p_content jsonb, p_payload jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_basis(h public.records_record, a public.ledger_actor, m public.records_move, p_act jsonb, p_moment timestamp with time zone, p_content jsonb, p_payload jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_behind(p_type text, p_version integer, p_after uuid, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_behind(p_type text, p_version integer, p_after uuid, p_limit integer) TO serentak_worker;

REVOKE ALL ON FUNCTION public.records_belongs(p_scope text, p_role text, a public.ledger_actor, p_after integer, p_before integer) FROM PUBLIC;

GRANT SELECT ON TABLE public.records_type_version TO serentak_web;
GRANT SELECT ON TABLE public.records_type_version TO serentak_worker;
GRANT SELECT ON TABLE public.records_type_version TO serentak_read;

REVOKE ALL ON FUNCTION public.records_check_identity(h public.records_record, t public.records_type_version, p_identity jsonb, p_content jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_check_parts(h public.records_record, m public.records_move, p_content jsonb, p_identity jsonb, p_parties jsonb, p_payload jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_content(h public.records_record) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_contents(p_credential text, p_secret bytea, p_holding bigint, p_records uuid[], p_query tsquery) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_contents(p_credential text, p_secret bytea, p_holding bigint, p_records uuid[], p_query tsquery) TO serentak_web;

REVOKE ALL ON FUNCTION public.records_count(p_rules jsonb, p_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_count(p_rules jsonb, p_most integer) TO serentak_worker;

REVOKE ALL ON FUNCTION public.records_date(t text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_enqueue(p_jobs jsonb, e public.ledger_entry) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_erase(p_record uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_find_file(p_credential text, p_secret bytea, p_holding bigint, p_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_find_file(p_credential text, p_secret bytea, p_holding bigint, p_hash bytea) TO serentak_web;

REVOKE ALL ON FUNCTION public.records_find_person(p_credential text, p_secret bytea, p_holding bigint, p_username text, p_moment text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_find_person(p_credential text, p_secret bytea, p_holding bigint, p_username text, p_moment text) TO serentak_web;

REVOKE ALL ON FUNCTION public.records_first(p_credential text, p_secret bytea, p_holding bigint, p_record uuid, p_target uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_first(p_credential text, p_secret bytea, p_holding bigint, p_record uuid, p_target uuid) TO serentak_web;

REVOKE ALL ON FUNCTION public.records_follow(p_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_follow(p_most integer) TO serentak_worker;

REVOKE ALL ON FUNCTION public.records_guard_child() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_guard_record() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_identity(p_credential text, p_secret bytea, p_holding bigint, p_record uuid, p_purpose text, p_moment text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_identity(p_credential text, p_secret bytea, p_holding bigint, p_record uuid, p_purpose text, p_moment text) TO serentak_web;

REVOKE ALL ON FUNCTION public.records_is_party(p_record uuid, a public.ledger_actor, p_must_act boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_joined(p_record uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_joined(p_record uuid) TO serentak_worker;

REVOKE ALL ON FUNCTION public.records_letter(p_record uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_letter(p_record uuid) TO serentak_web;

REVOKE ALL ON FUNCTION public.records_lost(p_credential text, p_secret bytea, p_holding bigint, p_phone text, p_email text, p_record uuid, p_moment text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_lost(p_credential text, p_secret bytea, p_holding bigint, p_phone text, p_email text, p_record uuid, p_moment text) TO serentak_web;

REVOKE ALL ON FUNCTION public.records_near(h public.records_record) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_next_version(h public.records_record, p_act jsonb, p_moment timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_opened(p_act jsonb, p_subject uuid, p_moment timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_payloads(p_credential text, p_secret bytea, p_holding bigint, p_entries bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_payloads(p_credential text, p_secret bytea, p_holding bigint, p_entries bigint[]) TO serentak_web;

REVOKE ALL ON FUNCTION public.records_perform(p_credential text, p_secret bytea, p_holding bigint, p_key uuid, p_mac bytea, p_act jsonb, p_content jsonb, p_identity jsonb, p_parties jsonb, p_payload jsonb, p_jobs jsonb, OUT subject uuid, OUT number text, OUT entry bigint, OUT replayed boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_perform(p_credential text, p_secret bytea, p_holding bigint, p_key uuid, p_mac bytea, p_act jsonb, p_content jsonb, p_identity jsonb, p_parties jsonb, p_payload jsonb, p_jobs jsonb, OUT subject uuid, OUT number text, OUT entry bigint, OUT replayed boolean) TO serentak_web;
GRANT ALL ON FUNCTION public.records_perform(p_credential text, p_secret bytea, p_holding bigint, p_key uuid, p_mac bytea, p_act jsonb, p_content jsonb, p_identity jsonb, p_parties jsonb, p_payload jsonb, p_jobs jsonb, OUT subject uuid, OUT number text, OUT entry bigint, OUT replayed boolean) TO serentak_worker;

REVOKE ALL ON FUNCTION public.records_persons(p_record uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_place(h public.records_record) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_query(p text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_query(p text) TO serentak_web;

REVOKE ALL ON FUNCTION public.records_read(p_credential text, p_secret bytea, p_holding bigint, p_record uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_read(p_credential text, p_secret bytea, p_holding bigint, p_record uuid) TO serentak_web;
GRANT ALL ON FUNCTION public.records_read(p_credential text, p_secret bytea, p_holding bigint, p_record uuid) TO serentak_worker;

REVOKE ALL ON FUNCTION public.records_readings(p_credential text, p_secret bytea, p_record uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_readings(p_credential text, p_secret bytea, p_record uuid) TO serentak_web;

REVOKE ALL ON FUNCTION public.records_rebuild() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_rebuild_search() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_sees(p_credential text, p_secret bytea, p_holding bigint, p_record uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_set_files(h public.records_record, t public.records_type_version, p_content jsonb, p_payload jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_set_index(h public.records_record, t public.records_type_version, p jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_set_link(h public.records_record, m public.records_move, p_moment timestamp with time zone, p jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_set_parties(h public.records_record, p_agency_before integer, a public.ledger_actor, m public.records_move, p jsonb, p_persons boolean, p_payload jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_set_private(h public.records_record, p jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_spelt(p text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_storage(p_secret bytea, p_holding bigint, p_since bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_storage(p_secret bytea, p_holding bigint, p_since bigint) TO serentak_web;

REVOKE ALL ON FUNCTION public.records_survey_answer(p_credential text, p_secret bytea, p_record uuid, p_scores jsonb, p_moment text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_survey_answer(p_credential text, p_secret bytea, p_record uuid, p_scores jsonb, p_moment text) TO serentak_web;

REVOKE ALL ON FUNCTION public.records_take_away(p_secret bytea, p_holding bigint, p_moment text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_take_away(p_secret bytea, p_holding bigint, p_moment text) TO serentak_web;

REVOKE ALL ON FUNCTION public.records_takes_over(h public.records_record, p_code text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_template_actor(p_secret bytea, p_holding bigint, p_type text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.records_template_drop(p_secret bytea, p_holding bigint, p_type text, p_title text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_template_drop(p_secret bytea, p_holding bigint, p_type text, p_title text) TO serentak_web;

REVOKE ALL ON FUNCTION public.records_template_keep(p_secret bytea, p_holding bigint, p_type text, p_title text, p_body text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.records_template_keep(p_secret bytea, p_holding bigint, p_type text, p_title text, p_body text) TO serentak_web;

REVOKE ALL ON FUNCTION public.records_texts(h public.records_record) FROM PUBLIC;

GRANT SELECT ON TABLE public.agencies_announcement TO serentak_web;

GRANT SELECT ON TABLE public.agencies_key TO serentak_web;

GRANT SELECT,INSERT,UPDATE ON TABLE public.agencies_key_use TO serentak_web;

GRANT SELECT ON TABLE public.agencies_role TO serentak_web;
GRANT SELECT ON TABLE public.agencies_role TO serentak_worker;
GRANT SELECT ON TABLE public.agencies_role TO serentak_read;

GRANT SELECT ON TABLE public.agencies_succession TO serentak_web;
GRANT SELECT ON TABLE public.agencies_succession TO serentak_worker;
GRANT SELECT ON TABLE public.agencies_succession TO serentak_read;

GRANT SELECT ON TABLE public.gate_delivery TO serentak_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.gate_delivery TO serentak_worker;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.gate_failure TO serentak_worker;

GRANT SELECT,INSERT,UPDATE ON TABLE public.gate_hook TO serentak_web;
GRANT SELECT,UPDATE ON TABLE public.gate_hook TO serentak_worker;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.gate_mail TO serentak_worker;

GRANT SELECT ON TABLE public.ledger_checkpoint TO serentak_web;
GRANT SELECT ON TABLE public.ledger_checkpoint TO serentak_worker;
GRANT SELECT ON TABLE public.ledger_checkpoint TO serentak_read;
GRANT SELECT,INSERT ON TABLE public.ledger_checkpoint TO serentak_sequencer;

GRANT SELECT ON SEQUENCE public.ledger_entry_id_seq TO serentak_sequencer;

GRANT DELETE ON TABLE public.ledger_key TO serentak_worker;

GRANT SELECT(scope) ON TABLE public.ledger_key TO serentak_worker;

GRANT SELECT(key) ON TABLE public.ledger_key TO serentak_worker;

GRANT SELECT(moment) ON TABLE public.ledger_key TO serentak_worker;

GRANT SELECT ON TABLE public.ledger_leaf TO serentak_web;
GRANT SELECT ON TABLE public.ledger_leaf TO serentak_worker;
GRANT SELECT ON TABLE public.ledger_leaf TO serentak_read;
GRANT SELECT,INSERT ON TABLE public.ledger_leaf TO serentak_sequencer;

GRANT SELECT ON TABLE public.ledger_part TO serentak_worker;

GRANT SELECT ON TABLE public.ledger_readable TO serentak_read;

GRANT SELECT ON TABLE public.ledger_recorded TO serentak_web;
GRANT SELECT ON TABLE public.ledger_recorded TO serentak_worker;

GRANT SELECT,UPDATE ON TABLE public.ledger_seat TO serentak_sequencer;

GRANT SELECT ON TABLE public.ledger_setting TO serentak_web;
GRANT SELECT ON TABLE public.ledger_setting TO serentak_worker;
GRANT SELECT ON TABLE public.ledger_setting TO serentak_read;

GRANT SELECT ON TABLE public.ledger_tile TO serentak_web;
GRANT SELECT ON TABLE public.ledger_tile TO serentak_worker;
GRANT SELECT ON TABLE public.ledger_tile TO serentak_read;
GRANT SELECT,INSERT ON TABLE public.ledger_tile TO serentak_sequencer;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_attempt TO serentak_web;
GRANT SELECT,DELETE ON TABLE public.people_attempt TO serentak_worker;

GRANT SELECT,INSERT,DELETE ON TABLE public.people_identity TO serentak_web;

GRANT UPDATE(used) ON TABLE public.people_identity TO serentak_web;

GRANT SELECT,INSERT,DELETE ON TABLE public.people_passkey TO serentak_web;

GRANT UPDATE(counter) ON TABLE public.people_passkey TO serentak_web;

GRANT UPDATE(used) ON TABLE public.people_passkey TO serentak_web;

GRANT SELECT,INSERT ON TABLE public.people_person TO serentak_web;
GRANT SELECT ON TABLE public.people_person TO serentak_worker;

GRANT UPDATE(password) ON TABLE public.people_person TO serentak_web;

GRANT UPDATE(name) ON TABLE public.people_person TO serentak_web;

GRANT UPDATE(email) ON TABLE public.people_person TO serentak_web;

GRANT UPDATE(email_proved) ON TABLE public.people_person TO serentak_web;

GRANT UPDATE(username_proved) ON TABLE public.people_person TO serentak_web;

GRANT UPDATE(is_active) ON TABLE public.people_person TO serentak_web;

GRANT USAGE ON SEQUENCE public.people_person_id_seq TO serentak_web;

GRANT SELECT,INSERT,DELETE ON TABLE public.people_recovery TO serentak_web;

GRANT SELECT,INSERT,DELETE ON TABLE public.people_session TO serentak_web;
GRANT DELETE ON TABLE public.people_session TO serentak_worker;

GRANT SELECT(key_hash) ON TABLE public.people_session TO serentak_worker;

GRANT SELECT(person) ON TABLE public.people_session TO serentak_worker;

GRANT SELECT(expires) ON TABLE public.people_session TO serentak_worker;

GRANT UPDATE(data) ON TABLE public.people_session TO serentak_web;

GRANT SELECT ON TABLE public.people_signin TO serentak_web;

GRANT SELECT,INSERT,UPDATE ON TABLE public.people_start TO serentak_web;

GRANT SELECT,INSERT,DELETE ON TABLE public.people_totp TO serentak_web;

GRANT UPDATE(step) ON TABLE public.people_totp TO serentak_web;

GRANT SELECT ON TABLE public.records_counted TO serentak_web;
GRANT SELECT ON TABLE public.records_counted TO serentak_worker;

GRANT SELECT ON TABLE public.records_daily TO serentak_web;
GRANT SELECT ON TABLE public.records_daily TO serentak_worker;

GRANT SELECT ON TABLE public.records_field_index TO serentak_web;
GRANT SELECT ON TABLE public.records_field_index TO serentak_worker;
GRANT SELECT ON TABLE public.records_field_index TO serentak_read;

GRANT SELECT ON TABLE public.records_file TO serentak_worker;

GRANT SELECT ON TABLE public.records_follower TO serentak_web;

GRANT SELECT ON TABLE public.records_link TO serentak_web;
GRANT SELECT ON TABLE public.records_link TO serentak_worker;

GRANT SELECT ON TABLE public.records_party TO serentak_web;
GRANT SELECT ON TABLE public.records_party TO serentak_worker;

GRANT SELECT ON TABLE public.records_private TO serentak_worker;

GRANT SELECT ON TABLE public.records_readable TO serentak_read;

GRANT SELECT ON TABLE public.records_search TO serentak_web;

GRANT SELECT ON TABLE public.records_survey TO serentak_web;

GRANT SELECT ON TABLE public.records_surveyed TO serentak_web;

GRANT SELECT ON TABLE public.records_template TO serentak_web;
