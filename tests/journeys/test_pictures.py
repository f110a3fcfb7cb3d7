"""The command that takes pictures still finds its way through the pages."""

import subprocess
import sys
from pathlib import Path

from PIL import Image

from tests.journeys.province import Province


def test_pictures_of_every_page_at_two_widths(province: Province, tmp_path: Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("serentak"), "screenshots", tmp_path, "--base", province.address],
        capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    taken = sorted(tmp_path.glob("*.png"))
    assert done.stdout == f"{len(taken)} pictures in {tmp_path}\n"  # and no page complained
    names = {path.stem.rsplit("-", 1)[0] for path in taken}
    assert {"home", "form", "slip", "case-answered", "inbox-officer", "record-late"} <= names
    for path in taken:
        with Image.open(path) as image:
            assert image.width == int(path.stem.rsplit("-", 1)[1])
