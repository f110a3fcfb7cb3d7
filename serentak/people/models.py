"""Tables of people: who can sign in, and the proof of each sign-in.

All of them are free (not recorded): rights are holdings, and those are on the record. `people_signin` is
append-only by trigger all the same, so a session that nobody opened leaves a trace.
"""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class PersonManager(BaseUserManager["Person"]):
    """Looks people up by their sign-in name; accounts are opened by `actions.accounts`."""


class Person(AbstractBaseUser):
    id = models.BigAutoField(primary_key=True)
    username = models.CharField(
        max_length=64,
        unique=True,
        db_comment="What the person types to sign in; lower case. PERSONAL for citizens: phone or e-mail.",
    )
    password = models.CharField(max_length=128, db_comment="Argon2 hash.")
    last_login = None  # people_signin says it
    name = models.CharField(max_length=120, db_comment="PERSONAL. Name as the person writes it.")
    email = models.EmailField(blank=True, db_comment="PERSONAL. May be empty: many officers have none.")
    email_proved = models.DateTimeField(
        null=True, db_comment="When its owner opened the link mailed there; null: nobody proved it."
    )
    username_proved = models.DateTimeField(
        null=True,
        db_comment="When a citizen's sign-in name was proved: by mail, or at the desk that made the account.",
    )
    is_active = models.BooleanField(default=True, db_comment="False: cannot sign in.")
    opened = models.DateTimeField(db_comment="When the account was opened.")
    invited_by = models.IntegerField(
        null=True, db_comment="Body whose own administrator invited the person; null: the province's."
    )

    USERNAME_FIELD = "username"
    objects = PersonManager()

    class Meta:
        db_table_comment = "Accounts of persons (free table: an account alone permits nothing)."


class Start(models.Model):
    pk = models.CompositePrimaryKey("person", "way")
    person = models.BigIntegerField(db_comment="Who may set a password with it; 0: nobody.")
    way = models.TextField(
        db_comment="given: by an administrator or a desk; mail: sent to a proved address; spare: kept on paper."
    )
    code_hash = models.BinaryField(db_comment="Keyed hash of the code: reading this table opens no account.")
    given_by = models.BigIntegerField(db_comment="Who gave it: administrator, officer, or the person.")
    given = models.DateTimeField(db_comment="When.")
    expires = models.DateTimeField(
        null=True, db_comment="Up to, not including, this moment it can be used; null: until another is made."
    )
    used = models.DateTimeField(null=True, db_comment="When it set a password.")

    class Meta:
        db_table_comment = "The last start code of each kind of a person, used or not (free)."


class Session(models.Model):
    key_hash = models.BinaryField(
        primary_key=True,
        db_comment="SHA-256 of the cookie's secret: reading this table revives no session.",
    )
    person = models.BigIntegerField(db_comment="Who signed in.")
    method = models.TextField(db_comment="How the person proved it: password, passkey, …")
    proved = models.DateTimeField(db_comment="When, stamped by trigger.")
    expires = models.DateTimeField(db_comment="At most 12 hours after, by trigger.")
    data = models.TextField(
        default="",
        db_default="",
        db_comment="Django's session data; the only column the web role may update.",
    )

    class Meta:
        db_table_comment = "Open sessions (free)."
        indexes = [
            models.Index(fields=["person"], name="people_session_person"),
            models.Index(fields=["expires"], name="people_session_expires"),
        ]


class Signin(models.Model):
    id = models.BigAutoField(primary_key=True)
    key_hash = models.BinaryField(
        unique=True, db_comment="The session that began; a session's key is never used a second time."
    )
    person = models.BigIntegerField(db_comment="Who.")
    method = models.TextField(db_comment="How.")
    moment = models.DateTimeField(db_comment="When.")

    class Meta:
        db_table_comment = "Every sign-in, appended by the trigger on people_session."
        indexes = [models.Index(fields=["person"], name="people_signin_person")]


class Totp(models.Model):
    person = models.BigIntegerField(primary_key=True, db_comment="Whose.")
    secret = models.BinaryField(
        db_comment="SECRET. What the app computes codes from, sealed with AES-256-GCM under the file key."
    )
    since = models.DateTimeField(db_comment="When its first code was right.")
    step = models.BigIntegerField(db_comment="Newest time step whose code was used: a code counts once.")

    class Meta:
        db_table_comment = "Authenticator apps: a second factor beside the password (free)."


class Recovery(models.Model):
    pk = models.CompositePrimaryKey("person", "hash")
    person = models.BigIntegerField(db_comment="Whose.")
    hash = models.BinaryField(db_comment="SECRET. Keyed hash of a code that was shown once.")

    class Meta:
        db_table_comment = "Recovery codes not used yet (free; a used one is deleted)."


class Passkey(models.Model):
    id = models.BinaryField(primary_key=True, db_comment="Number that its authenticator gave the key.")
    person = models.BigIntegerField(db_comment="Whose.")
    data = models.BinaryField(db_comment="Public key with its number, as WebAuthn writes it.")
    counter = models.BigIntegerField(db_comment="How often it signed; 0 when it does not count.")
    name = models.TextField(db_comment="PERSONAL. What the person calls it.")
    added = models.DateTimeField(db_comment="When it was added.")
    used = models.DateTimeField(null=True, db_comment="Newest sign-in by it.")

    class Meta:
        db_table_comment = "Passkeys: two factors at once (free; public keys only)."
        indexes = [models.Index(fields=["person"], name="people_passkey_person")]


class Identity(models.Model):
    pk = models.CompositePrimaryKey("issuer", "subject")
    issuer = models.TextField(db_comment="Whose word it is: the provider's issuer.")
    subject = models.BinaryField(
        db_comment="PERSONAL. Keyed hash of what the issuer calls the person; the name itself is never kept."
    )
    person = models.BigIntegerField(db_comment="Whose account it opens.")
    connected = models.DateTimeField(db_comment="When its owner connected it, signed in.")
    used = models.DateTimeField(null=True, db_comment="Newest sign-in by it.")

    class Meta:
        db_table_comment = "Identities at an OpenID Connect provider, connected by their owners (free)."
        constraints = [models.UniqueConstraint(fields=["person", "issuer"], name="people_identity_person")]


class Attempt(models.Model):
    pk = models.CompositePrimaryKey("bucket", "key", "window_start")
    bucket = models.TextField(db_comment="What is limited: sign-in by account, filing by address, …")
    key = models.BinaryField(
        db_comment="Keyed hash of the account, the address, its network, or the words of a report."
    )
    window_start = models.DateTimeField(db_comment="Start of the counting window.")
    count = models.IntegerField(db_comment="How often so far.")

    class Meta:
        db_table_comment = "Counters of throttled doors (free; swept daily)."
