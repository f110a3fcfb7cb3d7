-- Where systems of agencies are told that something happened, and what became of each message. A message says which record and
-- which act, and nothing else: the system reads the rest with its key. Who may have an address is decided before it is written;
-- what is told is decided by the worker, at the moment of telling.
CREATE TABLE IF NOT EXISTS gate_hook (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, post int NOT NULL, url text NOT NULL, secret bytea NOT NULL, former bytea,
  former_until timestamptz, position bigint NOT NULL, since timestamptz NOT NULL, holding bigint NOT NULL, stopped timestamptz,
  CONSTRAINT gate_hook_url CHECK (url ~ '^https?://' AND length(url) <= 500)
);
COMMENT ON TABLE gate_hook IS 'Addresses at which systems are told of acts on their records, one in use a system.';
COMMENT ON COLUMN gate_hook.id IS 'Number.';
COMMENT ON COLUMN gate_hook.post IS 'The system''s post.';
COMMENT ON COLUMN gate_hook.url IS 'Where messages go.';
COMMENT ON COLUMN gate_hook.secret IS 'What messages are signed with, sealed under the file key.';
COMMENT ON COLUMN gate_hook.former IS 'The secret before that, with which they are signed too for a day; sealed.';
COMMENT ON COLUMN gate_hook.former_until IS 'Until when.';
COMMENT ON COLUMN gate_hook.position IS 'The leaf of the log that is read next for it.';
COMMENT ON COLUMN gate_hook.since IS 'When it was written.';
COMMENT ON COLUMN gate_hook.holding IS 'The post of who wrote it.';
COMMENT ON COLUMN gate_hook.stopped IS 'When it was stopped; NULL: in use.';
CREATE UNIQUE INDEX IF NOT EXISTS gate_hook_system ON gate_hook (post) WHERE stopped IS NULL;

CREATE TABLE IF NOT EXISTS gate_delivery (
  hook bigint NOT NULL REFERENCES gate_hook, position bigint NOT NULL, record uuid NOT NULL, act text NOT NULL, version int NOT NULL,
  moment timestamptz NOT NULL, tries int NOT NULL DEFAULT 0, due timestamptz, done timestamptz, answer text,
  PRIMARY KEY (hook, position)
);
COMMENT ON TABLE gate_delivery IS 'Messages to systems, one a hook and leaf of the log; swept after gate.mail_days.';
COMMENT ON COLUMN gate_delivery.hook IS 'To which address.';
COMMENT ON COLUMN gate_delivery.position IS 'The leaf of the log it tells of.';
COMMENT ON COLUMN gate_delivery.record IS 'The record.';
COMMENT ON COLUMN gate_delivery.act IS 'Record type, dot, act.';
COMMENT ON COLUMN gate_delivery.version IS 'The record''s version after the act.';
COMMENT ON COLUMN gate_delivery.moment IS 'When the act happened.';
COMMENT ON COLUMN gate_delivery.tries IS 'How often it was tried.';
COMMENT ON COLUMN gate_delivery.due IS 'When it is tried next; NULL: never again by itself.';
COMMENT ON COLUMN gate_delivery.done IS 'When the system took it, or what it tells of was no longer shown to it.';
COMMENT ON COLUMN gate_delivery.answer IS 'The status that came back last, or the kind of error.';
CREATE INDEX IF NOT EXISTS gate_delivery_due ON gate_delivery (due) WHERE due IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON gate_hook TO serentak_web;
GRANT SELECT ON gate_delivery TO serentak_web;
GRANT SELECT, UPDATE ON gate_hook TO serentak_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON gate_delivery TO serentak_worker;
