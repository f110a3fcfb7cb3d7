"""The desk's door for what a person says at the counter, by telephone or WhatsApp, or another channel brings.

The form, then a page that reads back what was typed, then the slip. Nothing is kept between the pages: the
second one carries what was typed. Files are chosen on it, since a browser sends them only once.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from serentak.agencies.rules import Actor
from serentak.cases import actions, forms, queries
from serentak.cases.views.filing import again, at_the_door, form_page
from serentak.cases.views.slip import give, give_start
from serentak.lib import clock
from serentak.lib.refusal import Refusal
from serentak.people.rules import normal_username, wrong_contact
from serentak.records import envelope
from serentak.records.fields import typed
from serentak.records.files import uploads
from serentak.records.queries.form import form

STEPS = ("csrfmiddlewaretoken", "pos", "refresh", "read", "account_is")


@at_the_door
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; sent, it is read back; confirmed there (`read`), it is filed and answered with a slip."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    service = queries.service_at_desk(slug, on=clock.today())
    _refuse_others(by, service)
    if request.method != "POST":
        return form_page(request, service, by, dict.fromkeys(queries.desk_fields(service, by.role), ""), {})
    data = typed(request.POST)
    if "refresh" in request.POST:
        return form_page(request, service, by, data, {})
    try:
        if "read" not in request.POST:
            return _read_back(request, service, by, data, {})
        return _filed(request, service, by, data)
    except Refusal as no:
        back = {"account_is", *(field.id for field in _files(service, by, no.fields))}
        if no.fields and set(no.fields) <= back:
            return _read_back(request, service, by, data, no.fields, status=no.status)
        return again(request, service, by, data, no)


def _filed(request: HttpRequest, service: queries.Service, by: Actor, data: dict[str, Any]) -> HttpResponse:
    account = forms.read_account(request.POST)
    filing: dict[str, Any] = {
        "type": service.name,
        "data": data,
        "files": uploads(request.FILES),
        "by": by,
        "at": clock.now(),
        "key": envelope.read_key(request.POST.get("key")),
    }
    owner, start = None, None
    if account.how != "none":
        owner, _words = _whose(service, by, data, account)
    if account.how == "has" and not account.known:
        text = _("Tanyakan namanya, lalu centang kalau cocok. Kalau tidak cocok, pilih Tanpa akun.")
        raise Refusal("invalid", text, fields={"account_is": text})
    if account.how == "new":
        name = queries.reporter_name(service, data)
        done, start = actions.enter_new(**filing, username=account.username, name=name)
    else:
        done = actions.enter(**filing, owner=owner)
    assert by.holding is not None
    if not service.public:
        return HttpResponseRedirect(f"/meja/berkas/{done.subject}?pos={by.holding.id}", status=303)
    slip = f"/meja/{service.slug}/tanda-terima?pos={by.holding.id}"
    answer = give(HttpResponseRedirect(slip, status=303), done, desk=True)
    return answer if start is None else give_start(answer, done.number, account.username, start)


def _whose(
    service: queries.Service, by: Actor, data: Mapping[str, Any], account: forms.Account
) -> tuple[int | None, str]:
    """The account that the reporter has (None: a new one is made), and what is read back of it."""
    if not queries.names(service, data):
        text = _("Laporan tanpa nama tidak masuk ke akun siapa pun. Pilih Tanpa akun.")
        raise Refusal("invalid", text, fields={"account_how": text})
    if account.how == "has":
        return actions.find_person(username=account.username, by=by, at=clock.now())
    username = normal_username(account.username)
    if wrong := wrong_contact(username):
        raise Refusal("invalid", wrong, fields={"account": wrong})
    return None, username


def _read_back(
    request: HttpRequest,
    service: queries.Service,
    by: Actor,
    data: dict[str, Any],
    wrong: Mapping[str, Any],
    status: int = 200,
) -> HttpResponse:
    account = forms.read_account(request.POST)
    context = {
        "service": service,
        "account": account,
        "whose": _whose(service, by, data, account)[1] if account.how != "none" else None,
        "wrong": wrong,
        "asked": False,
        "alike": actions.alike(
            type=service.name, data=data, at=clock.now(), address=request.META["REMOTE_ADDR"]
        ),
        "rows": actions.read_back(type=service.name, data=data, at=clock.now(), by=by),
        "sent": [(name, texts[-1]) for name, texts in request.POST.lists() if name not in STEPS],
        "fields": _files(service, by, wrong),
        "lost_files": bool(wrong) and bool(request.FILES),
    }
    return render(request, "cases/read_back.html", context, status=status)


def _files(service: queries.Service, by: Actor, wrong: Mapping[str, Any]) -> list[Any]:
    fields = form(service.name, "file", by, at=clock.now(), errors=wrong)
    return [field for field in fields if field.kind == "files"]


def _refuse_others(by: Actor, service: queries.Service) -> None:
    """The counter is for posts that may open a case."""
    if by.person is None:
        raise Refusal(
            "signed_out",
            _("Halaman ini untuk petugas."),
            status=401,
            remedy=_("Masuk dengan akun petugas: /masuk"),
        )
    if by.holding is None or not queries.opens(service, by.role):
        raise Refusal(
            "not_your_post",
            _("Jabatan Anda tidak memasukkan laporan dari kanal lain."),
            status=403,
            remedy=_("Minta petugas loket memasukkannya, atau pilih jabatan lain di kanan atas."),
        )
