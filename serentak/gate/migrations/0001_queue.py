"""The outbox: procrastinate's queue without its NOTIFY on insert, who may use it, and what is left of it
for administrators."""

from django.db import migrations

from serentak.lib import sql


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("agencies", "0002_act"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [
        migrations.RunSQL((sql.folder(__file__) / "queue.sql").read_text()),
        migrations.RunSQL(sql.owned(__file__, "administration")),
        migrations.RunSQL(sql.owned(__file__, "hooks")),
    ]
