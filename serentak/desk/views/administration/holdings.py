"""Who is to hold a post, in which manner and by which letter; and when somebody's time in it ends."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from serentak.agencies import actions, queries, rules, staffing
from serentak.agencies.queries import PostRow
from serentak.desk import forms
from serentak.desk.views.administration.door import Charge, administration, form_page, not_yours
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.lib.refusal import Refusal
from serentak.people import queries as people
from serentak.records.envelope import read_key, read_version


@require_http_methods(["GET", "HEAD", "POST"])
@administration
def appoint(request: HttpRequest, charge: Charge, post: int) -> HttpResponse:
    """Somebody into a post. The manner is chosen first, in the address; the form asks what that one needs."""
    shown = charge.staffed(post)
    charge.permits("appoint")
    asked = request.POST if request.method == "POST" else request.GET
    kind = asked.get("kind", rules.DEFINITIVE)
    if kind not in law.library().holding_kinds or kind == rules.MACHINE:
        kind = rules.DEFINITIVE
    if request.method != "POST":
        return _appoint_page(request, charge, shown, kind)
    try:
        _appoint(request, charge, shown, kind)
    except Refusal as no:
        return _appoint_page(request, charge, shown, kind, no)
    return charge.goes(f"/kelola/jabatan/{post}/", done="appointed")


def _appoint(request: HttpRequest, charge: Charge, shown: PostRow, kind: str) -> None:
    key = read_key(request.POST.get("key"))
    form = forms.appoint_form(request.POST, kind, allowed(shown.role, kind), key=key, at=charge.at)
    person = people.person_named(form.username) if form.username else None
    if person is None:
        text = (
            _("Tidak ada akun bernama %(name)s. Periksa ejaannya.") % {"name": form.username}
            if form.username
            else _("Tulis nama pengguna orangnya.")
        )
        raise Refusal("invalid", text, fields={"username": text})
    if not charge.may_staff(shown, person):
        text = _("Anda tidak mengangkat diri sendiri. Minta pengelola sistem.")
        raise Refusal("invalid", text, fields={"username": text}, status=403)
    if not charge.may_appoint(shown, people.listed([person])[person]):
        text = _("Orang ini tidak memegang jabatan di mana pun dan tidak diundang instansi Anda.")
        remedy = _("Minta pengelola sistem mengangkatnya, atau undang orangnya dengan akun baru.")
        raise Refusal("invalid", text, remedy=remedy, fields={"username": text}, status=403)
    actions.appoint(
        person=person, post=shown.id, since=form.since, terms=form.terms, by=charge.by, at=charge.at, key=key
    )


def allowed(role: str, kind: str) -> list[str]:
    """The acts of a role that this manner of holding a post leaves, by name."""
    bars = law.library().holding_kinds[kind].get("bars") or ()
    return [act for act in queries.acts_of(role) if act not in bars]


def _appoint_page(
    request: HttpRequest, charge: Charge, shown: PostRow, kind: str, no: Refusal | None = None
) -> HttpResponse:
    kinds, acts, left = law.library().holding_kinds, queries.acts_of(shown.role), allowed(shown.role, kind)
    sent = request.POST
    preset = left if kind != rules.DELEGATED else []
    context: dict[str, Any] = {
        "post": shown,
        "body": charge.register.body(shown.organisation),
        "kind": kind,
        "kinds": {name: each for name, each in kinds.items() if name != rules.MACHINE},
        "lettered": kind not in rules.UNLETTERED,
        "acts": [{"id": act, "label": acts[act]} for act in left],
        "barred": [acts[act] for act in acts if act not in left],
        "ticked": sent.getlist("acts") if no else preset,
        "districts": queries.districts(shown.role, on=local_day(charge.at)),
        "username": sent.get("username", "") if no else request.GET.get("user", ""),
        "since": forms.parts(sent, "since") if no else local_day(charge.at),
        "letter_date": forms.parts(sent, "letter_date") if no else None,
        "until": forms.parts(sent, "until") if no else None,
    }
    return form_page(request, "desk/administration/appoint.html", context, no)


@require_http_methods(["GET", "HEAD", "POST"])
@administration
def end(request: HttpRequest, charge: Charge, holding: int) -> HttpResponse:
    """The end of somebody's time in a post: now, or with a day."""
    tenure = staffing.tenure(holding)
    shown = charge.staffed(tenure.post)
    if not charge.may_staff(shown, tenure.person):
        raise not_yours()
    if request.method != "POST":
        return _end_page(request, charge, tenure)
    try:
        key = read_key(request.POST.get("key"))
        actions.end_holding(
            holding=holding,
            until=forms.end_moment(request.POST, key=key, at=charge.at),
            by=charge.by,
            at=charge.at,
            key=key,
            version=read_version(request.POST.get("version")),
        )
    except Refusal as no:
        return _end_page(request, charge, tenure, no)
    return charge.goes(f"/kelola/jabatan/{tenure.post}/", done="ended")


def _end_page(
    request: HttpRequest, charge: Charge, tenure: staffing.Tenure, no: Refusal | None = None
) -> HttpResponse:
    context = {
        "tenure": tenure,
        "body": charge.register.body(tenure.organisation),
        "names": people.listed([tenure.person] if tenure.person else []),
        "over": tenure.valid_until is not None and tenure.valid_until <= charge.at,
        "when": request.POST.get("when", "") if no else "now",
        "until": forms.parts(request.POST, "until") if no else None,
        "version": request.POST.get("version") if no else tenure.version,
    }
    return form_page(request, "desk/administration/holding_end.html", context, no)
