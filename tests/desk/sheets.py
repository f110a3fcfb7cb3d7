"""XLSX files as tests need them, honest and not: written by hand, so that each part can be what no program writes."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006"


def cell(value: str | int) -> str:
    """A cell: a text, or a number; a text that is XML already stays."""
    if isinstance(value, int):
        return f'<c s="1"><v>{value}</v></c>'
    return value if value.startswith("<c") else f'<c t="inlineStr"><is><t>{value}</t></is></c>'


def xlsx(
    rows: list[list[str | int]], *, state: str = "", after: str = "", sheets: int = 1, more: str = ""
) -> bytes:
    """A workbook; numbers are written as days. `after` follows the rows, `more` pads the first sheet."""
    body = "".join(f"<row>{''.join(cell(value) for value in row)}</row>" for row in rows)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as parts:
        names = range(1, sheets + 1)
        parts.writestr("[Content_Types].xml", f'<Types xmlns="{TYPES}/content-types"/>')
        parts.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{TYPES}/relationships"><Relationship Id="a" Type="{LINK}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        listed = "".join(
            f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"{state if n == sheets else ""}/>' for n in names
        )
        parts.writestr(
            "xl/workbook.xml", f'<workbook {MAIN} xmlns:r="{LINK}"><sheets>{listed}</sheets></workbook>'
        )
        links = "".join(
            f'<Relationship Id="r{n}" Type="{LINK}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in names
        )
        styles = f'<Relationship Id="st" Type="{LINK}/styles" Target="styles.xml"/>'
        parts.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{TYPES}/relationships">{links}{styles}</Relationships>',
        )
        parts.writestr(
            "xl/styles.xml",
            f'<styleSheet {MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        )
        for n in names:
            parts.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f"<worksheet {MAIN}><sheetData>{body}{more}</sheetData>{after}</worksheet>",
            )
    return out.getvalue()
