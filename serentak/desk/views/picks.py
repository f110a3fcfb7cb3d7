"""What was picked in a list, to be done with one press."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from serentak.lib.refusal import Refusal
from serentak.records import actions, envelope
from serentak.records.queries.confirmations import PAGE


def picks(request: HttpRequest, act: str | None = None, most: int = PAGE) -> list[actions.Pick]:
    """Each `record:act:version:key` as the page wrote it; without `act` in it where the button names that."""
    post = request.POST
    every = [pick for text in post.getlist("every") for pick in text.split()]
    sent = post.getlist("only") or (every if post.get("all") else post.getlist("pick"))
    if len(sent) > most:
        raise Refusal(
            "too_many",
            _("Paling banyak %(count)d sekali tekan.") % {"count": most},
            remedy=_("Kerjakan sebagian dulu, lalu sisanya."),
        )
    return [_pick(text, act) for text in sent]


def _pick(text: str, act: str | None) -> actions.Pick:
    try:
        record, named, version, key = text.split(":")
        return actions.Pick(UUID(record), act or named, int(version), envelope.read_key(key))
    except ValueError:
        raise Refusal(
            "bad_pick",
            _("Pilihan ini tidak terbaca."),
            remedy=_("Buka lagi daftarnya dan pilih di sana."),
        ) from None
