"""The running system as the province's administrator sees it: jobs, mail, storage.

An agency's own administrator has no part in it; the database function asks again.
"""

from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from serentak.agencies import rules
from serentak.desk import storage
from serentak.desk.forms import number
from serentak.desk.views.administration.door import Charge, View, administration
from serentak.gate import actions, queries
from serentak.gate.rules import NOT_ALLOWED, words
from serentak.lib.refusal import Refusal
from serentak.records.queries import carrying, search


def whole(view: View) -> View:
    """Lets in the administrator of the province alone."""

    @administration
    @wraps(view)
    def asked(request: HttpRequest, charge: Charge) -> HttpResponseBase:
        if charge.by.role != rules.ADMINISTRATOR:
            raise Refusal("not_allowed", NOT_ALLOWED, status=403)
        return view(request, charge)

    return asked


@require_http_methods(["GET", "HEAD", "POST"])
@whole
def jobs(request: HttpRequest, charge: Charge) -> HttpResponse:
    """The worker's queue in one of three states, whether the worker is alive, how far the search has read and
    registers have come to a new version; three statements, four while there is such a register. What failed
    is taken up again here, one or all."""
    if request.method == "POST":
        count = actions.again(number(request.POST.get("job", "")), by=charge.by)
        return charge.goes("/kelola/jalannya/", done=count)
    state = request.GET.get("view", "failed")
    state = state if state in queries.STATES else "failed"
    rows, older = queries.jobs(charge.by, state, before=number(request.GET.get("before", "")))
    context = {
        "queue": queries.queue(charge.by),
        "behind": search.behind(),
        "registers": carrying.behind(at=charge.at),
        "view": state,
        "rows": rows,
        "older": older,
        "words": words,
        "tasks": _tasks(),
        "at": charge.at,
        "done": number(request.GET.get("done", "")),
    }
    return render(request, "desk/administration/jobs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@whole
def mail(request: HttpRequest, charge: Charge) -> HttpResponse:
    """Mail that went out or was tried: all, what did not get through, or of one record; one statement."""
    if request.method == "POST":
        job = number(request.POST.get("job", ""))
        if job is None or not actions.send_again(job, by=charge.by):
            text = _(
                "Surel ini tidak bisa dikirim ulang: sudah menunggu giliran, atau catatannya sudah dihapus."
            )
            raise Refusal("stale", text, remedy=_("Muat ulang daftarnya."), status=409)
        return charge.goes("/kelola/jalannya/surel", done=1)
    unsent, q = request.GET.get("view") == "unsent", request.GET.get("q", "").strip().upper()[:40]
    before = number(request.GET.get("before", ""))
    rows, older = queries.mails(charge.by, unsent=unsent, reference=q or None, before=before)
    context = {
        "rows": rows,
        "older": older,
        "view": "unsent" if unsent else "all",
        "q": q,
        "words": words,
        "done": request.GET.get("done"),
    }
    return render(request, "desk/administration/mail.html", context)


@require_safe
@whole
def space(request: HttpRequest, charge: Charge) -> HttpResponse:
    """How full the machine is, how fast it fills, and what to do; nothing is changed here."""
    context = {
        "it": storage.storage(charge.by, at=charge.at),
        "titles": {
            "ledger": _("Catatan"),
            "records": _("Berkas dan isinya"),
            "agencies": _("Instansi dan jabatan"),
            "people": _("Akun dan sesi"),
            "gate": _("Surel keluar"),
            "procrastinate": _("Antrean pekerjaan"),
            "django": _("Catatan pemasangan"),
        },
        "holds": {"files": _("Berkas"), "checkpoint": _("Titik periksa catatan")},
    }
    return render(request, "desk/administration/storage.html", context)


def _tasks() -> dict[str, str]:
    """What each task of the worker is, in words."""
    return {
        "records.news": _("Kabar kepada pelapor"),
        "records.told": _("Kabar kepada pelapor yang laporannya digabungkan"),
        "records.letter": _("Membuat surat"),
        "records.systems": _("Kabar kepada sistem instansi"),
        "records.follow": _("Pencarian: membaca yang baru tercatat"),
        "gate.letter": _("Surat tentang akun"),
        "records.clock": _("Jam: yang jatuh tempo berjalan"),
        "records.count": _("Menghitung angka tiap hari"),
        "records.sweep": _("Membersihkan berkas tanpa tindakan"),
        "ledger.digest": _("Mencatat siapa membuka data pribadi"),
        "people.sweep": _("Membersihkan sesi yang berakhir"),
        "gate.rescue": _("Mengambil alih pekerjaan yang macet"),
        "gate.sweep": _("Membersihkan catatan surel"),
    }
