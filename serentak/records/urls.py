"""Addresses of the engine: the page of a record, the page where a letter is checked, files, figures."""

from django.urls import path, re_path

from serentak.records import views

urlpatterns = [
    path("meja/berkas/<uuid:record>", views.record, name="record"),
    path("periksa/<str:number>/<str:code>", views.letter, name="letter"),
    path("angka/", views.period, name="figures"),
    path("angka/angka.csv", views.period_csv, name="figures-csv"),
    re_path(r"^berkas/(?P<digest>[0-9a-f]{64})$", views.file, name="file"),
]
