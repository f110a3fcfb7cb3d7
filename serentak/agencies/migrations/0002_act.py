"""Who acts, and the function that changes posts and holdings."""

from django.db import migrations

from serentak.lib import sql


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial"), ("people", "0002_session")]
    operations = [
        migrations.RunSQL(
            sql.hand_over(
                "agencies_organisation",
                "agencies_succession",
                "agencies_role",
                "agencies_holding_kind",
                "agencies_post",
                "agencies_holding",
                "agencies_key",
                "agencies_key_use",
                "agencies_announcement",
            )
        ),
        migrations.RunSQL(sql.owned(__file__, "actor", "announcement", "act")),
    ]
