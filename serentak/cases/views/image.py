"""The slip as a picture, for a telephone: number, code and QR, and nothing about the person or the case."""

from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from serentak.cases.views.qr import png

WIDTH, HEIGHT, EDGE = 720, 1080, 40
INK, GREY, HEAD, MARK = "#16232c", "#555f65", "#0b4f6a", "#94203f"


def drawn(*, heading: str, government: str, number: str, code: str, address: str, place: str) -> bytes:
    """A PNG of 720 × 1080: `code` as printed, `address` in the QR, `place` the site in words."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, 0, WIDTH, 130), HEAD)
    _write(pen, heading, 28, 34, "white")
    _write(pen, government, 78, 24, "white")
    _write(pen, _("Nomor"), 160, 24, GREY)
    _write(pen, number, 192, 50, INK)
    _write(pen, _("Kode"), 272, 24, GREY)
    _write(pen, code, 304, 50, INK)
    with Image.open(BytesIO(png(address))) as code_picture:
        times = 420 // code_picture.width
        square = code_picture.convert("RGB").resize(
            (code_picture.width * times,) * 2, Image.Resampling.NEAREST
        )
    sheet.paste(square, ((WIDTH - square.width) // 2, 380))
    text = _("Pindai untuk melihat kabar laporan ini, atau buka %(place)s/lacak lalu ketik nomor dan kode.")
    below = _write(pen, text % {"place": place}, 820, 26, INK)
    warning = _("Siapa pun yang memegang nomor dan kode bisa membaca laporan ini. Jangan dibagikan.")
    below = _write(pen, warning, below + 14, 26, INK)
    if settings.DEMO:  # a demonstration says so on everything that leaves it
        _write(pen, _("DATA PERAGAAN"), below + 14, 26, MARK)
    kept = BytesIO()
    sheet.quantize(16).save(kept, "PNG")
    return kept.getvalue()


def _write(pen: ImageDraw.ImageDraw, text: str, top: int, size: int, colour: str) -> int:
    """Writes a text in as many lines as it needs; where the next one begins."""
    font = ImageFont.load_default(size)
    lines: list[str] = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) > WIDTH - 2 * EDGE:
            lines.append(word)
        else:
            lines[-1] = longer
    for line in lines:
        pen.text((EDGE, top), line, colour, font)
        top += size * 4 // 3
    return top
