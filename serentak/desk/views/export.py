"""A list taken away as a file: the inbox or what a search found, in its order, with its columns.

Written to an unnamed file first and sent from there: a slow line holds no cursor of the database, and a list
that is too long is refused in words instead of breaking off.
"""

from tempfile import TemporaryFile
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from serentak.agencies.rules import Actor
from serentak.desk import table
from serentak.desk.forms.search import search_form
from serentak.desk.views.search import kind_of
from serentak.desk.views.seat import seated
from serentak.lib import clock
from serentak.lib.words import say
from serentak.records.queries import columns, contents, export, inbox, search
from serentak.records.queries.lists import Statement


@never_cache
@require_safe
def take_away(request: HttpRequest) -> HttpResponse | HttpResponseBase:
    """The file; `view` in the address means the inbox, else it is what the search finds. That it was taken
    away is noted once an hour."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    now = clock.now()
    if (elsewhere := seated(request, by, now)) is not None:
        return elsewhere
    form = request.GET.get("bentuk", "")
    form = form if form in table.FORMS else "csv"
    asked = search_form(request.GET)
    kind = kind_of(asked.asked.type)
    shown = columns.chosen(asked.columns, kind) if asked.columns else columns.offered(kind)
    fields = any(column.field for column in shown)
    language = "en" if (get_language() or "id").startswith("en") else "id"
    made = statement(request, by, export.CEILING)
    contents.take_away(by, now)
    out: IO[bytes] = TemporaryFile()
    rows = ([column.read(*row) for column in shown] for row in export.every(by, made, fields=fields, at=now))
    ids, titles = [column.id for column in shown], [say(column.title, language) for column in shown]
    table.write(form, out, ids, titles, rows, language)
    out.seek(0)
    name = f"serentak-berkas-{clock.local_day(now).isoformat()}.{form}"
    return FileResponse(out, as_attachment=True, filename=name, content_type=table.FORMS[form])


def statement(request: HttpRequest, by: Actor, limit: int) -> Statement:
    """The list of the address: the inbox where it names a view, else what the search finds."""
    asked = search.settled(search_form(request.GET).asked)
    if "view" in request.GET:
        return inbox.whole(
            by,
            view=request.GET["view"] or "mine",
            at=clock.now(),
            type=asked.type,
            region=asked.region,
            state=asked.state,
            limit=limit,
        )
    return search.whole(by, asked, limit=limit)
