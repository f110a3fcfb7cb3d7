"""Whether whoever asks sits in a post: the pages of a post send everybody else somewhere first."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from serentak.agencies.queries import waits_for_factor
from serentak.agencies.rules import Actor
from serentak.lib.refusal import Refusal


def seated(request: HttpRequest, by: Actor, now: datetime) -> HttpResponse | None:
    """Where somebody without a post in use is sent first; an account that has none is refused."""
    if by.person is None:
        return HttpResponseRedirect("/masuk?" + urlencode({"next": request.get_full_path()}))
    if by.holding is None and waits_for_factor(by, now):
        return HttpResponseRedirect("/akun/kode?" + urlencode({"next": request.get_full_path()}))
    if by.holding is None:
        raise Refusal(
            "no_post",
            _("Akun ini belum memegang jabatan, jadi belum punya kotak masuk."),
            status=403,
            remedy=_("Minta administrator instansi Anda mengangkat Anda dalam jabatan, lalu masuk lagi."),
        )
    return None
