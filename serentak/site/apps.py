from django.apps import AppConfig


class Site(AppConfig):
    name = "serentak.site"
    label = "site"
