"""All addresses of the house: each room's table of contents, in the order a request is tried."""

from django.urls import include, path

from serentak.site import views

urlpatterns = [
    path("", include("serentak.portal.urls")),
    path("", include("serentak.cases.urls")),
    path("", include("serentak.people.urls")),
    path("", include("serentak.desk.urls")),
    path("", include("serentak.records.urls")),
    path("", include("serentak.agencies.urls")),
    path("", include("serentak.ledger.urls")),
    path("", include("serentak.law.urls")),
    path("bahasa", views.choose_language, name="language"),
    path("sehat", views.health, name="health"),
    path("sw.js", views.service_worker, name="service-worker"),
]

handler400 = "serentak.site.refusals.bad_request"
handler403 = "serentak.site.refusals.forbidden"
handler404 = "serentak.site.refusals.not_found"
handler500 = "serentak.site.refusals.broken"
