from django.apps import AppConfig


class Cases(AppConfig):
    name = "serentak.cases"
    label = "cases"
