"""Tables of agencies: organisations with dates, their successors, posts, who holds which and in what manner.

All recorded: written by the database function `agencies_act` only, one entry per changed row.
Validity is half open: from `valid_from` up to, not including, `valid_until`.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from serentak.agencies.rules import DELEGATED, MACHINE, UNLETTERED


def _dated(name: str) -> models.CheckConstraint:
    """A validity that ends ends after it began, or with its beginning when it was withdrawn before it."""
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name=name
    )


class Organisation(models.Model):
    id = models.IntegerField(
        primary_key=True, db_comment="Number given by the content pack; stands in entries."
    )
    subject = models.UUIDField(unique=True, db_comment="Subject of its entries.")
    version = models.IntegerField(db_comment="Grows by one with each entry.")
    entry = models.BigIntegerField(db_comment="Entry that wrote this version.")
    name = models.TextField(db_comment="Full name.")
    short = models.TextField(db_comment="Short name for lists.")
    kind = models.TextField(
        db_comment="sekretariat, inspektorat, dinas, badan, satuan, biro, uptd, kepala_daerah, dprd, komisi."
    )
    parent = models.IntegerField(null=True, db_comment="Organisation it belongs to.")
    valid_from = models.DateField(db_comment="First day.")
    valid_until = models.DateField(null=True, db_comment="First day on which it is gone.")
    grade = models.TextField(db_comment="How certain the list is of it.")
    source = models.TextField(db_comment="Where it is written.")

    class Meta:
        db_table_comment = "Government bodies over time."
        constraints = [_dated("agencies_organisation_dates")]


class Succession(models.Model):
    subject = models.UUIDField(primary_key=True, db_comment="Subject of its entries.")
    version = models.IntegerField(db_comment="Grows by one with each entry.")
    entry = models.BigIntegerField(db_comment="Entry that wrote this version.")
    predecessor = models.IntegerField(db_comment="Organisation that ended.")
    successor = models.IntegerField(db_comment="Organisation that took over.")
    record_type = models.TextField(null=True, db_comment="Only for this record type; null for all.")
    source = models.TextField(null=True, db_comment="Where it is written.")
    withdrawn = models.DateField(null=True, db_comment="Day on which it was taken back before it held.")

    class Meta:
        db_table_comment = "Who answers for a body that was merged, split or renamed."
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "record_type"],
                name="agencies_succession_pair",
                condition=Q(withdrawn__isnull=True),
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["predecessor"], name="agencies_succession_pred")]


class Role(models.Model):
    subject = models.UUIDField(primary_key=True, db_comment="Subject of its entries.")
    version = models.IntegerField(db_comment="Grows by one with each entry.")
    entry = models.BigIntegerField(db_comment="Entry that wrote this version.")
    role = models.TextField(unique=True, db_comment="Role of the content pack.")
    single = models.BooleanField(
        db_comment="A post of it has one holder of each kind at a time, who may delegate named acts."
    )
    second_factor = models.DateField(
        null=True, db_comment="First day on which the password alone opens no post of it."
    )
    sole = models.BooleanField(db_comment="The government has one post of it at a time.")
    elected = models.BooleanField(db_comment="Its holders are elected, each in an electoral district.")
    bodies = ArrayField(
        models.IntegerField(),
        null=True,
        db_comment="Organisations its posts stand in, and those that took these over; null for any.",
    )

    class Meta:
        db_table_comment = "Roles of posts: what of the content the database must know to decide."


class HoldingKind(models.Model):
    subject = models.UUIDField(primary_key=True, db_comment="Subject of its entries.")
    version = models.IntegerField(db_comment="Grows by one with each entry.")
    entry = models.BigIntegerField(db_comment="Entry that wrote this version.")
    kind = models.TextField(unique=True, db_comment="Kind of the content pack.")
    prefix = models.TextField(null=True, db_comment="Printed before the post on every act.")
    longest_days = models.IntegerField(null=True, db_comment="Longest period of one letter, in days.")
    barred_acts = ArrayField(
        models.TextField(),
        default=list,
        db_comment="Acts nobody may do in this manner: record type, dot, act.",
    )

    class Meta:
        db_table = "agencies_holding_kind"
        db_table_comment = "Manners of holding a post: what of the content the database must know to decide."


class Post(models.Model):
    id = models.BigAutoField(primary_key=True)
    subject = models.UUIDField(unique=True, db_comment="Subject of its entries.")
    version = models.IntegerField(db_comment="Grows by one with each entry.")
    entry = models.BigIntegerField(db_comment="Entry that wrote this version.")
    organisation = models.IntegerField(db_comment="Where the post is.")
    title = models.TextField(db_comment="Printed on acts: posts, not people.")
    role = models.TextField(db_comment="What its holder may do: a role of the content pack.")
    valid_from = models.DateField(db_comment="First day.")
    valid_until = models.DateField(null=True, db_comment="First day on which it is gone.")

    class Meta:
        db_table_comment = "Posts of organisations."
        constraints = [_dated("agencies_post_dates")]
        indexes = [models.Index(fields=["organisation", "id"], name="agencies_post_organisation")]


class Holding(models.Model):
    id = models.BigAutoField(primary_key=True)
    subject = models.UUIDField(unique=True, db_comment="Subject of its entries.")
    version = models.IntegerField(db_comment="Grows by one with each entry.")
    entry = models.BigIntegerField(db_comment="Entry that wrote this version.")
    person = models.BigIntegerField(null=True, db_comment="Who; null for machines.")
    post = models.BigIntegerField(db_comment="Which post.")
    kind = models.TextField(
        db_comment="definitive, machine, an acting kind with its letter, or an: named acts on the holder's behalf."
    )
    valid_from = models.DateTimeField(db_comment="From this moment.")
    valid_until = models.DateTimeField(null=True, db_comment="Up to, not including, this moment.")
    letter_number = models.TextField(null=True, db_comment="Number of the letter that says so.")
    letter_date = models.DateField(null=True, db_comment="Day of that letter.")
    district = models.TextField(
        null=True, db_comment="Electoral district of who was elected: an id of the content."
    )
    only_acts = ArrayField(
        models.TextField(), null=True, db_comment="Just these acts (record type, dot, act); null for all."
    )
    barred_acts = ArrayField(
        models.TextField(), null=True, db_comment="Not these acts, beside those its kind bars."
    )

    class Meta:
        db_table_comment = "A person in a post for a time: the only source of permission."
        constraints = [
            _dated("agencies_holding_dates"),
            models.CheckConstraint(
                condition=Q(kind__in=UNLETTERED)
                | Q(
                    letter_number__isnull=False,
                    letter_number__regex=r"\S",
                    letter_date__isnull=False,
                    valid_until__isnull=False,
                ),
                name="agencies_holding_letter",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=(DELEGATED, MACHINE))
                | Q(only_acts__isnull=False, only_acts__len__gt=0),
                name="agencies_holding_acts",
            ),
            models.CheckConstraint(
                condition=~Q(kind=MACHINE) | Q(valid_until__isnull=False), name="agencies_holding_expires"
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="agencies_holding_person"),
            models.Index(fields=["post", "valid_from", "id"], name="agencies_holding_post"),
        ]


class Key(models.Model):
    id = models.BigAutoField(primary_key=True)
    subject = models.UUIDField(unique=True, db_comment="Subject of its entries.")
    version = models.IntegerField(db_comment="Grows by one with each entry.")
    entry = models.BigIntegerField(db_comment="Entry that wrote this version.")
    holding = models.BigIntegerField(db_comment="The holding of kind machine it opens; it ends with that.")
    hash = models.TextField(unique=True, db_comment="SHA-256 of its secret, in hex.")

    class Meta:
        db_table_comment = "Keys of machines: whoever has the secret acts in that holding."
        constraints = [
            models.CheckConstraint(condition=Q(hash__regex="^[0-9a-f]{64}$"), name="agencies_key_hash")
        ]


class KeyUse(models.Model):
    key = models.BigIntegerField(primary_key=True, db_comment="Which key.")
    moment = models.DateTimeField(db_comment="When it was last let in, to the minute.")

    class Meta:
        db_table = "agencies_key_use"
        db_table_comment = "The last use of each key."


class Announcement(models.Model):
    id = models.BigAutoField(primary_key=True)
    subject = models.UUIDField(unique=True, db_comment="Subject of its entries.")
    version = models.IntegerField(db_comment="Grows by one with each entry.")
    entry = models.BigIntegerField(db_comment="Entry that wrote this version.")
    organisation = models.IntegerField(db_comment="Which body says it.")
    everyone = models.BooleanField(db_comment="To everyone; else on that body's page and to its staff.")
    audience = models.TextField(db_comment="public: on pages for anybody; staff: at the desk.")
    title = models.TextField(db_comment="In Indonesian, at most 120 characters.")
    text = models.TextField(db_comment="In Indonesian, plain, at most 1,000 characters.")
    title_en = models.TextField(null=True, db_comment="The same in English.")
    text_en = models.TextField(null=True, db_comment="The same in English.")
    valid_from = models.DateField(db_comment="First day.")
    valid_until = models.DateField(db_comment="First day on which it is gone.")
    withdrawn = models.BooleanField(db_comment="Taken back before its end.")

    class Meta:
        db_table_comment = "What bodies announce for a time."
        indexes = [models.Index(fields=["valid_until"], name="agencies_announcement_until")]
