"""The outbox: procrastinate's queue without its NOTIFY on insert, and who may use it."""

from django.db import migrations

from serentak.lib import sql


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("ledger", "0002_functions"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [
        migrations.RunSQL((sql.folder(__file__) / "queue.sql").read_text()),
    ]
