from django.apps import AppConfig


class Demo(AppConfig):
    name = "serentak.demo"
    label = "demo"
