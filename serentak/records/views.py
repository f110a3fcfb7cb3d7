"""The page of any record, the acts done on it, its files, the page where anybody checks its letter, the
figures of a period, and the page for those who write programs.

GET shows the record with just the acts this post may do now; POST does one of them, or opens the reporter's
data for a purpose. What was typed stays on every error. A
file is given only to those who see a record that names it.
"""

import csv
import hashlib
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from serentak.agencies.queries import waits_for_factor
from serentak.agencies.rules import MACHINE, Actor
from serentak.lib import clock
from serentak.lib.refusal import Refusal
from serentak.records import actions, api, envelope, figures, files
from serentak.records.fields import typed
from serentak.records.queries import figures as reports
from serentak.records.queries import stored, templates, types
from serentak.records.queries.form import form
from serentak.records.queries.letter import check
from serentak.records.queries.page import RecordPage, record_page
from serentak.records.queries.satisfaction import elements, rated
from serentak.records.queries.timeline import FileView
from serentak.records.queries.visible import hidden, sees
from serentak.records.rules.lettering import ELECTRONIC, WAY
from serentak.records.satisfaction import FEWEST

SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, record: UUID) -> HttpResponse:
    """One record; a stranger is sent to sign in."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    if by.person is None:
        return HttpResponseRedirect("/masuk?" + urlencode({"next": request.path}))
    if by.holding is None and waits_for_factor(by, clock.now()):
        return HttpResponseRedirect("/akun/kode?" + urlencode({"next": request.path}))
    purpose = request.POST.get("purpose")
    if "use" in request.POST:
        return _with_template(request, record, by)
    if request.method == "POST" and purpose is None:
        return _act(request, record, by)
    page = record_page(by, record, at=clock.now(), purpose=purpose)
    return _page(request, page, done=request.GET.get("sudah"))


def _with_template(request: HttpRequest, record: UUID, by: Actor) -> HttpResponse:
    """The record with the chosen text at the end of what was typed in the act's first long field."""
    page = record_page(by, record, at=clock.now())
    act, data = request.POST.get("act", ""), typed(request.POST)
    shown = form(page.kind.name, act, by, at=page.now, record=record, values=data)
    chosen = next((t for t in page.templates if t.title == request.POST.get("template")), None)
    field = next((f for f in shown if f.kind == "long_text"), None)
    if chosen and field:
        said = templates.merged(chosen.body, page.number, page.kind.title)
        data[field.id] = "\n\n".join(filter(None, [str(data.get(field.id) or "").strip(), said]))
        shown = form(page.kind.name, act, by, at=page.now, record=record, values=data)
    return _page(request, page, failed=act, fields={act: shown})


def _act(request: HttpRequest, record: UUID, by: Actor) -> HttpResponse:
    if "passphrase" in request.POST:
        return _sign(request, record, by)
    act, data, confirm = request.POST.get("act", ""), typed(request.POST), "confirm" in request.POST
    try:
        done = actions.perform(
            record,
            act,
            data,
            by=by,
            at=clock.now(),
            key=envelope.read_key(request.POST.get("key")),
            version=envelope.read_version(request.POST.get("version")),
            files=files.uploads(request.FILES),
            confirm=confirm,
        )
    except Refusal as no:
        if no.code not in ("invalid", "stale", "proposal_gone", "proposal_expired"):
            raise
        return _again(request, record, by, act, None if confirm else data, no)
    return _after(request, record, by, act, done.number)


@sensitive_variables("nik", "passphrase")
def _sign(request: HttpRequest, record: UUID, by: Actor) -> HttpResponse:
    """Sign the letter at the service; what was typed for it is never shown again."""
    nik, passphrase = request.POST.get("nik", "").strip(), request.POST["passphrase"]
    try:
        done = actions.sign_at_service(
            record,
            nik,
            passphrase,
            by=by,
            at=clock.now(),
            key=envelope.read_key(request.POST.get("key")),
            version=envelope.read_version(request.POST.get("version")),
        )
    except Refusal as no:
        if no.code not in ("invalid", "stale") and not no.code.startswith("esign_"):
            raise
        return _again(request, record, by, request.POST.get("act", ""), {WAY: ELECTRONIC}, no)
    return _after(request, record, by, request.POST.get("act", ""), done.number)


def _after(request: HttpRequest, record: UUID, by: Actor, act: str, number: str) -> HttpResponse:
    post = {"pos": by.holding.id} if by.holding else {}
    if not sees(by, record):  # the act gave it to others
        return HttpResponseRedirect(f"/meja/?{urlencode({**post, 'beralih': number})}", status=303)
    return HttpResponseRedirect(f"{request.path}?{urlencode({**post, 'sudah': act})}", status=303)


def _again(
    request: HttpRequest, record: UUID, by: Actor, act: str, data: dict[str, Any] | None, no: Refusal
) -> HttpResponse:
    """The record as it stands now, with what was typed (None: nothing was) and what is wrong with it."""
    now = clock.now()
    page = record_page(by, record, at=now)
    fields, kept = {}, []
    if data is not None and any(offer.act == act for offer in page.acts):
        fields[act] = form(page.kind.name, act, by, at=now, record=record, values=data, errors=no.fields)
    elif data is not None:  # what can no longer be sent is still the officer's to copy
        texts = ((page.kind.field(name), text) for name, text in data.items())
        kept = [(f.label, text) for f, text in texts if f and f.kind in ("text", "long_text") and text]
    seen = envelope.read_version(request.POST.get("version"))
    newer = page.version - seen if no.code == "stale" and seen else 0
    between = page.timeline[: max(0, newer)]
    return _page(
        request,
        page,
        failed=act,
        fields=fields,
        refusal=no,
        status=no.status,
        between=between,
        kept=kept,
    )


