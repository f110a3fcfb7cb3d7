"""The QR of a slip: pictures put together are the codes that segno draws whole."""

import io
from base64 import b64decode

import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from serentak.cases.views import qr

ADDRESSES = st.text("ABCXYZabcz0189-/:#=&.", min_size=1, max_size=90)


@settings(max_examples=60, deadline=None)
@given(ADDRESSES)
def test_a_code_put_together_is_the_one_drawn_whole(text: str) -> None:
    whole = segno.make(text, error="m", mode="byte", mask=3, micro=False).matrix
    head, data = qr.picture(text).split(",")
    assert head == "data:image/png;base64"
    with Image.open(io.BytesIO(b64decode(data))) as picture:
        side = len(whole) + 2 * qr.QUIET
        assert (picture.format, picture.mode, picture.size) == ("PNG", "1", (side, side))
        drawn = [[int(not picture.getpixel((x, y))) for x in range(side)] for y in range(side)]
    edge = [0] * qr.QUIET
    assert drawn[qr.QUIET : -qr.QUIET] == [[*edge, *row, *edge] for row in whole]
    assert not any(map(any, drawn[: qr.QUIET] + drawn[-qr.QUIET :]))
