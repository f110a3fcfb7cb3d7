"""The act: the one function that changes records, its helpers and its guards."""

from django.db import migrations

from serentak.lib import sql

TABLES = [
    f"records_{name}"
    for name in (
        "type_version",
        "move",
        "record",
        "private",
        "field_index",
        "party",
        "link",
        "file",
        "search",
        "word",
        "follower",
        "daily",
        "counted",
        "template",
    )
]


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial"), ("agencies", "0002_act"), ("gate", "0001_queue")]
    operations = [
        migrations.RunSQL(sql.hand_over(*TABLES)),
        migrations.RunSQL(
            sql.owned(
                __file__,
                "guards",
                "rows",
                "allowed",
                "perform",
                "read",
                "carrying",
                "access",
                "storage",
                "search",
                "daily",
                "survey",
                "rebuild",
                "templates",
            )
        ),
        migrations.RunSQL("GRANT SELECT ON django_migrations TO serentak_web, serentak_worker"),
    ]
