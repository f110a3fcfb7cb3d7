"""Addresses of agencies."""

from django.urls import path

from serentak.agencies import views

urlpatterns = [
    path("unit/", views.bodies, name="bodies"),
    path("unit/perubahan/<slug:day>/", views.change, name="bodies-change"),
    path("unit/dinilai/", views.scored, name="scored-units"),
    path("unit/peran/", views.roles, name="roles"),
    path("unit/<slug:body>/", views.body, name="body"),
]
