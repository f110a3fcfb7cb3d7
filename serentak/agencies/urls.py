"""Addresses of agencies."""

from django.urls import path

from serentak.agencies import views

urlpatterns = [
    path("unit/", views.bodies, name="bodies"),
    path("unit/<int:body>/", views.body, name="body"),
]
