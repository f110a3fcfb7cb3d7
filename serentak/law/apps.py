from django.apps import AppConfig


class Law(AppConfig):
    name = "serentak.law"
    label = "law"
