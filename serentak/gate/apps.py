from django.apps import AppConfig


class Gate(AppConfig):
    name = "serentak.gate"
    label = "gate"
