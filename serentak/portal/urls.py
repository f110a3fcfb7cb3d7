"""The front door."""

from django.urls import path

from serentak.portal import views

urlpatterns = [path("", views.home, name="portal-home")]
