from django.apps import AppConfig


class Ledger(AppConfig):
    name = "serentak.ledger"
    label = "ledger"
