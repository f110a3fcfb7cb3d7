from django.apps import AppConfig


class People(AppConfig):
    name = "serentak.people"
    label = "people"