def _page(
    request: HttpRequest,
    page: RecordPage,
    *,
    done: str | None = None,
    failed: str | None = None,
    fields: dict[str, Any] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    move = page.kind.move_of(done) if done else None
    context = {
        "page": page,
        "now": page.now,
        "failed": failed,
        "refusal": refusal,
        "fields": {offer.act: offer.fields for offer in page.acts} | (fields or {}),
        "done": move.sentence if move else None,
        **more,
    }
    return render(request, "records/record.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """A letter as anybody checks it. A copy that is sent is compared and kept nowhere."""
    page = check(number.upper(), code.upper(), at=clock.now())
    compared = None
    if request.method == "POST":
        sent = request.FILES.get("copy")
        digest = hashlib.file_digest(sent, "sha256").hexdigest() if sent else ""
        compared = page.copies.get(digest, "other") if sent else "none"
    status = 400 if compared == "none" else 200
    return render(request, "records/letter.html", {"page": page, "compared": compared}, status=status)


@require_safe
def programs(request: HttpRequest) -> HttpResponse:
    """What systems of agencies may do here, type by type, for those who write them."""
    kinds = types.published()
    told = [(kind, [move for move in kind.moves if MACHINE in move.by]) for kind in kinds]
    return render(request, "records/programs.html", {"types": told, "codes": api.REFUSALS})


@never_cache
@require_safe
def file(request: HttpRequest, digest: str) -> HttpResponseBase:
    """A kept file: for a post that sees a record naming it, the account that has it, the slip in this
    browser."""
    found = _file_for(request, digest)
    if found is None:
        raise hidden()
    path = files.path_of(settings.FILES_DIR, digest)
    if not path.exists():
        raise Http404("the file is not in the store")
    answer = FileResponse(path.open("rb"), content_type=found.type)
    answer.headers["Content-Disposition"] = str(
        content_disposition_header(not found.type.startswith("image/"), found.name)
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _file_for(request: HttpRequest, digest: str) -> FileView | None:
    by: Actor = request.actor  # type: ignore[attr-defined]
    found = stored.for_post(by, digest) or stored.for_account(by.citizen, digest, clock.now())
    slip = envelope.slip_from(request.COOKIES.get(envelope.SLIP_COOKIE))
    if found is None and slip is not None:
        return stored.for_slip(slip.number, slip.code, digest, clock.now())
    return found


@never_cache
@require_safe
def period(request: HttpRequest) -> HttpResponse:
    """What a period brought each body, for anybody to read and print; two statements, the register of the day
    aside."""
    today = clock.today()
    asked = figures.read(request.GET, today)
    report = reports.report(request.actor, asked, today=today)  # type: ignore[attr-defined]
    context = {
        "asked": asked,
        "typed": {name: request.GET.get(name, "")[:20] for name in ("dari", "sampai")},
        "report": report,
        "periods": _periods(request, asked, today),
        "only": report.only,
        "csv": f"/angka/angka.csv?{request.GET.urlencode()}",
        "today": today,
    }
    return render(request, "records/figures.html", context)


def _periods(request: HttpRequest, asked: figures.Asked, today: date) -> list[tuple[str, str, bool]]:
    """The periods offered: words, address, whether it is the one shown."""
    words = {
        "month": _("Bulan ini"),
        "last_month": _("Bulan lalu"),
        "quarter": _("Triwulan ini"),
        "last_quarter": _("Triwulan lalu"),
        "year": _("Tahun ini"),
        "last_year": _("Tahun lalu"),
    }
    same = {name: request.GET[name] for name in ("menurut", "instansi") if name in request.GET}
    return [
        (
            words[name],
            f"/angka/?{urlencode({'dari': first, 'sampai': last, **same})}",
            (first, last) == (asked.first, asked.last),
        )
        for name, first, last in figures.periods(today)
    ]


@require_safe
def satisfaction(request: HttpRequest) -> HttpResponse:
    """What reporters said of each body's service in a year, for anybody; two statements."""
    today, typed = clock.today(), request.GET.get("tahun", "")
    years = range(today.year - 2, today.year + 1)
    year = next((one for one in years if str(one) == typed), today.year)
    context = {
        "year": year,
        "years": list(years),
        "rows": rated(year),
        "elements": elements(today),
        "fewest": FEWEST,
    }
    return render(request, "records/satisfaction.html", context)


@never_cache
@require_safe
def period_csv(request: HttpRequest) -> HttpResponse:
    """The same figures, a line each; a small one that is kept is empty."""
    today = clock.today()
    asked = figures.read(request.GET, today)
    report = reports.report(request.actor, asked, today=today)  # type: ignore[attr-defined]
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="angka-{asked.first}-{asked.last}.csv"'
    answer.write("\ufeff")
    lines = csv.writer(answer, delimiter=";")
    lines.writerow(
        [_("Jenis"), _("Instansi"), _("Dari"), _("Sampai")]
        + [_("Berkas masuk"), _("Diputus"), _("Tepat waktu"), _("Masih menunggu")]
    )
    for type in report.types:
        for row in type.rows:
            names = " / ".join(body.name for body in row.bodies).lstrip("=+-@\t")
            lines.writerow([type.name, names, asked.first, asked.last, *row.figures.values()])
    return answer
