"""Rows of a spreadsheet as they are sent to become records: the file or what a page kept of it, which row
holds the headings, and what each column fills."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from serentak.desk import sheet
from serentak.desk.forms import number
from serentak.desk.sheet import Row
from serentak.lib.refusal import Refusal
from serentak.records import intake
from serentak.records.intake import Target

AROUND = 50  # rows that may stand around those that a sheet may have
WIDEST = 40
LONGEST = 200


@dataclass(frozen=True)
class Rows:
    """The rows of a sheet; `head` is the place of the headings among them, `columns` what each column fills,
    `same` what fills a target without a column, `twice` the targets that two columns fill."""

    rows: tuple[Row, ...]
    xlsx: bool
    head: int
    columns: Mapping[int, str]
    same: Mapping[str, str]
    twice: frozenset[str] = frozenset()

    @property
    def data(self) -> Sequence[Row]:
        """The rows below the headings."""
        return self.rows[self.head + 1 :]

    @property
    def headings(self) -> list[tuple[int, str, str]]:
        """Column, heading and the first thing that stands under it, of each column that holds anything."""
        widest = max(len(row) for _, row in self.rows[self.head :])
        found = []
        for at in range(min(widest, WIDEST)):
            under = next((row[at] for _, row in self.data if at < len(row) and row[at]), "")
            head = self.rows[self.head][1]
            heading = head[at] if at < len(head) else ""
            if heading or under:
                found.append((at, heading, under[:60]))
        return found


def rows_form(request: HttpRequest, targets: Sequence[Target]) -> Rows:
    """What was sent; Refusal for a file that cannot be read. Columns are guessed from their headings unless
    the page that showed them says what they fill."""
    names = {name for target in targets for name in target.names}
    sent = request.FILES.get("file")
    if isinstance(sent, UploadedFile):
        grid = sheet.grid(
            sent.read(sheet.MOST_BYTES + 1),
            sheet.MOST + AROUND,
            lambda heading: intake.plain(heading) in names,
            loosely=True,
        )
        rows = grid.tidied()
        head = intake.head_of([row for _, row in rows], targets)
        guessed = intake.guess(rows[head][1][:WIDEST], targets)
        return _whole(rows, grid.xlsx, head, {at: name for at, name in enumerate(guessed) if name}, {})
    if "rows" not in request.POST:
        text = _("Pilih berkasnya.")
        raise Refusal("invalid", text, fields={"file": text})
    grid = sheet.carried(request.POST["rows"], xlsx=request.POST.get("form") == "xlsx")
    return _mapped(grid.tidied(), grid.xlsx, request.POST, targets)


def _mapped(rows: tuple[Row, ...], xlsx: bool, post: QueryDict, targets: Sequence[Target]) -> Rows:
    """What the page said of rows that it kept; with another row of headings the columns are guessed again."""
    known = {target.id for target in targets}
    asked, shown = number(post.get("head", "")), number(post.get("headed", ""))
    head = next((n for n, (line, _row) in enumerate(rows) if line == asked), 0)
    if asked != shown and rows:
        guessed = intake.guess(rows[head][1][:WIDEST], targets)
        columns = {at: name for at, name in enumerate(guessed) if name}
    else:
        said = {at: post.get(f"column-{at}", "") for at in range(WIDEST)}
        columns = {at: name for at, name in said.items() if name in known}
    filled = set(columns.values())
    same = {name: post.get(f"same-{name}", "").replace("\0", "").strip()[:LONGEST] for name in known - filled}
    return _whole(rows, xlsx, head, columns, {name: cell for name, cell in same.items() if cell})


def _whole(
    rows: tuple[Row, ...], xlsx: bool, head: int, columns: Mapping[int, str], same: Mapping[str, str]
) -> Rows:
    if len(rows) < head + 2:
        text = _("Berkas ini hanya berisi judul kolom.")
        raise Refusal("sheet", text, fields={"file": text + " " + _("Isi barisnya, lalu kirim lagi.")})
    twice = frozenset(name for name, count in Counter(columns.values()).items() if count > 1)
    return Rows(rows, xlsx, head, columns, same, twice)
