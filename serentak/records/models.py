"""Tables of the record engine. What is recorded here is written by `records_perform` alone.

A record's content lives once, in the part of the entry that wrote it; the header is narrow because every
act rewrites it. Child tables carry no foreign keys: the guards prove the same for less.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

CLASSES = ["public", "internal", "confidential", "sealed"]


class TypeVersion(models.Model):
    pk = models.CompositePrimaryKey("type", "version")
    type = models.TextField(db_comment="Name of the record type.")
    version = models.IntegerField(db_comment="From 1.")
    kind = models.TextField(db_comment="case or register.")
    code = models.TextField(db_comment="Letters in front of its numbers.")
    access_class = models.TextField(db_column="class", db_comment="Class of its records.")
    bytes = models.BinaryField(db_comment="Canonical text of the definition.")
    hash = models.BinaryField(db_comment="SHA-256 of it.")
    searchable = models.JSONField(
        db_comment="Content field to text, number or date: what the field index holds."
    )
    file_fields = ArrayField(
        models.TextField(), default=list, db_comment="Fields of content and payload that are lists of files."
    )
    visibility_field = models.TextField(
        null=True,
        db_comment="Content field that says who may read the identity; "
        "when its value is anonymous no identity is stored.",
    )
    identity_roles = ArrayField(
        models.TextField(), default=list, db_comment="Roles that may always read the identity."
    )
    purposes = ArrayField(
        models.TextField(),
        default=list,
        db_comment="For what the identity may be read: one is named each time.",
    )
    valid_from = models.DateTimeField(
        db_comment="Records are opened under the newest version in force from here."
    )
    valid_until = models.DateTimeField(null=True, db_comment="Until here; open records stay under it.")

    class Meta:
        db_table = "records_type_version"
        db_table_comment = "Published record types: never edited, a new version stands beside the old."
        constraints = [
            models.CheckConstraint(condition=Q(access_class__in=CLASSES), name="records_type_version_class"),
            models.CheckConstraint(
                condition=Q(kind__in=["case", "register"]), name="records_type_version_kind"
            ),
            models.CheckConstraint(condition=Q(code__regex="^[A-Z]{2,8}$"), name="records_type_version_code"),
        ]


class Move(models.Model):
    pk = models.CompositePrimaryKey("type", "type_version", "act", "state_from", "state_to", "role")
    type = models.TextField(db_comment="Record type.")
    type_version = models.IntegerField(db_comment="Its version.")
    act = models.TextField(db_comment="Name of the act.")
    state_from = models.TextField(db_comment="State before; empty for the act that opens a record.")
    state_to = models.TextField(db_comment="State after.")
    role = models.TextField(
        db_comment="public, slip, applicant, a role of a post, or clock: by itself, once the record is due."
    )
    scope = models.TextField(
        db_comment="open: no tie; party: the actor is a party; "
        "agency: party and of the record's agency or its successor."
    )
    closes = models.BooleanField(db_comment="The record is closed after it.")
    hands_over = models.BooleanField(default=False, db_comment="May change the agency.")
    asks_body = models.TextField(
        null=True, db_comment="Payload field with the body whose pools may join; the record stays."
    )
    each = models.BooleanField(
        default=False, db_comment="By everybody who was asked, once; only the last one leads on."
    )
    erases = models.BooleanField(
        default=False, db_comment="Drops identity parts, private rows and parties that are persons."
    )
    once = models.BooleanField(default=False, db_comment="A record sees this act a single time.")
    counters = ArrayField(
        models.TextField(),
        default=list,
        db_comment="Acts of which it corrects the one by which the record came into its state.",
    )
    confirms = models.TextField(
        null=True, db_comment="Act whose newest payload this one must repeat byte for byte."
    )
    writes = ArrayField(
        models.TextField(), default=list, db_comment="Parts it may write: content, identity, parties."
    )
    fields = ArrayField(
        models.TextField(),
        default=list,
        db_comment="Content fields it may write; all others must stay as they were.",
    )
    asks = ArrayField(models.TextField(), default=list, db_comment="Payload fields it may answer.")
    party_roles = ArrayField(
        models.TextField(), default=list, db_comment="Party roles that may stand in its after-image."
    )
    link_kind = models.TextField(null=True, db_comment="Kind of link it makes.")
    link_field = models.TextField(
        null=True, db_comment="Field of payload or content that holds the id of the linked record."
    )

    class Meta:
        db_table_comment = "The allowed arrows of each type version; a row that is not here cannot happen."
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=["open", "party", "agency"]), name="records_move_scope"
            ),
            models.CheckConstraint(
                condition=Q(erases=True, act="erase") | Q(erases=False) & ~Q(act="erase"),
                name="records_move_erase",
            ),
        ]


class Record(models.Model):
    id = models.UUIDField(primary_key=True, db_comment="UUIDv7; subject of its entries.")
    type = models.TextField(db_comment="Record type.")
    type_version = models.IntegerField(db_comment="Version it was opened or migrated to.")
    number = models.TextField(db_comment="Type code, year in WITA, sequence; gaps are allowed.")
    state = models.TextField(db_comment="State now.")
    agency = models.IntegerField(db_comment="Organisation responsible now.")
    region = models.TextField(
        null=True, db_comment="Kemendagri code of the regency; null when confidential or sealed."
    )
    access_class = models.TextField(
        db_column="class", db_comment="public, internal, confidential or sealed; that of its type."
    )
    opened = models.DateTimeField(db_comment="Moment of the first act.")
    due = models.DateTimeField(null=True, db_comment="Next deadline.")
    closed = models.DateTimeField(null=True, db_comment="Moment of the closing act; null while open.")
    version = models.IntegerField(db_comment="Number of acts so far.")
    entry = models.BigIntegerField(db_comment="Newest entry.")
    content_entry = models.BigIntegerField(db_comment="Entry of the newest content part.")
    slip = models.BinaryField(
        null=True, db_comment="SHA-256 of the slip's code; null when no slip was given."
    )

    class Meta:
        db_table_comment = "Header of a record: narrow, rewritten by each act."
        # not unique=True, which would add an index for LIKE that each act has to write
        constraints = [models.UniqueConstraint(fields=["number"], name="records_record_number")]
        indexes = [
            models.Index(
                fields=["type", "state", "due"], name="records_record_due", condition=Q(closed__isnull=True)
            ),
        ]


class Private(models.Model):
    pk = models.CompositePrimaryKey("record", "person")
    record = models.UUIDField(db_comment="The record.")
    person = models.IntegerField(db_comment="Ordinal of the person within the record, from 1.")
    entry = models.BigIntegerField(db_comment="Entry that wrote it.")
    visibility = models.TextField(
        db_comment="named: everyone who sees the record; confidential: the verifier's posts only."
    )
    name = models.TextField(null=True, db_comment="PERSONAL.")
    phone = models.TextField(null=True, db_comment="PERSONAL.")
    email = models.TextField(null=True, db_comment="PERSONAL.")
    address = models.TextField(null=True, db_comment="PERSONAL.")
    nik = models.BinaryField(null=True, db_comment="PERSONAL. AEAD ciphertext under a file key.")
    nik_hash = models.BinaryField(null=True, db_comment="Keyed hash for matching.")

    class Meta:
        db_table_comment = "Who a record is about: one row a person, erased by row."
        indexes = [
            models.Index(
                fields=["nik_hash"], name="records_private_nik", condition=Q(nik_hash__isnull=False)
            ),
            models.Index(fields=["phone"], name="records_private_phone", condition=Q(phone__isnull=False)),
            models.Index(Lower("email"), name="records_private_email", condition=Q(email__isnull=False)),
        ]


class FieldIndex(models.Model):
    pk = models.CompositePrimaryKey("record", "field")
    record = models.UUIDField(db_comment="The record.")
    field = models.TextField(db_comment="Field id of the type; never a personal one.")
    type = models.TextField(db_comment="Record type.")
    value_text = models.TextField(null=True, db_comment="First 500 characters of a text field.")
    value_number = models.BigIntegerField(null=True, db_comment="Value of a number field.")
    value_date = models.DateField(null=True, db_comment="Value of a date field.")
    entry = models.BigIntegerField(db_comment="Entry whose content part changed it last.")

    class Meta:
        db_table = "records_field_index"
        db_table_comment = "Searchable content fields, computed in SQL from the content part."
        indexes = [
            models.Index(
                fields=["type", "field", f"value_{kind}", "record"],
                name=f"records_field_index_{kind}",
                condition=Q((f"value_{kind}__isnull", False)),
            )
            for kind in ("text", "number", "date")
        ]


class Party(models.Model):
    pk = models.CompositePrimaryKey("record", "scope", "role")
    record = models.UUIDField(db_comment="The record.")
    scope = models.TextField(db_comment="q:<organisation>:<role> a pool, h:<holding>, p:<person>.")
    role = models.TextField(
        db_comment="As what: the role of the pool or of the holding's post; applicant for a person."
    )
    open = models.BooleanField(db_comment="Must act.")
    due = models.DateTimeField(null=True, db_comment="By when.")
    entry = models.BigIntegerField(db_comment="Entry that wrote this row.")

    class Meta:
        db_table_comment = "Who sees a record and who must act: the only door to rows."
        indexes = [models.Index(fields=["scope", "open", "due", "record"], name="records_party_inbox")]


class Link(models.Model):
    pk = models.CompositePrimaryKey("record", "kind", "target")
    record = models.UUIDField(db_comment="From this record.")
    kind = models.TextField(db_comment="duplicate_of, …")
    target = models.UUIDField(db_comment="To this record.")
    entry = models.BigIntegerField(db_comment="Entry that made the link.")
    valid_from = models.DateTimeField(db_comment="From.")
    valid_until = models.DateTimeField(null=True, db_comment="Until.")

    class Meta:
        db_table_comment = "Links between records, made by acts."
        constraints = [models.CheckConstraint(condition=~Q(record=F("target")), name="records_link_other")]
        indexes = [models.Index(fields=["target"], name="records_link_target")]


class File(models.Model):
    pk = models.CompositePrimaryKey("record", "hash")
    record = models.UUIDField(db_comment="The record.")
    hash = models.BinaryField(db_comment="SHA-256 of the stored bytes: its name in the store.")
    entry = models.BigIntegerField(db_comment="Entry that brought it.")
    field = models.TextField(db_comment="Field it answers.")
    type = models.TextField(db_comment="Media type, proven by opening the file.")
    size = models.BigIntegerField(db_comment="Bytes.")
    name = models.TextField(db_comment="Name it was sent under.")

    class Meta:
        db_table_comment = "Files of a record; the bytes lie in the store under their hash."
        indexes = [models.Index(fields=["hash"], name="records_file_hash")]


class Search(models.Model):
    record = models.UUIDField(primary_key=True, db_comment="The record; never a sealed one.")
    words = SearchVectorField(
        db_comment="Stems of what it says, its title weighed A; no stop word, nothing personal."
    )
    near = models.TextField(
        null=True, db_comment="Type and district of one that is open and not confidential: for records alike."
    )

    class Meta:
        db_table_comment = "Full text of records: written by the worker, which follows the sealed log."
        indexes = [
            GinIndex(fields=["words"], name="records_search_words"),
            models.Index(
                fields=["near", "record"], name="records_search_near", condition=Q(near__isnull=False)
            ),
        ]


class Word(models.Model):
    word = models.TextField(primary_key=True, db_comment="A word some record says, in small plain letters.")
    lexeme = models.TextField(db_comment="Its stem.")

    class Meta:
        db_table_comment = "Known words: what beginnings and misspelt words are compared with."
        indexes = [GinIndex(name="records_word_like", fields=["word"], opclasses=["gin_trgm_ops"])]


class Follower(models.Model):
    single = models.BooleanField(primary_key=True, default=True, db_comment="Always true: one row.")
    position = models.BigIntegerField(db_comment="The first position of the log not yet read.")

    class Meta:
        db_table_comment = "How far the search has read the sealed log; set back by a rebuild."
        constraints = [models.CheckConstraint(condition=Q(single=True), name="records_follower_one_row")]


class Daily(models.Model):
    pk = models.CompositePrimaryKey("day", "type", "agency")
    day = models.DateField(db_comment="Day of the acts, in WITA.")
    type = models.TextField(db_comment="Record type.")
    agency = models.IntegerField(db_comment="Organisation responsible, as the entries name it.")
    came = models.IntegerField(db_comment="Records opened here or handed over to it.")
    decided = models.IntegerField(db_comment="Acts that decided.")
    in_time = models.IntegerField(db_comment="Of these, those before the deadline.")
    running = models.IntegerField(
        db_comment="How many more records wait for a decision at the day's end than at its beginning."
    )

    class Meta:
        db_table_comment = "What each day brought, counted from the sealed log; no sealed record is in it."


class Template(models.Model):
    id = models.BigAutoField(primary_key=True)
    agency = models.IntegerField(db_comment="Whose text it is.")
    type = models.TextField(db_comment="Record type whose answers it is for.")
    title = models.TextField(db_comment="By what it is chosen.")
    body = models.TextField(db_comment="The text; {nomor} and {layanan} stand for the record's own.")
    post = models.TextField(db_comment="Post that kept it last.")

    class Meta:
        db_table_comment = (
            "Texts for answers: made by officers, put into a form, changed before they are sent."
        )
        constraints = [
            models.UniqueConstraint(fields=["agency", "type", "title"], name="records_template_title")
        ]


class Counted(models.Model):
    single = models.BooleanField(primary_key=True, default=True, db_comment="Always true: one row.")
    position = models.BigIntegerField(db_comment="Leaves of the log that are in records_daily.")

    class Meta:
        db_table_comment = "How far the log is counted."
