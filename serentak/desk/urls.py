"""The desk: what must be done, for whoever holds a post."""

from django.urls import path

from serentak.desk import views

urlpatterns = [path("meja/", views.inbox, name="desk-inbox")]
