"""Addresses of the engine: records, the check of a letter, files, figures, what programs may do."""

from django.urls import path, re_path

from serentak.records import api, views

urlpatterns = [
    path("meja/berkas/<uuid:record>", views.record, name="record"),
    path("periksa/<str:number>/<str:code>", views.letter, name="letter"),
    path("angka/", views.period, name="figures"),
    path("angka/kepuasan", views.satisfaction, name="satisfaction"),
    path("angka/angka.csv", views.period_csv, name="figures-csv"),
    re_path(r"^berkas/(?P<digest>[0-9a-f]{64})$", views.file, name="file"),
    path("api/", views.programs, name="api"),
    path("api/v1/openapi.json", api.document, name="api-document"),
    re_path(r"^api/v1/files/(?P<digest>[0-9a-f]{64})$", api.file, name="api-file"),
    path("api/v1/<slug:type>", api.many, name="api-records"),
    path("api/v1/<slug:type>/<uuid:record>", api.one, name="api-record"),
    path("api/v1/<slug:type>/<uuid:record>/<slug:act>", api.act, name="api-act"),
]
