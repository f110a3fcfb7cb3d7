"""What pages that take a spreadsheet share: the answer that says at once what is being done, and the file
that goes back."""

from collections.abc import Callable, Iterable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from serentak.desk import sheet
from serentak.desk.sheet import Row

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONG = 100  # rows; so many are checked, or recorded, in half a second


def waiting(
    request: HttpRequest, count: int, words: str, answer: Callable[[], HttpResponse]
) -> HttpResponseBase:
    """The answer; of a LONG sheet in a page whose beginning is sent at once and says what is being done. The
    rest comes when it is done, in the same answer: nothing is kept meanwhile. It is a 200 whatever comes."""
    if count < LONG:
        return answer()
    context = {"words": words, "lines": count}
    page = render(request, "desk/sheet_wait.html", context).content.decode()
    begin, end_of_main, rest = page.partition("</main>")

    def parts() -> Iterator[str]:
        yield begin
        _frame, _main, inside = answer().content.decode().partition('<main id="utama" tabindex="-1">')
        yield inside.partition(end_of_main)[0]
        yield end_of_main + rest

    streamed = StreamingHttpResponse(parts())
    streamed["X-Accel-Buffering"] = "no"  # a proxy is not to wait for the end either
    return streamed


def file(rows: Iterable[Row], name: str, *, xlsx: bool = False) -> HttpResponse:
    """A workbook, or a CSV file as spreadsheets of here open it: with a mark that says UTF-8."""
    if xlsx:
        answer = HttpResponse(sheet.as_xlsx(rows), content_type=XLSX)
    else:
        answer = HttpResponse("\ufeff" + sheet.as_csv(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="serentak-{name}.{"xlsx" if xlsx else "csv"}"'
    return answer
