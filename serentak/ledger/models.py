"""The tables of the log: what happened, sealed.

No row of `ledger_entry`, `ledger_leaf`, `ledger_tile` or `ledger_checkpoint` is ever changed or
deleted; `ledger_part` loses only identity parts, and only to an erasure (triggers in `sql/guards.sql`).
Written by the database functions and the sequencer alone, so no model here has behaviour.
"""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Xid8(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's 64-bit transaction id."""

    def db_type(self, connection: object) -> str:
        return "xid8"


class Entry(models.Model):
    id = models.BigIntegerField(
        primary_key=True,
        db_comment="Drawn from ledger_entry_id_seq under the lock of the subject's row; "
        "a replayed key burns one, which leaves a gap.",
    )
    xid = Xid8(db_comment="Transaction that wrote the entry; guards compare it, the sequencer waits for it.")
    moment = models.DateTimeField(db_comment="When the act happened.")
    actor = models.BigIntegerField(
        null=True, db_comment="Holding (person in post) that acted; null for citizens and the clock."
    )
    act = models.TextField(db_comment="Name of the act, as the record type's moves name it.")
    subject = models.UUIDField(
        db_comment="What was acted on: UUIDv7 of a record or of a row of a recorded table."
    )
    version = models.IntegerField(db_comment="Version of the subject after the act; starts at 1.")
    state_from = models.TextField(null=True, db_comment="State before the act; null for recorded rows.")
    state_to = models.TextField(null=True, db_comment="State after the act.")
    agency = models.IntegerField(null=True, db_comment="Organisation responsible after the act.")
    region = models.TextField(
        null=True, db_comment="Kemendagri code of the regency; null when confidential or sealed."
    )
    access_class = models.TextField(db_column="class", db_comment="public, internal, confidential or sealed.")
    due = models.DateTimeField(null=True, db_comment="Deadline of the subject after the act.")
    law = models.TextField(null=True, db_comment="Citation of the rule the act rests on.")
    bytes = models.BinaryField(
        db_comment="The entry's canonical text v1: exactly what is hashed into the log."
    )

    class Meta:
        db_table_comment = "One row an act, written by ledger_append only."
        constraints = [
            models.UniqueConstraint(fields=["subject", "version"], name="ledger_entry_subject_version"),
            models.CheckConstraint(
                condition=models.Q(access_class__in=["public", "internal", "confidential", "sealed"]),
                name="ledger_entry_class",
            ),
        ]


class Part(models.Model):
    pk = models.CompositePrimaryKey("entry", "kind")
    entry = models.BigIntegerField(db_comment="The entry that commits to this part.")
    kind = models.TextField(
        db_comment="content, identity, parties, payload, slip, or header (sealed records)."
    )
    salt = models.BinaryField(db_comment="32 random bytes; the entry's commitment is SHA-256(salt, bytes).")
    bytes = models.BinaryField(db_comment="The part itself; gone after an erasure when it is an identity.")

    class Meta:
        db_table_comment = "What an act said: salted parts that the entry's text commits to by hash."


class Leaf(models.Model):
    position = models.BigIntegerField(
        primary_key=True, db_comment="Index in the Merkle log, from 0 without gaps."
    )
    entry = models.BigIntegerField(unique=True, db_comment="The entry at this position.")
    hash = models.BinaryField(
        db_comment="Leaf hash of its text (RFC 6962), so that a changed entry is named and not only noticed."
    )

    class Meta:
        db_table_comment = "The order in which the sequencer sealed the entries."


class Tile(models.Model):
    pk = models.CompositePrimaryKey("level", "position")
    level = models.IntegerField(
        db_comment="0 holds leaf hashes; a hash of level l+1 covers one full tile of level l."
    )
    position = models.BigIntegerField(db_comment="Which tile of the level.")
    hashes = models.BinaryField(
        db_comment="256 hashes of 32 bytes: full tiles only; the rest is computed from leaves."
    )

    class Meta:
        db_table_comment = "Full tiles of the Merkle log (C2SP tlog-tiles)."


class Checkpoint(models.Model):
    size = models.BigIntegerField(primary_key=True, db_comment="Number of leaves.")
    root = models.BinaryField(db_comment="Merkle root over them (RFC 6962).")
    moment = models.DateTimeField(db_comment="When the sequencer committed this size.")
    settled = models.BigIntegerField(
        db_comment="Every entry id up to here is sealed or was never used: a start looks only beyond it."
    )

    class Meta:
        db_table_comment = (
            "Every size the log had when it was sealed; the signed note stands in the checkpoint file."
        )


class Key(models.Model):
    pk = models.CompositePrimaryKey("scope", "key")
    scope = models.BinaryField(
        db_comment="Whose key: holding, person, hash of a slip or machine key; a word for public and clock."
    )
    key = models.UUIDField(db_comment="Idempotency key carried by the form.")
    mac = models.BinaryField(db_comment="HMAC of the plain payload under a file key.")
    entry = models.BigIntegerField(db_comment="What was answered.")
    moment = models.DateTimeField(db_comment="When; swept after 30 days.")

    class Meta:
        db_table_comment = "Requests already answered: a retry gets the same answer."
        indexes = [BrinIndex(fields=["moment"], name="ledger_key_moment")]


class Setting(models.Model):
    single = models.BooleanField(primary_key=True, default=True, db_comment="Always true: one row.")
    demo = models.BooleanField(db_comment="A demonstration for ever: moments may be off the clock.")

    class Meta:
        db_table_comment = "What this database is."
        constraints = [models.CheckConstraint(condition=models.Q(single=True), name="ledger_setting_one_row")]


class Recorded(models.Model):
    name = models.TextField(primary_key=True, db_comment="Table whose rows agencies_act writes.")
    owner = models.TextField(
        db_comment="Column that names the responsible organisation, printed in the entry as agency; empty: none."
    )

    class Meta:
        db_table_comment = "Recorded tables that are not records: one entry per changed row."


class Seat(models.Model):
    single = models.BooleanField(primary_key=True, default=True, db_comment="Always true: no row is needed.")

    class Meta:
        db_table_comment = "The running sequencer holds a lock on this table; a second one waits for it."


class Access(models.Model):
    pk = models.CompositePrimaryKey("moment", "person", "record", "purpose")
    id = models.BigIntegerField(
        db_comment="Drawn after its transaction's id; a digest covers a range of them."
    )
    moment = models.DateTimeField(db_comment="Hour of the read.")
    person = models.BigIntegerField(db_comment="Who read.")
    record = models.UUIDField(db_comment="Whose personal data: the record.")
    purpose = models.TextField(db_comment="What for.")
    holding = models.BigIntegerField(db_comment="In which post.")

    class Meta:
        managed = False  # partitioned by month: made by sql/access.sql
        db_table = "ledger_access"
        db_table_comment = "Reads of personal data: one row per person, record, purpose and hour."
