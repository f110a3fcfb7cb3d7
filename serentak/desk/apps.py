from django.apps import AppConfig


class Desk(AppConfig):
    name = "serentak.desk"
    label = "desk"
