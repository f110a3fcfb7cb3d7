"""Services, filing, the slip, tracking; and the desk's door for reports from other channels."""

from django.urls import path

from serentak.cases.views import counter, filing, lost, own, privacy, service, slip, survey, tracking

urlpatterns = [
    path("layanan/", service.index, name="cases-services"),
    path("layanan/desa/<str:district>", filing.villages, name="cases-villages"),
    path("layanan/<slug:slug>/", service.page, name="cases-service"),
    path("layanan/<slug:slug>/kirim", filing.file, name="cases-file"),
    path("layanan/<slug:slug>/mirip", filing.alike, name="cases-alike"),
    path("layanan/<slug:slug>/tanda-terima", slip.page, name="cases-slip"),
    path("layanan/<slug:slug>/tanda-terima.png", slip.image, name="cases-slip-image"),
    path("meja/<slug:slug>/baru", counter.enter, name="cases-enter"),
    path("meja/<slug:slug>/tanda-terima", slip.desk, name="cases-slip-desk"),
    path("meja/<slug:slug>/tanda-terima.png", slip.image, {"desk": True}, name="cases-slip-desk-image"),
    path("meja/tanda-terima-hilang", lost.page, name="cases-lost"),
    path("privasi", privacy.page, name="privacy"),
    path("akun/tutup", own.leave, name="account-close"),
    path("saya/", own.reports, name="own-reports"),
    path("saya/tautkan", own.take_in, name="own-link"),
    path("saya/<uuid:record>", own.report, name="own-report"),
    path("saya/<uuid:record>/penilaian", survey.own, name="own-survey"),
    path("lacak/", tracking.track, name="cases-track"),
    path("lacak/kabar", tracking.answer, name="cases-answer"),
    path("lacak/penilaian", survey.by_slip, name="cases-survey"),
    path("lacak/tutup", tracking.leave, name="cases-leave"),
]
