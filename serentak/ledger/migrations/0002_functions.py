"""The log's functions, guards and grants; its tables go to the owner that cannot log in."""

from django.db import migrations

from serentak.lib import sql

TABLES = [
    f"ledger_{name}"
    for name in ("entry", "part", "leaf", "tile", "checkpoint", "key", "setting", "recorded", "seat")
]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL((sql.folder(__file__) / "house.sql").read_text()),
        migrations.RunSQL(sql.hand_over(*TABLES)),
        migrations.RunSQL(sql.owned(__file__, "append", "guards", "access", "grants")),
    ]
