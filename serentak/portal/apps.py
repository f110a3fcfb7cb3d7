from django.apps import AppConfig


class Portal(AppConfig):
    name = "serentak.portal"
    label = "portal"
