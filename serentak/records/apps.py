from django.apps import AppConfig


class Records(AppConfig):
    name = "serentak.records"
    label = "records"
