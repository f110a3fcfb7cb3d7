"""The desk: what must be done, for whoever holds a post; and administration, for whoever administers
posts."""

from django.urls import path

from serentak.desk.views import (
    accesses,
    aside,
    bulk,
    confirmations,
    export,
    imports,
    inbox,
    search,
    templates,
)
from serentak.desk.views.administration import (
    announcements,
    bodies,
    changes,
    holdings,
    hooks,
    persons,
    posts,
    roster,
    running,
    state,
    systems,
)

urlpatterns = [
    path("meja/", inbox.inbox, name="desk-inbox"),
    path("meja/cari", search.find, name="desk-search"),
    path("meja/unduh", export.take_away, name="desk-export"),
    path("meja/sekaligus", bulk.bulk, name="desk-bulk"),
    path("meja/templat", templates.templates, name="desk-templates"),
    path("meja/sahkan", confirmations.confirmations, name="desk-confirm"),
    path("meja/diduga-banjir", aside.aside, name="desk-aside"),
    path("meja/<slug:slug>/impor", imports.imports, name="desk-import"),
    path("meja/akses", accesses.accesses, name="desk-accesses"),
    path("kelola/", state.state, name="manage"),
    path("kelola/instansi/", bodies.bodies, name="manage-bodies"),
    path("kelola/instansi/perubahan/", changes.changes, name="manage-changes"),
    path("kelola/instansi/perubahan/tarik", changes.withdraw, name="manage-change-withdraw"),
    path("kelola/instansi/perubahan/siapkan", changes.prepare, name="manage-change-new"),
    path("kelola/instansi/<int:body>/", bodies.body, name="manage-body"),
    path("kelola/instansi/<int:body>/jabatan-baru", bodies.open_post, name="manage-post-new"),
    path("kelola/jabatan/<int:post>/", posts.post, name="manage-post"),
    path("kelola/jabatan/<int:post>/angkat", holdings.appoint, name="manage-appoint"),
    path("kelola/jabatan/<int:post>/tutup", posts.close, name="manage-post-close"),
    path("kelola/pemangkuan/<int:holding>/akhiri", holdings.end, name="manage-holding-end"),
    path("kelola/sistem/", systems.systems, name="manage-systems"),
    path("kelola/sistem/baru", systems.issue, name="manage-key-new"),
    path("kelola/sistem/<int:post>/kabar", hooks.hooks, name="manage-hooks"),
    path("kelola/pengumuman/", announcements.announcements, name="manage-announcements"),
    path("kelola/jalannya/", running.jobs, name="manage-jobs"),
    path("kelola/jalannya/penyimpanan", running.space, name="manage-storage"),
    path("kelola/jalannya/surel", running.mail, name="manage-mail"),
    path("kelola/impor/", roster.imports, name="manage-import"),
    path("kelola/impor/daftar.csv", roster.listed, name="manage-list"),
    path("kelola/orang/", persons.persons, name="manage-persons"),
    path("kelola/orang/undang", persons.invite, name="manage-invite"),
    path("kelola/orang/<int:person>/", persons.person, name="manage-person"),
]
