"""The public log: a page to read and the addresses that verifying programs read (C2SP tlog-tiles)."""

from django.urls import path, re_path

from serentak.ledger import views

urlpatterns = [
    path("catatan/", views.log, name="ledger-log"),
    path("catatan/checkpoint", views.checkpoint, name="ledger-checkpoint"),
    path("catatan/kunci", views.key, name="ledger-key"),
    path("catatan/periksa.py", views.program, name="ledger-program"),
    re_path(r"^catatan/tile/entries/(?P<tail>[x0-9/.p]+)$", views.entries, name="ledger-entries"),
    re_path(r"^catatan/tile/(?P<level>[0-9]{1,2})/(?P<tail>[x0-9/.p]+)$", views.tile, name="ledger-tile"),
]
