"""Where a system of an agency is told what happened on its records: the address, its secret, the messages.

The secret is shown once, in the answer to the form that made it.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from serentak.agencies import rules
from serentak.agencies.queries import PostRow
from serentak.desk.forms import number
from serentak.desk.views.administration.door import Charge, connection, form_page, not_yours
from serentak.gate import actions, queries
from serentak.ledger import queries as ledger
from serentak.lib.refusal import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@connection
def hooks(request: HttpRequest, charge: Charge, post: int) -> HttpResponse:
    """The address of a system and the messages that went there; a form connects, renews, replays or stops."""
    system = charge.post(post)
    if system.role != rules.MACHINE:
        raise not_yours()
    if request.method != "POST":
        return _page(request, charge, system)
    try:
        secret = _do(request, charge, system)
    except Refusal as no:
        if not no.fields:
            raise
        return _page(request, charge, system, no)
    if secret is None:
        return charge.goes(request.path, done=request.POST.get("act", ""))
    context = {"system": system, "secret": secret}
    return render(request, "desk/administration/hook_secret.html", context)


def _do(request: HttpRequest, charge: Charge, system: PostRow) -> str | None:
    """Does what was asked; the secret to show, if one was made."""
    sent, post = request.POST, system.id
    match sent.get("act"):
        case "connect":
            url = sent.get("url", "").strip()
            return actions.connect(post=post, url=url, position=ledger.size(), by=charge.by, at=charge.at)
        case "rotate":
            return actions.rotate(post=post, at=charge.at)
        case "stop":
            actions.stop(post=post, at=charge.at)
        case "replay":
            position = number(sent.get("position", ""))
            if position is None or position > ledger.size():
                raise Refusal("invalid", NO_POSITION, fields={"position": NO_POSITION})
            actions.replay(post=post, position=position)
    return None


def _page(request: HttpRequest, charge: Charge, system: PostRow, no: Refusal | None = None) -> HttpResponse:
    hook = queries.hook_of(system.id)
    before = number(request.GET.get("before", ""))
    rows, older = queries.deliveries(hook.id, before=before) if hook else ([], None)
    context = {
        "system": system,
        "body": charge.register.bodies[system.organisation],
        "hook": hook,
        "rows": rows,
        "older": older,
        "end": ledger.size(),
        "done": request.GET.get("done", ""),
    }
    return form_page(request, "desk/administration/hooks.html", context, no)


NO_POSITION = {
    "id": "Tulis posisi di catatan, bilangan dari 0 sampai ujungnya.",
    "en": "Write a position in the log, a number from 0 to its end.",
}
