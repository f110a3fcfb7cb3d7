"""The rules in use, to read: packs, settings, calendar, roles, record types."""

from django.urls import path

from serentak.law import views

urlpatterns = [
    path("isi/", views.index, name="law-index"),
    path("isi/angka/", views.values, name="law-values"),
    path("isi/<slug:kind>/<slug:name>/", views.pack, name="law-pack"),
]
