"""The session's triggers and grants."""

from django.db import migrations

from serentak.lib import sql


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("ledger", "0002_functions")]
    operations = [
        migrations.RunSQL(
            sql.hand_over(
                "people_person",
                "people_start",
                "people_session",
                "people_signin",
                "people_totp",
                "people_recovery",
                "people_passkey",
                "people_identity",
                "people_attempt",
            )
        ),
        migrations.RunSQL(sql.owned(__file__, "session")),
    ]
