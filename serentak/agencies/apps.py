from django.apps import AppConfig


class Agencies(AppConfig):
    name = "serentak.agencies"
    label = "agencies"
